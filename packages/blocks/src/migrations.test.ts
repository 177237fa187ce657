import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { BLOCKS, type BlockType, blockSchema, migrateProps } from "./blocks.ts";
import { defineBlock } from "./define-block.ts";
import type { Field } from "./field.ts";
import { ICONS, line, list } from "./field.ts";
import { referencesOfBlocks } from "./references.ts";

/** Properties that people could have stored in each older version of a block, with a text in every field. A migration needs one. */
const OLDER: Partial<Record<BlockType, Record<number, Record<string, unknown>>>> = {
  hero: {
    1: {
      layout: "immersive",
      question: { fr: "Quel lieu voulez-vous voir ?" },
      hint: { fr: "Survolez le terrain." },
      placeholder: { fr: "Un lieu" },
      examples: [{ text: { fr: "Le port" } }],
    },
  },
};

test("every migration of a block keeps each text of a stored older version", () => {
  for (const definition of BLOCKS) {
    for (let v = 1; v < definition.v; v++) {
      const props = OLDER[definition.type]?.[v];
      expect(props, `${definition.type} ${v}: give an example of it in this test`).toBeDefined();
      const made = blockSchema.safeParse({ id: "abc123", type: definition.type, v, props });
      expect(made.success, `${definition.type} ${v}`).toBe(true);
      for (const text of textsIn(props)) expect(textsIn(made.data)).toContain(text);
    }
  }
});

test("migrations run one after the other, from the stored version to today's", () => {
  const block = defineBlock(
    "sample",
    { title: line(), items: list({ name: line() }, { max: 3 }) },
    {
      v: 3,
      migrations: {
        1: ({ heading, ...rest }) => ({ ...rest, title: { fr: heading } }),
        2: ({ names, ...rest }) => ({ ...rest, items: (names as string[]).map((name) => ({ name: { fr: name } })) }),
      },
    },
  );
  const migrated = { title: { fr: "Titre" }, items: [{ name: { fr: "Un" } }] };
  expect(migrateProps(block, { v: 1, props: { heading: "Titre", names: ["Un"] } })).toEqual(migrated);
  expect(migrateProps(block, { v: 2, props: { title: { fr: "Titre" }, names: ["Un"] } })).toEqual(migrated);
  expect(migrateProps(block, { v: 3, props: migrated })).toEqual(migrated);
  expect(block.schema.safeParse(migrated).success).toBe(true);
  expect(() => defineBlock("sample", { title: line() }, { v: 2 })).toThrow("no migration from version 1");
});

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

// Any block that a form can make: the arbitrary of a field follows what the field says of itself.
const id = fc.uuid();
const texts = (max: number) =>
  fc.dictionary(fc.constantFrom("fr", "en", "br"), fc.string({ minLength: 1, maxLength: Math.min(max, 30) }), { maxKeys: 3 });
const link = fc.oneof(
  fc.record({ to: fc.constantFrom("page", "dataset", "saved-map"), id }),
  fc.record({ to: fc.constant("map"), layers: fc.array(id, { maxLength: 3 }) }),
  fc.record({ to: fc.constant("points"), layer: id, isFlight: fc.boolean() }),
  fc.record({ to: fc.constantFrom("home", "answer", "help") }),
  fc.record({ to: fc.constant("address"), address: fc.webUrl({ withQueryParameters: true }) }),
);
function valuesOf({ kind }: Field): fc.Arbitrary<unknown> {
  switch (kind.is) {
    case "line":
    case "lines":
    case "markdown":
      return texts(kind.max);
    case "link":
      return link;
    case "picture":
      return fc.record({ file: id, alt: texts(300), isDecorative: fc.boolean() });
    case "dataset":
    case "layer":
    case "map":
      return id;
    case "datasets":
      return fc.array(id, { maxLength: 5 });
    case "figure":
      return fc.oneof(
        fc.record({ of: fc.constant("features") }),
        fc.record({ of: fc.constant("layer"), layer: id, measure: fc.constant("count") }),
      );
    case "date":
      return fc.constant("2026-11-28");
    case "switch":
      return fc.boolean();
    case "colour":
      return fc.constant("#12ab9f");
    case "icon":
      return fc.constantFrom(...ICONS);
    case "address":
      return fc.webUrl();
    case "choice":
      return fc.constantFrom(...kind.values);
    case "number":
      return fc.integer({ min: kind.min, max: kind.max });
    case "list":
      return fc.array(propsOf(kind.item), { maxLength: Math.min(3, kind.max) });
  }
}
function propsOf(fields: readonly Field[]): fc.Arbitrary<Record<string, unknown>> {
  return fc.record(Object.fromEntries(fields.map((field) => [field.name, valuesOf(field)])), {
    requiredKeys: fields.filter(({ isOptional }) => !isOptional).map(({ name }) => name),
  });
}
const anyBlock = fc
  .oneof(...BLOCKS.map(({ type, v, fields }) => propsOf(fields).map((props) => ({ id: "abc123", type, v, props }))))
  .chain((block) => fc.constantFrom(block, { ...block, isHidden: true as const }));

test("what is stored of a block reads the same again, and every id in it is found", () => {
  fc.assert(
    fc.property(anyBlock, (given) => {
      const read = blockSchema.safeParse(given);
      // Texts of control characters are refused, and nothing else that the forms can make.
      if (!read.success) return expect(JSON.stringify(z.treeifyError(read.error))).toContain("control-characters");
      expect(blockSchema.parse(JSON.parse(JSON.stringify(read.data)))).toEqual(read.data);
      const found = Object.values(referencesOfBlocks([read.data])).flat();
      const asked = textsIn(given.props).filter((one) => z.uuid().safeParse(one).success);
      expect([...new Set(found)].sort()).toEqual([...new Set(asked)].sort());
      expect(found.length).toBe(new Set(found).size);
    }),
    { numRuns: 500 },
  );
});
