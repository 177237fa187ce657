import { UnreadableError } from "../model.ts";
import { decoderLabel, encodingNamed, encodingOfMark, type FoundEncoding } from "./encoding.ts";
import { headOf, isUtf8, textEncoding, writeUtf8 } from "./text-file.ts";

export interface PreparedXml {
  /** The file to read: the source itself when it is UTF-8 already. */
  path: string;
  encoding: FoundEncoding;
  /** The first name of a CRS (`srsName`) in the head of the document. */
  srsName: string | null;
}

/**
 * Converts an XML document to UTF-8, and refuses a document type declaration, however many comments come before it.
 *
 * @param target where the document is written when it needs conversion
 * @throws UnreadableError broken
 */
export async function prepareXml(source: string, target: string, chosenEncoding: string | null): Promise<PreparedXml> {
  const head = await headOf(source);
  const mark = encodingOfMark(head);
  const text = new TextDecoder(decoderLabel(mark ?? "CP1252")).decode(head).replace(/^(\uFEFF|ï»¿)/, "");
  refuseDoctype(text);
  const name = /^\s*<\?xml[^>]*\bencoding\s*=\s*["']([^"']+)["']/.exec(text)?.[1] ?? null;
  const encoding = await textEncoding(source, chosenEncoding, name === null ? null : encodingNamed(name));
  const srsName = /\bsrsName\s*=\s*["']([^"']+)["']/.exec(text)?.[1] ?? null;
  if (isUtf8(encoding.encoding) && (name === null || encodingNamed(name) === "UTF-8")) return { path: source, encoding, srsName };
  await writeUtf8(source, target, encoding.encoding, (start) =>
    start.replace(/^\s*<\?xml.*?\?>/s, '<?xml version="1.0" encoding="UTF-8"?>'),
  );
  return { path: target, encoding, srsName };
}

/** Only blanks, comments and processing instructions may precede the root element: a document type could define entities. */
function refuseDoctype(head: string): void {
  let rest = head.trimStart();
  for (;;) {
    const skipped = /^(<\?.*?\?>|<!--.*?-->)\s*/s.exec(rest);
    if (!skipped) break;
    rest = rest.slice(skipped[0].length);
  }
  if (/^<!DOCTYPE/i.test(rest)) throw new UnreadableError("broken", "document type declaration");
  if (!/^<[\p{L}_]/u.test(rest)) throw new UnreadableError("broken", "no root element");
}
