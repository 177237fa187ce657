import type { Database } from "@archipel/database/database.ts";
import { createCommunity } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildTestLayer } from "../layer-store/tables/test-layer.ts";
import { startTestRunner } from "../testing/run-jobs.ts";
import { createTestCore, type TestCore } from "../testing/test-core.ts";
import { dropOrphanTables } from "./orphan-tables.ts";

let database: Database;
let core: TestCore;
beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
});
afterAll(() => database.close());

const tablesOf = async (tableName: string): Promise<string[]> => {
  const rows = await database.driver.transaction((sql) =>
    sql.query<{ suffix: string }>(
      "SELECT substr(relname, $2::integer) AS suffix FROM pg_class WHERE relkind = 'r' AND starts_with(relname, $1) ORDER BY 1",
      [tableName, tableName.length + 1],
    ),
  );
  return rows.map((row) => row.suffix);
};

async function layer() {
  const { id } = await createCommunity(database);
  return buildTestLayer(database, id, {
    geometry: { type: "Point", srid: 4326, hasZ: false },
    features: [{ geometry: { type: "Point", coordinates: [2, 46] } }],
  });
}

describe("tables whose layer is gone", () => {
  test("are dropped in every community; tables of existing layers and other tables stay", async () => {
    const [gone, goneToo, living] = [await layer(), await layer(), await layer()];
    // What a process leaves that dies right after the transaction of a deletion.
    await database.withSystem((tx) => tx.layer.deleteMany({ where: { id: { in: [gone.layerId, goneToo.layerId] } } }));
    await database.driver.script(`CREATE TABLE layers.l_${"0".repeat(32)} (a integer)`);
    expect(await dropOrphanTables(core)).toEqual([gone.spec.tableName, goneToo.spec.tableName].sort());
    expect(await tablesOf(gone.spec.tableName)).toEqual([]);
    expect(await tablesOf(living.spec.tableName)).toEqual(["", "_history"]);
    expect(await tablesOf(`l_${"0".repeat(32)}`)).toEqual([""]);
    expect(await dropOrphanTables(core)).toEqual([]);
  });

  test("are dropped when a process that takes jobs starts", async () => {
    const gone = await layer();
    await database.withSystem((tx) => tx.layer.delete({ where: { id: gone.layerId } }));
    const { runner } = await startTestRunner(core);
    // The test waits until the upkeep has finished.
    await runner.stop();
    expect(await tablesOf(gone.spec.tableName)).toEqual([]);
  });

  test("of a layer that is being built are not among them", async () => {
    const building = await layer();
    await database.withSystem((tx) => tx.layer.update({ where: { id: building.layerId }, data: { status: "building" } }));
    expect(await dropOrphanTables(core)).toEqual([]);
    expect(await tablesOf(building.spec.tableName)).toEqual(["", "_history"]);
  });
});
