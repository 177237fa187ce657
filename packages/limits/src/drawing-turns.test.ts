import { beforeEach, expect, test, vi } from "vitest";
import { DrawingTurns } from "./drawing-turns.ts";

let now = 0;
let turns: DrawingTurns;
let ends: (() => void)[];
beforeEach(() => {
  now = 0;
  turns = new DrawingTurns(() => now);
  ends = [];
});

/** Asks for a page that is drawn until the test ends it; its outcome is `drawn`, or the code of the refusal. */
async function ask(portal: string, caller: string | null): Promise<string> {
  try {
    turns.admit(caller, "page");
    await turns.draw(portal, caller, () => new Promise<void>((resolve) => void ends.push(resolve)));
    return "drawn";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
/** @param tookMs how long each page took */
async function endAll(tookMs = 0): Promise<void> {
  while (ends.length > 0) {
    now += tookMs;
    for (const end of ends.splice(0)) end();
    await settled();
  }
}
const counts = (outcomes: readonly string[]) =>
  Object.fromEntries(outcomes.map((one) => [one, outcomes.filter((other) => other === one).length]));

test("a network that floods is refused beyond 60 pages, and stays so while it goes on", async () => {
  const first = Array.from({ length: 250 }, () => ask("p", "a"));
  await settled();
  await endAll();
  expect(counts(await Promise.all(first))).toEqual({ "too-many-requests": 250 - 4, drawn: 4 });
  // It asks 10 times a second for a minute: what is refused counts.
  for (let index = 0; index < 600; index++) {
    now += 100;
    expect(await ask("p", "a")).toBe("too-many-requests");
  }
  const other = ask("p", "b");
  await endAll();
  expect(await other).toBe("drawn");
});

test("a network that stops is drawn for again after the seconds that the refusal names", async () => {
  for (let index = 0; index < 61; index++) {
    try {
      turns.admit("a", "page");
    } catch (error) {
      expect(error).toMatchObject({ status: 429, code: "too-many-requests", seconds: expect.any(Number) });
      now += (error as { seconds: number }).seconds * 1000;
    }
  }
  expect(turns.isOver("a")).toBe(false);
});

test("a class that opens two pages each at once is drawn for", async () => {
  const all = Array.from({ length: 60 }, () => ask("p", "school"));
  await settled();
  await endAll();
  expect(counts(await Promise.all(all))).toEqual({ drawn: 60 });
});

/** 50 networks of a flood, each with so many requests under way. */
const flooded = (each: number) =>
  Array.from({ length: 50 }, (_, network) => Array.from({ length: each }, () => ask("p", `f${network}`))).flat();

test("who asked for least goes first, before everyone who waits already", async () => {
  const flood = flooded(4);
  await settled();
  expect(turns.load).toEqual({ running: 8, waiting: 192 });
  const visitor = ask("p", "visitor");
  await settled();
  for (const end of ends.splice(0, 1)) end();
  await settled();
  // The page that began is the visitor's.
  ends.at(-1)?.();
  expect(await visitor).toBe("drawn");
  await endAll();
  await Promise.all(flood);
});

test("while many wait, those who ask for more than people do share one turn with pauses, and people do not notice", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    const flood = flooded(5);
    await settled();
    now = 250;
    turns.isOver("f1");
    await endAll(20);
    expect(turns.load).toEqual({ running: 0, waiting: expect.any(Number) });
    expect(turns.load.waiting).toBeGreaterThan(150);
    for (let index = 0; index < 5; index++) {
      const visitor = ask("p", `visitor ${index}`);
      await settled();
      expect(turns.load.running).toBe(1);
      await endAll();
      expect(await visitor).toBe("drawn");
    }
    // The last page of the flood took 20 ms: the next one begins 300 ms later.
    now += 299;
    vi.advanceTimersByTime(299);
    expect(turns.load.running).toBe(0);
    now += 1;
    vi.advanceTimersByTime(1);
    await settled();
    expect(turns.load.running).toBe(1);
    await endAll(20);
    now += 10_000;
    vi.advanceTimersByTime(10_000);
    await settled();
    await endAll(20);
    expect(counts(await Promise.all(flood))).toMatchObject({ "portal-too-busy": expect.any(Number) });
  } finally {
    vi.useRealTimers();
  }
});

test("while many wait, a network that keeps asking is refused, also for what it waits for already", async () => {
  const flood = flooded(4);
  await settled();
  now = 250;
  turns.isOver("f1");
  for (let again = 0; again < 6; again++) for (let network = 0; network < 50; network++) void ask("p", `f${network}`);
  await settled();
  await endAll();
  expect(counts(await Promise.all(flood)).drawn).toBeLessThan(20);
  now += 1_000;
  expect(await ask("p", "f1")).toBe("too-many-requests");
});

test("many networks that ask for one portal leave turns to the other portals", async () => {
  const one = Array.from({ length: 300 }, (_, network) => ask("p", `n${network}`));
  await settled();
  const other = ask("q", "m");
  await settled();
  await endAll();
  expect(await other).toBe("drawn");
  expect(counts(await Promise.all(one))).toEqual({ drawn: 208, "portal-too-busy": 92 });
});

test("this machine has no budget, only turns", async () => {
  const all = Array.from({ length: 150 }, () => ask("p", null));
  await settled();
  expect(turns.load).toEqual({ running: 4, waiting: 146 });
  await endAll();
  expect(counts(await Promise.all(all))).toEqual({ drawn: 150 });
});

test("calls weigh a tenth of a page, and files a fiftieth", () => {
  for (let index = 0; index < 590; index++) turns.admit("calls", "call");
  for (let index = 0; index < 2_900; index++) turns.admit("files", "file");
  expect(() => Array.from({ length: 20 }, () => turns.admit("calls", "call"))).toThrow("too-many-requests");
  expect(() => Array.from({ length: 200 }, () => turns.admit("files", "file"))).toThrow("too-many-requests");
});
