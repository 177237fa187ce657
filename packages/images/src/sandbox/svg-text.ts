/**
 * An SVG as text without its XML declaration, so that whatever reads it next takes it as UTF-8. Null when it is not in the encoding that it
 * declares.
 */
export function svgText(file: Buffer): string | null {
  const declaration = /^(?:\xef\xbb\xbf)?<\?xml\s[^>]{0,200}\?>/.exec(file.toString("latin1", 0, 256))?.[0] ?? "";
  const encoding = /encoding\s*=\s*["']([\w.-]{1,40})["']/i.exec(declaration)?.[1] ?? "utf-8";
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(file);
    return text.replace(/^<\?xml\s[^>]{0,200}\?>/, (found) => "\n".repeat(found.split("\n").length - 1));
  } catch {
    return null;
  }
}
