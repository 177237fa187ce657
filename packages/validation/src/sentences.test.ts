import { LOCALES } from "@archipel/i18n/locales.ts";
import { messagesOf } from "@archipel/i18n/messages.ts";
import { describe, expect, test } from "vitest";
import { type Code, codes, factsOf, isCode } from "./codes.ts";
import { sentenceOf, titleOf } from "./sentences.ts";

const all = Object.keys(codes) as Code[];

describe.each(LOCALES)("sentences in %s", (locale) => {
  test.each(all)("%s has a title, says what is wrong and how to repair it, and uses what it is told", (code) => {
    const params = Object.fromEntries(factsOf(code).params.map((name) => [name, `«${name}»`]));
    const { what, repair } = sentenceOf({ code, params }, locale);
    for (const text of [titleOf(code, locale), what, repair]) expect(text.trim().length).toBeGreaterThan(5);
    const said = what + repair;
    const unsaid = factsOf(code).params.filter((name) => !said.includes(`«${name}»`));
    expect(unsaid).toEqual([]);
  });

  test("there is no sentence without its code", () => {
    expect(Object.keys(messagesOf(locale, ["findings"]).findings.what).filter((code) => !isCode(code))).toEqual([]);
  });

  test("a parameter that is missing leaves a gap, and no error", () => {
    expect(() => sentenceOf({ code: "ATTRIBUTE_INVALID_REGEXP", params: {} }, locale)).not.toThrow();
  });
});

test("a condition speaks in the language of its reader", () => {
  const params = { "condition.fr": "La fin suit le début.", "condition.en": "The end follows the beginning." };
  expect(sentenceOf({ code: "DATABASE_CONSTRAINT_MISMATCH", params }, "en").what).toBe("The end follows the beginning.");
  expect(sentenceOf({ code: "DATABASE_CONSTRAINT_MISMATCH", params }, "fr").what).toBe("La fin suit le début.");
});
