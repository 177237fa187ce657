import {
  type CatalogueChoices,
  type CatalogueCondition,
  type CataloguePage,
  type FacetName,
  type FacetValue,
  facetNames,
  type QualityLevel,
  qualityLevels,
  UPDATED_WITHIN,
  updatedPeriods,
} from "@archipel/contracts/dataset-catalogue.ts";

/** What the facets of a catalogue need to know of one dataset. */
export interface CatalogueFacts {
  id: string;
  /** The values that it has in each facet. */
  values: Readonly<Record<FacetName, readonly string[]>>;
  producerName: string;
  /** Its keywords in the reader's language, those that have a translation. */
  keywordTexts: Readonly<Record<string, string>>;
  hasWords: boolean;
  isThere: boolean;
}

export interface CountedCatalogue {
  /** The datasets that fit everything. */
  ids: string[];
  facets: CataloguePage["facets"];
  without: CataloguePage["without"];
}

/** The most frequent keywords are enough: people type the others. Every other facet lists all its values. */
const MOST_KEYWORDS = 30;
const HIGH_CONFIDENCE = 80;
const FAIR_CONFIDENCE = 50;
const DAY_MS = 24 * 3600_000;

/** The level of a dataset's mean confidence, 0–100. */
export function qualityLevelOf(confidence: number | null): QualityLevel {
  if (confidence === null) return "unmeasured";
  if (confidence >= HIGH_CONFIDENCE) return "high";
  return confidence >= FAIR_CONFIDENCE ? "fair" : "low";
}

/** The periods that contain a change: a change of yesterday is also of this month. */
export function periodsOf(changedAt: Date, now: Date): string[] {
  const days = (now.getTime() - changedAt.getTime()) / DAY_MS;
  return updatedPeriods.filter((period) => days <= UPDATED_WITHIN[period]);
}

/**
 * Counts a catalogue in one pass. A value is counted under the words, the place and the other facets, but not under the choice in its own
 * facet: a dataset that fails one condition alone counts for the values of that condition, and for what would come without it.
 */
export function countCatalogue(all: readonly CatalogueFacts[], choices: CatalogueChoices): CountedCatalogue {
  const ids: string[] = [];
  const counts = Object.fromEntries(facetNames.map((name) => [name, new Map<string, number>()])) as Record<FacetName, Map<string, number>>;
  const without = new Map<CatalogueCondition, number>();
  const add = (name: FacetName, { values }: CatalogueFacts) => {
    for (const value of values[name]) counts[name].set(value, (counts[name].get(value) ?? 0) + 1);
  };
  for (const facts of all) {
    const [failed, ...more] = failedConditions(facts, choices);
    if (more.length > 0) continue;
    if (failed === undefined) {
      ids.push(facts.id);
      for (const name of facetNames) add(name, facts);
      continue;
    }
    without.set(failed, (without.get(failed) ?? 0) + 1);
    if (failed !== "words" && failed !== "place") add(failed, facts);
  }
  const names = new Map(all.map(({ values, producerName }) => [values.producer[0] ?? "", producerName]));
  const keywords = new Map(all.flatMap(({ keywordTexts }) => Object.entries(keywordTexts)));
  const labels: Partial<Record<FacetName, ReadonlyMap<string, string>>> = { producer: names, keyword: keywords };
  const facets = Object.fromEntries(facetNames.map((name) => [name, valuesOf(name, counts[name], choices[name], labels[name])]));
  return {
    ids,
    facets: facets as CataloguePage["facets"],
    without: [...without].map(([condition, count]) => ({ condition, count })).sort((a, b) => b.count - a.count),
  };
}

function failedConditions({ values, hasWords, isThere }: CatalogueFacts, choices: CatalogueChoices): CatalogueCondition[] {
  const failed: CatalogueCondition[] = facetNames.filter((name) => {
    const wanted: readonly string[] = choices[name];
    return wanted.length > 0 && !wanted.some((value) => values[name].includes(value));
  });
  if (!hasWords) failed.push("words");
  if (!isThere) failed.push("place");
  return failed;
}

/** Facets whose values have an order of their own. */
const ORDERED: Partial<Record<FacetName, readonly string[]>> = { updated: updatedPeriods, quality: qualityLevels };

/** Most frequent first. A chosen value stays, even when nothing has it, so that it can be removed. */
function valuesOf(
  name: FacetName,
  counts: ReadonlyMap<string, number>,
  chosen: readonly string[],
  labels: ReadonlyMap<string, string> | undefined,
): FacetValue[] {
  const order = ORDERED[name];
  const values = [...new Set([...counts.keys(), ...chosen])].map((value) => ({
    value,
    label: labels?.get(value) ?? null,
    count: counts.get(value) ?? 0,
    isOn: chosen.includes(value),
  }));
  values.sort(
    (a, b) =>
      (order ? order.indexOf(a.value) - order.indexOf(b.value) : b.count - a.count) ||
      (a.label ?? a.value).localeCompare(b.label ?? b.value),
  );
  return name === "keyword" ? values.filter(({ isOn }, index) => isOn || index < MOST_KEYWORDS) : values;
}

/** The order of a list whose parts were read in two scopes. `key` null comes last, and equal keys keep the portal's order. */
export function byOrderKey(
  a: { id: string; key: number | string | null; position: number },
  b: { id: string; key: number | string | null; position: number },
): number {
  if (a.key !== b.key) {
    if (a.key === null) return 1;
    if (b.key === null) return -1;
    return a.key < b.key ? -1 : 1;
  }
  return a.position - b.position || (a.id < b.id ? -1 : 1);
}
