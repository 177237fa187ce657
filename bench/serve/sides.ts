import os from "node:os";
import { cpuMsOf } from "../measure/cpu.ts";
import { load } from "../measure/http-load.ts";
import { median, quantile } from "../measure/times.ts";
import { wrk } from "../measure/wrk.ts";

/** One server of a comparison. */
export interface Side {
  name: string;
  port: number;
  host?: string;
  pids: readonly number[];
  /** The postmaster of the database that it reads, if it reads one. */
  postmaster?: number;
}

/** What one side answered in one round. */
interface Round {
  perSecond: number;
  p50: number;
  p95: number;
  kilobytes: number;
  serverMs: number;
  databaseMs: number;
  answers: number;
  errors: number;
}

const OK = new Set(["200", "204", "304"]);

/** How a round asks: each path once, or all of them over and over. */
export type Asking = { connections: number; once: true } | { connections: number; seconds: number; folder: string };

/** Asks the same paths of a side. CPU time is counted per answer. */
async function ask(side: Side, paths: readonly string[], how: Asking): Promise<Round> {
  const cpu = () => [cpuMsOf(side.pids), side.postmaster === undefined ? 0 : cpuMsOf([side.postmaster])] as const;
  const before = cpu();
  const found = "once" in how ? await askOnce(side, paths, how.connections) : await wrk({ ...side, ...how, paths });
  const after = cpu();
  const each = (of: 0 | 1) => (after[of] - before[of]) / found.answers;
  return { ...found, serverMs: each(0), databaseMs: each(1) };
}

async function askOnce(side: Side, paths: readonly string[], connections: number) {
  const requests = paths.map((path) => ({ host: side.host ?? "localhost", path }));
  const { perSecond, times, statuses, bytes } = await load({ port: side.port, requests, connections, answers: paths.length });
  const answers = times.length;
  const errors = Object.entries(statuses).reduce((sum, [status, count]) => sum + (OK.has(status) ? 0 : count), 0);
  return { perSecond, p50: quantile(times, 0.5), p95: quantile(times, 0.95), kilobytes: bytes / answers / 1024, answers, errors };
}

/** Asks all sides in turn, each time in another order; `pathsOf` gives the paths of a round. */
export async function compare(
  title: string,
  sides: readonly Side[],
  rounds: number,
  pathsOf: (side: Side, round: number) => readonly string[],
  how: Asking,
): Promise<Map<string, Round>> {
  const all = new Map(sides.map(({ name }) => [name, [] as Round[]]));
  for (let round = 0; round < rounds; round++) {
    const order = sides.map((_, at) => sides[(at + round) % sides.length]);
    for (const side of order) if (side) all.get(side.name)?.push(await ask(side, pathsOf(side, round), how));
  }
  const typical = new Map<string, Round>();
  for (const [name, list] of all) {
    const typicalOf = (of: keyof Round) => median(list.map((one) => one[of]));
    typical.set(name, {
      ...{ perSecond: typicalOf("perSecond"), p50: typicalOf("p50"), p95: typicalOf("p95"), kilobytes: typicalOf("kilobytes") },
      ...{
        serverMs: typicalOf("serverMs"),
        databaseMs: typicalOf("databaseMs"),
        answers: typicalOf("answers"),
        errors: Math.max(...list.map(({ errors }) => errors)),
      },
    });
  }
  console.log(`\n${title}   load ${os.loadavg()[0]?.toFixed(1)}`);
  const first = typical.get(sides[0]?.name ?? "");
  for (const [name, round] of typical) {
    const ratio = first && round !== first ? `   ${(first.perSecond / round.perSecond).toFixed(2)} ×` : "";
    const cpu = `CPU ${round.serverMs.toFixed(2)} + ${round.databaseMs.toFixed(2)} ms`;
    console.log(
      `  ${name.padEnd(28)} ${Math.round(round.perSecond).toLocaleString("en").padStart(8)}/s   p50 ${round.p50.toFixed(1).padStart(7)} p95 ${round.p95.toFixed(1).padStart(7)} ms   ${round.kilobytes.toFixed(1).padStart(7)} KB   ${cpu}${round.errors ? `   ${round.errors} ERRORS` : ""}${ratio}`,
    );
  }
  return typical;
}
