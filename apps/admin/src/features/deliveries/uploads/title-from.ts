/** A first title from a file's or layer's name: extension and separators out, a capital in front. The person edits it. */
export function titleFrom(name: string): string {
  const words = name
    .replace(/\.[a-z0-9]{2,8}$/i, "")
    .replace(/[_-]+/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  const title = words === words.toUpperCase() && /\p{L}{4}/u.test(words) ? words.toLowerCase() : words;
  return (title.charAt(0).toUpperCase() + title.slice(1)).slice(0, 120) || name.slice(0, 120);
}
