import type { Database } from "@archipel/database/database.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { indexStaleLayers } from "../../../jobs/search-index.ts";
import { anonymous } from "../../../kernel/actor.ts";
import { addressFields, fieldsOf, pointAt, searchWorld, squareAt } from "../../../testing/search-world.ts";
import { createTestCore, type TestCore } from "../../../testing/test-core.ts";
import { gazetteerOf } from "../policy/gazetteer.ts";
import { markOf } from "../policy/query.ts";
import { communeLayerOf } from "../queries/fill.ts";
import { amongFirstSql, byBeginningSql, byWordsSql } from "../queries/find.ts";
import { locatedSql } from "../queries/locate.ts";
import { suggest } from "../service.ts";
import { INDEX_FORMAT, indexFeaturesForSearch, indexLayerForSearch } from "./index-layer.ts";

let database: Database;
let core: TestCore;
beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
});
afterAll(() => database.close());
const world = () => searchWorld(core);

describe("the index follows the layer", () => {
  it("renews what the planner knows of it when it has grown, not for each small layer", async () => {
    const { add } = await world();
    const known = async () => {
      const [row] = await database.sqlAs({ role: "system" }, (sql) =>
        sql.query<{ names: number }>("SELECT reltuples AS names FROM pg_class WHERE oid = 'public.search_names'::regclass"),
      );
      return row?.names ?? -1;
    };
    const streets = (count: number): string[][] => Array.from({ length: count }, (_, n) => ["1", `Rue ${count} ${n}`, "29200", "Brest"]);
    await add({ name: "adresses", fields: addressFields, rows: streets(400) });
    const first = await known();
    expect(first).toBeGreaterThanOrEqual(400);
    await add({ name: "adresses", fields: addressFields, rows: streets(1) });
    expect(await known()).toBe(first);
    await add({ name: "adresses", fields: addressFields, rows: streets(300) });
    expect(await known()).toBeGreaterThanOrEqual(first + 300);
  });

  it("in the transaction of an edit: houses, their street, and its words", async () => {
    const { find, add } = await world();
    const layer = await add({
      name: "adresses",
      fields: addressFields,
      rows: [
        ["1", "Rue Basse", "29200", "Brest"],
        ["2", "Rue Basse", "29200", "Brest"],
        ["1", "Rue Haute", "29200", "Brest"],
      ],
    });
    const edit = (statement: string, fids: number[]) =>
      layer.open(async (sql) => {
        await sql.query(statement.replace("TABLE", `layers."${layer.spec.tableName}"`));
        await indexFeaturesForSearch(sql, { ...layer.spec, name: layer.name }, fids);
      });
    expect(await find("2 rue bases")).toContain("2 Rue Basse");
    await edit("UPDATE TABLE SET nom_voie = 'Rue du Moulin' WHERE fid = 2", [2]);
    expect(await find("moulni")).toEqual(["Rue du Moulin"]);
    expect(await find("2 rue du moulin")).toContain("2 Rue du Moulin");
    expect(await find("2 rue basse")).not.toContain("2 Rue Basse");
    expect(await find("rue basse")).toContain("Rue Basse");
    await edit("DELETE FROM TABLE WHERE fid IN (1, 3)", [1, 3]);
    expect(await find("basse")).toEqual([]);
    expect(await find("rue haute")).not.toContain("Rue Haute");
    // The words as a rebuild counts them.
    const words = () =>
      database.sqlAs({ role: "system" }, (sql) =>
        sql.query("SELECT word, entries FROM search_words WHERE layer_id = $1::uuid AND entries > 0 ORDER BY word", [layer.layerId]),
      );
    const followed = await words();
    await layer.open((sql) => indexLayerForSearch(sql, { ...layer.spec, name: layer.name }));
    expect(await words()).toEqual(followed);
    expect(await find("moulni")).toEqual(["Rue du Moulin"]);
  });

  it("when a task finds layers of an older format, or communes that changed", async () => {
    const { places, add } = await world();
    await add({ name: "lieux", fields: fieldsOf("nom"), rows: [["Moulin Vieux"]], geometry: () => pointAt(2.05, 46.05), isIndexed: false });
    expect(await places("moulin vieux")).toEqual([]);
    await indexStaleLayers(core);
    expect(await places("moulin vieux")).toEqual(["Moulin Vieux, ?"]);
    const communes = await add({
      name: "communes",
      fields: fieldsOf("code_insee", "nom"),
      rows: [["90001", "Ansac"]],
      geometry: () => squareAt(2, 46),
    });
    await indexStaleLayers(core);
    expect(await places("moulin vieux")).toEqual(["Moulin Vieux, Ansac"]);
    // What is no longer public names nothing.
    await database.withSystem((tx) => tx.dataset.update({ where: { id: communes.datasetId }, data: { visibility: "private" } }));
    await indexStaleLayers(core);
    expect(await places("moulin vieux")).toEqual(["Moulin Vieux, ?"]);
    expect(await indexStaleLayers(core)).toBe(0);
    await database.withSystem((tx) =>
      tx.searchLayer.updateMany({ where: { layerId: communes.layerId }, data: { format: INDEX_FORMAT + 1 } }),
    );
    expect(await indexStaleLayers(core)).toBe(1);
  });

  it("in every process, which reads only the words that changed", async () => {
    const { portal, add, community } = await world();
    const layer = await add({ name: "lieux", fields: fieldsOf("nom"), rows: [["Cap Rouge"], ["Cap Blanc"]] });
    const other = { ...core, memory: {} };
    const find = async (process: TestCore, q: string) =>
      (await suggest(process, anonymous, { portalId: portal.id, q, locale: "fr", limit: 5 })).groups.flatMap(({ results }) =>
        results.map(({ label }) => label),
      );
    expect([await find(core, "ruoge"), await find(other, "ruoge")]).toEqual([["Cap Rouge"], ["Cap Rouge"]]);
    await database.sqlAs({ role: "worker", communityId: community.id }, async (sql) => {
      await sql.query(`UPDATE layers."${layer.spec.tableName}" SET nom = 'Cap Jaune' WHERE fid = 1`);
      await indexFeaturesForSearch(sql, { ...layer.spec, name: layer.name }, [1]);
    });
    expect([await find(core, "juane"), await find(other, "juane")]).toEqual([["Cap Jaune"], ["Cap Jaune"]]);
    expect(await find(other, "ruoge")).toEqual([]);
  });

  it("with indexes for the commune of each place, behind row-level security", async () => {
    const { add, community } = await world();
    const rows = Array.from({ length: 1_000 }, (_, row) => [String(10_000 + row), `Commune ${row}`]);
    await add({ name: "communes", fields: fieldsOf("code_insee", "nom"), rows, geometry: (row) => squareAt(row / 10, 46) });
    const layer = await add({ name: "lieux", fields: fieldsOf("nom", "insee"), rows: [["Ici", "10001"]] });
    const plan = await layer.open(async (sql) => {
      // The tables are small. A condition that must wait for the policy is a filter all the same.
      await sql.script("SET LOCAL enable_seqscan = off");
      const gazetteer = gazetteerOf({ name: layer.name, fields: layer.spec.fields });
      const communes = await communeLayerOf(sql, community.id);
      if (!gazetteer || !communes) throw new Error("nothing to index");
      const text = locatedSql(layer.spec, gazetteer, communes, " AND $1::uuid IS NOT NULL AND $2::uuid IS NOT NULL");
      const lines = await sql.query<{ "QUERY PLAN": string }>(`EXPLAIN ${text}`, [layer.layerId, community.id]);
      return lines.map((row) => row["QUERY PLAN"]).join("\n");
    });
    expect(plan).toMatch(/Index Cond:.*commune_code = n\.wanted_code/);
    expect(plan).toMatch(/Index Cond:.*geom_3857 && n\.place/);
    expect(plan).toMatch(/Index Cond:.*fid = g\.fid/);
  });

  it("with indexes that serve each search", async () => {
    const { community, add } = await world();
    const { layerId } = await add({ name: "lieux", fields: fieldsOf("nom"), rows: [["Ici"]] });
    const search = { layerId, kind: "street" as const, query: `'${markOf(layerId)}#rue' & '${markOf(layerId)}#abc':*`, filter: "'x'" };
    const plans = await database.sqlAs({ role: "system" }, async (sql) => {
      await sql.query(
        `INSERT INTO search_names (layer_id, key, community_id, kind, label, sort_key, lon, lat, words)
         SELECT $1::uuid, 'n' || n, $2::uuid, 'street', l, l, 0, 0, app.marked_words(right($1::uuid::text, 5), l, '')
         FROM (SELECT n, 'rue ' || md5((n / 3)::text) AS l FROM generate_series(1, 20000) n) x`,
        [layerId, community.id],
      );
      await sql.script("ANALYZE search_names");
      const explain = async ({ text, params }: { text: string; params: unknown[] }) =>
        (await sql.query<{ "QUERY PLAN": string }>(`EXPLAIN ${text}`, params)).map((row) => row["QUERY PLAN"]).join("\n");
      return {
        beginning: await explain(byBeginningSql([search], "rue ab")),
        words: await explain(byWordsSql([search])),
        first: await explain(amongFirstSql([search])),
      };
    });
    expect(plans.beginning).toMatch(/search_names_sort_key_idx/);
    expect(plans.words).toMatch(/search_names_words_idx/);
    expect(plans.first).toMatch(/search_names_rank_idx/);
    expect(plans.beginning + plans.words + plans.first).not.toMatch(/Seq Scan/);
  });
});
