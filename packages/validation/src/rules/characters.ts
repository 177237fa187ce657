import type { ValueFault } from "./values.ts";

/** Characters that no table should contain: control characters except tab and line ends, and the replacement character of a failed decoding. */
const ILLEGAL = /[^\P{Cc}\t\n\r]|\ufffd/gu;
/** The bytes 0x80 to 0xbf decoded as CP1252. */
const CONTINUATION =
  "\\u0080-\\u00bf\\u0152\\u0153\\u0160\\u0161\\u0178\\u017d\\u017e\\u0192\\u02c6\\u02dc\\u2013\\u2014\\u2018-\\u201e\\u2020-\\u2022\\u2026\\u2030\\u2039\\u203a\\u20ac\\u2122";
/** UTF-8 decoded as Latin-1: two bytes for a letter (`Ã©`), three bytes for a quote or dash (`â€™`). */
const DOUBLE = new RegExp(`\\u00e2[\\u20ac\\u0080][${CONTINUATION}]|[\\u00c2\\u00c3\\u00c5][${CONTINUATION}]`, "gu");

/** The byte of each CP1252 character, to reverse the wrong decoding. */
const BYTES: ReadonlyMap<string, number> = new Map(
  Array.from({ length: 256 }, (_, byte) => [new TextDecoder("windows-1252").decode(Uint8Array.of(byte)), byte] as const),
);

/** The fault in the characters of a text: control characters, or UTF-8 that was decoded as Latin-1 and encoded again. */
export function characterFault(text: string): ValueFault | null {
  const decoded = text.replace(DOUBLE, decodeOnce);
  const fixed = decoded.replace(ILLEGAL, "");
  if (fixed === text) return null;
  return { code: decoded === text ? "ATTRIBUTE_CHARACTERS_ILLEGAL" : "ATTRIBUTE_CHARACTERS_REPLACED", params: { value: text, fixed } };
}

/** Removes illegal characters, and decodes what was encoded twice. */
export function repairCharacters(text: string): string {
  return text.replace(DOUBLE, decodeOnce).replace(ILLEGAL, "");
}

function decodeOnce(sequence: string): string {
  const bytes = [...sequence].map((char) => BYTES.get(char) ?? char.charCodeAt(0));
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(bytes));
  } catch {
    return sequence;
  }
}
