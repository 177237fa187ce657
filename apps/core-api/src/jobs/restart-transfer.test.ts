// @on-demand kills
import { spawn } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import type { Database } from "@archipel/database/database.ts";
import { openDatabase } from "@archipel/database/database.ts";
import { quoteIdentifier } from "@archipel/database/sql-session.ts";
import { openFileStore } from "@archipel/storage/file-store.ts";
import { createDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Person } from "../kernel/actor.ts";
import { noteObjects, sweepObjects } from "../kernel/objects.ts";
import { addImport, listImports, startImport } from "../modules/communities/imports/service.ts";
import { askForCopy, bytesOfCopy, entriesOf, fullCommunity } from "../testing/leaving-community.ts";
import { jobOver, startTestRunner } from "../testing/run-jobs.ts";
import { createTestCore, type TestCore } from "../testing/test-core.ts";
import type { TransferSettings } from "../testing/transfer-process.ts";
import { dropOrphanTables } from "./orphan-tables.ts";

/**
 * A process that writes the copy of a community, and one that reads it elsewhere, are killed without a warning at each of their steps and
 * started again. The copy is whole each time, and what arrives is what left. What is given up or erased leaves nothing.
 */

interface Platform {
  readonly core: TestCore;
  readonly folder: string;
  readonly database: Awaited<ReturnType<typeof createDatabase>>["options"];
  close(): Promise<void>;
}

