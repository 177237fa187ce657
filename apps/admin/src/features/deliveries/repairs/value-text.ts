import type { RepairedRow } from "@archipel/contracts/repairs.ts";

/** The text of a cell's value, as a person would type it. */
export function cellText(value: RepairedRow["fields"][number]["value"]): string {
  if (value === null) return "";
  if (typeof value === "boolean") return value ? "1" : "0";
  return String(value);
}
