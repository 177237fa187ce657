const LETTERS = "23456789bcdfghjkmnpqrstvwxz";
const LENGTH = 8;

/** A new name for a chapter, for addresses and lists. */
export function newChapterKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(LENGTH)), (byte) => LETTERS[byte % LETTERS.length]).join("");
}
