/** What is printed for a character that the font does not have. PDF/UA refuses a document in which a glyph is missing. */
const MISSING = "\u25a1";

/** Characters that PDF/UA forbids, and controls: they print nothing. Lines of a document end where the layout ends them. */
const FORBIDDEN = /(?![\n\t])[\p{Cc}\p{Cs}\p{Cn}\ufeff\ufff9-\ufffb\u202a-\u202e\u2066-\u2069]/gu;

const PLAIN = /^[ -~\n\t]*$/;
const NOT_PLAIN = /[^ -~\n\t]/gu;

/** Private characters mean something else in each font. */
const isPrivate = (codePoint: number) => (codePoint >= 0xe000 && codePoint <= 0xf8ff) || codePoint >= 0xf0000;

/**
 * The characters of a TrueType font, by its table `cmap` in format 12 or 4.
 *
 * @param font an OpenType file
 */
export function glyphsOf(font: Buffer): { has(codePoint: number): boolean; printable(text: string): string } {
  const ranges = rangesOf(font);
  const has = (codePoint: number) => {
    if (isPrivate(codePoint)) return false;
    let [low, high] = [0, ranges.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const [first, last] = ranges[middle] ?? [0, 0];
      if (codePoint < first) high = middle - 1;
      else if (codePoint > last) low = middle + 1;
      else return true;
    }
    return false;
  };
  const stand = has(MISSING.codePointAt(0) ?? 0) ? MISSING : "?";
  return {
    has,
    printable: (text) => {
      if (PLAIN.test(text)) return text;
      const clean = text.normalize("NFC").replace(FORBIDDEN, "");
      return clean.replace(NOT_PLAIN, (character) => (has(character.codePointAt(0) ?? 0) ? character : stand));
    },
  };
}

/** Inclusive ranges in their order. */
function rangesOf(font: Buffer): [first: number, last: number][] {
  const cmap = tableAt(font, "cmap");
  const count = font.readUInt16BE(cmap + 2);
  const subtables = Array.from({ length: count }, (_, index) => cmap + font.readUInt32BE(cmap + 8 + 8 * index));
  const wide = subtables.find((at) => font.readUInt16BE(at) === 12);
  if (wide !== undefined) {
    return Array.from({ length: font.readUInt32BE(wide + 12) }, (_, index) => {
      const at = wide + 16 + 12 * index;
      return [font.readUInt32BE(at), font.readUInt32BE(at + 4)];
    });
  }
  const narrow = subtables.find((at) => font.readUInt16BE(at) === 4);
  if (narrow === undefined) throw new Error("the font has no table of characters that we can read");
  const segments = font.readUInt16BE(narrow + 6) / 2;
  return Array.from({ length: segments - 1 }, (_, index) => [
    font.readUInt16BE(narrow + 16 + 2 * segments + 2 * index),
    font.readUInt16BE(narrow + 14 + 2 * index),
  ]);
}

function tableAt(font: Buffer, name: string): number {
  const count = font.readUInt16BE(4);
  for (let index = 0; index < count; index++) {
    const at = 12 + 16 * index;
    if (font.toString("latin1", at, at + 4) === name) return font.readUInt32BE(at + 8);
  }
  throw new Error(`the font has no table ${name}`);
}