async function platform(): Promise<Platform> {
  const folder = await mkdtemp(path.join(tmpdir(), "archipel-transfer-"));
  const { options, drop } = await createDatabase(folder);
  const database: Database = await openDatabase(options);
  const core = { ...(await createTestCore(database)), storage: openFileStore(path.join(folder, "objects"), noteObjects(database)) };
  return {
    core,
    folder,
    database: options,
    async close() {
      await database.close();
      await drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** @returns whether the process was killed at the step */
function work({ folder, database }: Platform, what: Pick<TransferSettings, "jobId" | "killAt" | "erases">): Promise<boolean> {
  const settings: TransferSettings = { ...what, folder, database };
  const program = path.join(import.meta.dirname, "../testing/transfer-process.ts");
  const child = spawn(process.execPath, [program, JSON.stringify(settings)], { stdio: ["ignore", "ignore", "inherit"] });
  return new Promise((resolve) => child.once("exit", (_code, signal) => resolve(signal === "SIGKILL")));
}

/** The rows of tables and layers, without what tells of copies: their jobs, their lines in the journal. */
async function rowsOf(bag: Buffer): Promise<Map<string, string[]>> {
  const files = await entriesOf(bag);
  return new Map(
    [...files]
      .filter(([name]) => name.endsWith(".ndjson"))
      .map(([name, content]) => [
        name.replace(/^[^/]+\//, ""),
        content
          .toString("utf8")
          .split("\n")
          .filter(
            (line) => line !== "" && !/"community\.export|"community\.import|"export-community"/.test(line) && !line.includes(firstJob),
          )
          .sort(),
      ]),
  );
}

/** What a platform holds that could be left of a community. */
async function contentsOf({ core, folder }: Platform) {
  const rows = await core.database.withSystem(async (tx) => ({
    communities: await tx.community.count(),
    users: await tx.user.count(),
    layers: await tx.layer.count(),
    erasures: await tx.auditEntry.count({ where: { action: "community.erased" } }),
    references: await tx.objectReference.count(),
  }));
  const [tables] = await core.database.driver.execute<{ count: number }>(
    "SELECT count(*)::integer AS count FROM pg_class WHERE relnamespace = 'layers'::regnamespace AND relkind = 'r'",
  );
  const files = await readdir(path.join(folder, "objects"), { recursive: true, withFileTypes: true });
  return { ...rows, tables: tables?.count ?? 0, objects: files.filter((entry) => entry.isFile()).length };
}

/** The stored objects that no row names. */
async function unnamed({ core, folder }: Platform): Promise<string[]> {
  const references = await core.database.withSystem((tx) => tx.objectReference.findMany({ select: { key: true } }));
  const named = new Set(references.map(({ key }) => path.basename(key)));
  const files = await readdir(path.join(folder, "objects"), { recursive: true, withFileTypes: true });
  return files.flatMap((entry) => (entry.isFile() && !named.has(entry.name) ? [entry.name] : []));
}

/** What the hourly sweeps delete, as if the days that they wait had passed. */
async function sweep({ core }: Platform): Promise<void> {
  await dropOrphanTables(core);
  await core.database.withSystem((tx) => tx.$executeRaw`UPDATE released_objects SET released_at = now() - interval '2 days'`);
  await sweepObjects(core);
}

/** Tables whose rows are the community's alone, and of which a copy writes none itself. */
const compared = (rows: Map<string, string[]>) =>
  [...rows.keys()].flatMap((name) => {
    const [, table = ""] = /^data\/tables\/(.+)\.ndjson$/.exec(name) ?? [];
    return table === "" || ["users", "jobs", "job_logs", "audit_entries", "community_exports"].includes(table) ? [] : [table];
  });

let home: Platform;
let away: Platform;
let full: Awaited<ReturnType<typeof fullCommunity>>;
let undisturbed: Buffer;
let firstJob = "";
beforeAll(async () => {
  [home, away] = [await platform(), await platform()];
  full = await fullCommunity(home.core.database, home.core);
  const running = await startTestRunner(home.core);
  const first = await askForCopy(running.core, full.manager);
  firstJob = first.jobId ?? "";
  await jobOver(running.core, firstJob);
  await running.runner.stop();
  await running.queue.stop();
  undisturbed = await bytesOfCopy(home.core, first.id);
});
afterAll(async () => {
  await home.close();
  await away.close();
});

test("an export killed at each step ends with the copy that an undisturbed one writes", async () => {
  const { id, jobId } = await askForCopy(home.core, full.manager);
  for (const killAt of ["job starts", "rows", "objects", "bag", "job done"]) {
    expect([killAt, await work(home, { jobId: jobId ?? "", killAt })]).toEqual([killAt, true]);
  }
  expect(await work(home, { jobId: jobId ?? "" })).toBe(false);
  expect(await rowsOf(await bytesOfCopy(home.core, id))).toEqual(await rowsOf(undisturbed));
  const rest = await home.core.database.withSystem((tx) => tx.communityExport.findMany({ where: { id }, select: { parts: true } }));
  expect(rest).toEqual([{ parts: [] }]);
  await sweep(home);
  expect(await unnamed(home)).toEqual([]);
}, 600_000);

test("an import killed at each step leaves nothing behind, and ends with all rows", async () => {
  const operator: Person = { userId: full.world.users.operator ?? "", isOperator: true, isSuspended: false };
  await away.core.database.withSystem((tx) =>
    tx.user.create({ data: { id: operator.userId, name: "Odile", email: "odile@example.org", isOperator: true } }),
  );
  const { key, size } = await away.core.storage.put(Readable.from([undisturbed]));
  const { id } = await addImport(away.core, operator, { objectKey: key, fileName: "a.zip", size });
  const one = async () => (await listImports(away.core)).find((row) => row.id === id);
  /** The next process would wait two minutes until it takes over what a dead one left. */
  const age = () => away.core.database.withSystem((tx) => tx.communityImport.update({ where: { id }, data: { aliveAt: new Date(0) } }));
  for (const killAt of ["check", "read"]) {
    expect([killAt, await work(away, { killAt })]).toEqual([killAt, true]);
    await age();
  }
  expect(await work(away, {})).toBe(false);
  expect(await one()).toMatchObject({ status: "inspected", error: null });
  await startImport(away.core, operator, id, {});
  // Given up: as after five attempts that died with all rows written.
  expect(await work(away, { killAt: "layers" })).toBe(true);
  await age();
  await away.core.database.withSystem((tx) => tx.communityImport.update({ where: { id }, data: { attempts: { increment: 4 } } }));
  expect(await work(away, {})).toBe(false);
  expect(await one()).toMatchObject({ status: "failed", error: { code: "job-keeps-failing" } });
  expect(await work(away, {})).toBe(false);
  expect(await contentsOf(away)).toMatchObject({ communities: 0, users: 1, layers: 0, tables: 0 });
  await startImport(away.core, operator, id, {});
  for (const killAt of ["read", "objects", "rows", "layers"]) {
    expect([killAt, await work(away, { killAt })]).toEqual([killAt, true]);
    await age();
    const seen = await away.core.database.withSystem((tx) => tx.community.findUnique({ where: { id: full.communityId } }));
    expect(seen?.status ?? "none").not.toBe("active");
  }
  expect(await work(away, {})).toBe(false);
  expect(await one()).toMatchObject({ status: "done", error: null });
  const left = await rowsOf(undisturbed);
  const arrived = await away.core.database.sqlAs({ role: "transfer", communityId: full.communityId }, async (sql) => {
    const counts: [string, number][] = [];
    for (const table of compared(left)) {
      const [row] = await sql.query<{ count: number }>(`SELECT count(*)::integer AS count FROM ${quoteIdentifier(table)}`);
      counts.push([table, row?.count ?? 0]);
    }
    return counts;
  });
  expect(arrived).toEqual(compared(left).map((table) => [table, left.get(`data/tables/${table}.ndjson`)?.length]));
  expect(arrived.length).toBeGreaterThan(40);
}, 600_000);

test("an erasure killed after its rows are gone is in the journal once, and the sweeps leave nothing", async () => {
  const { core } = away;
  const erase = (killAt?: string) => work(away, { erases: true, ...(killAt !== undefined && { killAt }) });
  await core.database.withSystem((tx) =>
    tx.community.update({ where: { id: full.communityId }, data: { status: "deleted", eraseAt: new Date(0) } }),
  );
  expect(await erase("rows")).toBe(true);
  expect(await contentsOf(away)).toMatchObject({ communities: 0, layers: 0, erasures: 1 });
  expect((await contentsOf(away)).tables).toBeGreaterThan(0);
  expect(await erase()).toBe(false);
  await core.database.withSystem((tx) => tx.communityImport.deleteMany());
  await sweep(away);
  expect(await contentsOf(away)).toEqual({
    communities: 0,
    users: expect.any(Number),
    layers: 0,
    tables: 0,
    erasures: 1,
    references: 0,
    objects: 0,
  });
}, 600_000);

test("an erasure killed after its tables are gone leaves its objects to the sweep, and nothing of another community", async () => {
  const { core } = home;
  const others = { communityId: { not: full.communityId } };
  const kept = () => core.database.withSystem((tx) => tx.layer.findMany({ where: others, orderBy: { id: "asc" } }));
  const before = await kept();
  await core.database.withSystem((tx) =>
    tx.community.update({ where: { id: full.communityId }, data: { status: "deleted", eraseAt: new Date(0) } }),
  );
  const { objects } = await contentsOf(home);
  expect(await work(home, { erases: true, killAt: "tables" })).toBe(true);
  expect(await contentsOf(home)).toMatchObject({ objects, erasures: 1 });
  expect(await work(home, { erases: true })).toBe(false);
  await sweep(home);
  expect([await unnamed(home), (await contentsOf(home)).objects < objects]).toEqual([[], true]);
  expect(await kept()).toEqual(before);
}, 600_000);
