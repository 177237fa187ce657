import { expect, test } from "vitest";
import { nextMissing, type Place, writtenIn } from "./missing-texts.ts";
import { emptyBlock, type PageDraft } from "./page-draft.ts";

const faq = {
  ...emptyBlock("faq", "ffffff"),
  props: {
    title: { fr: "Questions", en: "Questions" },
    text: {},
    items: [
      { question: { fr: "Quand ?" }, answer: { fr: "Demain", en: "Tomorrow" } },
      { question: { fr: "Où ?" }, answer: {} },
    ],
  },
};
const draft: PageDraft = {
  title: { fr: "Accueil" },
  description: {},
  isInSearch: true,
  blocks: [{ ...emptyBlock("text", "tttttt"), props: { title: { fr: "Bonjour" }, text: {} } }, faq],
};
const at = (place: Place | null) => place && [place.block, ...place.path].join(".");

test("the texts of the page and of its blocks count, those written in no language do not", () => {
  expect(writtenIn(draft, "fr")).toMatchObject({ all: 6, written: 6, missing: [] });
  expect(writtenIn(draft, "en")).toMatchObject({ all: 6, written: 2 });
});

test("each press leads to the next missing text, and the last to the first again", () => {
  const seen: (string | null)[] = [];
  let place: Place | null = null;
  for (let press = 0; press < 5; press++) {
    place = nextMissing(draft, "en", place);
    seen.push(at(place));
  }
  expect(seen).toEqual([".title", "tttttt.title", "ffffff.items.0.question", "ffffff.items.1.question", ".title"]);
  expect(nextMissing(draft, "fr", place)).toBeNull();
});

test("from a text that is written, it leads to the next one below", () => {
  expect(at(nextMissing(draft, "en", { block: "ffffff", path: ["items", 0, "answer"] }))).toBe("ffffff.items.1.question");
});
