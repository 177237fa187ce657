import { expect, test } from "vitest";
import { loadedOnce } from "./loaded-once.ts";

test("a load that fails is tried again at the next call, and one that succeeds is kept", async () => {
  let loads = 0;
  const words = loadedOnce(async () => {
    loads++;
    if (loads === 1) throw new Error("too many open files");
    return `load ${loads}`;
  });
  const together = await Promise.allSettled([words(), words()]);
  expect(together.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect([await words(), await words(), loads]).toEqual(["load 2", "load 2", 2]);
});
