import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { BLOCKS, blocksSchema } from "@archipel/blocks/blocks.ts";
import { blockOf, pageBlocks, TEST_IDS } from "@archipel/blocks/testing/arbitraries.ts";
import type { AxeResults } from "axe-core";
import fc from "fast-check";
import { JSDOM } from "jsdom";
import { expect, test } from "vitest";
import { drawn, testWorld } from "./testing/world.ts";

const locales = fc.constantFrom("fr" as const, "en" as const);

/** What is wrong with the headings of a page. */
function headingFaults(html: string): string[] {
  const headings = [...html.matchAll(/<h([1-6])[^>]*>(.*?)<\/h\1>/gs)].map(([, level, inner]) => ({
    level: Number(level),
    inner: inner ?? "",
  }));
  const first = headings.filter(({ level }) => level === 1).length;
  const skipped = headings.filter(({ level }, index) => level > (headings[index - 1]?.level ?? 0) + 1);
  const empty = headings.filter(({ inner }) => !/[^\p{Z}\p{C}\p{DI}]/u.test(inner.replace(/<[^>]*>/g, "")));
  return [
    ...(first === 1 ? [] : [`${first} h1`]),
    ...skipped.map(({ level }) => `skipped to h${level}`),
    ...empty.map(() => "empty heading"),
  ];
}

/** One page for all checks: reading axe takes longer than most of them. */
const { window } = new JSDOM('<!doctype html><html lang="fr"><head><title>Portail</title></head><body><main></main></body></html>', {
  runScripts: "outside-only",
});
window.eval(readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"));
const { axe } = window as unknown as { axe: { run: (options: object) => Promise<AxeResults> } };

async function axeFaults(html: string, locale: string): Promise<string[]> {
  const { documentElement: page } = window.document;
  page.lang = locale;
  const main = page.querySelector("main");
  if (!main) throw new Error("the page lost its main part");
  main.innerHTML = html;
  // Colours need a layout: the pages of the demo are checked for them in a browser.
  const { violations } = await axe.run({ resultTypes: ["violations"], rules: { "color-contrast": { enabled: false } } });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
}

test("a page of any blocks has one first heading, no level left out, no empty heading", () => {
  fc.assert(
    fc.property(pageBlocks(), locales, (blocks, locale) => {
      expect(headingFaults(drawn(blocks, testWorld(TEST_IDS, blocks, locale)))).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

test("a hidden block of a draft is named, and cannot be reached", () => {
  const [block] = blocksSchema.parse([{ id: "hidden1", type: "text", v: 1, props: { title: { fr: "Plus tard" } }, isHidden: true }]);
  if (!block) throw new Error("no block");
  const html = drawn([block], testWorld(TEST_IDS, [block], "fr"));
  expect(html).toContain("les visiteurs ne le voient pas");
  expect(html).toMatch(/inert=""[^>]*>.*Plus tard/s);
});

test("axe finds nothing on a page of any blocks", async () => {
  await fc.assert(
    fc.asyncProperty(pageBlocks({ max: 6 }), locales, async (blocks, locale) => {
      expect(await axeFaults(drawn(blocks, testWorld(TEST_IDS, blocks, locale)), locale)).toEqual([]);
    }),
    { numRuns: 20 },
  );
});

test.each(BLOCKS.map(({ type }) => type))("a %s block names nothing twice, and its pictures have texts", (type) => {
  const place = BLOCKS.find((one) => one.type === type)?.place;
  fc.assert(
    fc.property(blockOf(type), blockOf(type), (one, two) => {
      const blocks = blocksSchema.parse(
        (place === "first" ? [one] : [one, two]).map((block, index) => ({ id: `block${index}`, ...block })),
      );
      const html = drawn(blocks, testWorld(TEST_IDS, blocks, "fr"));
      const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
      expect(new Set(ids).size).toBe(ids.length);
      for (const [image] of html.matchAll(/<img[^>]*>/g)) expect(image).toMatch(/ alt="/);
      for (const bad of ["javascript:", "<script", "<iframe"]) expect(html.toLowerCase()).not.toContain(bad);
    }),
    { numRuns: 20 },
  );
});

test("a text in another language says so; a link to what is gone is plain text", () => {
  const [, gone = ""] = TEST_IDS;
  const items = [{ title: { de: "Hafen" }, link: { to: "page", id: gone } }];
  const blocks = blocksSchema.parse([{ id: "block0", type: "cards", v: 1, props: { items } }]);
  const html = drawn(blocks, testWorld(TEST_IDS, blocks, "fr"));
  expect(html).toMatch(/<h2 lang="de"[^>]*>Hafen<\/h2>/);
  expect(html).not.toContain("<a ");
});
