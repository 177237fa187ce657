import type { ChildProcess } from "node:child_process";
import { residentMegabytes } from "./core-process.ts";
import { type HeapProbe, openHeap } from "./heap.ts";

/** How many portals were visited when memory is measured. */
const STEPS = [300, 1_000, 3_000];
/** Portals that are visited between two looks at the clock. */
const AT_ONCE = 100;
/** More than this, when the same portals are visited again, is no content. */
const NOISE = 0.05;

interface Turn {
  /** How many portals are visited at most. */
  readonly most: number;
  /** What does not fit into this time is left out, and the last line says so. */
  readonly seconds: number;
  /** Visits so many portals, from the number `first` on, in every process. */
  visit(first: number, count: number): Promise<void>;
}

interface Memory {
  readonly live: number;
  readonly resident: number;
}

/** Prints the memory of processes while more and more portals are visited for the first time, and when all of them are visited again. */
export async function measureMemory<Name extends string>(
  processes: Readonly<Record<Name, ChildProcess>>,
  inspectors: Readonly<Record<Name, number>>,
  { most, seconds, visit }: Turn,
): Promise<void> {
  const until = performance.now() + seconds * 1000;
  const names = Object.keys(processes) as Name[];
  const heaps = new Map<Name, HeapProbe>();
  for (const name of names) heaps.set(name, await openHeap(processes[name], inspectors[name]));
  const note = async (title: string): Promise<Map<Name, Memory>> => {
    const seen = new Map<Name, Memory>();
    for (const [name, heap] of heaps) {
      const live = await heap.liveMegabytes();
      seen.set(name, { live, resident: residentMegabytes(processes[name]) });
    }
    const cells = [...seen.values()].map(({ live, resident }) => `${live.toFixed(1)} live ${resident} resident`.padStart(28));
    console.log(title.padEnd(10), ...cells);
    return seen;
  };
  /** Whether there was time for all of them. */
  const visitAll = async (first: number, last: number): Promise<boolean> => {
    for (let next = first; next <= last; next += AT_ONCE) {
      if (performance.now() > until) return false;
      await visit(next, Math.min(AT_ONCE, last + 1 - next));
    }
    return true;
  };

  console.log(`memory in MB, live after a full collection and resident (limit ${seconds} s)`);
  console.log("portals   ", ...names.map((name) => name.padStart(28)));
  try {
    await note("none");
    let visited = 0;
    let before = new Map<Name, Memory>();
    for (const step of [...STEPS.filter((one) => one < most), most]) {
      if (!(await visitAll(visited + 1, step))) return console.log(`not finished: fewer than ${step} portals`);
      const seen = await note(String(step));
      const perPortal = names.map((name) => {
        const kilobytes = ((seen.get(name)?.live ?? 0) - (before.get(name)?.live ?? Number.NaN)) * 1024;
        return `${name} ${(kilobytes / (step - visited)).toFixed(1)} KB`;
      });
      if (visited > 0) console.log(`  live for each portal more: ${perPortal.join(", ")}`);
      [visited, before] = [step, seen];
    }
    if (!(await visitAll(1, most))) return console.log("not finished: the second turn");
    const again = await note("all again");
    const growth = names.map((name) => {
      const grown = (again.get(name)?.live ?? Number.NaN) / (before.get(name)?.live ?? Number.NaN) - 1;
      return `${name} ${grown >= 0 ? "+" : ""}${(100 * grown).toFixed(1)} % (${Math.abs(grown) <= NOISE ? "flat" : "NOT FLAT"})`;
    });
    console.log(`the same portals again, live: ${growth.join(", ")}`);
  } finally {
    for (const heap of heaps.values()) heap.close();
  }
}
