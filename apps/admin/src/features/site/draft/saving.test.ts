import { expect, test } from "vitest";
import { isUnsaved, nextSaveState, type SaveEvent, type SaveState } from "./saving.ts";

const at = new Date(0);
const after = (first: SaveState, ...events: SaveEvent[]) => events.reduce(nextSaveState, first);
const saved: SaveState = { kind: "saved", at };
const changed: SaveEvent = { kind: "changed", isWrong: false };
const conflict: SaveEvent = { kind: "refused", why: "conflict", error: null };

test("a change is sent and stored", () => {
  expect(after(saved, changed).kind).toBe("changed");
  expect(after(saved, changed, { kind: "sent" }).kind).toBe("saving");
  expect(after(saved, changed, { kind: "sent" }, { kind: "stored", isLatest: true, at })).toEqual(saved);
});

test("what is typed while a draft is sent is sent afterwards", () => {
  expect(after(saved, changed, { kind: "sent" }, changed).kind).toBe("saving");
  expect(after(saved, changed, { kind: "sent" }, changed, { kind: "stored", isLatest: false, at }).kind).toBe("changed");
});

test("a wrong property is not sent until it is corrected", () => {
  expect(after(saved, { kind: "changed", isWrong: true }).kind).toBe("wrong");
  expect(after(saved, { kind: "changed", isWrong: true }, changed).kind).toBe("changed");
});

test("a conflict stays until the person has chosen", () => {
  const state = after(saved, changed, { kind: "sent" }, conflict);
  expect(state.kind).toBe("conflict");
  expect(after(state, changed, { kind: "sent" }).kind).toBe("conflict");
  expect(after(state, { kind: "settled" }).kind).toBe("changed");
});

test("only what core-api has stored can be left without a question", () => {
  expect(isUnsaved(saved)).toBe(false);
  for (const event of [changed, { kind: "sent" }, conflict] as const) expect(isUnsaved(after(saved, event))).toBe(true);
});
