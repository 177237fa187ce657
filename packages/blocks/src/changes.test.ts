import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { type Block, blocksSchema } from "./blocks.ts";
import { blockChanges } from "./changes.ts";

const text = (id: string, words = id): Block => ({ id, type: "text", v: 1, props: { title: { fr: words }, text: {} } });
const ids = ["aaaaaa", "bbbbbb", "cccccc", "dddddd", "eeeeee"] as const;
const page = (...some: string[]) => blocksSchema.parse(some.map((id) => text(id)));
const told = (before: readonly Block[], after: readonly Block[]) =>
  blockChanges(before, after).map(({ kind, block }) => `${kind} ${block[0]}`);

describe("what changed between two lists of blocks", () => {
  it("is nothing for the same list", () => {
    expect(blockChanges(page(...ids), page(...ids))).toEqual([]);
  });

  it("names only the block that moved, not those that it passed", () => {
    const [a, b, c, d, e] = ids;
    expect(told(page(...ids), page(e, a, b, c, d))).toEqual(["moved e"]);
    expect(told(page(...ids), page(b, c, a, d, e))).toEqual(["moved a"]);
  });

  it("lists what was added, changed and removed, with the paths that differ", () => {
    const before = blocksSchema.parse([
      text("aaaaaa"),
      { id: "ssssss", type: "steps", v: 1, props: { items: [{ title: { fr: "Un" } }, { title: { fr: "Deux" } }] } },
    ]);
    const after = blocksSchema.parse([
      text("nnnnnn"),
      { id: "ssssss", type: "steps", v: 1, props: { items: [{ title: { fr: "Un" } }, { title: { fr: "Deux", en: "Two" } }] } },
    ]);
    expect(blockChanges(before, after)).toEqual([
      { block: "nnnnnn", type: "text", kind: "added", paths: [] },
      { block: "ssssss", type: "steps", kind: "changed", paths: [["items", 1, "title", "en"]] },
      { block: "aaaaaa", type: "text", kind: "removed", paths: [] },
    ]);
  });

  it("says that a block was hidden, or is shown again, apart from what it says", () => {
    const hidden = blocksSchema.parse([{ ...text("aaaaaa", "other"), isHidden: true }]);
    expect(told(page("aaaaaa"), hidden)).toEqual(["changed a", "hidden a"]);
    expect(told(blocksSchema.parse([{ ...text("aaaaaa"), isHidden: true }]), page("aaaaaa"))).toEqual(["shown a"]);
  });

  it("says of a list with another length that the list changed", () => {
    const steps = (count: number) =>
      blocksSchema.parse([{ id: "ssssss", type: "steps", v: 1, props: { items: Array.from({ length: count }, () => ({})) } }]);
    expect(blockChanges(steps(2), steps(3))[0]?.paths).toEqual([["items"]]);
  });
});

test("the changes lead from one list to the other, and name as few moves as possible", () => {
  const some = fc.uniqueArray(fc.constantFrom(..."abcdefgh"), { maxLength: 8 }).map((letters) => letters.map((one) => text(one.repeat(6))));
  fc.assert(
    fc.property(some, some, (before, after) => {
      const changes = blockChanges(before, after);
      const of = (kind: string) => new Set(changes.filter((one) => one.kind === kind).map(({ block }) => block));
      const [added, removed, moved] = [of("added"), of("removed"), of("moved")];
      const stays = (list: readonly Block[]) =>
        list.map(({ id }) => id).filter((id) => !added.has(id) && !removed.has(id) && !moved.has(id));
      expect(stays(before)).toEqual(stays(after));
      expect([...added].sort()).toEqual(
        after
          .map(({ id }) => id)
          .filter((id) => !before.some((one) => one.id === id))
          .sort(),
      );
      expect([...removed].sort()).toEqual(
        before
          .map(({ id }) => id)
          .filter((id) => !after.some((one) => one.id === id))
          .sort(),
      );
      // Each of the moved blocks is out of order with at least one other: none was named without need.
      const kept = after.filter(({ id }) => before.some((one) => one.id === id)).length;
      if (moved.size > 0) expect(moved.size).toBeLessThan(kept);
    }),
  );
});
