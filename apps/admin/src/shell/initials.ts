/** The first letters of the first and the last word of a name. Signs and emoji are no letters, and no half of one is shown. */
export function initials(name: string): string {
  const letters = name.split(/\s+/).flatMap((word) => /[\p{L}\p{N}]/u.exec(word)?.[0] ?? []);
  return [letters[0] ?? "", letters.length > 1 ? (letters.at(-1) ?? "") : ""].join("").toUpperCase();
}
