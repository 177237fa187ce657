import { expect, it } from "vitest";
import { completeness, type Edited, edit, editedOf, faultsOf, isSameState, NO_TEXT, savedOf } from "./content.ts";

const state = { view: { lon: 2, lat: 46, zoom: 10 }, layers: [], marker: null };
const chapter = (key: string, fr = key) => ({ key, title: { fr, en: "" }, text: NO_TEXT, state });
const story: Edited = { title: { fr: "Récit", en: "" }, text: NO_TEXT, state, chapters: ["a", "b", "c"].map((key) => chapter(key)) };
const keys = ({ chapters }: Edited) => chapters.map(({ key }) => key).join("");

it("moves chapters within the story, and puts a removed one back", () => {
  expect(keys(edit(story, { type: "moved", key: "a", by: 1 }))).toBe("bac");
  expect(keys(edit(story, { type: "moved", key: "a", by: -1 }))).toBe("abc");
  expect(keys(edit(story, { type: "moved", key: "c", by: 1 }))).toBe("abc");
  const removed = edit(story, { type: "removed", key: "b" });
  expect(keys(removed)).toBe("ac");
  expect(keys(edit(removed, { type: "added", chapter: chapter("b"), index: 1 }))).toBe("abc");
});

it("writes one language and keeps the other; what is not written is not saved", () => {
  const titled = edit(story, { type: "chapter-titled", key: "b", lang: "en", text: " The port " });
  const saved = savedOf(edit(titled, { type: "worded", lang: "fr", text: "  " }));
  expect(saved.chapters[1]?.title).toEqual({ fr: "b", en: "The port" });
  expect(saved.text).toEqual({});
  expect(editedOf(saved).chapters[1]?.title).toEqual({ fr: "b", en: "The port" });
});

it("counts the texts that a language lacks", () => {
  const worded = edit(story, { type: "chapter-worded", key: "a", lang: "en", text: "x" });
  expect(completeness(worded, "fr")).toEqual({ done: 4, all: 5 });
  expect(completeness(worded, "en")).toEqual({ done: 1, all: 5 });
});

it("finds what must be repaired", () => {
  expect(faultsOf(story)).toEqual([]);
  expect(faultsOf({ ...story, title: NO_TEXT, chapters: [chapter("a", " ")] })).toEqual([
    { kind: "title" },
    { kind: "chapter-title", key: "a", number: 1 },
  ]);
  const long = { ...chapter("a"), text: { fr: "x".repeat(120_001), en: "" } };
  expect(faultsOf({ ...story, chapters: [long] })).toEqual([{ kind: "too-long" }]);
});

it("takes views that differ by less than a few pixels for the same", () => {
  const at = (lon: number) => ({ ...state, view: { ...state.view, lon } });
  expect(isSameState(state, at(2.000_1))).toBe(true);
  expect(isSameState(state, at(2.01))).toBe(false);
  expect(isSameState(state, { ...state, marker: { lon: 2, lat: 46, label: "" } })).toBe(false);
});
