import type { ImageFormat } from "./model.ts";

/** Bytes of the beginning of a file that `sniffImage` needs: an SVG may begin with a long comment. */
export const SNIFFED_BYTES = 4096;

/** The boxes of HEIF name their brands at the start of the file: only those of AVIF can be read. */
const AVIF_BRANDS: ReadonlySet<string> = new Set(["avif", "avis"]);

/** A declaration, comments and a document type may precede the element. */
const SVG = /^(\xef\xbb\xbf)?\s*<(\?xml\s[\s\S]*<svg|!--[\s\S]*<svg|!DOCTYPE svg\s[\s\S]*<svg|svg)[\s>]/;

/**
 * The format of an image by its first bytes, without decoding any of it. Null for anything else, also for GIF, TIFF and HEIC.
 *
 * @param head at least `SNIFFED_BYTES` of the file, or all of it
 */
export function sniffImage(head: Uint8Array): ImageFormat | null {
  const bytes = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, SNIFFED_BYTES));
  const isAt = (offset: number, text: string) => bytes.toString("latin1", offset, offset + text.length) === text;
  if (isAt(0, "\xff\xd8\xff")) return "jpeg";
  if (isAt(0, "\x89PNG\r\n\x1a\n")) return "png";
  if (isAt(0, "RIFF") && isAt(8, "WEBP")) return "webp";
  if (isAt(4, "ftyp")) return brandsOf(bytes).some((brand) => AVIF_BRANDS.has(brand)) ? "avif" : null;
  return SVG.test(bytes.toString("latin1")) ? "svg" : null;
}

function brandsOf(bytes: Buffer): string[] {
  const end = Math.min(bytes.length >= 4 ? bytes.readUInt32BE(0) : 0, bytes.length);
  const brands = [bytes.toString("latin1", 8, 12)];
  for (let at = 16; at + 4 <= end; at += 4) brands.push(bytes.toString("latin1", at, at + 4));
  return brands;
}
