import { readText, type Texts } from "@archipel/blocks/texts.ts";
import type { SearchResult } from "@archipel/contracts/search.ts";
import type { Tx } from "@archipel/database/database.ts";
import { messagesOf } from "@archipel/i18n/messages.ts";
import { wordsOf } from "@archipel/search/fold.ts";
import type { Ranked } from "../policy/order.ts";
import { costOfTitle, typedWords } from "../policy/titles.ts";
import { matchingPages } from "../queries/portal.ts";

/** Pages that every portal has. */
const LEGAL = ["notices", "accessibility", "privacy", "cookies"] as const;

const MOST_PAGES = 20;
/** As near as a dataset of the same words: before the pages that every portal has. */
const NEARER_THAN_LEGAL = 0.25;

/** Pages that a community wrote and published and that hold all typed words or their beginnings, in the title first. */
export async function findWrittenPages(tx: Tx, portalId: string, q: string, locale: "fr" | "en"): Promise<Ranked[]> {
  const typed = typedWords(q);
  if (typed.length === 0) return [];
  const pages = await matchingPages(tx, portalId, typed, MOST_PAGES);
  return pages.flatMap(({ slug, title, description }, index) => {
    const { text: label, lang } = readText(title as Texts, locale, "fr");
    // A word of a heading alone is worth what a word of the description is.
    const cost = costOfTitle(typed, wordsIn(title as Texts), [...wordsIn(description as Texts), ...typed]);
    if (cost === undefined || label === "") return [];
    const result = pageResult(label, slug);
    return [{ result: lang ? { ...result, lang } : result, cost: cost - NEARER_THAN_LEGAL + index * 0.01, weight: 0 }];
  });
}

/** The legal pages that hold all typed words or their beginnings in their title. */
export function findLegalPages(q: string, locale: "fr" | "en"): Ranked[] {
  const { legal } = messagesOf(locale, ["portal"]).portal;
  const typed = typedWords(q);
  return LEGAL.flatMap((page) => {
    const label = legal[page].title;
    const cost = costOfTitle(typed, wordsOf(label), []);
    return cost === undefined ? [] : [{ result: pageResult(label, `legal/${page}`), cost, weight: 0 }];
  });
}

const wordsIn = (texts: Texts) => wordsOf(Object.values(texts).join(" "));

/** A page opens by its path below the language. */
function pageResult(label: string, slug: string): SearchResult {
  return { kind: "page", label, detail: "", commune: null, lon: null, lat: null, bbox: null, opens: { type: "page", slug } };
}
