import { create } from "content-disposition";

/**
 * The `Content-Disposition` of a file: the only writer of this header. A name outside ASCII is only sent by RFC 8187 (`filename*`): with
 * the library's fallback beside it, older clients would save `R?glement.pdf`.
 *
 * @param fileName any text; halves of surrogate pairs, which no encoding knows, become U+FFFD. Slashes become hyphens. Signs that cannot be
 * seen are left out: one that turns the direction of writing would show `exe.jpg` for `gpj.exe`
 */
export function disposition(fileName: string, type: "attachment" | "inline" = "attachment"): string {
  const plain = fileName
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}]/gu, "")
    .replace(/[/\\]/g, "-");
  return create(plain === "" ? "file" : plain, { type, fallback: false });
}
