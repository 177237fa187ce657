import fc from "fast-check";
import { expect, test } from "vitest";
import { wordDifferences } from "./word-differences.ts";

const without = (runs: ReturnType<typeof wordDifferences>, kind: string) =>
  runs
    .filter((run) => run.kind !== kind)
    .map(({ text }) => text)
    .join("");

test("a changed word is shown alone, between what stays", () => {
  expect(wordDifferences("La mairie ouvre à 9 h.", "La mairie ouvre à 10 h.")).toEqual([
    { kind: "same", text: "La mairie ouvre à " },
    { kind: "removed", text: "9" },
    { kind: "added", text: "10" },
    { kind: "same", text: " h." },
  ]);
  expect(wordDifferences("", "Bonjour")).toEqual([{ kind: "added", text: "Bonjour" }]);
  expect(wordDifferences("x", "x")).toEqual([{ kind: "same", text: "x" }]);
  expect(wordDifferences("", "")).toEqual([]);
});

test("the differences hold both texts, whatever they are", () => {
  const text = fc.oneof(
    fc.string(),
    fc.array(fc.constantFrom("le", "plan", " ", "\n", "é", ".", "zone")).map((parts) => parts.join("")),
  );
  fc.assert(
    fc.property(text, text, (before, after) => {
      const runs = wordDifferences(before, after);
      expect(without(runs, "added")).toBe(before);
      expect(without(runs, "removed")).toBe(after);
    }),
  );
});

test("two long texts without a common word are compared too, by lines", () => {
  const long = (word: string, lines: number) =>
    Array.from({ length: lines }, (_, line) => `${word} ${line} ${word}x ${line % 7}`).join("\n");
  const before = `${long("avant", 900)}\nla fin`;
  const after = `${long("après", 900)}\nla fin`;
  const runs = wordDifferences(before, after);
  expect(without(runs, "added")).toBe(before);
  expect(without(runs, "removed")).toBe(after);
  expect(runs.at(-1)?.kind).toBe("same");
});
