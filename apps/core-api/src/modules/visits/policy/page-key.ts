import { locale } from "@archipel/contracts/text.ts";

/** First parts of addresses below which every page counts by its own name; deeper parts are left out. */
const NAMED = new Set(["catalogue", "maps", "points", "reports", "help", "legal", "news", "alerts"]);
/** The number of a report, and the id of an alert or a layer, mean nothing in a list of pages. */
const COUNTED_TOGETHER = new Set(["reports", "alerts", "points"]);
/** Pages without further parts. */
const PLAIN = new Set(["map", "answer", "compare", "join", "account", "embed"]);
const NAME = /^[\w-]{1,80}$/;
/** What a page of the community may be called. */
const SLUG = /^[a-z0-9-]{2,60}$/;

interface PageKey {
  readonly page: string;
  readonly language: string;
  /** Only a published page of the portal with this slug counts. */
  readonly slug?: string;
}

/** A page that was opened, by what counts: its address without language and query; undefined for an address that no page has. */
export function pageKey(pathname: string): PageKey | undefined {
  const [, language = "", first, second] = pathname.split("/");
  if (!locale.safeParse(language).success) return undefined;
  if (first === undefined || first === "") return { page: "/", language };
  if (PLAIN.has(first)) return { page: `/${first}`, language };
  if (!NAMED.has(first)) return second === undefined && SLUG.test(first) ? { page: `/${first}`, language, slug: first } : undefined;
  const isNamed = second !== undefined && NAME.test(second) && !COUNTED_TOGETHER.has(first);
  return { page: isNamed ? `/${first}/${second}` : `/${first}`, language };
}
