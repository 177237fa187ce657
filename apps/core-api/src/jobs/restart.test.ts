// @long
// @endurance kills
import type { Database } from "@archipel/database/database.ts";
import { repeats } from "@archipel/testing/endurance.ts";
import { testDatabaseKind } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type KilledJobs, killedJobs } from "../testing/killed-jobs.ts";

/**
 * A process that publishes is killed without a warning at each step of it, and started again. The result must equal that of an undisturbed
 * publication.
 */

let jobs: KilledJobs;

/** Each job is killed at these steps, one after the other; an attempt number above five would end it. */
const plans =
  testDatabaseKind === "embedded"
    ? repeats(
        [["order", "job done"]],
        [
          ["job starts", "order"],
          ["documents", "job done"],
        ],
      )
    : repeats([["index", "publish", "job done"]], [["read", "index", "documents", "publish"], ["job done"]]);

beforeAll(async () => {
  jobs = await killedJobs({ prepares: "publications", publications: plans.length + 1 });
});
afterAll(() => jobs.close());

/** Everything that a publication leaves, except ids and times. */
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
      // The quality of its features is computed later, after the publication.
      tables: tables.map((table) => table.suffix).filter((suffix) => suffix !== "_quality"),
      documents: (await tx.datasetAttachment.findMany({ where: { datasetId }, orderBy: { path: "asc" } })).map(
        ({ path, sha256, position, title }) => [path, sha256, position, title],
      ),
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
      const jobId = jobs.jobIds[index + 1] ?? "";
      for (const [time, step] of steps.entries()) {
        const { secondsToStart } = await jobs.killAt(jobId, step, { waits: time === 0 });
        // Soon, even on a busy machine: not when the abandoned job would have expired.
        expect(secondsToStart).toBeLessThan(120);
      }
      // Run again until the queue has nothing left to do for the job.
      const isDone = steps.at(-1) === "job done";
      const seen = await jobs.finish(jobId, isDone);
      if (isDone) expect(seen).toEqual([]);
      await jobs.withDatabase(async (database) => {
        const undisturbed = await traces(database, jobs.jobIds[0] ?? "");
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
