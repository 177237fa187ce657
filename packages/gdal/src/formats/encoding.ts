/** The encoding in which to read the bytes of a table. `isDoubtful` when the declaration contradicts the bytes. */
export interface FoundEncoding {
  encoding: string;
  how: "declared" | "detected";
  isDoubtful: boolean;
}

/** UTF-8 that a program read as Latin-1 and encoded as UTF-8 again: "é" became "Ã©". The file is read as UTF-8, then its texts are repaired. */
export const DOUBLE_UTF8 = "UTF-8 (double)";

const decoders: Record<string, string> = {
  "UTF-8": "utf-8",
  [DOUBLE_UTF8]: "utf-8",
  "UTF-16LE": "utf-16le",
  "UTF-16BE": "utf-16be",
  CP1252: "windows-1252",
  "ISO-8859-1": "windows-1252",
  "ISO-8859-15": "iso-8859-15",
};

/** The WHATWG label of one of our encodings, for TextDecoder. */
export function decoderLabel(encoding: string): string {
  return decoders[encoding] ?? "utf-8";
}

/** The encoding that a byte order mark declares; null without one. */
export function encodingOfMark(head: Uint8Array): "UTF-8" | "UTF-16LE" | "UTF-16BE" | null {
  if (head[0] === 0xff && head[1] === 0xfe) return "UTF-16LE";
  if (head[0] === 0xfe && head[1] === 0xff) return "UTF-16BE";
  return head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? "UTF-8" : null;
}

/**
 * The encoding that a name means, in our spelling. Understands the names of `.cpg` files, XML declarations, MapInfo and AutoCAD. Null when the
 * name is empty or unknown.
 */
export function encodingNamed(text: string): string | null {
  const word = text.trim().toUpperCase().replace(/[\s_]/g, "-");
  if (/^(UTF-?8|65001)$/.test(word)) return "UTF-8";
  if (/^(ISO-?-?8859-?15|88591[5]|LATIN-?9)$/.test(word)) return "ISO-8859-15";
  // Files declared as Latin-1 hold CP1252's quotes and œ more often than C1 controls, so they are read as CP1252.
  if (/^((ANSI-?)?(CP-?|WINDOWS-?)?1252|ISO-?-?8859-?1|88591|LATIN-?1|WINDOWSLATIN1|CODEPAGE1252)$/.test(word)) return "CP1252";
  return null;
}

/** Share of the samples that may contradict the rest: one line pasted from elsewhere must not decide for the whole table. */
const STRAY_SHARE = 0.02;

/**
 * Decides from the declared encoding and from samples of the bytes that are not plain ASCII.
 *
 * @param samples byte strings (values, lines) with at least one byte over 127
 */
export function decideEncoding(declared: string | null, samples: readonly Uint8Array[]): FoundEncoding {
  if (declared?.startsWith("UTF-16")) return { encoding: declared, how: "declared", isDoubtful: false };
  const strays = samples.filter((sample) => !isUtf8Text(sample)).length;
  const isUtf8 = strays <= STRAY_SHARE * samples.length;
  const isMixed = strays > 0 && isUtf8;
  if (isUtf8 && samples.length > 0 && samples.filter(isTwiceEncoded).length >= 0.8 * samples.length) return detected(DOUBLE_UTF8, true);
  if (declared === "UTF-8")
    return isUtf8 ? { encoding: declared, how: "declared", isDoubtful: isMixed } : detected(singleByte(samples), true);
  // Each two-byte UTF-8 sequence is also two Latin-1 letters, but a whole table is never valid UTF-8 by chance.
  if (declared) return samples.length > 0 && isUtf8 ? detected("UTF-8", true) : { encoding: declared, how: "declared", isDoubtful: false };
  return isUtf8 ? detected("UTF-8", isMixed) : detected(singleByte(samples), false);
}

function detected(encoding: string, isDoubtful: boolean): FoundEncoding {
  return { encoding, how: "detected", isDoubtful };
}

