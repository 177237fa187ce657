import { BLOCKS, BLOCKS_MAX, blocksSchema } from "@archipel/blocks/blocks.ts";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  addBlock,
  duplicateBlock,
  emptyBlock,
  moveBlock,
  newBlockId,
  type PageDraft,
  placesOf,
  propertyAt,
  removeBlock,
  setHidden,
  setProperty,
  whyNotAdd,
  withText,
} from "./page-draft.ts";

const nothing: PageDraft = { title: {}, description: {}, isInSearch: true, blocks: [] };
const page = (...types: string[]): PageDraft => ({ ...nothing, blocks: types.map((type, at) => emptyBlock(type, `block${at}${at}`)) });
const order = ({ blocks }: PageDraft) => blocks.map(({ id }) => id);

test("a new block of any kind is valid, with the entries that its lists need", () => {
  for (const { type, fields } of BLOCKS) {
    const block = emptyBlock(type, newBlockId());
    expect(blocksSchema.safeParse([block]).success, type).toBe(true);
    for (const { name, kind } of fields) if (kind.is === "list") expect(block.props[name], type).toHaveLength(kind.min);
  }
});

test("a hidden block keeps its place and its texts, and a shown one is as it was", () => {
  const two = page("text", "faq");
  const hidden = setHidden(two, "block00", true);
  expect(hidden.blocks.map(({ isHidden }) => isHidden)).toEqual([true, undefined]);
  expect(blocksSchema.safeParse(hidden.blocks).success).toBe(true);
  expect(setHidden(hidden, "block00", false)).toEqual(two);
});

test("a block is added below the chosen one; an opening comes first, and once", () => {
  const two = page("text", "faq");
  expect(order(addBlock(two, emptyBlock("news", "newnew"), "block00"))).toEqual(["block00", "newnew", "block11"]);
  expect(order(addBlock(two, emptyBlock("news", "newnew"), null)).at(-1)).toBe("newnew");
  const opened = addBlock(two, emptyBlock("hero", "herohero"), "block11");
  expect(order(opened)[0]).toBe("herohero");
  expect(whyNotAdd(opened, "hero")).toBe("once");
  expect(addBlock(opened, emptyBlock("hero", "second"), null)).toBe(opened);
});

test("a full page takes no more", () => {
  const full = page(...Array.from({ length: BLOCKS_MAX }, () => "text"));
  expect(whyNotAdd(full, "text")).toBe("full");
  expect(addBlock(full, emptyBlock("text", "onemore"), null)).toBe(full);
  expect(duplicateBlock(full, "block00", "onemore")).toBe(full);
});

test("nothing moves above an opening, and the opening does not move", () => {
  const opened = page("hero", "text", "faq");
  expect(moveBlock(opened, "block11", 0)).toBe(opened);
  expect(moveBlock(opened, "block00", 2)).toBe(opened);
  expect(order(moveBlock(opened, "block22", 0))).toEqual(["block00", "block22", "block11"]);
  expect(placesOf(opened, "block11")).toEqual({ first: 1, last: 2 });
});

test("whatever is done to a page, its blocks stay a valid page", () => {
  const act = fc.record({
    what: fc.constantFrom("add", "copy", "remove", "move"),
    type: fc.constantFrom(...BLOCKS.map(({ type }) => type)),
    at: fc.nat(70),
    to: fc.integer({ min: -3, max: 70 }),
  });
  fc.assert(
    fc.property(fc.array(act, { maxLength: 90 }), (acts) => {
      let draft = page("hero", "text");
      acts.forEach(({ what, type, at, to }, count) => {
        const id = draft.blocks[at % Math.max(1, draft.blocks.length)]?.id ?? "nothing";
        const fresh = `fresh${String(count).padStart(4, "0")}`;
        if (what === "add") draft = addBlock(draft, emptyBlock(type, fresh), id);
        if (what === "copy") draft = duplicateBlock(draft, id, fresh);
        if (what === "remove") draft = removeBlock(draft, id);
        if (what === "move") draft = moveBlock(draft, id, to);
        // What is kept is what core-api accepts.
        expect(blocksSchema.safeParse(draft.blocks).error?.issues ?? []).toEqual([]);
      });
    }),
  );
});

test("a property is written and removed where its path leads, and nothing else changes", () => {
  const before = page("faq", "text");
  const after = setProperty(before, "block00", ["items", 0, "question", "fr"], "Quand ?");
  expect(propertyAt(after.blocks[0]?.props, ["items", 0, "question"])).toEqual({ fr: "Quand ?" });
  expect(after.blocks[1]).toBe(before.blocks[1]);
  const cards = setProperty(page("cards"), "block00", ["items", 0, "icon"], "map");
  expect(propertyAt(cards.blocks[0]?.props, ["items", 0, "icon"])).toBe("map");
  const without = setProperty(cards, "block00", ["items", 0, "icon"], undefined);
  expect(propertyAt(without.blocks[0]?.props, ["items", 0])).not.toHaveProperty("icon");
});

test("an emptied text counts as not written", () => {
  expect(withText({ fr: "Oui", en: "Yes" }, "en", "")).toEqual({ fr: "Oui" });
  expect(withText({ fr: "Oui" }, "en", "Yes")).toEqual({ fr: "Oui", en: "Yes" });
});
