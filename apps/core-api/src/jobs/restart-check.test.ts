// @on-demand kills
import type { Database } from "@archipel/database/database.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type KilledJobs, killedJobs } from "../testing/killed-jobs.ts";

/**
 * A process that checks a delivery is killed without a warning at each step, and started again: the findings equal those of an undisturbed
 * run.
 */

let jobs: KilledJobs;
beforeAll(async () => {
  jobs = await killedJobs({ prepares: "checks", publications: 0 });
});
afterAll(() => jobs.close());

/** Everything that a check leaves, except ids and times. */
async function traces(database: Database, jobId: string) {
  const { subjectId } = await database.withSystem((tx) => tx.job.findUniqueOrThrow({ where: { id: jobId } }));
  const check = await database.withSystem((tx) => tx.check.findUniqueOrThrow({ where: { id: subjectId } }));
  const events = await database.withSystem((tx) => tx.outboxEvent.findMany({ where: { topic: "check.ran" } }));
  const [findings] = await database.sqlAs({ role: "system" }, (sql) =>
    sql.query(
      `SELECT count(*)::integer AS rows, max(sequence) AS last,
         md5(string_agg(concat_ws(' ', sequence, group_number, code, level, file_model, table_name, field, file, "row", bbox, place, params, repair), ',' ORDER BY sequence)) AS content
       FROM check_findings WHERE check_id = $1::uuid`,
      [subjectId],
    ),
  );
  return {
    verdict: check.verdict,
    groups: check.groups,
    findings,
    events: events.filter(({ payload }) => JSON.stringify(payload).includes(subjectId)).length,
  };
}

test("a check that is killed repeatedly starts again by itself, and each finding is stored once", async () => {
  const [undisturbed = "", disturbed = ""] = jobs.jobIds;
  for (const step of ["open", "rows", "relate", "job done"]) expect((await jobs.killAt(disturbed, step)).secondsToStart).toBeLessThan(30);
  expect(await jobs.finish(disturbed, true)).toEqual([]);
  await jobs.withDatabase(async (database) => {
    const [expected, found] = [await traces(database, undisturbed), await traces(database, disturbed)];
    expect(found).toEqual(expected);
    expect(found).toMatchObject({ verdict: { ran: true, conforms: false, rows: 8_000 }, events: 1 });
    expect(found.findings).toMatchObject({ rows: expect.any(Number), content: expect.any(String) });
  });
}, 900_000);
