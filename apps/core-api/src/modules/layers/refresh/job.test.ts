import type { LayerField } from "@archipel/contracts/layers.ts";
import type { Database } from "@archipel/database/database.ts";
import type { Geometry } from "@archipel/geo/geojson.ts";
import type { LayerStyle } from "@archipel/map-style/layer-style.ts";
import { createCommunity, createMember } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Runner } from "../../../jobs/runner.ts";
import type { MemberActor } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { buildTestLayer } from "../../../layer-store/tables/test-layer.ts";
import { jobOver, startTestRunner } from "../../../testing/run-jobs.ts";
import { createTestCore } from "../../../testing/test-core.ts";
import { indexLayerForSearch } from "../../search/indexing/index-layer.ts";
import * as layers from "../service.ts";

let database: Database;
let core: Core;
let runner: Runner;
let manager: MemberActor;

beforeAll(async () => {
  database = await openTestDatabase();
  ({ core, runner } = await startTestRunner(await createTestCore(database)));
  const community = await createCommunity(database);
  const { id } = await createMember(database, community.id, "manager");
  manager = { userId: id, isOperator: false, isSuspended: false, communityId: community.id, role: "manager" };
});
afterAll(async () => {
  await runner.stop();
  await database.close();
});

const fields: LayerField[] = [
  { name: "numero", column: "numero", type: "integer" },
  { name: "nom_voie", column: "nom_voie", type: "text" },
  { name: "usage", column: "usage", type: "text" },
];
const plain: LayerStyle = { kind: "simple", appearance: {} };
const byUsage: LayerStyle = { kind: "categorised", column: "usage", categories: [] };

/** Addresses so dense that low zooms get tables of their own. */
async function addresses(classColumns: string[]) {
  const features = Array.from({ length: 6000 }, (_, index) => ({
    geometry: { type: "Point", coordinates: [2 + (index % 100) / 5000, 46 + Math.floor(index / 100) / 5000] } as Geometry,
    values: [index, `rue ${index % 40}`, index % 3 === 0 ? "commerce" : "logement"],
  }));
  const layer = await buildTestLayer(database, manager.communityId, {
    geometry: { type: "Point", srid: 4326, hasZ: false },
    fields,
    features,
    finish: { classColumns: () => classColumns },
  });
  await database.withSystem((tx) => tx.layer.update({ where: { id: layer.layerId }, data: { style: plain } }));
  await layer.open((sql) => indexLayerForSearch(sql, { ...layer.spec, name: "things" }));
  return layer;
}

async function change(layerId: string, what: Omit<Parameters<typeof layers.updateLayer>[2], "communityId" | "layerId">): Promise<void> {
  await layers.updateLayer(core, manager, { communityId: manager.communityId, layerId, ...what });
}

/** Waits for the layer's jobs, and returns their final statuses. */
async function ended(layerId: string): Promise<string[]> {
  const jobs = await database.withSystem((tx) => tx.job.findMany({ where: { subjectId: layerId }, orderBy: { id: "asc" } }));
  const over: string[] = [];
  for (const job of jobs) over.push((await jobOver(core, job.id)).status);
  return over;
}

/** Every generalised table: its suffix, its rows, its locks. The quality of features may be computed meanwhile, into another table. */
async function generalised(tableName: string) {
  return database.sqlAs({ role: "system" }, async (sql) => {
    const tables = await sql.query<{ suffix: string; policies: number }>(
      `SELECT substr(relname, 35) AS suffix, (SELECT count(*)::integer FROM pg_policies p WHERE p.tablename = c.relname) AS policies
       FROM pg_class c WHERE relnamespace = 'layers'::regnamespace AND relkind = 'r' AND starts_with(relname, $1) AND relname <> $1
         AND relname NOT IN ($1 || '_history', $1 || '_quality') ORDER BY 1`,
      [tableName],
    );
    const found: Record<string, unknown> = {};
    for (const { suffix, policies } of tables) {
      const [rows] = await sql.query(
        `SELECT count(*)::integer AS count, md5(string_agg(concat(fid, usage, encode(ST_AsEWKB(geom_3857), 'hex')), ',' ORDER BY fid)) AS content
         FROM layers.${tableName}${suffix}`,
      );
      found[suffix] = { ...rows, policies };
    }
    return found;
  });
}

const entries = (layerId: string) => database.withSystem((tx) => tx.searchPart.count({ where: { layerId } }));

describe("after a layer's fields or style changed", () => {
  test("a hidden field is no longer searched, and is searched again when shown", async () => {
    const { layerId } = await addresses([]);
    expect(await entries(layerId)).toBe(6000);
    await change(layerId, { fields: [{ column: "nom_voie", isHidden: true }] });
    expect(await ended(layerId)).toEqual(["success"]);
    expect(await entries(layerId)).toBe(0);
    await change(layerId, { fields: [{ column: "nom_voie", isHidden: false }] });
    expect(await ended(layerId)).toEqual(["success", "success"]);
    expect(await entries(layerId)).toBe(6000);
  });

  test("low zooms distinguish the values of the new colour column, as if published with it", async () => {
    const [changed, asPublished] = [await addresses([]), await addresses(["usage"])];
    const before = await generalised(changed.spec.tableName);
    const wanted = await generalised(asPublished.spec.tableName);
    expect(Object.keys(wanted)).toEqual(["_g10"]);
    expect(before).not.toEqual(wanted);
    const { updatedAt } = await layers.getLayer(core, manager, changed.layerId);
    await change(changed.layerId, { style: byUsage });
    expect(await ended(changed.layerId)).toEqual(["success"]);
    expect(await generalised(changed.spec.tableName)).toEqual(wanted);
    // Maps request cached tiles again.
    expect((await layers.getLayer(core, manager, changed.layerId)).updatedAt.getTime()).toBeGreaterThan(updatedAt.getTime());
    // Changes in quick succession: the last one applies, in whatever order the jobs run.
    await change(changed.layerId, { style: plain });
    await change(changed.layerId, { style: byUsage });
    await change(changed.layerId, { style: plain });
    expect(await ended(changed.layerId)).toEqual(["success", "success", "success", "success"]);
    expect(await generalised(changed.spec.tableName)).toEqual(before);
  });

  test("a change that affects no derived table starts no job", async () => {
    const { layerId } = await addresses([]);
    await change(layerId, { title: "Adresses", fields: [{ column: "usage", label: "Usage du local" }] });
    expect(await ended(layerId)).toEqual([]);
  });
});
