import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DraftSaver } from "./draft-saver.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

interface Call {
  readonly draft: string;
  readonly basedOn: number;
  readonly answer: (revision: number) => void;
  readonly refuse: (why: string) => void;
}

function saver() {
  const calls: Call[] = [];
  const made = new DraftSaver<string>({
    revision: 1,
    stored: "a",
    send: (draft, basedOn) =>
      new Promise((resolve, reject) => {
        calls.push({ draft, basedOn, answer: (revision) => resolve({ revision }), refuse: reject });
      }),
    why: (error) => error as "offline",
  });
  return { made, calls };
}

const soon = () => vi.advanceTimersByTimeAsync(1_000);

test("only the latest draft is sent, after a pause, on the revision that was read", async () => {
  const { made, calls } = saver();
  made.change("ab", false);
  made.change("abc", false);
  expect(calls).toHaveLength(0);
  await soon();
  expect(calls.map(({ draft, basedOn }) => [draft, basedOn])).toEqual([["abc", 1]]);
  calls[0]?.answer(2);
  await vi.advanceTimersByTimeAsync(0);
  expect(made.state.kind).toBe("saved");
  expect(made.revision).toBe(2);
});

test("what is typed while a draft is sent follows it, on its revision", async () => {
  const { made, calls } = saver();
  made.change("ab", false);
  await soon();
  made.change("abc", false);
  await soon();
  expect(calls).toHaveLength(1);
  calls[0]?.answer(2);
  await soon();
  expect(calls.map(({ draft, basedOn }) => [draft, basedOn])).toEqual([
    ["ab", 1],
    ["abc", 2],
  ]);
});

test("without network it tries again until the draft is stored", async () => {
  const { made, calls } = saver();
  made.change("ab", false);
  await soon();
  calls[0]?.refuse("offline");
  await vi.advanceTimersByTimeAsync(0);
  expect(made.state.kind).toBe("offline");
  await vi.advanceTimersByTimeAsync(5_000);
  calls[1]?.answer(2);
  await vi.advanceTimersByTimeAsync(0);
  expect(made.state.kind).toBe("saved");
});

test("after a conflict nothing is sent until the person has chosen", async () => {
  const { made, calls } = saver();
  made.change("ab", false);
  await soon();
  calls[0]?.refuse("conflict");
  await vi.advanceTimersByTimeAsync(0);
  made.change("abc", false);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(calls).toHaveLength(1);
  expect(await made.flush()).toBe(false);
  made.settle("abc", 7);
  await soon();
  expect(calls.at(-1)).toMatchObject({ draft: "abc", basedOn: 7 });
});

test("a wrong draft waits for its correction", async () => {
  const { made, calls } = saver();
  made.change("ab!", true);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(made.state.kind).toBe("wrong");
  expect(calls).toHaveLength(0);
  made.change("ab", false);
  await soon();
  expect(calls).toHaveLength(1);
});

test("flushing waits for what is being sent, and for what was typed meanwhile", async () => {
  const { made, calls } = saver();
  made.change("ab", false);
  await soon();
  made.change("abc", false);
  const done = made.flush();
  calls[0]?.answer(2);
  await vi.advanceTimersByTimeAsync(0);
  calls[1]?.answer(3);
  expect(await done).toBe(true);
  expect(made.revision).toBe(3);
});

test("a change that is undone before the pause is not sent", async () => {
  const { made, calls } = saver();
  made.change("ab", false);
  made.change("a", false);
  await soon();
  expect(calls).toHaveLength(0);
  expect(made.state.kind).toBe("saved");
});
