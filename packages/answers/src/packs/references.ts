import type { Mistake, MistakeReason } from "./mistake.ts";
import type { Pack } from "./pack.ts";
import type { Rule } from "./rule.ts";
import type { Theme } from "./theme.ts";

/** The authority of the document that a feature belongs to. It is in no list. */
export const OF_DOCUMENT = "of-document";

/** Names in a pack that refer to nothing, keys that are there twice, and dates or ranges that exclude each other. */
export function referenceMistakes(pack: Pack): Mistake[] {
  const mistakes: Mistake[] = [];
  const add = (where: string, reason: MistakeReason, name: string) => mistakes.push({ where, reason, name });
  for (const [name, { columns, rows }] of Object.entries(pack.codeLists)) {
    const uneven = rows.findIndex((row) => row.length !== columns.length);
    if (uneven >= 0) add(`codeLists.${name}.rows.${uneven + 1}`, "list-uneven", String(columns.length));
  }
  for (const key of twice(pack.themes.map(({ id }) => id))) add("themes", "key-twice", key);
  for (const key of twice(pack.themes.flatMap(({ rules }) => rules.map((rule) => rule.key)))) add("rules", "key-twice", key);
  for (const theme of pack.themes) {
    const where = `themes.${theme.id}`;
    for (const key of twice(theme.sources.map((source) => source.key))) add(`${where}.sources`, "key-twice", key);
    if (!Object.hasOwn(pack.authorities, theme.heldBy)) add(`${where}.heldBy`, "no-authority", theme.heldBy);
    if (theme.flood && !Object.hasOwn(pack.codeLists, theme.flood.list)) add(`${where}.flood`, "no-code-list", theme.flood.list);
    for (const term of theme.terms) if (!Object.hasOwn(pack.glossary, term)) add(`${where}.terms`, "no-term", term);
    for (const rule of theme.rules)
      ruleMistakes(rule, theme, pack, (part, reason, name) => add(`${where}.rules.${rule.key}${part}`, reason, name));
  }
  return mistakes;
}

function ruleMistakes(rule: Rule, theme: Theme, pack: Pack, add: (part: string, reason: MistakeReason, name: string) => void): void {
  for (const key of rule.sources ?? []) if (!theme.sources.some((source) => source.key === key)) add(".sources", "no-source", key);
  const authorities = [rule.authority, ...rule.advice.flatMap(({ authority }) => (authority === undefined ? [] : [authority]))];
  for (const key of authorities) if (key !== OF_DOCUMENT && !Object.hasOwn(pack.authorities, key)) add(".authority", "no-authority", key);
  const { labelFrom } = rule;
  if (labelFrom && !Object.hasOwn(pack.codeLists, labelFrom.list)) add(".labelFrom", "no-code-list", labelFrom.list);
  if (rule.validFrom !== undefined && rule.validUntil !== undefined && rule.validFrom > rule.validUntil)
    add(".validUntil", "dates-crossed", rule.validUntil);
  rule.when.forEach((test, index) => {
    if (test.is === "between" && (typeof test.from !== typeof test.to || test.from > test.to))
      add(`.when.${index + 1}`, "range-crossed", `${test.from} – ${test.to}`);
  });
}

function twice(keys: readonly string[]): string[] {
  return [...new Set(keys.filter((key, index) => keys.indexOf(key) !== index))];
}