function isUtf8Text(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function isTwiceEncoded(bytes: Uint8Array): boolean {
  const text = new TextDecoder("utf-8").decode(bytes);
  return decodeDoubleUtf8(text) !== text;
}

/**
 * CP1252 or ISO-8859-15, which differ in a few letters. The bytes of œ, Œ and Ÿ in ISO-8859-15 are ½, ¼ and ¾ in CP1252, which never touch a
 * letter; the byte of its € is ¤, which nobody writes. Bytes from 0x80 to 0x9F are letters in CP1252 only.
 */
function singleByte(samples: readonly Uint8Array[]): "CP1252" | "ISO-8859-15" {
  let latin9 = 0;
  for (const bytes of samples) {
    for (const [index, byte] of bytes.entries()) {
      if (byte >= 0x80 && byte <= 0x9f) return "CP1252";
      const [before, after] = [bytes[index - 1] ?? 0x20, bytes[index + 1] ?? 0x20];
      const isLigature = byte >= 0xbc && byte <= 0xbe && !isDigit(before) && (isLetter(before) || isLetter(after));
      if (byte === 0xa4 || isLigature) latin9++;
    }
  }
  return latin9 > 0 ? "ISO-8859-15" : "CP1252";
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

function isLetter(byte: number): boolean {
  return (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a) || byte >= 0xc0;
}

const byteOf = new Map<string, number>(
  Array.from({ length: 128 }, (_, index) => [new TextDecoder("windows-1252").decode(Uint8Array.of(128 + index)), 128 + index]),
);
/** One UTF-8 character after double encoding: a lead byte and its followers, as letters of CP1252 or as Latin-1's controls. */
const DOUBLED = /[ÂÃÄÅâ](?:[\u0080-\u00BF]|[\u0100-\uFFFF]){1,2}/g;
/** Letters, signs and punctuation of western texts. Sequences like "É»" would decode too, to a letter that nobody writes. */
const WESTERN = /^[\u0080-\u017F\u2010-\u203A\u20AC\u2122]$/;

/** "ForÃªt" → "Forêt". Text that was not encoded twice is unchanged. */
function decodeDoubleUtf8(text: string): string {
  // The non-breaking space in the second half of "à" is often trimmed to a plain space.
  return text.replace(/\u00C3 (?=[\p{L}\p{P}\s]|$)/gu, "\u00C3\u00A0").replace(DOUBLED, (run) => {
    const bytes = [...run].map((letter) => byteOf.get(letter) ?? (letter.charCodeAt(0) < 0x100 ? letter.charCodeAt(0) : -1));
    if (bytes.includes(-1)) return decodePrefix(run);
    const whole = decoded(bytes);
    return whole ?? decodePrefix(run);
  });
}

/** A run may hold more than one character: decodes its longest valid prefix and keeps the rest. */
function decodePrefix(run: string): string {
  for (let end = run.length - 1; end >= 2; end--) {
    const bytes = [...run.slice(0, end)].map((letter) => byteOf.get(letter) ?? letter.charCodeAt(0));
    const text = bytes.every((byte) => byte < 0x100) ? decoded(bytes) : null;
    if (text !== null) return text + run.slice(end);
  }
  return run;
}

function decoded(bytes: readonly number[]): string | null {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes));
    return WESTERN.test(text) ? text : null;
  } catch {
    return null;
  }
}

const LATIN9: Record<string, string> = { "¤": "€", "¦": "Š", "¨": "š", "´": "Ž", "¸": "ž", "¼": "Œ", "½": "œ", "¾": "Ÿ" };

/**
 * The correction still to apply to texts that GDAL has read: text encoded twice, and ISO-8859-15 where GDAL only knows Latin-1 (MapInfo's
 * binary tables). Null when no correction is needed.
 */
export function repairOf(format: string, encoding: string | null): ((text: string) => string) | null {
  if (encoding === DOUBLE_UTF8) return decodeDoubleUtf8;
  if (encoding === "ISO-8859-15" && format === "mapinfo-tab")
    return (text) => text.replace(/[¤¦¨´¸¼½¾]/g, (letter) => LATIN9[letter] ?? letter);
  return null;
}
