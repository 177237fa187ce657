/** An address from data that a page may link to: http or https only; null for any other text, such as a script. */
export function safeUrl(text: string | null | undefined): string | null {
  if (!text || text.length > 2_000) return null;
  const url = URL.parse(text);
  return url?.protocol === "https:" || url?.protocol === "http:" ? url.href : null;
}
