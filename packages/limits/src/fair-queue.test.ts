import { expect, test } from "vitest";
import { FairQueue, type QueueLimits } from "./fair-queue.ts";

/** Work that ends when the test says so, and the order in which it began. */
function bench(limits: { atOnce: number } & Partial<QueueLimits>) {
  const queue = new FairQueue({ waitingOfCaller: 10, waiting: 100, waitSeconds: 60, ...limits });
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const send = (community: string, caller: string, left?: AbortSignal) => {
    const work = () => {
      begun.push(`${community}${caller}`);
      return new Promise<void>((resolve) => void ends.push(resolve));
    };
    return queue.run(community, caller, work, left);
  };
  const endOne = async () => {
    ends.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { queue, begun, send, endOne };
}

test("communities have turns, and in each of them its callers", async () => {
  const { begun, send, endOne, queue } = bench({ atOnce: 1 });
  const all = [..."1111"].map((caller) => send("a", caller));
  all.push(send("a", "2"), send("b", "3"), send("b", "4"), send("a", "2"));
  for (const _ of all) await endOne();
  await Promise.all(all);
  expect(begun).toEqual(["a1", "a1", "b3", "a2", "b4", "a1", "a2", "a1"]);
  expect(queue.load).toEqual({ running: 0, waiting: 0 });
});

test("only so much runs at once, and work that fails gives its place back", async () => {
  const { queue, send, endOne } = bench({ atOnce: 2 });
  const all = [send("a", "1"), send("a", "1"), send("a", "1")];
  expect(queue.load).toEqual({ running: 2, waiting: 1 });
  for (const _ of all) await endOne();
  await Promise.all(all);
  await expect(queue.run("a", "1", () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  expect(queue.load).toEqual({ running: 0, waiting: 0 });
});

test("one caller never has more than their part, and others go past them", async () => {
  const { begun, queue, send, endOne } = bench({ atOnce: 2, atOnceOfCaller: 1, waitingOfCaller: 2 });
  const all = [send("a", "1"), send("a", "1"), send("a", "1"), send("b", "1"), send("a", "2")];
  expect([begun, queue.load]).toEqual([["a1", "b1"], { running: 2, waiting: 3 }]);
  expect([queue.refusal("a", "1")?.whose, queue.refusal("a", "2")]).toEqual(["caller", null]);
  await endOne();
  expect(begun).toEqual(["a1", "b1", "a1"]);
  await endOne();
  expect(begun).toEqual(["a1", "b1", "a1", "a2"]);
  for (const _ of all) await endOne();
  await Promise.all(all);
  expect([begun.at(-1), queue.load]).toEqual(["a1", { running: 0, waiting: 0 }]);
});

test("refuses one who has too much waiting, then everyone when too much waits", async () => {
  const { send, endOne } = bench({ atOnce: 1, waitingOfCaller: 2, waiting: 3 });
  const all = [send("a", "1"), send("a", "1"), send("a", "1")];
  await expect(send("a", "1")).rejects.toMatchObject({ whose: "caller" });
  all.push(send("a", "2"));
  await expect(send("b", "3")).rejects.toMatchObject({ whose: "all" });
  for (const _ of all) await endOne();
  await Promise.all(all);
});

test("a community has its part of what waits, and leaves the rest to the others", async () => {
  const { send, endOne } = bench({ atOnce: 1, waitingOfCommunity: 2, waiting: 3 });
  const all = [send("a", "1"), send("a", "2"), send("a", "3")];
  await expect(send("a", "4")).rejects.toMatchObject({ whose: "community" });
  all.push(send("b", "5"));
  for (const _ of all) await endOne();
  await Promise.all(all);
});

test("can let the caller who has most waiting give way to one who has less", async () => {
  const { send, endOne, begun } = bench({ atOnce: 1, waitingOfCommunity: 4, waiting: 5, mostGiveWay: true });
  const first = [send("a", "1"), send("a", "1"), send("a", "1"), send("a", "1")];
  const displaced = send("a", "1");
  const all = [...first, send("a", "2"), send("b", "3")];
  await expect(displaced).rejects.toMatchObject({ whose: "community" });
  // Nobody has two more waiting than the newcomer.
  const fair = bench({ atOnce: 1, waiting: 1, mostGiveWay: true });
  const running = [fair.send("a", "1"), fair.send("a", "2")];
  await expect(fair.send("a", "3")).rejects.toMatchObject({ whose: "all" });
  for (const _ of all) await endOne();
  for (const _ of running) await fair.endOne();
  await Promise.all([...all, ...running]);
  expect(begun).toEqual(["a1", "a1", "b3", "a2", "a1", "a1"]);
});

test("refuses what waited too long, and goes on with the rest", async () => {
  const { begun, send, endOne } = bench({ atOnce: 1, waitSeconds: 0.02 });
  const first = send("a", "1");
  await expect(send("b", "2")).rejects.toMatchObject({ whose: "all" });
  const third = send("c", "3");
  await endOne();
  await endOne();
  await Promise.all([first, third]);
  expect(begun).toEqual(["a1", "c3"]);
});

test("one who leaves gives up their place, and their work is never begun", async () => {
  const { queue, begun, send, endOne } = bench({ atOnce: 1, waitingOfCaller: 1 });
  const leaving = new AbortController();
  const first = send("a", "1");
  const left = send("b", "2", leaving.signal);
  leaving.abort(new Error("left"));
  await expect(left).rejects.toThrow("left");
  expect(queue.load).toEqual({ running: 1, waiting: 0 });
  await expect(send("b", "2", leaving.signal)).rejects.toThrow("left");
  const again = send("b", "2");
  await endOne();
  await endOne();
  await Promise.all([first, again]);
  expect(begun).toEqual(["a1", "b2"]);
});
