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

// The beats come when the test says so: a busy machine would hear pages too late, and forget them.
beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** What is gathered is told. */
const gathered = () => vi.advanceTimersByTime(50);

function processes() {
  const notifier = embeddedNotifier();
  const [here, there] = [createNews(notifier), createNews(notifier)].map((news) => ({ news, board: new PresenceBoard(news, TIMES) }));
  if (!here || !there) throw new Error("two are made");
  here.board.start();
  there.board.start();
  return { here, there, stop: () => [here.board.stop(), there.board.stop()] };
}

test("who does not answer is gone after three beats, is told nothing meanwhile, and is back by a word", () => {
  const { here, there, stop } = processes();
  const told: Record<string, string[][]> = { lively: [], dead: [] };
  const answering = (tab: string) => ({
    present: (others: readonly Entry[]) => void told[tab]?.push(others.map(({ name }) => name ?? "")),
    beat: () => {
      if (tab === "lively") there.news.say("presence", { kind: "at", contributionId: "c", tab, userId: `user ${tab}`, place: null });
    },
  });
  here.board.join(page("lively"), answering("lively"));
  there.board.join(page("dead"), answering("dead"));
  gathered();
  expect(told.lively?.at(-1)).toEqual(["dead"]);
  vi.advanceTimersByTime(2 * TIMES.beat);
  expect(told.lively?.at(-1)).toEqual(["dead"]);
  vi.advanceTimersByTime(TIMES.forget);
  expect(told.lively?.at(-1)).toEqual([]);
  const before = told.dead?.length;
  const leave = here.board.join(page("third"), answering("third"));
  gathered();
  expect(told.lively?.at(-1)).toEqual(["third"]);
  expect(told.dead).toHaveLength(before ?? 0);
  // Its answer reaches the other process; the one that holds its line hears of it.
  here.news.say("presence", { kind: "at", contributionId: "c", tab: "dead", userId: "user dead", place: null });
  gathered();
  expect(told.lively?.at(-1)).toContain("dead");
  expect(told.dead?.at(-1)).toContain("lively");
  leave();
  stop();
});

test("pages of a process that died are forgotten", () => {
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
  // Nothing more is heard of it.
  there.board.stop();
  vi.advanceTimersByTime(TIMES.forget + TIMES.beat);
  gathered();
  expect(seen).toEqual([]);
  leave();
  stop();
});
