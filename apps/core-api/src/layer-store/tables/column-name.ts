/** PostgreSQL cuts names at 63 bytes; a suffix must still fit. */
const MAX_COLUMN = 58;

/** The column of a field's name: lower case, ASCII letters, digits and underscores. */
export function columnOf(name: string): string {
  const plain = name
    .toLowerCase()
    .replaceAll("œ", "oe")
    .replaceAll("æ", "ae")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .slice(0, MAX_COLUMN);
  if (plain === "") return "field";
  return /^\d/.test(plain) ? `f_${plain}` : plain;
}
