import type { SearchResult } from "@archipel/contracts/search.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { createBriefCache } from "../../api/brief-cache.ts";
import { coreForAll } from "../../api/core-for-all.ts";
import { currentDrawing } from "../../runtime/drawing.ts";
import type { Question } from "../answers/card/card.ts";
import { placeOfResult } from "../answers/place-of-result.ts";
import type { NamedPlace } from "../answers/place-query.ts";
import type { Said } from "../site/said.ts";

/** What the portal answers at one of its own places, as far as a home page shows it. */
export interface ExampleAnswer {
  readonly place: NamedPlace;
  readonly label: string;
  readonly themes: readonly { readonly key: string; readonly title: Said; readonly question: Question; readonly level: 1 | 2 | 3 | 4 }[];
}

const MOST_THEMES = 3;
const MOST_TRIED = 4;
/** Begin most addresses, where nobody wrote an example. */
const COMMON_WORDS: Readonly<Record<Locale, string>> = { fr: "1 rue", en: "1 rue" };
/** A page waits no longer for it: later visitors get it. */
const PATIENCE_MS = 700;

const MOST_KNOWN = 500;
const examples = createBriefCache((key) => find(JSON.parse(key)), { freshMs: 600_000, capacity: MOST_KNOWN });
/** Shown while a newer one is looked for, so that the page does not change its shape now and then. */
const lastKnown = new Map<string, ExampleAnswer | null>();

interface Asked {
  readonly portalId: string;
  readonly locale: Locale;
  readonly q: string;
}

/** A real answer beside the question: at the place that the page names as an example, else at an address of the portal's data. Null when nothing applies anywhere. */
export async function exampleAnswer(portalId: string, locale: Locale, text: string | undefined): Promise<ExampleAnswer | null> {
  const key = JSON.stringify({ portalId, locale, q: text || COMMON_WORDS[locale] } satisfies Asked);
  const before = lastKnown.get(key) ?? null;
  const found = examples(key).then(
    (example) => {
      if (lastKnown.size >= MOST_KNOWN) lastKnown.clear();
      lastKnown.set(key, example);
      return example;
    },
    () => before,
  );
  const drawing = currentDrawing();
  let timer: NodeJS.Timeout | undefined;
  const soon = new Promise<ExampleAnswer | null>((resolve) => {
    timer = setTimeout(() => {
      // A page that did not wait is drawn again for the next visitor, with the example.
      drawing?.expires(Date.now());
      resolve(before);
    }, PATIENCE_MS);
  });
  return Promise.race([found, soon]).finally(() => clearTimeout(timer));
}

/** Of the first places of that name, the one at which most applies. */
async function find({ portalId, locale, q }: Asked): Promise<ExampleAnswer | null> {
  const { groups, decision } = await (await coreForAll()).search.suggest.query({ portalId, q, locale, limit: MOST_TRIED });
  if (decision.kind === "no") return null;
  const results = groups.toSorted((a, b) => Number(b.kind === "address") - Number(a.kind === "address")).flatMap((group) => group.results);
  let best: ExampleAnswer | null = null;
  for (const result of results.slice(0, MOST_TRIED)) {
    const place = placeOfResult(result);
    if (!place) continue;
    const { themes } = await (await coreForAll()).answers.report.query({ portalId, place, locale });
    const shown = themes
      .flatMap(({ theme: key, list, level, question, title: { lang, text } }) =>
        level === null || level === 0 || (list !== "onPlace" && list !== "around")
          ? []
          : [{ key, title: { text, attrs: lang === locale ? {} : { lang } }, question, level }],
      )
      .toSorted((a, b) => b.level - a.level)
      .slice(0, MOST_THEMES);
    if (shown.length > (best?.themes.length ?? 0)) best = { place, label: nameOf(result), themes: shown };
    if (best?.themes.length === MOST_THEMES) break;
  }
  return best;
}

/** With its commune: streets of the same name are in many. */
function nameOf({ label, commune }: SearchResult): string {
  return commune && commune.name !== label ? `${label}, ${commune.name}` : label;
}
