import { parse } from "csv-parse/sync";
import { emptyFacts, findGeometry, observe } from "./csv-columns.ts";
import { decoderLabel, encodingOfMark } from "./encoding.ts";
import { headOf } from "./text-file.ts";

const MAX_RECORDS = 200;

/**
 * Whether the beginning of a text has places as a CSV does: axes, "lat, lon" or WKT. Most texts of a delivery are letters and notices,
 * and opening thousands of them as tables would take minutes.
 */
export async function startsWithPlaces(path: string): Promise<boolean> {
  const head = await headOf(path);
  const text = new TextDecoder(decoderLabel(encodingOfMark(head) ?? "windows-1252")).decode(head);
  const lines = text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .slice(0, MAX_RECORDS);
  const first = lines[0] ?? "";
  return [",", ";", "\t", "|"].some((delimiter) => isPlaced(lines, first.includes(delimiter) ? delimiter : null)) || isPlaced(lines, "\0");
}

function isPlaced(lines: readonly string[], delimiter: string | null): boolean {
  if (delimiter === null) return false;
  const [header, ...records] = recordsOf(lines, delimiter);
  if (!header) return false;
  const facts = header.map(emptyFacts);
  for (const record of records) for (const [column, found] of facts.entries()) observe(found, record[column] ?? "");
  return findGeometry(header, facts) !== null;
}

function recordsOf(lines: readonly string[], delimiter: string): string[][] {
  const options = { delimiter, trim: true, relax_quotes: true, relax_column_count: true, skip_empty_lines: true } as const;
  try {
    return parse(lines.join("\n"), options);
  } catch {
    // The beginning ends inside a quoted value.
    return lines.map((line) => line.split(delimiter));
  }
}
