import { expect, test } from "vitest";
import { startOf, stepped } from "./history.ts";

const write = (text: string, about: string | null) => ({ kind: "change", to: () => text, about }) as const;

test("words typed into one field are one step back; another field is another", () => {
  const typed = [write("a", "title"), write("ab", "title"), write("ab!", "name")].reduce(stepped<string>, startOf(""));
  const once = stepped(typed, { kind: "undo" });
  expect(once.present).toBe("ab");
  const all = stepped(once, { kind: "undo" });
  expect(all.present).toBe("");
  expect(stepped(all, { kind: "undo" })).toBe(all);
  const again = [{ kind: "redo" } as const, { kind: "redo" } as const, { kind: "redo" } as const].reduce(stepped<string>, all);
  expect(again.present).toBe("ab!");
});

test("what is done by buttons is a step each, and a change after going back drops what was undone", () => {
  const done = [write("1", null), write("2", null)].reduce(stepped<string>, startOf("0"));
  const back = stepped(done, { kind: "undo" });
  expect(back.present).toBe("1");
  const other = stepped(back, write("3", null));
  expect(other.future).toEqual([]);
  expect(stepped(other, { kind: "undo" }).present).toBe("1");
});

test("typing on after going back is a step of its own; nothing changed is none", () => {
  const typed = stepped(stepped(startOf(""), write("a", "t")), { kind: "undo" });
  const again = stepped(typed, write("b", "t"));
  expect(again.past).toEqual([""]);
  expect(stepped(again, write("b", "t"))).toBe(again);
  expect(stepped(again, { kind: "restart", with: "z" })).toEqual(startOf("z"));
});
