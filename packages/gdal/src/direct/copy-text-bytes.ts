import { isUtf8 } from "node:buffer";
import { listText } from "../copy-text.ts";
import type { RowValues } from "../rows/row-writer.ts";
import { LeftToGdal } from "./left-to-gdal.ts";

const OPEN_BRACE = 0x7b;

/**
 * Writes a text that a file has in UTF-8, as the reader of GDAL's rows parses it (copy-text.ts): most are copied without becoming a string.
 * Bytes that are not UTF-8 become U+FFFD, because the database refuses them.
 *
 * @throws LeftToGdal for a text with NUL
 */
export function copyTextBytes(values: RowValues, column: number, bytes: Buffer, start: number, end: number): void {
  let highest = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === 0) throw new LeftToGdal("a text with NUL");
    highest |= byte;
  }
  const isList = bytes[start] === OPEN_BRACE && end > start;
  if (!isList && (highest < 0x80 || isUtf8(bytes.subarray(start, end)))) values.textBytes(column, bytes, start, end);
  else values.text(column, listText(bytes.toString("utf8", start, end)));
}
