import type { Advice, Example, LevelOf, RelationKind, Rule } from "./rule.ts";
import type { SourceRequirement } from "./source.ts";
import type { Test } from "./test.ts";
import type { BothLanguages } from "./texts.ts";
import type { Theme } from "./theme.ts";

/** The facts of a rule of a shipped pack. What is not given has the default of the format. */
export interface RuleFacts {
  key: string;
  when: Test[];
  level: LevelOf;
  legalEffect: Rule["legalEffect"];
  says: BothLanguages;
  relations?: Partial<Record<RelationKind, BothLanguages>>;
  consequence?: BothLanguages;
  advice?: Advice[];
  authority?: string;
  provisions?: Rule["provisions"];
  facet?: string;
  priority?: number;
  sources?: string[];
  isFavourable?: true;
  labelFrom?: NonNullable<Rule["labelFrom"]>;
  limit?: NonNullable<Rule["limit"]>;
  affirms?: string[];
  denies?: string[];
  water?: NonNullable<Rule["water"]>;
  validFrom?: string;
  validUntil?: string;
  examples?: Example[];
}

/** A text in both languages. */
export function both(fr: string, en: string): BothLanguages {
  return { fr, en };
}

/** Writes a rule of a shipped pack, with the defaults of the format. */
export function ruleOf({ says, relations, ...facts }: RuleFacts): Rule {
  return {
    priority: 0,
    facet: "main",
    advice: [],
    authority: "of-document",
    provisions: [],
    examples: [],
    ...facts,
    sentence: { statement: says, ...relations },
  };
}

/** Writes a source of a shipped pack, with the defaults of the format. */
export function sourceOf(facts: Pick<SourceRequirement, "key" | "layers" | "role"> & Partial<SourceRequirement>): SourceRequirement {
  return { place: { on: "geometry" }, minAreaM2: 1, minLengthM: 1, label: [], apart: [], only: [], except: [], ...facts };
}

/** Writes a theme of a shipped pack, with the defaults of the format. */
export function themeOf(facts: Omit<Theme, "needs" | "mostAround" | "terms" | "levelWithoutRule" | "worstOf"> & Partial<Theme>): Theme {
  return { needs: "parcel", mostAround: 20, terms: [], levelWithoutRule: null, worstOf: "list", ...facts };
}

/** Tests that fields have these values. */
export function has(values: Readonly<Record<string, string | readonly string[]>>): Test[] {
  return Object.entries(values).map(([field, value]) =>
    typeof value === "string" ? { field, is: "eq", value } : { field, is: "in", values: [...value] },
  );
}

/** Articles of a law. */
export function law(title: string, ...articles: string[]): Rule["provisions"][number] {
  return { type: "law", title, articles };
}
