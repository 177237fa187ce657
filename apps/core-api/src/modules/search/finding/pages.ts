import type { SearchResult } from "@archipel/contracts/search.ts";
import { messagesOf } from "@archipel/i18n/messages.ts";
import { wordsOf } from "@archipel/search/fold.ts";
import type { Ranked } from "../policy/order.ts";
import { costOfTitle, typedWords } from "../policy/titles.ts";

/** Pages that every portal has. */
const LEGAL = ["notices", "accessibility", "privacy", "cookies"] as const;

/**
 * Pages of a portal that hold all typed words or their beginnings in their title. Other pages of the site are added here: a page opens by its
 * path below the language, so the portal follows any.
 */
export function findPages(q: string, locale: "fr" | "en"): Ranked[] {
  const { legal } = messagesOf(locale, ["portal"]).portal;
  const typed = typedWords(q);
  return LEGAL.flatMap((page) => {
    const label = legal[page].title;
    const cost = costOfTitle(typed, wordsOf(label), []);
    if (cost === undefined) return [];
    const opens: SearchResult["opens"] = { type: "page", slug: `legal/${page}` };
    return [{ result: { kind: "page", label, detail: "", commune: null, lon: null, lat: null, bbox: null, opens }, cost, weight: 0 }];
  });
}
