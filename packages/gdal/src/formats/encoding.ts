/** How the bytes of a table are to be read as text. `isDoubtful` when the file says one thing and its bytes another. */
export interface FoundEncoding {
  encoding: string;
  how: "declared" | "detected";
  isDoubtful: boolean;
}

/** Encodings people may choose for a table, by the names that GDAL and TextDecoder share. */
export const encodings = ["UTF-8", "CP1252", "ISO-8859-1", "ISO-8859-15"] as const;

const decoders = { "UTF-8": "utf-8", CP1252: "windows-1252", "ISO-8859-1": "windows-1252", "ISO-8859-15": "iso-8859-15" } as const;

/** The WHATWG label of one of our encodings, for TextDecoder. */
export function decoderLabel(encoding: string): string {
  return encoding in decoders ? decoders[encoding as keyof typeof decoders] : "utf-8";
}

/** The encoding named by a `.cpg` file, in our spelling; null when it is empty or one that we do not know. */
export function encodingOfCpg(text: string): string | null {
  const word = text.trim().toUpperCase().replace(/[\s_]/g, "-");
  if (/^(UTF-?8|65001)$/.test(word)) return "UTF-8";
  if (/^(ISO-?-?8859-?15|88591[5]|LATIN-?9)$/.test(word)) return "ISO-8859-15";
  // Latin-1 texts hold CP1252's quotes and œ more often than C1 controls: CP1252 reads both.
  if (/^(ANSI-?)?(CP-?|WINDOWS-?)?1252$|^ISO-?-?8859-?1$|^88591$|^LATIN-?1$/.test(word)) return "CP1252";
  return null;
}

/**
 * Decides from what a file declares and from samples of its bytes that are not plain ASCII.
 *
 * @param samples byte strings with at least one byte over 127
 */
export function decideEncoding(declared: string | null, samples: readonly Uint8Array[]): FoundEncoding {
  const isUtf8 = samples.every(isUtf8Text);
  if (declared === "UTF-8") return isUtf8 ? { encoding: declared, how: "declared", isDoubtful: false } : detected("CP1252", true);
  // Two bytes of UTF-8 are also two letters of Latin-1, but never by chance over a whole table.
  if (declared) return samples.length > 0 && isUtf8 ? detected("UTF-8", true) : { encoding: declared, how: "declared", isDoubtful: false };
  return detected(isUtf8 ? "UTF-8" : "CP1252", false);
}

function detected(encoding: string, isDoubtful: boolean): FoundEncoding {
  return { encoding, how: "detected", isDoubtful };
}

/** Valid UTF-8, but for a character cut at the end (a full DBF field). */
function isUtf8Text(bytes: Uint8Array): boolean {
  for (let cut = 0; cut < 4; cut++) {
    try {
      new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, bytes.length - cut));
      return true;
    } catch {}
  }
  return false;
}
