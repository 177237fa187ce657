/** A name as an identifier of SQLite. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
