import type { Mistake } from "@archipel/answers/packs/mistake.ts";
import type { Pack } from "@archipel/answers/packs/pack.ts";
import type { Rule } from "@archipel/answers/packs/rule.ts";
import {
  type AddedRule,
  addedRuleSchema,
  applyOverrides,
  type Override,
  overrideSchema,
  readOverrides,
} from "@archipel/answers/rules/overrides.ts";

/** The change of one rule as it is stored: of a rule of the pack, or a rule that the portal adds. */
export interface StoredChange {
  ruleKey: string;
  change: unknown;
}

const isAdded = (change: unknown): change is object => typeof change === "object" && change !== null && "rule" in change;

/** An empty change returns to the shipped rule; of an added rule, it removes it. */
export const isReset = (change: unknown) => typeof change === "object" && change !== null && Object.keys(change).length === 0;

export type ReadChange = { own: Override; added: null } | { own: null; added: AddedRule };

/** A stored change, or null when this edition of Archipel cannot read it: it then has no effect. */
export function readChange({ change }: Pick<StoredChange, "change">): ReadChange | null {
  if (isAdded(change)) {
    const { data } = addedRuleSchema.safeParse(change);
    return data ? { own: null, added: data } : null;
  }
  const { data } = overrideSchema.safeParse(change);
  return data ? { own: data, added: null } : null;
}

/** The document of a portal's changes of a pack. Nothing in it was read yet. */
function documentOf(pack: Pack, version: string, changes: readonly StoredChange[]) {
  return {
    format: "archipel-answer-overrides/1",
    pack: pack.id,
    packVersion: pack.version,
    version,
    rules: Object.fromEntries(changes.filter(({ change }) => !isAdded(change)).map(({ ruleKey, change }) => [ruleKey, change])),
    added: changes.filter(({ change }) => isAdded(change)).map(({ change }) => change),
  };
}

/** The pack with the changes that can be read; the same pack without any. */
export function changedPack(pack: Pack, version: string, changes: readonly StoredChange[]): Pack {
  const readable = changes.filter((one) => !isReset(one.change) && readChange(one) !== null);
  if (readable.length === 0) return pack;
  const { overrides } = readOverrides(documentOf(pack, version, readable));
  return overrides ? applyOverrides(pack, overrides).pack : pack;
}

/** A mistake in the change of a rule. `where`: the part of the rule, `sentence.statement.fr`; empty for the whole. */
export type ChangeMistake = Mistake;

/** What is wrong with the change of a rule, each mistake at the part of the rule where it is. */
export function mistakesIn(pack: Pack, { ruleKey, change }: StoredChange): ChangeMistake[] {
  if (isReset(change)) return [];
  const { overrides, mistakes } = readOverrides(documentOf(pack, "draft", [{ ruleKey, change }]));
  const found = overrides ? applyOverrides(pack, overrides).mistakes : mistakes;
  const placed = found.map(({ where, ...mistake }) => ({ ...mistake, where: partIn(where, ruleKey) }));
  return overrides ? [...placed, ...themeMistakes(pack, change)] : placed;
}

function themeMistakes(pack: Pack, change: unknown): Mistake[] {
  const theme = isAdded(change) && "theme" in change ? change.theme : null;
  const isKnown = theme === null || pack.themes.some(({ id }) => id === theme);
  return isKnown ? [] : [{ where: "theme", reason: "not-a-choice", name: pack.themes.map(({ id }) => id).join(", ") }];
}

/** `rules.<key>.level`, `added.1.rule.level` and `themes.<theme>.rules.<key>.level` are the same part. */
function partIn(where: string, ruleKey: string): string {
  for (const start of [`rules.${ruleKey}.`, "added.1.rule.", "added.1."]) {
    const at = where.indexOf(start);
    if (at >= 0) return where.slice(at + start.length);
  }
  return "";
}

/** Each rule of a pack with the id of its theme. */
export function rulesOf({ themes }: Pack): Map<string, { theme: string; rule: Rule }> {
  return new Map(themes.flatMap(({ id, rules }) => rules.map((rule) => [rule.key, { theme: id, rule }] as const)));
}
