// @database server
// @endurance kills
import { spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import { type Database, openDatabase } from "@archipel/database/database.ts";
import { repeats } from "@archipel/testing/endurance.ts";
import { createServerDatabase, openTestDatabase, testDatabaseKind } from "@archipel/testing/test-database.ts";
import { describe, expect, it } from "vitest";
import { VersionMismatchError } from "./service/proposed-change.ts";
import { writeFeature } from "./service/write-feature.ts";
import { contributionWorld } from "./testing/contribution-world.ts";
import type { MergeSettings } from "./testing/merge-process.ts";

// No edit may be lost to concurrent writers or to a process that dies. The embedded database runs one transaction at a time and dies
// with its process, so these tests need the server.

const CLIENTS = 20;
const EDITS = repeats(1_000, 5_000);
const KILLS = repeats(10, 50);

type World = Awaited<ReturnType<typeof contributionWorld>>;

describe.skipIf(testDatabaseKind === "embedded")("on a server", () => {
  it(`of ${EDITS} edits by ${CLIENTS} clients none is lost or silently overwritten, and each refused one gets an error`, async () => {
    const database = await openTestDatabase();
    const world = await contributionWorld(database);
    const { core, layerId } = world;
    const managers = await Promise.all(Array.from({ length: CLIENTS }, () => world.person("manager")));
    const accepted: { fid: number; version: number; nom: string }[] = [];
    let refused = 0;
    await Promise.all(
      managers.map(async (manager, client) => {
        const seen = new Map([1, 2, 3].map((fid) => [fid, 1]));
        for (let turn = 0; turn < EDITS / CLIENTS; turn++) {
          const fid = 1 + ((client + turn) % 3);
          const nom = `client ${client} turn ${turn}`;
          const ifMatch = seen.get(fid) ?? 1;
          const write = { operation: "update" as const, fid, values: { nom } };
          try {
            const written = await writeFeature(core, manager, { layerId, write, drawnSrid: 4326, ifMatch });
            if (written.outcome !== "merged") throw new Error(`it is ${written.outcome}`);
            expect(written.version).toBe(ifMatch + 1);
            seen.set(fid, written.version);
            accepted.push({ fid, version: written.version, nom });
          } catch (error) {
            if (!(error instanceof VersionMismatchError)) throw error;
            const { base, mine, theirs } = error.diff;
            expect(mine?.values.nom).toBe(nom);
            expect(theirs?.values.nom).not.toBe(base?.values.nom);
            seen.set(fid, Number(error.params.version));
            refused++;
          }
        }
      }),
    );
    expect(accepted.length + refused).toBe(EDITS);
    expect(refused).toBeGreaterThan(0);
    const history = await namesInHistory(database, world);
    // Every acknowledged edit is the version that the client got, and no other version exists.
    expect(history.size).toBe(accepted.length + 3);
    for (const { fid, version, nom } of accepted) expect(history.get(`${fid} ${version}`)?.nom).toBe(nom);
    await database.close();
  });

  it(`a process killed ${KILLS} times while it merges loses nothing that it acknowledged, and leaves nothing half merged`, async () => {
    const { options, drop } = await createServerDatabase(4);
    const database = await openDatabase(options);
    const world = await contributionWorld(database);
    const { userId } = await world.person("manager");
    const { communityId, datasetId, layerId } = world;
    const acknowledged: string[] = [];
    for (let kill = 0; kill < KILLS; kill++) {
      // Each kill comes at another moment after the first merge: during the next draft, its edits or its merge.
      acknowledged.push(...(await mergeUntilKilled({ database: options, communityId, datasetId, layerId, userId }, ((kill * 7) % 20) * 2)));
    }
    expect(acknowledged.length).toBeGreaterThanOrEqual(KILLS);
    const contributions = await database.withSystem((tx) => tx.contribution.findMany({ where: { datasetId }, include: { edits: true } }));
    const merged = new Set(contributions.filter(({ status }) => status === "merged").map(({ id }) => id));
    for (const id of acknowledged) expect(merged).toContain(id);
    const history = [...(await namesInHistory(database, world)).values()];
    for (const { id, status, edits } of contributions) {
      const written = history.filter(({ contributionId }) => contributionId === id).length;
      const isMerged = merged.has(id);
      expect([status, written], id).toEqual(isMerged ? ["merged", 3] : ["draft", 0]);
      expect(edits.every(({ mergedVersion }) => (mergedVersion !== null) === isMerged)).toBe(true);
    }
    const [layer] = await database.withSystem((tx) => tx.layer.findMany({ where: { id: layerId }, include: { revisions: true } }));
    expect(layer?.revision).toBe(1 + merged.size);
    expect(layer?.revisions.length).toBe(merged.size);
    await database.close();
    await drop();
  });
});

/** Names by `fid version`, with the contribution that set them. */
async function namesInHistory(database: Database, world: World) {
  const rows = await database.sqlAs({ role: "system" }, (sql) =>
    sql.query<{ fid: number; version: number; nom: string | null; contributionId: string | null }>(
      `SELECT fid, version, nom, contribution_id AS "contributionId" FROM layers."${world.spec.tableName}_history"`,
    ),
  );
  return new Map(rows.map((row) => [`${row.fid} ${row.version}`, row]));
}

/** Lets the process merge once, then kills it after `wait` milliseconds. @returns what it acknowledged */
function mergeUntilKilled(settings: MergeSettings, wait: number): Promise<string[]> {
  const program = path.join(import.meta.dirname, "testing/merge-process.ts");
  const child = spawn(process.execPath, [program, JSON.stringify(settings)], { stdio: ["ignore", "pipe", "inherit"] });
  const guard = setTimeout(() => child.kill("SIGKILL"), 60_000);
  const acknowledged: string[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => {
    const { contributionId, outcome } = JSON.parse(line) as { contributionId: string; outcome: string };
    if (outcome === "merged") acknowledged.push(contributionId);
    setTimeout(() => child.kill("SIGKILL"), wait);
  });
  return new Promise((resolve) => {
    child.once("close", () => {
      clearTimeout(guard);
      resolve(acknowledged);
    });
  });
}
