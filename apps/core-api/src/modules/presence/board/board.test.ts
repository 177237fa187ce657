import { embeddedBell } from "@archipel/database/bell.ts";
import { expect, test } from "vitest";
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

function processes() {
  const bell = embeddedBell();
  const [here, there] = [createNews(bell), createNews(bell)].map((news) => ({ news, board: new PresenceBoard(news, TIMES) }));
  if (!here || !there) throw new Error("two are made");
  here.board.start();
  there.board.start();
  return { here, there, stop: () => [here.board.stop(), there.board.stop()] };
}

test("who does not answer is gone after three beats, is told nothing meanwhile, and is back by a word", async () => {
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
  await expect.poll(() => told.lively?.at(-1)).toEqual(["dead"]);
  await expect.poll(() => told.lively?.at(-1), { timeout: 2000 }).toEqual([]);
  const before = told.dead?.length;
  const leave = here.board.join(page("third"), answering("third"));
  await expect.poll(() => told.lively?.at(-1)).toEqual(["third"]);
  expect(told.dead).toHaveLength(before ?? 0);
  // Its answer reaches the other process; the one that holds its line hears of it.
  here.news.say("presence", { kind: "at", contributionId: "c", tab: "dead", userId: "user dead", place: null });
  await expect.poll(() => told.lively?.at(-1)).toContain("dead");
  await expect.poll(() => told.dead?.at(-1)).toContain("lively");
  leave();
  stop();
});

test("pages of a process that died are forgotten", async () => {
  const { here, there, stop } = processes();
  let seen: string[] = [];
  const leave = here.board.join(page("a"), {
    present: (others) => {
      seen = others.map(({ tab }) => tab);
    },
    beat: () => here.news.say("presence", { kind: "at", contributionId: "c", tab: "a", userId: "user a", place: null }),
  });
  there.board.join(page("b"), { present() {}, beat() {} });
  await expect.poll(() => seen).toEqual(["b"]);
  // Nothing more is heard of it.
  there.board.stop();
  await expect.poll(() => seen, { timeout: 2000 }).toEqual([]);
  leave();
  stop();
});
