import { describe, expect, it } from "vitest";
import { assertAtom } from "../../testing/atom-reader.ts";
import { type AtomFeed, writeAtom } from "./atom.ts";

const at = new Date("2026-06-01T10:00:00Z");
const feed: AtomFeed = {
  id: "urn:uuid:6f1e4b1c-3a51-4f6c-9d6e-2f9b1c8f0a11#datasets",
  title: "Portail",
  subtitle: "Tout",
  language: "fr",
  updated: at,
  author: "Commune",
  links: {
    self: "https://a.example/feeds/x.atom?portal=1&lang=fr",
    alternate: "https://a.example/fr",
    first: "https://a.example/feeds/x.atom",
    next: null,
  },
  entries: [],
};
const entry = { id: "urn:uuid:1", title: "Titre", updated: at, link: "https://a.example/fr/1", summary: "" };

describe("an Atom feed", () => {
  it("is valid, empty and with every part of an entry", () => {
    assertAtom(writeAtom(feed));
    const whole = { ...entry, published: at, author: "Autre", categories: ["Eau & sol"], rights: "CC0", point: { lon: 2.5, lat: 46 } };
    const { entries } = assertAtom(writeAtom({ ...feed, links: { ...feed.links, next: "https://a.example/n?a=1&b=2" }, entries: [whole] }));
    expect(entries).toEqual([{ id: "urn:uuid:1", title: "Titre", updated: "2026-06-01T10:00:00.000Z" }]);
  });

  it("keeps markup as text, and leaves out what XML cannot hold", () => {
    const hostile = `<script>"&amp;'</script>]]>\u0000\u0008\uFFFF\uD800é😀`;
    const { entries } = assertAtom(
      writeAtom({ ...feed, entries: [{ ...entry, title: hostile, summary: hostile, categories: [hostile] }] }),
    );
    expect(entries[0]?.title).toBe(`<script>"&amp;'</script>]]>\uFFFDé😀`);
  });

  it("is refused by this reader when something is missing", () => {
    const xml = writeAtom({ ...feed, entries: [entry] });
    for (const [part, without] of [
      ["<id>urn:uuid:1</id>", ""],
      ["<title>Titre</title>", ""],
      ["2026-06-01T10:00:00.000Z</updated>\n<link", "1 juin</updated>\n<link"],
      ["https://a.example/fr/1", "/fr/1"],
    ] as const) {
      expect(xml).toContain(part);
      expect(() => assertAtom(xml.replace(part, without)), part).toThrow();
    }
  });
});
