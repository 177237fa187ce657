import { describe, expect, it } from "vitest";
import { ContentNews } from "../runtime/content-news.ts";
import { createBriefCache } from "./brief-cache.ts";

function world(capacity = 10) {
  const state = { now: 0, asked: [] as string[], isBroken: false };
  const get = createBriefCache(
    async (key) => {
      state.asked.push(key);
      if (state.isBroken) throw new Error("silent");
      return `${key}@${state.now}`;
    },
    { freshMs: 1000, capacity, now: () => state.now },
  );
  return { state, get };
}

describe("createBriefCache", () => {
  it("asks once for simultaneous calls, and again when the answer is too old", async () => {
    const { state, get } = world();
    await Promise.all([get("a"), get("a"), get("b")]);
    expect(state.asked).toEqual(["a", "b"]);
    state.now = 1000;
    expect(await get("a")).toBe("a@1000");
  });

  it("keeps an answer no longer than until the moment at which it changes by itself", async () => {
    let now = 0;
    let asked = 0;
    const get = createBriefCache(async () => ++asked, { freshMs: 1000, capacity: 1, now: () => now, until: () => new Date(now + 300) });
    expect([await get("a"), await get("a")]).toEqual([1, 1]);
    now = 299;
    expect(await get("a")).toBe(1);
    now = 300;
    expect(await get("a")).toBe(2);
  });

  it("does not cache a failure", async () => {
    const { state, get } = world();
    state.isBroken = true;
    await expect(get("a")).rejects.toThrow("silent");
    state.isBroken = false;
    expect(await get("a")).toBe("a@0");
  });

  it("removes the oldest answer when it is full", async () => {
    const { state, get } = world(2);
    for (const key of ["a", "b", "c", "b", "a"]) await get(key);
    expect(state.asked).toEqual(["a", "b", "c", "a"]);
  });
});

describe("while changes are reported", () => {
  const [one, other] = ["00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"];

  function reported() {
    const news = new ContentNews();
    news.heard();
    const state = { now: 0, asked: [] as string[], answer: (key: string): Promise<string> => Promise.resolve(key) };
    const get = createBriefCache(
      (key) => {
        state.asked.push(key);
        return state.answer(key);
      },
      { freshMs: 1000, capacity: 10, now: () => state.now, news },
    );
    return { news, state, get };
  }

  it("an answer is kept until its portal changes, and the clock's limit", async () => {
    const { news, state, get } = reported();
    const keys = [one, other, JSON.stringify({ portalId: one, slug: null })];
    for (const key of keys) await get(key);
    state.now = 250_000;
    for (const key of keys) await get(key);
    expect(state.asked).toEqual(keys);
    news.changed(1, new Set([one]));
    for (const key of keys) await get(key);
    expect(state.asked.slice(3)).toEqual([keys[0], keys[2]]);
    state.now = 600_000;
    await get(other);
    expect(state.asked).toHaveLength(6);
  });

  it("an answer that was on its way when the change came is asked for again", async () => {
    const { news, state, get } = reported();
    const { promise, resolve } = Promise.withResolvers<string>();
    state.answer = () => promise;
    const before = get(one);
    news.changed(1, new Set([one]));
    state.answer = () => Promise.resolve("new");
    expect(await get(one)).toBe("new");
    resolve("old");
    expect(await before).toBe("old");
    expect(await get(one)).toBe("new");
  });

  it("an answer has the short age when the reports stop", async () => {
    const { news, state, get } = reported();
    await get(one);
    news.lost();
    state.now = 1000;
    await get(one);
    expect(state.asked).toHaveLength(2);
  });
});
