import { expect, it } from "vitest";
import type { Project } from "@/entities/project";
import { ordered, orderOf } from "../order";

const project = (name: string, created_at: string, open_feedback_count: number) =>
  ({ name, created_at, open_feedback_count }) as Project;
const projects = [project("Film 10", "2026-01-02", 0), project("Film 2", "2026-01-03", 4)];
const shown = (query: string) =>
  ordered(projects, orderOf(new URLSearchParams(query)), "en").map(({ name }) => name);

it("orders projects as the address says", () => {
  for (const query of ["", "order=size", "order=activity"]) {
    expect(shown(query)).toEqual(["Film 10", "Film 2"]);
  }
  expect(shown("order=name")).toEqual(["Film 2", "Film 10"]);
  expect(shown("order=created")).toEqual(["Film 2", "Film 10"]);
  expect(shown("order=open")).toEqual(["Film 2", "Film 10"]);
});
