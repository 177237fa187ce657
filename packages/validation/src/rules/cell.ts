import type { CellValue } from "../delivery/delivery.ts";

/** A cell as the text that rules compare: what a person would have typed. Empty and null are the same. */
export function textOf(value: CellValue | undefined): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "boolean") return value ? "1" : "0";
  return String(value);
}

/** Is there nothing in it? Blanks alone count as nothing: a dbf pads with them. */
export function isEmpty(text: string): boolean {
  return text.trim() === "";
}
