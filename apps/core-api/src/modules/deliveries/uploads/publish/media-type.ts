/** Number of first bytes that identify a document. */
export const HEAD_BYTES = 4_096;

const SIGNATURES: readonly [test: (head: Buffer) => boolean, mediaType: string][] = [
  [(head) => head.subarray(0, 1_024).includes("%PDF-"), "application/pdf"],
  [(head) => head.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])), "image/png"],
  [(head) => head.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff])), "image/jpeg"],
  [(head) => /^GIF8[79]a/.test(head.toString("latin1", 0, 6)), "image/gif"],
  [(head) => /^RIFF....WEBP/s.test(head.toString("latin1", 0, 12)), "image/webp"],
  [(head) => /^(II[*+]\0|MM\0[*+])/.test(head.toString("latin1", 0, 4)), "image/tiff"],
];

/** Text files that are not documents: parts of data, styles of desktop programs. */
const NO_DOCUMENT = /\.(prj|qpj|qml|qmd|sld|cpg|wld|tfw|jgw|pgw|html?|svg|js|css)$/i;

/**
 * The media type of a document, by its content; null when a dataset does not keep this kind of file. Markup becomes plain text or XML,
 * never a type that a browser would run.
 */
export function mediaTypeOf(path: string, head: Buffer): string | null {
  const known = SIGNATURES.find(([test]) => test(head));
  if (known) return known[1];
  if (NO_DOCUMENT.test(path) || head.length === 0 || !isText(head)) return null;
  const text = head.toString("latin1").replace(/^\u00ef\u00bb\u00bf/, "");
  if (/^\s*<\?xml|^\s*<[\w-]+:?MD_Metadata/.test(text)) return /<(?:\w+:)?(?:html|svg)\b/i.test(text) ? null : "application/xml";
  return /^\s*<(?:!doctype|html|svg|script)/i.test(text) ? null : "text/plain";
}

/** A text has no control characters except those for layout. UTF-16 counts as binary. */
function isText(head: Buffer): boolean {
  return !head.some((byte) => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0c && byte !== 0x0d && byte !== 0x1b);
}
