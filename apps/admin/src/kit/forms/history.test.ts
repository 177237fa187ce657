import { expect, test } from "vitest";
import { startOf, stepped } from "./history.ts";

const write = (text: string, about: string | null) => ({ kind: "change", to: () => text, about }) as const;

test("text typed into one field is undone in one step; another field is another step", () => {
  const typed = [write("a", "title"), write("ab", "title"), write("ab!", "name")].reduce(stepped<string>, startOf(""));
  const once = stepped(typed, { kind: "undo" });
  expect(once.present).toBe("ab");
  const all = stepped(once, { kind: "undo" });
  expect(all.present).toBe("");
  expect(stepped(all, { kind: "undo" })).toBe(all);
  const again = [{ kind: "redo" } as const, { kind: "redo" } as const, { kind: "redo" } as const].reduce(stepped<string>, all);
  expect(again.present).toBe("ab!");
});

test("each button is a step, and a change after an undo drops the redo steps", () => {
  const done = [write("1", null), write("2", null)].reduce(stepped<string>, startOf("0"));
  const back = stepped(done, { kind: "undo" });
  expect(back.present).toBe("1");
  const other = stepped(back, write("3", null));
  expect(other.future).toEqual([]);
  expect(stepped(other, { kind: "undo" }).present).toBe("1");
});

test("typing after an undo is a step of its own; an equal draft is not a step", () => {
  const typed = stepped(stepped(startOf(""), write("a", "t")), { kind: "undo" });
  const again = stepped(typed, write("b", "t"));
  expect(again.past).toEqual([""]);
  expect(stepped(again, write("b", "t"))).toBe(again);
  expect(stepped(again, { kind: "restart", with: "z" })).toEqual(startOf("z"));
});
