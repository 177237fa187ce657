import { create } from "content-disposition";

/**
 * The `Content-Disposition` of a file. A name outside ASCII is only sent by RFC 8187 (`filename*`): with the library's
 * fallback beside it, older clients would save `R?glement.pdf`.
 *
 * @param fileName any text; halves of surrogate pairs, which no encoding knows, become U+FFFD
 */
export function disposition(fileName: string, type: "attachment" | "inline" = "attachment"): string {
  return create(fileName.toWellFormed(), { type, fallback: false });
}
