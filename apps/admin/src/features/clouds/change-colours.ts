import type { ChangeKind } from "./change-cells.ts";

/** Colours of the map of changes, also readable over each other by people who confuse red and green. */
export const COLOURS: Readonly<Record<Exclude<ChangeKind, "ground">, string>> = {
  all: "#7c3aed",
  gained: "#0369a1",
  lost: "#c2410c",
  reclassified: "#a21caf",
};
export const HIGHER = "#b91c1c";
export const LOWER = "#1d4ed8";
