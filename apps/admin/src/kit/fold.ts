/** A text without accents and capitals, to compare what is typed with what is listed. */
export function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
