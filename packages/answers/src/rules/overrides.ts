import { z } from "zod";
import type { Mistake } from "../packs/mistake.ts";
import type { Pack } from "../packs/pack.ts";
import { capped, isTooLarge, shapeMistakes, tooLarge } from "../packs/read-pack.ts";
import { referenceMistakes } from "../packs/references.ts";
import { type Rule, relationKinds, ruleSchema } from "../packs/rule.ts";
import { keySchema, messagesSchema } from "../packs/texts.ts";

const { level, advice, authority, provisions } = ruleSchema.shape;

/** Null removes a message or a day that the pack has. */
const ownMessage = messagesSchema.nullable().optional();
const ownDay = z.iso.date().nullable().optional();

/** What a portal changes of one rule. A changed message replaces that of the pack in all languages: a translation must not contradict it. */
export const overrideSchema = z.strictObject({
  isHidden: z.literal(true).optional(),
  level: level.optional(),
  sentence: z
    .strictObject({
      statement: messagesSchema.optional(),
      contains: ownMessage,
      partly: ownMessage,
      crosses: ownMessage,
      on: ownMessage,
      border: ownMessage,
      near: ownMessage,
      commune: ownMessage,
    })
    .optional(),
  consequence: ownMessage,
  advice: advice.unwrap().optional(),
  authority: authority.unwrap().optional(),
  provisions: provisions.unwrap().optional(),
  validFrom: ownDay,
  validUntil: ownDay,
});
export type Override = z.infer<typeof overrideSchema>;

/** A rule that a portal adds to a theme of a pack. */
export const addedRuleSchema = z.strictObject({ theme: keySchema, rule: ruleSchema });
export type AddedRule = z.infer<typeof addedRuleSchema>;

/** The changes of a portal over a pack that stays as it was published. */
export const overridesSchema = z.strictObject({
  format: z.literal("archipel-answer-overrides/1"),
  pack: keySchema,
  /** The version of the pack that the changes were made for, and that of the changes themselves. */
  packVersion: z.string().min(1).max(40),
  version: z.string().min(1).max(40),
  hiddenThemes: z.array(keySchema).max(100).default([]),
  rules: z.record(keySchema, overrideSchema).default({}),
  added: z.array(addedRuleSchema).max(500).default([]),
});
export type Overrides = z.infer<typeof overridesSchema>;

/** Reads the changes of a portal; every mistake is reported. */
export function readOverrides(json: unknown): { overrides: Overrides | null; mistakes: readonly Mistake[] } {
  if (isTooLarge(json)) return { overrides: null, mistakes: [tooLarge] };
  const parsed = overridesSchema.safeParse(json);
  if (parsed.success) return { overrides: parsed.data, mistakes: [] };
  return { overrides: null, mistakes: capped(shapeMistakes(parsed.error, json)) };
}

export interface Overridden {
  pack: Pack;
  /** Keys of changed rules and of themes that the pack no longer has. Their changes have no effect. */
  orphans: readonly string[];
  /** Mistakes that the added rules bring into the pack: keys that it has already, names that refer to nothing. */
  mistakes: readonly Mistake[];
}

/** The pack as a portal reads it. The given pack is not changed. */
export function applyOverrides(pack: Pack, { version, hiddenThemes, rules, added }: Overrides): Overridden {
  const themes = pack.themes
    .filter(({ id }) => !hiddenThemes.includes(id))
    .map((theme) => ({
      ...theme,
      rules: [
        ...theme.rules.flatMap((rule) => {
          const change = Object.hasOwn(rules, rule.key) ? rules[rule.key] : undefined;
          return change ? changed(rule, change) : [rule];
        }),
        ...added.filter((one) => one.theme === theme.id).map(({ rule }) => rule),
      ],
    }));
  const themeIds = new Set(pack.themes.map(({ id }) => id));
  const ruleKeys = new Set(pack.themes.flatMap((theme) => theme.rules.map(({ key }) => key)));
  const orphans = [
    ...Object.keys(rules).filter((key) => !ruleKeys.has(key)),
    ...[...hiddenThemes, ...added.map(({ theme }) => theme)].filter((id) => !themeIds.has(id)),
  ];
  const overridden = { ...pack, version: `${pack.version}+${version}`, themes };
  return { pack: overridden, orphans: [...new Set(orphans)], mistakes: referenceMistakes(overridden) };
}

function changed(rule: Rule, change: Override): Rule[] {
  if (change.isHidden) return [];
  const { consequence, validFrom, validUntil, ...kept } = rule;
  const own = {
    consequence: replaced(consequence, change.consequence),
    validFrom: replaced(validFrom, change.validFrom),
    validUntil: replaced(validUntil, change.validUntil),
  };
  return [
    {
      ...kept,
      // The level null is a change, an absent one is not.
      level: change.level === undefined ? rule.level : change.level,
      sentence: sentenceOf(rule, change),
      advice: change.advice ?? rule.advice,
      authority: change.authority ?? rule.authority,
      provisions: change.provisions ?? rule.provisions,
      ...(own.consequence === undefined ? {} : { consequence: own.consequence }),
      ...(own.validFrom === undefined ? {} : { validFrom: own.validFrom }),
      ...(own.validUntil === undefined ? {} : { validUntil: own.validUntil }),
    },
  ];
}

function sentenceOf(rule: Rule, { sentence: own }: Override): Rule["sentence"] {
  const sentence = { ...rule.sentence, statement: own?.statement ?? rule.sentence.statement };
  for (const kind of relationKinds) {
    const message = replaced(sentence[kind], own?.[kind]);
    if (message === undefined) delete sentence[kind];
    else sentence[kind] = message;
  }
  return sentence;
}

/** A part of the pack, or the portal's own: null removes it. */
function replaced<T>(shipped: T | undefined, own: T | null | undefined): T | undefined {
  return own === undefined ? shipped : (own ?? undefined);
}
