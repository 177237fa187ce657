import { escapeMarkup } from "@archipel/i18n/escape-markup.ts";

/** An Atom feed (RFC 4287) with pages (RFC 5005). All texts are plain; addresses are absolute. */
export interface AtomFeed {
  /** Its permanent id, the same in every language. */
  id: string;
  title: string;
  subtitle: string;
  language: string;
  updated: Date;
  author: string;
  links: { self: string; alternate: string; first: string; next: string | null };
  entries: readonly AtomEntry[];
}

export interface AtomEntry {
  id: string;
  title: string;
  updated: Date;
  published?: Date;
  /** Absent: that of the feed. */
  author?: string;
  link: string;
  /** The same in another form. */
  also?: { href: string; type: string };
  summary: string;
  categories?: readonly string[];
  rights?: string;
  /** In degrees. */
  point?: { lon: number; lat: number };
}

export const ATOM_TYPE = "application/atom+xml; charset=utf-8";

export function writeAtom(feed: AtomFeed): string {
  const { self, alternate, first, next } = feed.links;
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:georss="http://www.georss.org/georss" xml:lang="${escaped(feed.language)}">
${[
  element("id", feed.id),
  element("title", feed.title),
  element("subtitle", feed.subtitle),
  element("updated", feed.updated.toISOString()),
  `<author>${element("name", feed.author)}</author>`,
  `<generator>Archipel</generator>`,
  link("self", self, "application/atom+xml"),
  link("alternate", alternate, "text/html"),
  link("first", first, "application/atom+xml"),
  next === null ? "" : link("next", next, "application/atom+xml"),
  ...feed.entries.map(entryOf),
]
  .filter(Boolean)
  .join("\n")}
</feed>
`;
}

function entryOf({ id, title, updated, published, author, link: page, also, summary, categories = [], rights, point }: AtomEntry): string {
  return `<entry>
${[
  element("id", id),
  element("title", title),
  element("updated", updated.toISOString()),
  published && element("published", published.toISOString()),
  author && `<author>${element("name", author)}</author>`,
  link("alternate", page, "text/html"),
  also && link("alternate", also.href, also.type),
  element("summary", summary),
  ...categories.map((term) => `<category term="${escaped(term)}"/>`),
  rights && element("rights", rights),
  point && element("georss:point", `${point.lat} ${point.lon}`),
]
  .filter(Boolean)
  .join("\n")}
</entry>`;
}

const element = (name: string, text: string) => `<${name}>${escaped(text)}</${name}>`;
const link = (rel: string, href: string, type: string) => `<link rel="${rel}" type="${type}" href="${escaped(href)}"/>`;

/** XML 1.0 has no control characters and no half of a pair, not even escaped. */
function escaped(text: string): string {
  return escapeMarkup(text.toWellFormed().replace(/[^\t\n\r\x20-\uFFFD\u{10000}-\u{10FFFF}]/gu, ""));
}
