import { readFileSync } from "node:fs";
import os from "node:os";
import type { Database } from "@archipel/database/database.ts";

/** CPU used so far, in milliseconds: of this process, and of the database's backends (null where they are on another machine). */
export interface CpuTime {
  process: number;
  database: number | null;
}

/** Clock ticks of /proc are hundredths of a second on every Linux that we know. */
const TICK_MS = 10;

/** Reads CPU times; the database's from /proc, by the process ids of the connections to this database. */
export async function cpuTime(database: Database): Promise<CpuTime> {
  const { user, system } = process.cpuUsage();
  const backends = await database.sqlAs({ role: "system" }, (sql) =>
    sql.query<{ pid: number }>(
      "SELECT pid FROM pg_stat_get_activity(NULL) WHERE datid = (SELECT oid FROM pg_database WHERE datname = current_database())",
    ),
  );
  return { process: (user + system) / 1000, database: sumOf(backends.map(({ pid }) => backendMs(pid))) };
}

function sumOf(values: (number | null)[]): number | null {
  return values.reduce<number | null>((sum, value) => (sum === null || value === null ? null : sum + value), 0);
}

function backendMs(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // Fields 14 and 15, counted behind the command's closing parenthesis.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  } catch {
    return null;
  }
}

/** The machine, in a line: figures mean nothing without it. */
export function machine(): string {
  const [cpu] = os.cpus();
  const memory = Math.round(os.totalmem() / 2 ** 30);
  return `${os.cpus().length} × ${cpu?.model ?? "?"}, ${memory} GiB, ${os.type()} ${os.release()}, Node ${process.version}`;
}
