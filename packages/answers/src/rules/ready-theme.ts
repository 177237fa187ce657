import type { Rule } from "../packs/rule.ts";
import type { SourceRequirement } from "../packs/source.ts";
import type { Theme } from "../packs/theme.ts";
import type { Fields } from "./fields.ts";
import { type ReadyTest, readyTest, weightOf } from "./holds.ts";

/** A rule whose tests are ready. `rank`: of two rules that hold, the one with the lower rank speaks. */
export interface ReadyRule {
  rule: Rule;
  tests: readonly ReadyTest[];
  rank: number;
}

/** The rules of a source, by the value that their most exact test asks for, so that a feature meets few of them. */
export interface RuleIndex {
  byValue: readonly { field: string; rules: ReadonlyMap<string, readonly ReadyRule[]> }[];
  others: readonly ReadyRule[];
}

export interface ReadySource {
  source: SourceRequirement;
  index: RuleIndex;
  only: readonly ReadyTest[];
  except: readonly ReadyTest[];
  withoutPosition: readonly ReadyTest[] | null;
}

const ready = new WeakMap<Theme, ReadonlyMap<string, ReadySource>>();

/** The sources of a theme by key, with their rules. Prepared once per theme: themes are never changed in place. */
export function readySources(theme: Theme): ReadonlyMap<string, ReadySource> {
  const known = ready.get(theme);
  if (known) return known;
  const ranked = [...theme.rules].sort(inOrder);
  const rules = ranked.map((rule, rank): ReadyRule => ({ rule, tests: rule.when.map(readyTest), rank }));
  const sources = new Map(
    theme.sources.map((source): [string, ReadySource] => [
      source.key,
      {
        source,
        index: indexOf(rules.filter(({ rule }) => rule.sources === undefined || rule.sources.includes(source.key))),
        only: source.only.map(readyTest),
        except: source.except.map(readyTest),
        withoutPosition: source.withoutPosition?.map(readyTest) ?? null,
      },
    ]),
  );
  ready.set(theme, sources);
  return sources;
}

/** Higher priority, then more exact tests, then the key: the choice never depends on the order of the pack. */
function inOrder(a: Rule, b: Rule): number {
  return b.priority - a.priority || exactness(b) - exactness(a) || (a.key < b.key ? -1 : 1);
}

const exactness = (rule: Rule) => rule.when.reduce((sum, test) => sum + weightOf(test), 0);

function indexOf(rules: readonly ReadyRule[]): RuleIndex {
  const byField = new Map<string, Map<string, ReadyRule[]>>();
  const others: ReadyRule[] = [];
  for (const one of rules) {
    // The last exact test: a subtype separates more rules than its family.
    const test = one.rule.when.findLast(({ is }) => is === "eq") ?? one.rule.when.findLast(({ is }) => is === "in");
    if (!test || (test.is !== "eq" && test.is !== "in")) {
      others.push(one);
      continue;
    }
    const field = test.field.toLowerCase();
    const values = byField.get(field) ?? new Map<string, ReadyRule[]>();
    byField.set(field, values);
    for (const value of new Set(test.is === "eq" ? [test.value] : test.values)) {
      const list = values.get(value) ?? [];
      list.push(one);
      values.set(value, list);
    }
  }
  return { byValue: [...byField].map(([field, of]) => ({ field, rules: of })), others };
}

/** True when a feature of the layer counts for the source. */
export function counts({ only, except }: ReadySource, fields: Fields): boolean {
  return only.every((test) => test(fields)) && !except.some((test) => test(fields));
}
