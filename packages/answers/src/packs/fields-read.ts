import { isSource, type LayerFacts } from "./source.ts";
import type { Theme } from "./theme.ts";

/**
 * The fields that a theme reads of a layer: for tests, codes, names, files and levels. Names are those of the pack, which layers may write in
 * another case.
 *
 * @returns null when the layer is not a source of the theme
 */
export function fieldsRead({ sources, rules }: Theme, facts: LayerFacts): string[] | null {
  const mine = sources.filter((source) => isSource(source, facts));
  if (mine.length === 0) return null;
  const keys = new Set(mine.map(({ key }) => key));
  const asked = rules.filter((rule) => rule.sources === undefined || rule.sources.some((key) => keys.has(key)));
  const ofSources = mine.flatMap(({ only, except, withoutPosition = [], code, label, apart, file, place }) => [
    ...[...only, ...except, ...withoutPosition].map(({ field }) => field),
    ...(code ? [...code.fields, ...(code.articles?.columns ?? [])] : []),
    ...[...label, ...apart, file?.name, file?.url, place.on === "communeCode" ? place.field : undefined],
  ]);
  const ofRules = asked.flatMap(({ when, labelFrom, level }) => [
    ...when.map(({ field }) => field),
    labelFrom?.field,
    typeof level === "object" && level !== null && "fromField" in level ? level.fromField : undefined,
  ]);
  return [...new Set([...ofSources, ...ofRules].filter((name) => name !== undefined))];
}
