// @on-demand kills
import { provenCommunityId } from "@archipel/contracts/ids.ts";
import type { Database } from "@archipel/database/database.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { applyUpdate } from "../modules/updates/service/apply.ts";
import { type KilledJobs, killedJobs } from "../testing/killed-jobs.ts";
import { createTestCore } from "../testing/test-core.ts";

/**
 * A process that compares a file with a layer, then applies the difference, is killed without a warning at each step of both, and started
 * again. The result must equal that of an undisturbed update.
 */

let jobs: KilledJobs;
beforeAll(async () => {
  jobs = await killedJobs({ prepares: "updates", publications: 0 });
});
afterAll(() => jobs.close());

const updateOf = (database: Database, id: string) => database.withSystem((tx) => tx.layerUpdate.findUniqueOrThrow({ where: { id } }));

/** Everything that an update leaves, except ids and times. */
async function traces(database: Database, updateId: string) {
  const { layerId, revision, preview } = await updateOf(database, updateId);
  const { layer, revisions, events, entries, jobRows } = await database.withSystem(async (tx) => {
    const found = await tx.layer.findUniqueOrThrow({ where: { id: layerId } });
    return {
      layer: found,
      revisions: await tx.layerRevision.findMany({ where: { layerId }, orderBy: { revision: "asc" } }),
      events: await tx.outboxEvent.findMany({ where: { communityId: found.communityId, topic: "layer.edited" } }),
      entries: await tx.auditEntry.findMany({ where: { resourceId: found.datasetId, action: "layer.data-updated" } }),
      jobRows: await tx.job.findMany({ where: { subjectId: updateId } }),
    };
  });
  const contents: unknown[] = [];
  for (const table of ["", "_history"]) {
    const [content] = await database.sqlAs({ role: "system" }, (sql) =>
      sql.query(
        `SELECT count(*)::integer AS rows, md5(string_agg(concat_ws(' ', fid, version, nom, n, encode(ST_AsEWKB(geom), 'hex')), ',' ORDER BY fid, version)) AS content
         FROM layers."${layer.tableName}${table}"`,
      ),
    );
    contents.push(content);
  }
  const tables = await database.withSystem(
    (tx) => tx.$queryRaw<{ suffix: string }[]>`
      SELECT substr(relname, ${layer.tableName.length + 1}::integer) AS suffix FROM pg_class
      WHERE relnamespace = 'layers'::regnamespace AND relkind = 'r' AND starts_with(relname, ${layer.tableName}) ORDER BY 1`,
  );
  return {
    revision,
    preview,
    layer: { revision: layer.revision, featureCount: layer.featureCount, bbox: layer.bbox },
    revisions: revisions.map(({ revision: number, summary }) => [number, (summary as { updated?: number }).updated ?? null]),
    events: events.filter(({ payload }) => JSON.stringify(payload).includes(layerId)).length,
    entries: entries.length,
    jobs: jobRows.map(({ kind, status }) => `${kind} ${status}`).sort(),
    // The quality of its features is computed later.
    tables: tables.map(({ suffix }) => suffix).filter((suffix) => suffix !== "_quality"),
    contents,
  };
}

describe("a process killed in the middle of an update", () => {
  test("continues by itself: nothing is half done or done twice", async () => {
    const [, compareJob = ""] = jobs.jobIds;
    const [undisturbed = "", disturbed = ""] = jobs.updateIds;
    for (const step of ["job starts", "read", "compare"]) expect((await jobs.killAt(compareJob, step)).secondsToStart).toBeLessThan(30);
    await jobs.finish(compareJob, false);
    const applyJob = await jobs.withDatabase(async (database) => {
      const row = await updateOf(database, disturbed);
      expect(row.preview).toMatchObject({ counts: { inserted: 10, updated: 3996, deleted: 10, unchanged: 7994 } });
      const communityId = provenCommunityId(row.communityId);
      const manager = { userId: jobs.managerId, communityId, role: "manager", isOperator: false, isSuspended: false } as const;
      const core = { ...(await createTestCore(database)), queue: { enqueue: async () => {} } };
      const { jobId } = await applyUpdate(core, manager, { communityId, updateId: disturbed, baseRevision: 1 });
      return jobId ?? "";
    });
    for (const step of ["job starts", "apply", "job done"]) expect((await jobs.killAt(applyJob, step)).secondsToStart).toBeLessThan(30);
    expect(await jobs.finish(applyJob, true)).toEqual([]);
    await jobs.withDatabase(async (database) => {
      const [expected, found] = [await traces(database, undisturbed), await traces(database, disturbed)];
      expect(found).toEqual(expected);
      expect(found).toMatchObject({ revision: 2, events: 1, entries: 1, jobs: ["apply-update success", "compare-update success"] });
      expect(found.tables.some((suffix) => suffix.startsWith("_u") || suffix.startsWith("_f"))).toBe(false);
    });
  }, 1_200_000);
});
