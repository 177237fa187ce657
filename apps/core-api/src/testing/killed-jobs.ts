import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { type Database, openDatabase } from "@archipel/database/database.ts";
import { createDatabase, testDatabaseKind } from "@archipel/testing/test-database.ts";
import type { Killed, Prepared, ProcessSettings } from "./job-process.ts";

/** A process that does not reach the step at which it should be killed is killed anyway, and the test fails. */
const PATIENCE_MS = 240_000;

type Line = { msg?: string; step?: string; job?: string } & Partial<Killed> & Partial<Prepared>;

/** For tests: processes that run jobs on one platform in a folder, are killed without a warning at given steps, and started again. */
export async function killedJobs(prepares: Pick<ProcessSettings, "prepares" | "publications">) {
  const folder = await mkdtemp(path.join(tmpdir(), "archipel-restart-"));
  const { options, drop } = await createDatabase(folder);
  const alive = new Set<ChildProcess>();

  function start(
    settings: Pick<ProcessSettings, "phase" | "killAt" | "waiting">,
    onLine: (line: Line, child: ChildProcess) => void,
  ): Promise<void> {
    const all: ProcessSettings = { ...settings, ...prepares, folder, database: options };
    const program = path.join(import.meta.dirname, "job-process.ts");
    const child = spawn(process.execPath, [program, JSON.stringify(all)], { stdio: ["ignore", "pipe", "inherit"] });
    alive.add(child);
    const guard = setTimeout(() => child.kill("SIGKILL"), settings.phase === "prepare" ? 2 * PATIENCE_MS : PATIENCE_MS);
    createInterface({ input: child.stdout }).on("line", (text) => onLine(JSON.parse(text) as Line, child));
    return new Promise((resolve) => {
      child.once("exit", () => {
        alive.delete(child);
        clearTimeout(guard);
        resolve();
      });
    });
  }

  let prepared: Line = {};
  await start({ phase: "prepare" }, (line) => {
    if (line.msg === "prepared") prepared = line;
  });
  const { jobIds, updateIds = [], managerId = "" } = prepared;
  if (!jobIds) throw new Error("the jobs could not be prepared");

  return {
    /** Holds the objects, in `objects`. */
    folder,
    jobIds,
    updateIds,
    managerId,
    /**
     * Runs a worker that is killed when the job reaches a step, or some time after; returns how long the job took to start again. A job that
     * was set aside `waits` from the worker's start: opening the database for that alone would take longer than the job.
     */
    async killAt(jobId: string, step: string, { afterMs, waits = false }: { afterMs?: number; waits?: boolean } = {}) {
      let seconds: number | undefined;
      const killAt = { jobId, step, ...(afterMs !== undefined && { afterMs }) };
      await start({ phase: "work", killAt, ...(waits && { waiting: jobId }) }, (line) => {
        if (line.msg === "killed") seconds = line.secondsToStart;
      });
      if (seconds === undefined) throw new Error(`step ${step} was not reached`);
      return { secondsToStart: seconds };
    },
    /** Lets a process work undisturbed until the job is done, or long enough to see that the job does not start again. Returns its log. */
    async finish(jobId: string, isDone: boolean): Promise<string[]> {
      const seen: string[] = [];
      await start({ phase: "work" }, (line, child) => {
        if (line.job === jobId && line.msg) seen.push(line.msg);
        if (!isDone && line.job === jobId && line.msg === "job done") setTimeout(() => child.kill("SIGKILL"), 200);
        if (isDone && line.msg === "runner started")
          setTimeout(() => child.kill("SIGKILL"), testDatabaseKind === "server" ? 20_000 : 5_000);
      });
      return seen;
    },
    async withDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
      const database = await openDatabase(options);
      try {
        return await work(database);
      } finally {
        await database.close();
      }
    },
    async close() {
      for (const child of alive) child.kill("SIGKILL");
      await drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
export type KilledJobs = Awaited<ReturnType<typeof killedJobs>>;
