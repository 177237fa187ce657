import type { Pack } from "@archipel/answers/packs/pack.ts";
import { isSource, type SourceRequirement } from "@archipel/answers/packs/source.ts";
import type { Theme } from "@archipel/answers/packs/theme.ts";
import type { Candidate } from "./candidate.ts";

/** A source of a theme that a layer speaks for. */
interface Use {
  pack: string;
  theme: string;
  isRisk: boolean;
  source: SourceRequirement;
}

/** One statement over one layer, for all the sources that it is. */
export interface Need {
  candidate: Candidate;
  /** The field with the code of the commune; null: by geometry. */
  communeField: string | null;
  /** The widest ring that a source wants, in metres. */
  ringM: number;
  /** Names of fields, in lower case: features on the place that agree in all of them are one thing. */
  apart: ReadonlySet<string>;
  uses: readonly Use[];
}

/** What must be read for these packs, each layer once for each way of finding its features. */
export function needsOf(packs: readonly Pack[], candidates: readonly Candidate[]): Need[] {
  const needs = new Map<string, { need: Need; uses: Use[]; apart: Set<string> }>();
  for (const pack of packs) {
    for (const theme of pack.themes) {
      for (const source of theme.sources) {
        for (const candidate of candidates) {
          if (isSource(source, candidate.facts)) addUse(needs, candidate, { pack: pack.id, theme, source });
        }
      }
    }
  }
  return [...needs.values()].map(({ need }) => need);
}

function addUse(
  needs: Map<string, { need: Need; uses: Use[]; apart: Set<string> }>,
  candidate: Candidate,
  { pack, theme, source }: { pack: string; theme: Theme; source: SourceRequirement },
): void {
  const communeField = source.place.on === "communeCode" ? source.place.field : null;
  const key = `${candidate.id} ${communeField ?? ""}`;
  const known = needs.get(key);
  const uses = known?.uses ?? [];
  const apart = known?.apart ?? new Set<string>();
  uses.push({ pack, theme: theme.id, isRisk: theme.question === "risk", source });
  for (const name of decisiveNames(theme, source)) apart.add(name);
  const ringM = Math.max(known?.need.ringM ?? 0, source.place.on === "geometry" ? (source.place.ringM ?? 0) : 0);
  needs.set(key, { need: { candidate, communeField, ringM, apart, uses }, uses, apart });
}

const namesOfThemes = new WeakMap<Theme, Map<string, ReadonlySet<string>>>();

/** The fields that can change what is said of a feature, in lower case. A theme has hundreds of rules, so it is read once. */
function decisiveNames(theme: Theme, source: SourceRequirement): ReadonlySet<string> {
  const names = namesOfThemes.get(theme) ?? new Map<string, ReadonlySet<string>>();
  namesOfThemes.set(theme, names);
  const known = names.get(source.key) ?? new Set(decisiveFields(theme, source).map((name) => name.toLowerCase()));
  names.set(source.key, known);
  return known;
}

function decisiveFields(theme: Theme, source: SourceRequirement): string[] {
  const rules = theme.rules.flatMap((rule) => [
    ...rule.when.map(({ field }) => field),
    ...(rule.level !== null && typeof rule.level === "object" && "fromField" in rule.level ? [rule.level.fromField] : []),
    ...(rule.labelFrom ? [rule.labelFrom.field] : []),
  ]);
  const ofTheme = [...(theme.oneFor ?? []), ...(theme.flood ? [theme.flood.field] : [])];
  const tests = [...source.only, ...source.except, ...(source.withoutPosition ?? [])].map(({ field }) => field);
  const { name, url } = source.file ?? {};
  return [
    ...rules,
    ...ofTheme,
    ...tests,
    ...(source.code?.fields ?? []),
    ...(source.code?.articles?.columns ?? []),
    ...source.label,
    ...source.apart,
    ...(name === undefined ? [] : [name]),
    ...(url === undefined ? [] : [url]),
    ...(source.link ? idFields[source.link] : []),
  ];
}

/** The fields that name the document of a feature, the first filled one counts. */
export const idFields: Readonly<Record<NonNullable<SourceRequirement["link"]>, readonly string[]>> = {
  "plan-document": ["IDURBA"],
  "easement-act": ["IDACTE", "IDSUP", "IDGEN"],
  "risk-procedure": ["codeprocedure", "id_gaspar", "idgaspar"],
};
