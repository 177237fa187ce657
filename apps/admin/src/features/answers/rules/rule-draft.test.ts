import type { Rule } from "@archipel/answers/packs/rule.ts";
import { describe, expect, it } from "vitest";
import { changedParts } from "./changed-parts.ts";
import { addedOf, changeOf, ruleDraft } from "./rule-draft.ts";

const shipped: Rule = {
  key: "zone-U",
  when: [{ field: "TYPEZONE", is: "eq", value: "U" }],
  priority: 0,
  facet: "main",
  level: 1,
  sentence: { statement: { fr: "Zone {label}.", en: "Zone {label}." }, near: { fr: "Près d’une zone." } },
  consequence: { fr: "On peut construire." },
  advice: [{ text: { fr: "Lisez." }, authority: "mairie" }],
  authority: "of-document",
  provisions: [{ type: "law", title: "Code", articles: ["R1", "R2"] }],
  legalEffect: "binding",
  examples: [],
};

describe("the change of a shipped rule", () => {
  it("is empty for what was only opened", () => {
    expect(changeOf(shipped, ruleDraft(shipped))).toEqual({});
  });

  it("has only the parts that differ, and null for what was removed", () => {
    const draft = ruleDraft(shipped);
    const { near: _, ...others } = draft.sentence;
    const changed = {
      ...draft,
      level: null,
      sentence: { ...others, near: { fr: " ", en: "" }, partly: { fr: "Une partie.", en: "" } },
      consequence: { fr: "", en: "" },
      validUntil: "2027-01-01",
    };
    expect(changeOf(shipped, changed)).toEqual({
      level: null,
      consequence: null,
      validUntil: "2027-01-01",
      sentence: { near: null, partly: { fr: "Une partie." } },
    });
    expect(changeOf(shipped, { ...changed, isHidden: true })).toEqual({ isHidden: true });
  });

  it("keeps an emptied statement, so that the mistake is shown at it", () => {
    const draft = ruleDraft(shipped);
    expect(changeOf(shipped, { ...draft, sentence: { ...draft.sentence, statement: { fr: "", en: "" } } })).toEqual({
      sentence: { statement: {} },
    });
  });
});

it("an added rule keeps its tests, and has the texts of the form", () => {
  const { theme, rule } = addedOf("plu.zone", shipped, {
    ...ruleDraft(shipped),
    provisions: [{ type: "act", title: " Arrêté ", articles: "1 ,  2", url: "" }],
  });
  expect([theme, rule.when, rule.sentence]).toEqual(["plu.zone", shipped.when, shipped.sentence]);
  expect(rule.provisions).toEqual([{ type: "act", title: "Arrêté", articles: ["1", "2"] }]);
});

it("names the parts in which a draft differs, whatever the order of the keys", () => {
  const { sentence } = shipped;
  const same = { ...shipped, sentence: { near: { fr: "Près d’une zone." }, statement: { en: "Zone {label}.", fr: "Zone {label}." } } };
  expect(changedParts(shipped, same)).toEqual([]);
  expect(changedParts(shipped, { ...shipped, level: 2, sentence: { statement: sentence.statement } })).toEqual(["sentence", "level"]);
});
