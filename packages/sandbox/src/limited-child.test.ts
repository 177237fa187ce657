import { existsSync, readFileSync } from "node:fs";
import { constants, getPriority } from "node:os";
import { expect, test } from "vitest";
import { Budget, type BudgetLimits, withBudget } from "./budget.ts";
import { type ChildOptions, startChild } from "./limited-child.ts";
import { bundledProgram } from "./program.ts";

const program = bundledProgram({ name: "greedy", entry: import.meta.resolve("./testing/greedy-child.ts"), libraries: [] });
const LIMITS = { memoryBytes: 256 * 2 ** 20, seconds: 60, cpuSeconds: 20 };

async function run(deed: string, limits: Partial<ChildOptions["limits"]> = {}, options: Partial<ChildOptions> = {}) {
  const child = startChild(await program(), { limits: { ...LIMITS, ...limits }, heapMegabytes: 64, ...options });
  child.stream.resume();
  child.input.end(deed);
  const ending = await child.ended;
  return { ...ending, output: ending.output.toString("utf8").slice(0, 200), usage: child.usage() };
}

test("a child has nothing of our environment, and neither reads, writes nor starts anything", async () => {
  const names = JSON.parse((await run("show its environment")).output) as string[];
  // The shell adds some of its own.
  expect(names.filter((name) => !["PWD", "OLDPWD", "SHLVL", "_"].includes(name))).toEqual(["NODE_ENV", "NODE_PATH"]);
  for (const deed of ["read a file", "write a file", "start a process"]) {
    expect(await run(deed), deed).toMatchObject({ output: "ERR_ACCESS_DENIED", breach: null });
  }
});

test.each([
  ["take memory", "memory", {}],
  ["take objects", "memory", {}],
  ["take time", "timeout", { cpuSeconds: 0.5 }],
  ["wait for ever", "timeout", { seconds: 0.5 }],
  ["write without end", "output", { outputBytes: 5 * 2 ** 20 }],
])("a child that would %s is ended", async (deed, breach, limits) => {
  const ending = await run(deed, limits);
  expect(ending).toMatchObject({ breach });
  expect(ending.usage.peakMemoryBytes).toBeLessThan(600 * 2 ** 20);
});

test("a child in the background waits for other processes", async () => {
  const child = startChild(await program(), { limits: LIMITS, heapMegabytes: 64, isInBackground: true });
  child.input.write("wait");
  expect(getPriority(child.pid)).toBeGreaterThanOrEqual(constants.priority.PRIORITY_BELOW_NORMAL);
  child.stop();
  await child.ended;
});

/** Where the system counts the processor time of processes. */
const onLinux = test.runIf(existsSync("/proc/self/stat"));
const AMPLE: BudgetLimits = { children: 100, cpuSeconds: 600, cpuSecondsAMegabyte: 0, seconds: 600, secondsAMegabyte: 0 };
const over = (limit: string) => expect.objectContaining({ name: "BudgetError", limit });
const runIn = (budget: Budget, deed: string) => withBudget(budget, () => run(deed));

onLinux("children of one budget share its processor time: one that spins is killed, and no other is started", async () => {
  const budget = new Budget({ ...AMPLE, cpuSeconds: 1 });
  const spinning = ["take time", "take time"].map((deed) => runIn(budget, deed));
  for (const ending of await Promise.allSettled(spinning)) expect(ending).toEqual({ status: "rejected", reason: over("cpuSeconds") });
  // Together they used little more than it: they are looked at ten times a second.
  expect(budget.spent.cpuSeconds).toBeLessThan(10);
  await expect(runIn(budget, "show its environment")).rejects.toEqual(over("cpuSeconds"));
  expect(budget.spent.children).toBe(2);
});

test("a child that waits is killed when the time of its budget is over", async () => {
  const budget = new Budget({ ...AMPLE, seconds: 0.5 });
  await expect(runIn(budget, "wait for ever")).rejects.toEqual(over("seconds"));
});

test("a budget has a number of children, which earlier attempts used too", async () => {
  const budget = new Budget({ ...AMPLE, children: 3 }, { children: 2, cpuSeconds: 5, seconds: 5 });
  expect(await runIn(budget, "show its environment")).toMatchObject({ breach: null });
  expect(budget.spent.cpuSeconds).toBeGreaterThan(5);
  await expect(runIn(budget, "show its environment")).rejects.toEqual(over("children"));
  // Work outside of the budget is not concerned.
  expect(await run("show its environment")).toMatchObject({ breach: null });
});

test("a budget grows with the files that are read, with each of them once", () => {
  const budget = new Budget({ ...AMPLE, cpuSeconds: 10, cpuSecondsAMegabyte: 4, seconds: 20, secondsAMegabyte: 8 });
  expect(Math.round(budget.secondsLeft)).toBe(20);
  for (let times = 0; times < 3; times++) budget.growBy("a large file", 10 * 2 ** 20);
  expect(Math.round(budget.secondsLeft)).toBe(100);
  budget.count({}, 51);
  expect(budget.breach).toMatchObject({ limit: "cpuSeconds", most: 50 });
  // What is over stays over.
  budget.growBy("another file", 10 * 2 ** 20);
  expect(budget.breach).toMatchObject({ limit: "cpuSeconds", most: 50 });
});

onLinux(
  "a child of work with a budget lets others go first, more so when the work is long, and is the first to end without memory",
  async () => {
    const background = constants.priority.PRIORITY_BELOW_NORMAL;
    const priorityIn = async (budget: Budget) => {
      const files = await program();
      const child = withBudget(budget, () => startChild(files, { limits: LIMITS, heapMegabytes: 64 }));
      const first = getPriority(child.pid);
      if (budget.isLong) await expect.poll(() => getPriority(child.pid)).toBeGreaterThan(background);
      await expect.poll(() => readFileSync(`/proc/${child.pid}/oom_score_adj`, "utf8").trim()).toBe("500");
      child.stop();
      await child.ended;
      return first;
    };
    const first = await priorityIn(new Budget(AMPLE));
    expect(first).toBe(Math.max(background, getPriority()));
    await priorityIn(new Budget(AMPLE, { children: 1, cpuSeconds: 60, seconds: 60 }));
  },
);

test("a relative path is refused, because the child has another working directory", async () => {
  const started = await program();
  for (const options of [{ readable: ["data.csv"] }, { workDirectory: "work" }])
    expect(() => startChild(started, { limits: LIMITS, heapMegabytes: 64, ...options })).toThrow(/absolute paths, not "(data\.csv|work)"/);
});
