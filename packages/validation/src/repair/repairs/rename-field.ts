import { isOneLetterOff, plain } from "./plain-text.ts";

/** A dbf cuts names at so many letters. */
const DBF_LENGTH = 10;

const ways: readonly ((missing: string, column: string) => boolean)[] = [
  (missing, column) => plain(missing) === plain(column),
  (missing, column) => column.length === DBF_LENGTH && plain(missing).startsWith(plain(column)),
  (missing, column) => plain(missing).length >= 5 && isOneLetterOff(plain(missing), plain(column)),
];

/**
 * Which columns that the model does not name stand for fields that are missing: another spelling, a name that was cut, one letter off. A
 * column that could be two fields, or a field that could be two columns, is left to people.
 *
 * @returns names of columns by names of fields
 */
export function renamedFields(missing: readonly string[], columns: readonly string[]): ReadonlyMap<string, string> {
  const renamed = new Map<string, string>();
  const used = new Set<string>();
  for (const isMeant of ways) {
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
