import { describe, expect, it } from "vitest";
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
