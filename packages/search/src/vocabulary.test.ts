import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isOneChange, isOneChangeOfBeginning } from "./distance.ts";
import { Vocabulary } from "./vocabulary.ts";

const letters = fc.string({ unit: fc.constantFrom("a", "b", "c"), minLength: 1, maxLength: 7 });
const ALPHABET = "abc";

/** All words one change away, by the definition. */
function changesOf(word: string): Set<string> {
  const found = new Set<string>();
  for (let at = 0; at <= word.length; at++) {
    const [before, after] = [word.slice(0, at), word.slice(at)];
    if (after) found.add(before + after.slice(1));
    if (after.length > 1) found.add(before + after.charAt(1) + after.charAt(0) + after.slice(2));
    for (const letter of ALPHABET) {
      found.add(before + letter + after);
      if (after) found.add(before + letter + after.slice(1));
    }
  }
  found.delete(word);
  return found;
}

test("one change is what the definition says", () => {
  fc.assert(
    fc.property(letters, letters, (a, b) => {
      expect(isOneChange(a, b)).toBe(changesOf(a).has(b));
      const isBeginning = [...changesOf(a)].some((changed) => b.startsWith(changed));
      if (!b.startsWith(a)) expect(isOneChangeOfBeginning(a, b), `${a} ${b}`).toBe(isBeginning);
    }),
    { numRuns: 2_000, seed: 5 },
  );
});

describe("a vocabulary", () => {
  test("corrects and completes as a scan of all its words does, also after changes", () => {
    const counted = fc.uniqueArray(fc.record({ word: letters, count: fc.integer({ min: 0, max: 5 }) }), { selector: ({ word }) => word });
    fc.assert(
      fc.property(counted, counted, letters, (words, changes, typed) => {
        const vocabulary = Vocabulary.of(words).changed(changes);
        const now = new Map(words.map(({ word, count }) => [word, count]));
        for (const { word, count } of changes) now.set(word, count);
        const all = [...now].filter(([, count]) => count > 0);
        const near = typed.length < 4 ? [] : all.filter(([word]) => changesOf(typed).has(word)).map(([word]) => word);
        expect(
          vocabulary
            .near(typed)
            .map(({ word }) => word)
            .sort(),
        ).toEqual(near.sort());
        const longer = all.filter(([word]) => word.startsWith(typed) && word !== typed);
        const completed = vocabulary.beginning(typed);
        expect(completed.map(({ word }) => word).sort()).toEqual(longer.map(([word]) => word).sort());
        expect(vocabulary.completionsOf(typed)).toBe(longer.reduce((sum, [, count]) => sum + count, 0));
        expect(vocabulary.countOf(typed)).toBe(now.get(typed) ?? 0);
      }),
      { numRuns: 500, seed: 5 },
    );
  });

  test("corrects a wrong first letter, and neither short words nor numbers", () => {
    const vocabulary = Vocabulary.of(["eglise", "lin", "pin", "1945", "1944", "vannes"].map((word) => ({ word, count: 1 })));
    expect(["aglise", "gelise", "eglize", "eglse", "egliise"].map((typed) => vocabulary.near(typed)[0]?.word)).toEqual(
      Array(5).fill("eglise"),
    );
    expect(vocabulary.near("lon")).toEqual([]);
    expect(vocabulary.near("1943")).toEqual([]);
    expect(vocabulary.nearBeginning("vamn", 5)[0]?.word).toBe("vannes");
  });

  test("is built again when many words changed", () => {
    const vocabulary = Vocabulary.of([{ word: "eglise", count: 2 }]).changed(
      Array.from({ length: 1_500 }, (_, index) => ({ word: `mot${"abcdefghij".charAt(index % 10)}${index}`, count: 1 })),
    );
    expect(vocabulary.near("eglize")).toEqual([{ word: "eglise", count: 2 }]);
    expect(vocabulary.completionsOf("mot")).toBe(1_500);
  });

  test("takes less than 120 bytes a word", () => {
    const words = Array.from({ length: 20_000 }, (_, index) => ({
      word: `${index.toString(36)}${(index * 7919).toString(36)}`.replace(/\d/g, "q"),
      count: 1,
    }));
    expect(Vocabulary.of(words).bytes / words.length).toBeLessThan(120);
  });
});
