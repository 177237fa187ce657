import type { SavedTheme } from "@archipel/contracts/portals.ts";

const PARTS = ["colours", "type", "shape", "map", "defaultMode"] as const;

/** The parts in which two themes differ, for people. */
export function partsChanged(before: Pick<SavedTheme, "baseTheme" | "theme">, after: Pick<SavedTheme, "baseTheme" | "theme">) {
  const parts = PARTS.filter((part) => ordered(before.theme[part]) !== ordered(after.theme[part]));
  return before.baseTheme === after.baseTheme ? parts : (["baseTheme", ...parts] as const);
}

/** The value as a text that does not depend on the order of keys; a part without values is as if it were absent. */
function ordered(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "";
  const entries = Object.entries(value)
    .map(([key, one]) => [key, ordered(one)] as const)
    .filter(([, text]) => text !== "")
    .sort(([a], [b]) => a.localeCompare(b));
  return entries.length === 0 ? "" : JSON.stringify(entries);
}
