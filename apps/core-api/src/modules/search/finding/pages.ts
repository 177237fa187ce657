import { readText, texts } from "@archipel/blocks/texts.ts";
import type { SearchResult } from "@archipel/contracts/search.ts";
import { PAGE_TITLE_MAX } from "@archipel/contracts/site-pages.ts";
import type { Tx } from "@archipel/database/database.ts";
import { messagesOf } from "@archipel/i18n/messages.ts";
import { wordsOf } from "@archipel/search/fold.ts";
import type { Ranked } from "../policy/order.ts";
import { costOfTitle, typedWords } from "../policy/titles.ts";
import { matchingPages } from "../queries/portal.ts";

/** Pages that every portal has. */
const LEGAL = ["notices", "accessibility", "privacy", "cookies"] as const;

const titleOf = texts(PAGE_TITLE_MAX, { isOneLine: true }).catch({});
const MOST_PAGES = 20;
/** As near as a dataset of the same words: before the pages that every portal has. */
const NEARER_THAN_LEGAL = 0.25;

/** Published pages and news of the community that hold all typed words or their beginnings, in the title first, the newest first. */
export async function findSitePages(tx: Tx, portalId: string, q: string, locale: "fr" | "en"): Promise<Ranked[]> {
  const typed = typedWords(q);
  if (typed.length === 0) return [];
  const pages = await matchingPages(tx, portalId, typed, MOST_PAGES);
  return pages.flatMap(({ kind, slug, title: stored }, index): Ranked[] => {
    const title = titleOf.parse(stored);
    const { text: label, lang } = readText(title, locale, "fr");
    if (label === "") return [];
    // Its description or a heading holds the words that the title lacks.
    const cost = costOfTitle(typed, wordsOf(Object.values(title).join(" ")), typed);
    if (cost === undefined) return [];
    const other = lang !== undefined && lang !== locale ? { lang } : {};
    return [{ result: { ...pageResult(label, slug), kind, ...other }, cost: cost - NEARER_THAN_LEGAL + index * 0.01, weight: 0 }];
  });
}

/** Pages that every portal has and that hold all typed words or their beginnings in their title. */
export function findPages(q: string, locale: "fr" | "en"): Ranked[] {
  const { legal } = messagesOf(locale, ["portal"]).portal;
  const typed = typedWords(q);
  return LEGAL.flatMap((page) => {
    const label = legal[page].title;
    const cost = costOfTitle(typed, wordsOf(label), []);
    return cost === undefined ? [] : [{ result: pageResult(label, `legal/${page}`), cost, weight: 0 }];
  });
}

/** A page opens by its path below the language. */
function pageResult(label: string, slug: string): SearchResult {
  return { kind: "page", label, detail: "", commune: null, lon: null, lat: null, bbox: null, opens: { type: "page", slug } };
}
