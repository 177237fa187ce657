import type { Locale } from "@archipel/i18n/locales.ts";
import { createBriefCache } from "../../api/brief-cache.ts";
import { publicCore } from "../../api/core.ts";
import { cardOf, type Question } from "../answers/card/card.ts";
import { placeOfResult } from "../answers/place-of-result.ts";
import type { NamedPlace } from "../answers/place-query.ts";
import type { Said } from "./world.ts";

/** What the portal answers at one of its own places, as far as a home page shows it. */
export interface ExampleAnswer {
  readonly place: NamedPlace;
  readonly label: string;
  readonly themes: readonly { readonly key: string; readonly title: Said; readonly question: Question; readonly level: 1 | 2 | 3 | 4 }[];
}

const MOST_THEMES = 3;
const MOST_TRIED = 4;
/** Begin most addresses, where nobody wrote an example. */
const COMMON_WORDS: Readonly<Record<Locale, string>> = { fr: "rue", en: "rue" };
/** A page does not wait longer for it: the next visitor gets it. */
const PATIENCE_MS = 700;

const examples = createBriefCache((key) => find(JSON.parse(key)), { freshMs: 600_000, capacity: 500 });

interface Asked {
  readonly portalId: string;
  readonly locale: Locale;
  readonly q: string;
}

/** A real answer beside the question: at the place that the page names as an example, else at an address of the portal's data. Null when there is none. */
export async function exampleAnswer(portalId: string, locale: Locale, text: string | undefined): Promise<ExampleAnswer | null> {
  const found = examples(JSON.stringify({ portalId, locale, q: text || COMMON_WORDS[locale] } satisfies Asked)).catch(() => null);
  return Promise.race([found, new Promise<null>((resolve) => setTimeout(resolve, PATIENCE_MS, null))]);
}

/** The first address of that name at which something applies. */
async function find({ portalId, locale, q }: Asked): Promise<ExampleAnswer | null> {
  const { groups } = await publicCore.search.suggest.query({ portalId, q, locale, limit: MOST_TRIED });
  const addresses = [...groups].sort((a, b) => Number(b.kind === "address") - Number(a.kind === "address")).flatMap(({ results }) => results);
  for (const result of addresses.slice(0, MOST_TRIED)) {
    const place = placeOfResult(result);
    if (!place) continue;
    const report = await publicCore.answers.report.query({ portalId, place, locale });
    const themes = cardOf(report).onPlace.flatMap(({ theme, level }) => {
      if (level === null || level === 0) return [];
      const { lang, text } = theme.title;
      return [{ key: theme.theme, title: { text, attrs: lang === locale ? {} : { lang } }, question: theme.question, level }];
    });
    const shown = themes.toSorted((a, b) => b.level - a.level).slice(0, MOST_THEMES);
    if (shown.length > 0) return { place, label: result.label, themes: shown };
  }
  return null;
}
