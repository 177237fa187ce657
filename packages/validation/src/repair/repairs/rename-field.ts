import { isOneLetterOff, plain } from "./plain-text.ts";

/** A dbf truncates field names to this length. */
const DBF_LENGTH = 10;

const comparisons: readonly ((missing: string, column: string) => boolean)[] = [
  (missing, column) => plain(missing) === plain(column),
  (missing, column) => column.length === DBF_LENGTH && plain(missing).startsWith(plain(column)),
  (missing, column) => plain(missing).length >= 5 && isOneLetterOff(plain(missing), plain(column)),
];

/**
 * Finds unexpected columns that are missing fields under another name: another spelling, a truncated name, one letter different. A column that
 * matches two fields, or a field that matches two columns, is left to a person.
 *
 * @returns column names by field name
 */
export function renamedFields(missing: readonly string[], columns: readonly string[]): ReadonlyMap<string, string> {
  const renamed = new Map<string, string>();
  const used = new Set<string>();
  for (const isMeant of comparisons) {
    const free = columns.filter((column) => !used.has(column));
    const open = missing.filter((field) => !renamed.has(field));
    for (const field of open) {
      const [column, ...others] = free.filter((candidate) => isMeant(field, candidate));
      if (column === undefined || others.length > 0 || open.some((other) => other !== field && isMeant(other, column))) continue;
      renamed.set(field, column);
      used.add(column);
    }
  }
  return renamed;
}
