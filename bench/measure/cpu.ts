import { readdirSync, readFileSync } from "node:fs";
import os from "node:os";
import type { Database } from "@archipel/database/database.ts";

/** CPU time used so far, in milliseconds, of this process and of the database server (NaN if it is on another machine). */
export interface CpuTime {
  process: number;
  database: number;
}

/** /proc counts time in hundredths of a second on all Linux systems that we know. */
const TICK_MS = 10;

/** Returns a reader of CPU times. The server's time is that of its backends, running and ended, so it must serve nothing else. */
export async function openCpuMeter(database: Database): Promise<() => CpuTime> {
  const [row] = await database.sqlAs({ role: "system" }, (sql) => sql.query<{ pid: number }>("SELECT pg_backend_pid() AS pid"));
  const postmaster = row ? statOf(row.pid)?.parent : undefined;
  return () => {
    const { user, system } = process.cpuUsage();
    return { process: (user + system) / 1000, database: postmaster === undefined ? Number.NaN : serverMs(postmaster) };
  };
}

/** CPU time used so far by processes and those that they started, in milliseconds. */
export function cpuMsOf(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + (statOf(pid)?.own ?? 0) * TICK_MS + serverMs(pid), 0);
}

/** CPU time of the children of this process that have ended, in milliseconds. */
export function endedChildrenMs(): number {
  return (statOf(process.pid)?.endedChildren ?? Number.NaN) * TICK_MS;
}

function serverMs(postmaster: number): number {
  let ticks = statOf(postmaster)?.endedChildren ?? Number.NaN;
  for (const entry of readdirSync("/proc")) {
    const stat = /^\d+$/.test(entry) ? statOf(Number(entry)) : undefined;
    if (stat?.parent === postmaster) ticks += stat.own;
  }
  return ticks * TICK_MS;
}

/** From /proc/<pid>/stat, in ticks; undefined when the process does not exist. */
function statOf(pid: number): { parent: number; own: number; endedChildren: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command, in parentheses, may hold spaces; the fields after it are numbered from three.
    const fields = stat
      .slice(stat.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
    const [parent = 0, utime = 0, stime = 0, cutime = 0, cstime = 0] = [fields[1], fields[11], fields[12], fields[13], fields[14]];
    return { parent, own: utime + stime, endedChildren: cutime + cstime };
  } catch {
    return undefined;
  }
}

/** Describes the machine in one line: figures mean nothing without it. */
export function machine(): string {
  const [cpu] = os.cpus();
  const memory = Math.round(os.totalmem() / 2 ** 30);
  return `${os.cpus().length} × ${cpu?.model ?? "?"}, ${memory} GiB, ${os.type()} ${os.release()}, Node ${process.version}`;
}
