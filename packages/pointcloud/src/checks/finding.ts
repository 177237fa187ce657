import type { Triple } from "../las/header.ts";

/** What a check of a point cloud can find. Each code has one rule. */
export type CloudFindingCode =
  | "crs-missing"
  | "header-bounds"
  | "header-returns"
  | "return-number"
  | "gps-time-missing"
  | "gps-time-not-finite"
  | "gps-time-unordered"
  | "class-unknown"
  | "duplicates"
  | "density-low"
  | "extra-beyond";

/** One kind of fault in a cloud, with how many points have it and where the first one is. */
export interface CloudFinding {
  code: CloudFindingCode;
  severity: "error" | "warning";
  /** Points concerned; 0 when the fault is one of the whole file. */
  points: number;
  /** The first point with it: its place in the file, and its coordinates in the CRS of the file. */
  first?: { index: number; position: Triple };
  params: Record<string, number | string>;
}
