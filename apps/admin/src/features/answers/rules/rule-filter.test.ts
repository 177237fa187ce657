import { expect, it } from "vitest";
import type { PackRules, RuleSummary } from "../api-types.ts";
import { filteredRules, NO_FILTER } from "./rule-filter.ts";

const rule = (key: string, fr: string, facts: Partial<RuleSummary> = {}): RuleSummary => ({
  key,
  statement: { fr },
  level: 1,
  state: "shipped",
  draft: null,
  ...facts,
});
const packs: PackRules[] = [
  {
    pack: "fr-plu",
    title: {},
    version: "1",
    orphans: [],
    authorities: [],
    placeholders: [],
    themes: [
      {
        theme: "plu.zone",
        title: {},
        rules: [rule("zone-U", "Zone urbaine"), rule("zone-N", "Forêt protégée", { level: 3, state: "changed" })],
      },
      { theme: "plu.height", title: {}, rules: [rule("height", "Hauteur", { level: null, draft: { isOwn: true } })] },
    ],
  },
];
const kept = (filter: Partial<typeof NO_FILTER>) =>
  filteredRules(packs, { ...NO_FILTER, ...filter }).flatMap(({ themes }) => themes.flatMap(({ rules }) => rules.map(({ key }) => key)));

it("finds rules by words without accents, by level, state and draft, and leaves out empty themes", () => {
  expect(kept({})).toEqual(["zone-U", "zone-N", "height"]);
  expect(kept({ words: "foret zone" })).toEqual(["zone-N"]);
  expect(kept({ level: "none" })).toEqual(["height"]);
  expect(kept({ state: "changed" })).toEqual(["zone-N"]);
  expect(kept({ state: "draft" })).toEqual(["height"]);
  expect(filteredRules(packs, { ...NO_FILTER, pack: "fr-sup" })).toEqual([]);
  expect(filteredRules(packs, { ...NO_FILTER, words: "urbaine" })[0]?.themes).toHaveLength(1);
});
