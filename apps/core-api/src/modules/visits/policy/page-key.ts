import { locale } from "@archipel/contracts/text.ts";

/** First parts of addresses below which every page counts by its own name; deeper parts are left out. */
const NAMED = new Set(["catalogue", "maps", "reports", "help", "legal", "p", "news", "alerts"]);
/** Pages without further parts. */
const PLAIN = new Set(["map", "answer", "compare", "join", "account", "embed"]);
const NAME = /^[\w-]{1,80}$/;

/** A page that was opened, by what counts: its address without language and query; undefined for an address that no page has. */
export function pageKey(pathname: string): { page: string; language: string } | undefined {
  const [, language = "", first, second] = pathname.split("/");
  if (!locale.safeParse(language).success) return undefined;
  if (first === undefined || first === "") return { page: "/", language };
  if (PLAIN.has(first)) return { page: `/${first}`, language };
  if (!NAMED.has(first)) return undefined;
  // The number of a report and the id of an alert mean nothing in a list of pages.
  const isNamed = second !== undefined && NAME.test(second) && first !== "reports" && first !== "alerts";
  return { page: isNamed ? `/${first}/${second}` : `/${first}`, language };
}
