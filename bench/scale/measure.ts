import os from "node:os";
import { cpuMsOf } from "../measure/cpu.ts";
import { load } from "../measure/http-load.ts";
import { median, quantile } from "../measure/times.ts";
import { wrk } from "../measure/wrk.ts";
import type { Setting, World } from "./setting.ts";

/** Each path once, or all of them over and over by wrk. */
export type How = { connections: number; once: true } | { connections: number; seconds: number; host?: string };

/** One setting in one round; CPU in milliseconds for each answer. */
interface Round {
  perSecond: number;
  p95: number;
  coreMs: number;
  primaryMs: number;
  replicaMs: number;
  errors: number;
  /** Reads that the replica answered, of those that it might have; NaN where that is not known. */
  replicaShare: number;
}

/** Of fewer reads, a share says nothing. */
const FEW = 50;
const FINE = new Set(["200", "204"]);

/** Asks all settings in turn, each time in another order, and prints the medians. `pathsOf` gives the paths of a round: each is asked once of a setting. */
export async function compare(
  { settings, databases, folder, rounds }: World,
  title: string,
  pathsOf: (round: number) => readonly string[],
  how: How,
): Promise<void> {
  const all = new Map(settings.map(({ name }) => [name, [] as Round[]]));
  const loads: number[] = [];
  for (let round = 0; round < rounds; round++) {
    for (let at = 0; at < settings.length; at++) {
      const setting = settings[(at + round) % settings.length];
      if (!setting) continue;
      all.get(setting.name)?.push(await ask(setting, databases, folder, pathsOf(round), how));
      loads.push(os.loadavg()[0] ?? 0);
    }
  }
  console.log(`\n${title}   load ${Math.min(...loads).toFixed(1)} to ${Math.max(...loads).toFixed(1)}`);
  for (const [name, list] of all) {
    const typical = (of: keyof Round) => median(list.map((one) => one[of]));
    const errors = Math.max(...list.map((one) => one.errors));
    const share = Number.isNaN(typical("replicaShare")) ? "" : `   replica answered ${Math.round(100 * typical("replicaShare"))} %`;
    console.log(
      `  ${name.padEnd(22)} ${Math.round(typical("perSecond")).toLocaleString("en").padStart(7)}/s   p95 ${typical("p95").toFixed(1).padStart(6)} ms   CPU core-api ${typical("coreMs").toFixed(2)}, primary ${typical("primaryMs").toFixed(2)}, replica ${typical("replicaMs").toFixed(2)} ms${share}${errors ? `   ${errors} ERRORS` : ""}`,
    );
  }
}

async function ask(
  { port, pids }: Setting,
  { primary, replica }: World["databases"],
  folder: string,
  paths: readonly string[],
  how: How,
): Promise<Round> {
  const cpu = () => [cpuMsOf(pids), cpuMsOf([primary]), cpuMsOf([replica])] as const;
  const [before, readsBefore] = [cpu(), await readsOf(port)];
  const found = "once" in how ? await askOnce(port, paths, how.connections) : await wrk({ port, paths, folder, ...how });
  const after = cpu();
  const reads = await readsOf(port);
  const each = (of: 0 | 1 | 2) => (after[of] - before[of]) / found.answers;
  const [answered, asked] = [reads.replica - readsBefore.replica, reads.all - readsBefore.all];
  // Of several processes behind one port, each question may reach another one.
  const replicaShare = pids.length > 1 || asked < FEW ? Number.NaN : answered / asked;
  return { ...found, coreMs: each(0), primaryMs: each(1), replicaMs: each(2), replicaShare };
}

async function askOnce(port: number, paths: readonly string[], connections: number) {
  const requests = paths.map((path) => ({ host: "localhost", path }));
  const { perSecond, times, statuses } = await load({ port, requests, connections, answers: paths.length });
  const errors = Object.entries(statuses).reduce((sum, [status, count]) => sum + (FINE.has(status) ? 0 : count), 0);
  return { perSecond, p95: quantile(times, 0.95), answers: times.length, errors };
}

/** Of the process behind a port. */
async function readsOf(port: number): Promise<{ replica: number; all: number }> {
  const text = await fetch(`http://127.0.0.1:${port}/metrics`, { headers: { connection: "close" } }).then((answer) => answer.text());
  const counts = [...text.matchAll(/^archipel_database_reads_total\{answered="(\w+)"\} (\d+)/gm)];
  const of = (name: string) => Number(counts.find(([, answered]) => answered === name)?.[2] ?? 0);
  return { replica: of("replica"), all: of("replica") + of("late") + of("away") };
}
