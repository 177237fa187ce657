import { embeddedNotifier } from "@archipel/database/notifier.ts";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createNews } from "../../../kernel/news.ts";
import { PresenceBoard } from "./board.ts";
import type { Entry } from "./entry.ts";

const TIMES = { beat: 30, forget: 100 };
const page = (tab: string, since = Date.now()): Entry => ({
  contributionId: "c",
  tab,
  userId: `user ${tab}`,
  name: tab,
  isAuthor: false,
  part: "reads",
  place: null,
  since,
});

// Fake timers, or pages would time out on a busy machine.
beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Waits until a debounced update was sent. */
const gathered = () => vi.advanceTimersByTime(50);

function processes() {
  const notifier = embeddedNotifier();
  const [here, there] = [createNews(notifier), createNews(notifier)].map((news) => ({ news, board: new PresenceBoard(news, TIMES) }));
  if (!here || !there) throw new Error("two are made");
  here.board.start();
  there.board.start();
  return { here, there, stop: () => [here.board.stop(), there.board.stop()] };
}

test("a page that does not answer is gone after three heartbeats, gets no updates, and returns when it answers", () => {
  const { here, there, stop } = processes();
  const shown: Record<string, string[][]> = { lively: [], dead: [] };
  const answering = (tab: string) => ({
    present: (others: readonly Entry[]) => void shown[tab]?.push(others.map(({ name }) => name ?? "")),
    beat: () => {
      if (tab === "lively") there.news.say("presence", { kind: "at", contributionId: "c", tab, userId: `user ${tab}`, place: null });
    },
  });
  here.board.join(page("lively"), answering("lively"));
  there.board.join(page("dead"), answering("dead"));
  gathered();
  expect(shown.lively?.at(-1)).toEqual(["dead"]);
  vi.advanceTimersByTime(2 * TIMES.beat);
  expect(shown.lively?.at(-1)).toEqual(["dead"]);
  vi.advanceTimersByTime(TIMES.forget);
  expect(shown.lively?.at(-1)).toEqual([]);
  const before = shown.dead?.length;
  const leave = here.board.join(page("third"), answering("third"));
  gathered();
  expect(shown.lively?.at(-1)).toEqual(["third"]);
  expect(shown.dead).toHaveLength(before ?? 0);
  // Its answer reaches the other process, which passes it to the one that holds its stream.
  here.news.say("presence", { kind: "at", contributionId: "c", tab: "dead", userId: "user dead", place: null });
  gathered();
  expect(shown.lively?.at(-1)).toContain("dead");
  expect(shown.dead?.at(-1)).toContain("lively");
  leave();
  stop();
});

test("pages of a process that died are removed", () => {
  const { here, there, stop } = processes();
  let seen: string[] = [];
  const leave = here.board.join(page("a"), {
    present: (others) => {
      seen = others.map(({ tab }) => tab);
    },
    beat: () => here.news.say("presence", { kind: "at", contributionId: "c", tab: "a", userId: "user a", place: null }),
  });
  there.board.join(page("b"), { present() {}, beat() {} });
  gathered();
  expect(seen).toEqual(["b"]);
  // It sends nothing any more.
  there.board.stop();
  vi.advanceTimersByTime(TIMES.forget + TIMES.beat);
  gathered();
  expect(seen).toEqual([]);
  leave();
  stop();
});
