import fc from "fast-check";
import { expect, test } from "vitest";
import { marked, partsOf, unmarked } from "./spans.ts";

const value = fc.record({ text: fc.string({ unit: "binary", maxLength: 12 }), lang: fc.constantFrom("fr", "en", "de", "gsw") });

test("a sentence of marked values has their texts, and names the language of those that are not in its own", () => {
  fc.assert(
    fc.property(fc.array(value, { maxLength: 6 }), (values) => {
      const clean = (text: string) => text.replaceAll(/[\uE000-\uE002]/g, "");
      const said = unmarked({ lang: "en", text: values.map((one) => marked(one, "en")).join(" | ") });
      expect(said.text).toBe(values.map(({ text }) => clean(text)).join(" | "));
      const foreign = values.filter(({ lang, text }) => lang !== "en" && text !== "");
      expect((said.spans ?? []).map(({ from, to, lang }) => ({ text: said.text.slice(from, to), lang }))).toEqual(
        foreign.map(({ text, lang }) => ({ text: clean(text), lang })),
      );
      expect(
        partsOf(said)
          .map(({ text }) => text)
          .join(""),
      ).toBe(said.text);
    }),
  );
});
