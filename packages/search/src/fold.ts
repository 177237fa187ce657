/** Letters that Unicode does not decompose into a base letter and a sign. */
const LETTERS: Readonly<Record<string, string>> = { œ: "oe", æ: "ae", ß: "ss", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i" };

/** Text as it is compared: lower case, without accents and ligatures. The database function `app.fold` gives the same result. */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .replace(/[œæßøłđðþı]/g, (letter) => LETTERS[letter] ?? letter)
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "");
}

/** The words of a text in its order, folded. Hyphens, apostrophes and all other signs separate words, as in `app.fold_words`. */
export function wordsOf(text: string): string[] {
  return fold(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}
