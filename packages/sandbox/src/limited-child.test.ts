import { constants, getPriority } from "node:os";
import { expect, test } from "vitest";
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

test("a relative path is refused, because the child has another working directory", async () => {
  const started = await program();
  for (const options of [{ readable: ["data.csv"] }, { workDirectory: "work" }])
    expect(() => startChild(started, { limits: LIMITS, heapMegabytes: 64, ...options })).toThrow(/absolute paths, not "(data\.csv|work)"/);
});
