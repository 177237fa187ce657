import type { DatasetTranslations } from "@archipel/contracts/dataset-translations.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changesOf, countDone, csvOf, languagesOf, readCsv, shownIn, typed } from "./draft.ts";

const LAYER = "0190a000-0000-7000-8000-000000000001";
const data: DatasetTranslations = {
  language: "fr",
  parts: [
    {
      layerId: null,
      title: "Crues",
      texts: [
        { key: "title", kind: "title", text: "Crues", about: null, translations: { en: "Floods" } },
        { key: "abstract", kind: "abstract", text: "=SOMME(1)\nDeux lignes ; « ici »", about: null, translations: {} },
      ],
    },
    { layerId: LAYER, title: "Aléa", texts: [{ key: "class:n:F", kind: "class", text: "Fort", about: "F", translations: { de: "Hoch" } }] },
  ],
};
const [record, layer] = data.parts;
const [title, abstract] = record?.texts ?? [];
if (!record || !layer || !title || !abstract) throw new Error("the example has lost a text");

describe("translations before they are saved", () => {
  it("keep what was typed, and forget what is as it was", () => {
    const draft = typed(new Map(), record, title, "en", "Floodings ");
    expect(shownIn(draft, record, title, "en")).toBe("Floodings ");
    expect(changesOf(draft)).toEqual([{ layerId: null, key: "title", language: "en", text: "Floodings" }]);
    expect(changesOf(typed(draft, record, title, "en", "Floods"))).toEqual([]);
    expect([countDone(new Map(), data.parts, "en"), countDone(typed(draft, record, abstract, "en", "Sum"), data.parts, "en")]).toEqual([
      1, 2,
    ]);
  });

  it("offer the languages of the portals first, then those in use, without the owner's", () => {
    expect(languagesOf(data, ["fr", "en"])).toEqual(["en", "de"]);
  });

  it("come back from a spreadsheet as they left", () => {
    const text = fc.string({ unit: "grapheme", maxLength: 60 }).map((one) => one.trim());
    fc.assert(
      fc.property(text, text, (one, two) => {
        const draft = typed(typed(new Map(), record, abstract, "es", one), layer, layer.texts[0] ?? title, "en", two);
        const read = readCsv(csvOf(data, draft, ["en", "es", "de"]), data, new Map());
        expect(new Map([...(read?.draft ?? [])].sort())).toEqual(new Map([...draft].sort()));
        expect(read?.skipped).toBe(0);
      }),
    );
  });

  it("accept commas, tabs and other orders of columns; unknown lines and long texts are counted", () => {
    expect(readCsv("key,layer,en\ntitle,,Floods of rivers\n", data, new Map())).toMatchObject({
      changed: 1,
      skipped: 0,
      languages: ["en"],
    });
    expect(readCsv(`key\tlayer\tde\r\nclass:n:F\t${LAYER}\tSehr hoch\r\nclass:n:X\t${LAYER}\tx\r\n`, data, new Map())).toMatchObject({
      changed: 1,
      skipped: 1,
    });
    expect(readCsv(`layer;key;en\n;title;${"x".repeat(201)}`, data, new Map())).toMatchObject({ changed: 0, skipped: 1 });
    for (const file of ["", "a;b", "layer;key;fr\n;title;x", "layer;key;xx\n;title;x"])
      expect(readCsv(file, data, new Map()), file).toBeNull();
  });
});
