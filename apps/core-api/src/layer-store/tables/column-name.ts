/** PostgreSQL cuts names at 63 bytes; a suffix must still fit. */
const MAX_COLUMN = 58;

/** A field's name as a column can have it: lower case, plain letters, digits and low lines. */
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
