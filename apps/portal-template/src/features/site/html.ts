import { markdownHtml } from "@archipel/i18n/markdown.ts";

const LONGEST_TOTAL = 4_000_000;
const known = new Map<string, string>();
let total = 0;

/** The HTML of a text in Markdown, remembered: pages are drawn for each visit, their texts rarely change. */
export function htmlOf(markdown: string, from: 2 | 3): string {
  const key = `${from}${markdown}`;
  const kept = known.get(key);
  if (kept !== undefined) return kept;
  const html = markdownHtml(markdown, from);
  total += key.length + html.length;
  if (total > LONGEST_TOTAL) {
    known.clear();
    total = key.length + html.length;
  }
  known.set(key, html);
  return html;
}
