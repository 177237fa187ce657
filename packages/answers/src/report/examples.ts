import { LOCALES } from "@archipel/i18n/locales.ts";
import type { Mistake } from "../packs/mistake.ts";
import type { Pack } from "../packs/pack.ts";
import type { Example, Rule } from "../packs/rule.ts";
import type { Theme } from "../packs/theme.ts";
import type { Extent, Figures } from "../relations/figures.ts";
import type { CodeLists } from "../rules/codes.ts";
import { draftsOf } from "./draft.ts";
import { findingOf } from "./finding.ts";

const PLACE_M2 = 500;

/**
 * Runs the examples of a pack as a report would: for the feature of each example its rule must speak, with its level and words. Every example
 * that does not pass is returned as a mistake.
 *
 * @param day the day of examples that name none (ISO)
 * @param lists code lists that the pack does not have itself
 */
export function exampleMistakes(pack: Pack, day: string, lists: CodeLists = []): Mistake[] {
  return pack.themes.flatMap((theme) =>
    theme.rules.flatMap((rule) =>
      rule.examples.flatMap((example, index) => {
        const fault = faultOf(pack, theme, rule, example, day, lists);
        const where = `themes.${theme.id}.rules.${rule.key}.examples.${index + 1}`;
        return fault === null ? [] : [{ where, reason: "example-fails" as const, name: fault }];
      }),
    ),
  );
}

function faultOf(pack: Pack, theme: Theme, rule: Rule, example: Example, day: string, lists: CodeLists): string | null {
  const keys = rule.sources ?? theme.sources.map(({ key }) => key);
  const faults = keys.map((source) => faultIn(pack, theme, rule, example, source, example.on ?? day, lists));
  return faults.every((fault) => fault !== null) ? (faults[0] ?? "") : null;
}

function faultIn(pack: Pack, theme: Theme, rule: Rule, example: Example, source: string, day: string, lists: CodeLists): string | null {
  const reading = {
    source,
    layer: { ref: "example", title: "example", version: "1", imported: day, isRestricted: false },
    coverage: "whole" as const,
    outcome: "read" as const,
    features: [{ id: "1", attributes: example.attributes, figures: figuresAt(example.distanceM) }],
    codeLists: Object.assign({}, ...lists),
  };
  for (const locale of LOCALES) {
    const drafts = draftsOf(pack, theme, reading, { locale, day, placeM2: PLACE_M2 });
    const draft = drafts.find((one) => one.rule?.key === rule.key);
    if (!draft) return drafts.map((one) => one.rule?.key ?? "–").join(", ") || "–";
    const { level, sentence } = findingOf(draft, locale);
    if (level !== example.level) return `${level} ≠ ${example.level}`;
    const words = example.says?.[locale];
    if (words !== undefined && !sentence.text.includes(words)) return `“${sentence.text}” ≠ “${words}”`;
  }
  return null;
}

/** Without distance the feature covers the place; else it is a point at that distance. */
function figuresAt(distanceM: number | undefined): Figures {
  const extent: Extent =
    distanceM === undefined ? { areaM2: PLACE_M2, lengthM: 0, count: 0 } : { areaM2: 0, lengthM: 0, count: distanceM === 0 ? 1 : 0 };
  return {
    shape: distanceM === undefined ? "area" : "point",
    now: extent,
    grown: extent,
    shrunk: extent,
    coversPlace: distanceM === undefined,
    distanceM: distanceM ?? 0,
  };
}
