import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { type Database, type DatabaseOptions, openDatabase } from "@archipel/database/database.ts";
import { createServerDatabase, testDatabaseKind } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Killed, Prepared, ProcessSettings } from "../testing/job-process.ts";

/**
 * A process that publishes is killed without a warning at each step of it, and started again. What comes out must be what comes out of
 * a publication that nobody disturbed.
 */

/** A process that does not come to the step where it is to be killed is killed anyway, and the test fails. */
const PATIENCE_MS = 150_000;

let folder: string;
let options: DatabaseOptions;
let dropDatabase = async () => {};
let jobIds: string[];
const alive = new Set<ChildProcess>();

/** Each job is killed at these steps, one after the other; an attempt number above five would end it. */
const plans =
  testDatabaseKind === "embedded"
    ? [
        ["job starts", "read", "statistics", "order"],
        ["index", "generalise", "publish", "job done"],
      ]
    : [["read", "index", "publish", "job done"]];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "archipel-restart-"));
  options = { kind: "embedded", dataFolder: path.join(folder, "database") };
  if (testDatabaseKind === "server") ({ options, drop: dropDatabase } = await createServerDatabase(4));
  jobIds = await prepare();
}, 300_000);
afterAll(async () => {
  for (const child of alive) child.kill("SIGKILL");
  await dropDatabase();
  await rm(folder, { recursive: true, force: true });
});

type Line = { msg?: string; step?: string; job?: string };

function start(settings: Pick<ProcessSettings, "phase" | "killAt">, onLine: (line: Line, child: ChildProcess) => void): Promise<void> {
  const all: ProcessSettings = { ...settings, folder, database: options, publications: plans.length + 1 };
  const program = path.join(import.meta.dirname, "../testing/job-process.ts");
  const child = spawn(process.execPath, [program, JSON.stringify(all)], { stdio: ["ignore", "pipe", "inherit"] });
  alive.add(child);
  const guard = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
  createInterface({ input: child.stdout }).on("line", (text) => onLine(JSON.parse(text) as Line, child));
  return new Promise((resolve) => {
    child.once("exit", () => {
      alive.delete(child);
      clearTimeout(guard);
      resolve();
    });
  });
}

async function prepare(): Promise<string[]> {
  let prepared: Prepared | undefined;
  await start({ phase: "prepare" }, (line) => {
    if (line.msg === "prepared") prepared = line as unknown as Prepared & Line;
  });
  if (!prepared) throw new Error("the publications could not be prepared");
  return prepared.jobIds;
}

/** Runs a worker that is killed as the job reaches a step; tells how long the job took to start again. */
async function killAt(jobId: string, step: string): Promise<{ secondsToStart: number }> {
  let killed: Killed | undefined;
  await start({ phase: "work", killAt: { jobId, step } }, (line) => {
    if (line.msg === "killed") killed = line as unknown as Killed;
  });
  if (!killed) throw new Error(`step ${step} was not reached`);
  return killed;
}

/** Lets a process work undisturbed: until the job is done, or for long enough to see that it is not begun again. */
async function finish(jobId: string, isDone: boolean): Promise<void> {
  const seen: string[] = [];
  await start({ phase: "work" }, (line, child) => {
    if (line.job === jobId && line.msg) seen.push(line.msg);
    if (!isDone && line.job === jobId && line.msg === "job done") setTimeout(() => child.kill("SIGKILL"), 200);
    if (isDone && line.msg === "runner started") setTimeout(() => child.kill("SIGKILL"), testDatabaseKind === "server" ? 20_000 : 5_000);
  });
  if (isDone) expect(seen).toEqual([]);
}

async function withDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase(options);
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

/** All that a publication leaves, but ids and times. */
function traces(database: Database, jobId: string) {
  return database.withSystem(async (tx) => {
    const job = await tx.job.findUniqueOrThrow({ where: { id: jobId } });
    const upload = await tx.upload.findUniqueOrThrow({ where: { id: job.subjectId }, include: { layers: true } });
    const datasetId = upload.datasetId ?? "";
    const dataset = await tx.dataset.findUniqueOrThrow({ where: { id: datasetId } });
    const layers = await tx.layer.findMany({ where: { datasetId }, include: { revisions: true } });
    const [layer] = layers;
    if (!layer) throw new Error("no layer");
    const tables = await tx.$queryRaw<{ suffix: string }[]>`
      SELECT substr(relname, ${layer.tableName.length + 1}::integer) AS suffix FROM pg_class
      WHERE relnamespace = 'layers'::regnamespace AND relkind = 'r' AND starts_with(relname, ${layer.tableName}) ORDER BY 1`;
    const events = await tx.outboxEvent.findMany({ where: { communityId: job.communityId }, orderBy: { sequence: "asc" } });
    const entries = await tx.auditEntry.findMany({ where: { resourceId: datasetId }, orderBy: { id: "asc" } });
    return {
      status: [job.status, upload.status, dataset.status],
      layers: layers.map(({ status, featureCount, bbox, revision, revisions }) => ({
        status,
        featureCount,
        bbox,
        revision,
        revisions: revisions.length,
      })),
      // The quality of its features follows in its own time, after the publication.
      tables: tables.map((table) => table.suffix).filter((suffix) => suffix !== "_quality"),
      uploadLayers: upload.layers.map((row) => row.layerId === layer.id),
      events: events.filter((event) => JSON.stringify(event.payload).includes(datasetId)).map((event) => event.topic),
      actions: entries.map((entry) => entry.action),
      tableName: layer.tableName,
    };
  });
}

async function contentOf(database: Database, tableName: string): Promise<unknown> {
  return database.sqlAs({ role: "system" }, (sql) =>
    sql.query(
      `SELECT count(*)::integer AS rows, count(DISTINCT fid)::integer AS fids,
         md5(string_agg(concat_ws(' ', fid, version, nom, n, encode(ST_AsEWKB(geom), 'hex'), encode(ST_AsEWKB(geom_3857), 'hex')), ',' ORDER BY fid)) AS content
       FROM layers.${tableName}`,
    ),
  );
}

describe("a process killed in the middle of publishing", () => {
  test.each(plans.map((steps, index) => [steps, index] as const))(
    "at %s: the job goes on by itself, and nothing is half done or done twice",
    async (steps, index) => {
      const jobId = jobIds[index + 1] ?? "";
      await withDatabase((database) => database.withSystem((tx) => tx.job.update({ where: { id: jobId }, data: { status: "waiting" } })));
      for (const step of steps) {
        const { secondsToStart } = await killAt(jobId, step);
        expect(secondsToStart).toBeLessThan(30);
      }
      // Once more, until the queue has nothing left to say about it.
      await finish(jobId, steps.at(-1) === "job done");
      await withDatabase(async (database) => {
        const undisturbed = await traces(database, jobIds[0] ?? "");
        const disturbed = await traces(database, jobId);
        expect({ ...disturbed, tableName: "" }).toEqual({ ...undisturbed, tableName: "" });
        expect(disturbed.status).toEqual(["success", "published", "published"]);
        expect(disturbed.tables).toContain("_history");
        expect(disturbed.tables).not.toContain("_in");
        expect(await contentOf(database, disturbed.tableName)).toEqual(await contentOf(database, undisturbed.tableName));
      });
    },
    600_000,
  );
});
