import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { blocksSchema } from "./blocks.ts";
import { convertContent, escapeMarkdown, type OldContent, oldContentSchema } from "./convert-content.ts";
import { ICONS } from "./field.ts";

const themeHome = blocksSchema.parse([
  { id: "hero00", type: "hero", v: 1, props: { layout: "plan", question: { fr: "Quoi ?" }, placeholder: { fr: "Une adresse" } } },
  { id: "legend01", type: "legend", v: 1, props: { title: { fr: "Légende" } } },
]);

describe("the home of an older portal", () => {
  it("is that of its theme when the portal changed nothing", () => {
    expect(convertContent({}, themeHome)).toBeUndefined();
    expect(convertContent({ question: {}, intro: { fr: "" } }, themeHome)).toBeUndefined();
  });

  it("keeps what the theme says where only the question was changed", () => {
    const made = convertContent({ question: { fr: "Où ?" }, hero: { question: { fr: "Quand ?" }, examples: ["Le port"] } }, themeHome);
    expect(made).toMatchObject([
      {
        type: "hero",
        props: {
          layout: "plan",
          question: { fr: "Où ?" },
          placeholder: { fr: "Une adresse" },
          examples: [{ text: { fr: "Le port" } }],
        },
      },
      { type: "legend" },
    ]);
  });

  it("has a block of today for each of its own", () => {
    const title = { fr: "Titre", en: "Title" };
    const text = { fr: "Texte" };
    const target = { page: "catalogue" as const, topic: "zonage", query: "plu" };
    const entry = { title, text, icon: "map" as const, target };
    const link = { to: "catalogue", topic: "zonage", query: "plu" };
    const old = oldContentSchema.parse({
      blocks: [
        { kind: "territory", title, text },
        { kind: "documents", title, text, limit: 5 },
        { kind: "downloads", title, limit: 3 },
        { kind: "legend", title, items: [{ code: "U", colour: "#e60000", title, text }] },
        { kind: "families", title, items: [entry, entry] },
        { kind: "steps", title, items: [entry, { title, text, target: { page: "map" } }] },
        { kind: "figures", title },
        { kind: "coverage", title, text },
        { kind: "text", title, text: { fr: "1. Un *mot*\nDeux" } },
        { kind: "alerts", title, items: [] },
        { kind: "alerts", title, items: [{ level: 3, date: "2026-11-28", title: { fr: "Crue" }, text: { fr: "Le fleuve monte." } }] },
        { kind: "news", title, items: [{ date: "2026-11-02", title, text }] },
      ],
    });
    const made = convertContent(old, themeHome) ?? [];
    expect(made.map(({ type }) => type)).toEqual(
      "hero territory datasets datasets legend cards steps figures coverage text alerts text text".split(" "),
    );
    expect(made[2]?.props).toMatchObject({ looks: "documents", limit: 5, text });
    expect(made[5]?.props).toMatchObject({ items: [{ title, text, icon: "map", link }, { icon: "map" }] });
    expect(made[6]?.props).toMatchObject({ items: [{}, { link: { to: "map" } }] });
    expect(made[9]?.props).toMatchObject({ text: { fr: "1\\. Un \\*mot\\*\n\nDeux" } });
    expect(made[11]?.props).toMatchObject({ text: { fr: "**Crue** (28 novembre 2026, niveau fort)\n\nLe fleuve monte." } });
    expect(blocksSchema.safeParse(made).success).toBe(true);
  });
});

// Any content that the old schema accepted, with texts of any characters up to their limits.
const words = (max: number) =>
  fc
    .string({ unit: "grapheme", minLength: 1, maxLength: max })
    .map((one) => one.normalize().trim().slice(0, max).trim())
    .filter((one) => one !== "" && !/\p{Cc}/u.test(one));
const text = (max: number) => fc.record({ fr: words(max), en: words(max) }, { requiredKeys: ["fr"] });
const [short, long] = [text(160), text(1_200)];
const target = fc.oneof(
  fc.constant({ page: "map" as const }),
  fc.constant({ page: "help" as const }),
  fc.record({ page: fc.constant("catalogue" as const), query: words(80), topic: words(40) }),
);
const entry = fc.record({ title: short, text: long, icon: fc.constantFrom(...ICONS), target }, { requiredKeys: ["title", "text"] });
const date = fc.constantFrom("2026-11-28", "2024-02-29");
const some = <T>(item: fc.Arbitrary<T>, maxLength: number) => fc.array(item, { minLength: 2, maxLength });
const kind = <Kind extends string>(name: Kind) => fc.constant(name);
const block = fc.oneof(
  fc.record({ kind: fc.constantFrom("territory" as const, "coverage" as const, "text" as const), title: short, text: long }),
  fc.record({
    kind: fc.constantFrom("documents" as const, "downloads" as const),
    title: short,
    text: long,
    limit: fc.integer({ min: 1, max: 12 }),
  }),
  fc.record({
    kind: kind("legend"),
    title: short,
    text: long,
    items: some(fc.record({ code: words(8), colour: fc.constant("#12ab9F"), title: short, text: long }), 12),
  }),
  fc.record({ kind: kind("families"), title: short, items: some(entry, 8) }),
  fc.record({ kind: kind("steps"), title: short, text: long, items: some(entry, 8) }),
  fc.record({ kind: kind("figures"), title: short }),
  fc.record({
    kind: kind("alerts"),
    title: short,
    items: fc.array(fc.record({ level: fc.integer({ min: 1, max: 4 }), title: short, text: long, date }), { maxLength: 10 }),
  }),
  fc.record({ kind: kind("news"), title: short, items: fc.array(fc.record({ title: short, text: long, date }), { maxLength: 10 }) }),
);
const hero = fc.record(
  {
    layout: fc.constantFrom("plan", "plain"),
    question: short,
    placeholder: text(120),
    hint: long,
    examples: fc.array(words(80), { maxLength: 4 }),
  },
  { requiredKeys: [] },
);
const content: fc.Arbitrary<OldContent> = fc.record({ hero, blocks: fc.array(block, { maxLength: 12 }) }, { requiredKeys: ["blocks"] });

/** Every text of a person in a value: not the names of kinds, icons and pages. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) =>
    ["kind", "icon", "page", "layout", "date", "colour"].includes(name) ? [] : textsIn(one),
  );
}

test("converting loses no text, and the same content always becomes the same blocks", () => {
  fc.assert(
    fc.property(content, (old) => {
      const made = convertContent(old, themeHome);
      expect(made).toEqual(convertContent(structuredClone(old), themeHome));
      expect(blocksSchema.safeParse(made).success).toBe(true);
      const plain = textsIn(made).map((one) => one.replace(/\s+/g, " "));
      const all = plain.join("\n");
      for (const one of textsIn(old)) {
        const asked = one.replace(/\s+/g, " ");
        if (!all.includes(asked)) expect(all).toContain(escapeMarkdown(asked));
      }
    }),
    { numRuns: 200 },
  );
});
