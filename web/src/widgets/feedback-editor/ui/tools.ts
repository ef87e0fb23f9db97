import { Circle, MousePointer2, MoveUpRight, Pencil, Square, Type } from "lucide-react";
import type { Tool } from "@/features/feedback";

/** In the order of their keys, 1 to 6. */
export const TOOLS = [
  { tool: "select", Icon: MousePointer2 },
  { tool: "rectangle", Icon: Square },
  { tool: "circle", Icon: Circle },
  { tool: "arrow", Icon: MoveUpRight },
  { tool: "path", Icon: Pencil },
  { tool: "text", Icon: Type },
] as const satisfies { tool: Tool; Icon: unknown }[];

export const COLORS = [
  { name: "red", color: "#FF3B30" },
  { name: "yellow", color: "#FFD60A" },
  { name: "green", color: "#30D158" },
  { name: "blue", color: "#0A84FF" },
  { name: "white", color: "#FFFFFF" },
  { name: "black", color: "#000000" },
] as const;

export const WIDTHS = [
  { name: "thin", width: 2 },
  { name: "medium", width: 4 },
  { name: "thick", width: 8 },
] as const;
