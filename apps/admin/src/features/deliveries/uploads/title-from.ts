/** A first title from the name of a file or layer: no extension, spaces for separators, a capital first letter. The person can edit it. */
export function titleFrom(name: string): string {
  const words = name
    .replace(/\.[a-z0-9]{2,8}$/i, "")
    .replace(/[_-]+/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  const title = words === words.toUpperCase() && /\p{L}{4}/u.test(words) ? words.toLowerCase() : words;
  return (title.charAt(0).toUpperCase() + title.slice(1)).slice(0, 120) || name.slice(0, 120);
}
