import type { ExportVideoApiArg } from "@/shared/api";

export type Format = ExportVideoApiArg["format"];

/** All formats, the usual ones first. */
export const FORMATS = [
  "pdf",
  "edl_resolve",
  "premiere_xml",
  "fcpxml",
  "avid_markers",
  "edl_avid",
  "otio",
  "csv",
  "premiere_csv",
  "json",
  "srt",
  "vtt",
] as const satisfies readonly Format[];

/** Those of which one file can hold several videos. */
export const SEVERAL: readonly Format[] = ["pdf", "fcpxml", "premiere_xml", "otio", "csv", "json"];
