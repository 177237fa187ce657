import { LOCALES } from "@archipel/i18n/locales.ts";
import { messagesOf } from "@archipel/i18n/messages.ts";
import { describe, expect, test } from "vitest";
import { type Code, codes, factsOf, isCode } from "./codes.ts";
import { sentenceOf, titleOf } from "./sentences.ts";

const all = Object.keys(codes) as Code[];

describe.each(LOCALES)("sentences in %s", (locale) => {
  test.each(all)("%s has a title, names the fault and the repair, and uses all its parameters", (code) => {
    const params = Object.fromEntries(factsOf(code).params.map((name) => [name, `«${name}»`]));
    const { what, repair } = sentenceOf({ code, params }, locale);
    for (const text of [titleOf(code, locale), what, repair]) expect(text.trim().length).toBeGreaterThan(5);
    const said = what + repair;
    // A word that chooses the sentence is not in it.
    const { what: whats } = messagesOf(locale, ["findings"]).findings;
    const isChoice = (name: string) => (whats[code] ?? "").includes(`{${name}, select, `);
    const unused = factsOf(code).params.filter((name) => !said.includes(`«${name}»`) && !isChoice(name));
    expect(unused).toEqual([]);
  });

  test("every message belongs to a code", () => {
    expect(Object.keys(messagesOf(locale, ["findings"]).findings.what).filter((code) => !isCode(code))).toEqual([]);
  });

  test("a missing parameter leaves a gap and does not throw", () => {
    expect(() => sentenceOf({ code: "ATTRIBUTE_INVALID_REGEXP", params: {} }, locale)).not.toThrow();
  });
});

test("the message of a condition is in the reader's language", () => {
  const params = { "condition.fr": "La fin suit le début.", "condition.en": "The end follows the beginning." };
  expect(sentenceOf({ code: "DATABASE_CONSTRAINT_MISMATCH", params }, "en").what).toBe("The end follows the beginning.");
  expect(sentenceOf({ code: "DATABASE_CONSTRAINT_MISMATCH", params }, "fr").what).toBe("La fin suit le début.");
});
