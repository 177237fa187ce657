import type { CellValue } from "../delivery/delivery.ts";

/** The text of a cell, which rules compare. Null gives an empty text. */
export function textOf(value: CellValue | undefined): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "boolean") return value ? "1" : "0";
  return String(value);
}

/** True for a text with a character that is not ASCII. */
export function isBeyondAscii(value: CellValue): boolean {
  return typeof value === "string" && BEYOND_ASCII.test(value);
}
const BEYOND_ASCII = /\P{ASCII}/u;

/** True for an empty text or only spaces: a dbf pads values with spaces. */
export function isEmpty(text: string): boolean {
  return text.trim() === "";
}
