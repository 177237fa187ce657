import type { Database } from "@archipel/database/database.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { anonymous } from "../../../kernel/actor.ts";
import { qualityTableOf } from "../../../layer-store/tables/quality-table.ts";
import { listInView } from "../../features/service.ts";
import { qualityWorld } from "../testing/quality-world.ts";
import { computeSheet } from "./compute.ts";

let database: Database;
let world: Awaited<ReturnType<typeof qualityWorld>>;
beforeAll(async () => {
  database = await openTestDatabase();
  world = await qualityWorld(database);
});
afterAll(() => database.close());

const known = () =>
  database.sqlAs({ role: "system" }, (sql) =>
    sql.query<{ fid: number; version: number; filled: number; isReviewed: boolean; reports: number; confidence: number }>(
      `SELECT fid::integer, version, filled, is_reviewed AS "isReviewed", open_reports AS reports, confidence
       FROM ${qualityTableOf(world.spec.tableName)} ORDER BY fid`,
    ),
  );
const confidenceAt = async () =>
  (await database.withSystem((tx) => tx.qualitySheet.findUniqueOrThrow({ where: { datasetId: world.datasetId } }))).confidenceAt;

test("the confidence of edited features is up to date as soon as they are merged", async () => {
  const [author, moderator] = [await world.person("contributor"), await world.person("moderator")];
  const edit = { operation: "update" as const, layerId: world.layerId, values: { nom: "Deux" } };
  // Never measured: there is nothing to update.
  await world.merged(author, moderator, [{ ...edit, fid: 1, baseVersion: 1 }]);
  await computeSheet(world.core, world.communityId, world.datasetId);
  await database.sqlAs({ role: "system" }, (sql) =>
    sql.query(`UPDATE ${qualityTableOf(world.spec.tableName)} SET open_reports = 1 WHERE fid = 2`),
  );
  const before = await known();
  const stamp = await confidenceAt();

  await world.merged(author, moderator, [
    { ...edit, fid: 2, baseVersion: 1 },
    { operation: "delete", layerId: world.layerId, fid: 3, baseVersion: 1, reason: "" },
    { operation: "insert", layerId: world.layerId, values: { nom: "Six", niveau: 6 }, geometry: null },
  ]);
  const after = await known();
  const [two, added] = [after.find(({ fid }) => fid === 2), after.find(({ fid }) => fid > 5)];
  expect(two).toMatchObject({ version: 2, filled: 1, isReviewed: true, reports: 1 });
  expect(two?.confidence).toBeGreaterThan(before.find(({ fid }) => fid === 2)?.confidence ?? 100);
  expect(added).toMatchObject({ version: 1, filled: 1, isReviewed: true, reports: 0 });
  expect(after.some(({ fid }) => fid === 3)).toBe(false);
  // The other features were not checked.
  expect(after.filter(({ fid }) => [1, 4, 5].includes(fid))).toEqual(before.filter(({ fid }) => [1, 4, 5].includes(fid)));
  expect(await confidenceAt()).toEqual(stamp);

  // The sheet only corrects what it alone can know: no report is open.
  await computeSheet(world.core, world.communityId, world.datasetId);
  const computed = await known();
  expect(computed.filter(({ fid }) => fid !== 2)).toEqual(after.filter(({ fid }) => fid !== 2));
  expect(computed.find(({ fid }) => fid === 2)).toMatchObject({ version: 2, reports: 0 });
});

test("a list of the features in view leaves out features of lower confidence, and keeps unmeasured ones", async () => {
  const { layerId } = world;
  const view = { layerId, bbox: [-180, -85, 180, 85] as [number, number, number, number], limit: 50 };
  const all = await listInView(world.core, anonymous, view);
  const rows = await known();
  const most = Math.max(...rows.map(({ confidence }) => confidence));
  const trusted = rows.filter(({ confidence }) => confidence >= most).map(({ fid }) => fid);
  const some = await listInView(world.core, anonymous, { ...view, confidenceAtLeast: most });
  expect(some.items.map(({ fid }) => fid).toSorted()).toEqual(
    all.items
      .map(({ fid }) => fid)
      .filter((fid) => trusted.includes(fid))
      .toSorted(),
  );
  expect(some.items.length).toBeGreaterThan(0);
  expect(some.items.length).toBeLessThan(all.items.length);
  await database.sqlAs({ role: "system" }, (sql) => sql.query(`DELETE FROM ${qualityTableOf(world.spec.tableName)}`));
  expect(await listInView(world.core, anonymous, { ...view, confidenceAtLeast: 100 })).toEqual(all);
});
