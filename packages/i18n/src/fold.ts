/** A text without accents and capitals, to compare typed text with list entries. */
export function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
