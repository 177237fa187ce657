import { expect, test } from "vitest";
import { BLOCKS, blockSchema, blocksSchema, migrateBlock, shownBlocks } from "./blocks.ts";
import { completeness } from "./completeness.ts";
import { readText } from "./texts.ts";

test("a block of any kind can be made empty, and says what each property is", () => {
  for (const { type, v, fields } of BLOCKS) {
    expect(blockSchema.safeParse({ id: "abc123", type, v, props: {} }).success, type).toBe(true);
    expect(fields.length, type).toBeGreaterThan(0);
  }
  expect(new Set(BLOCKS.map(({ type }) => type)).size).toBe(BLOCKS.length);
});

test("the path of a mistake leads to the property", () => {
  const read = blockSchema.safeParse({ id: "abc123", type: "faq", v: 1, props: { items: [{ question: { fr: "x".repeat(201) } }] } });
  expect(read.error?.issues[0]?.path).toEqual(["props", "items", 0, "question", "fr"]);
});

test("nothing that a browser would run is an address", () => {
  for (const address of ["javascript:alert(1)", "data:text/html,x", "https://", "//evil.example", " jAvascript:alert(1)"]) {
    expect(blockSchema.safeParse({ id: "abc123", type: "video", v: 1, props: { address } }).success, address).toBe(false);
  }
});

test("a hero is the first block, and ids are unique", () => {
  const block = (id: string, type: string) => ({ id, type, v: 1, props: {} });
  expect(blocksSchema.safeParse([block("aaaaaa", "hero"), block("bbbbbb", "text")]).success).toBe(true);
  expect(blocksSchema.safeParse([block("aaaaaa", "text"), block("bbbbbb", "hero")]).success).toBe(false);
  expect(blocksSchema.safeParse([block("aaaaaa", "text"), block("aaaaaa", "text")]).success).toBe(false);
});

test("a stored block of an unknown kind or a later version is left out", () => {
  expect(migrateBlock({ id: "abc123", type: "carousel", v: 1, props: {} })).toBeUndefined();
  expect(migrateBlock({ id: "abc123", type: "text", v: 99, props: {} })).toBeUndefined();
  expect(migrateBlock({ id: "abc123", type: "text", v: 1, props: { title: { fr: "Bonjour" } } })?.props).toMatchObject({
    title: { fr: "Bonjour" },
  });
});

test("a hidden block is kept, is not counted, and 'shown' is stored in one way only", () => {
  const text = { id: "abc123", type: "text", v: 1, props: { title: { fr: "Bonjour" } } };
  const [hidden] = blocksSchema.parse([{ ...text, isHidden: true }]);
  expect(hidden).toMatchObject({ isHidden: true, props: { title: { fr: "Bonjour" } } });
  expect(blockSchema.safeParse({ ...text, isHidden: false }).success).toBe(false);
  expect(shownBlocks(blocksSchema.parse([text, { ...text, id: "abc124", isHidden: true }])).map(({ id }) => id)).toEqual(["abc123"]);
  expect(completeness(blocksSchema.parse([{ ...text, isHidden: true }]), "en")).toEqual({ all: 0, written: 0, missing: [] });
});

test("completeness counts texts that exist in some language", () => {
  const blocks = blocksSchema.parse([
    { id: "aaaaaa", type: "steps", v: 1, props: { title: { fr: "Que faire ?" }, items: [{ title: { fr: "Avant", en: "Before" } }] } },
  ]);
  expect(completeness(blocks, "en")).toEqual({ all: 2, written: 1, missing: [{ block: "aaaaaa", path: ["title"] }] });
  expect(completeness(blocks, "fr").missing).toEqual([]);
});

test("the name of a field is no text that a language lacks", () => {
  const chart = { id: "aaaaaa", type: "chart", v: 1, props: { title: { fr: "Zones" }, column: { fr: "typezone" } } };
  expect(completeness(blocksSchema.parse([chart]), "en")).toEqual({ all: 1, written: 0, missing: [{ block: "aaaaaa", path: ["title"] }] });
});

test("a text falls back to the site's language, then to any, and says so", () => {
  expect(readText({ fr: "Bonjour", en: "Hello" }, "en", "fr")).toEqual({ text: "Hello" });
  expect(readText({ fr: "Bonjour" }, "en", "fr")).toEqual({ text: "Bonjour", lang: "fr" });
  expect(readText({ de: "Tag" }, "en", "fr")).toEqual({ text: "Tag", lang: "de" });
  expect(readText({}, "en", "fr")).toEqual({ text: "" });
});
