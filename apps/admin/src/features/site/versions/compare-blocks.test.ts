import fc from "fast-check";
import { expect, test } from "vitest";
import { emptyBlock } from "../draft/page-draft.ts";
import { compareBlocks } from "./compare-blocks.ts";

const text = (id: string, fr: string) => ({ ...emptyBlock("text", id), props: { title: { fr }, text: {} } });
const said = (before: Parameters<typeof compareBlocks>[0], after: Parameters<typeof compareBlocks>[1]) =>
  compareBlocks(before, after).map(({ id, what, isMoved }) => `${id} ${what}${isMoved ? " moved" : ""}`);

test("blocks that were added, removed, changed and moved are distinguished", () => {
  const before = [text("aaaaaa", "A"), text("bbbbbb", "B"), text("cccccc", "C"), text("dddddd", "D")];
  const after = [text("dddddd", "D"), text("aaaaaa", "A"), text("cccccc", "C2"), text("eeeeee", "E")];
  expect(said(before, after)).toEqual(["dddddd same moved", "aaaaaa same", "bbbbbb removed", "cccccc changed", "eeeeee added"]);
});

test("a block that visitors no longer see is distinguished from one that says something else", () => {
  const block = text("aaaaaa", "A");
  const seen = (...sides: Parameters<typeof compareBlocks>) => compareBlocks(...sides).map((one) => [one.what, one.seen]);
  expect(seen([block], [{ ...block, isHidden: true }])).toEqual([["same", "hidden"]]);
  expect(seen([{ ...block, isHidden: true }], [text("aaaaaa", "B")])).toEqual([["changed", "shown"]]);
});

test("a changed text names its language, and an entry of a list its place", () => {
  const faq = (questions: readonly string[]) => ({
    ...emptyBlock("faq", "aaaaaa"),
    props: { title: {}, text: {}, items: questions.map((fr) => ({ question: { fr }, answer: {} })) },
  });
  const [change] = compareBlocks([faq(["Un ?", "Deux ?", "Trois ?"])], [faq(["Un ?", "Deux !", "Trois ?"])]);
  expect(change?.fields).toEqual([{ path: ["items", 1, "question"], kind: "line", language: "fr", before: "Deux ?", after: "Deux !" }]);
  const [inserted] = compareBlocks([faq(["Un ?", "Trois ?"])], [faq(["Un ?", "Deux ?", "Trois ?"])]);
  expect(inserted?.fields.map(({ path, before }) => [path, before])).toEqual([[["items", 1], undefined]]);
});

test("one moved block is one move, wherever it goes", () => {
  const ids = fc.uniqueArray(fc.stringMatching(/^[a-z]{6}$/), { minLength: 2, maxLength: 20 });
  fc.assert(
    fc.property(ids, fc.nat(), fc.nat(), (all, from, to) => {
      const before = all.map((id) => text(id, id));
      const [taken] = before.slice(from % all.length);
      if (!taken) return;
      const after = before.filter((block) => block !== taken).toSpliced(to % all.length, 0, taken);
      const changes = compareBlocks(before, after);
      expect(changes.filter(({ isMoved }) => isMoved).length).toBeLessThanOrEqual(1);
      expect(changes.every(({ what }) => what === "same")).toBe(true);
      expect(compareBlocks(before, before).some(({ isMoved }) => isMoved)).toBe(false);
    }),
  );
});
