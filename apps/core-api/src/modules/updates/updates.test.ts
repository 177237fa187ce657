import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { flood, geojson, updateWorld, X, Y, zones } from "../../testing/update-world.ts";
import { listChanges } from "./service/read.ts";
import { listRevisions } from "./service/revisions.ts";

let world: Awaited<ReturnType<typeof updateWorld>>;
beforeAll(async () => {
  world = await updateWorld();
});
afterAll(() => world.close());

/** The zones with A2 changed, A4 left out and A5 added. */
function changed() {
  const [first, second, third] = zones();
  if (!first || !second || !third) throw new Error("no zones");
  second.properties.alea = "fort";
  third.geometry = flood(X + 2000, Y, 150);
  return [third, { geometry: flood(X + 9000, Y), properties: { code: "A5", alea: "moyen", hauteur: 9, note: "neuve" } }, first, second];
}

describe("a delta", () => {
  test("reports inserted, updated and unchanged features, and keeps those that are not in the file", async () => {
    const { publish, compare, apply, featuresOf, core, manager, communityId, database } = world;
    const layer = await publish(geojson(zones()));
    const before = await featuresOf(layer);
    const update = await compare(layer, geojson(changed()), "delta", { key: ["code"] });
    expect(update).toMatchObject({ status: "ready", isOutdated: false, error: null, way: "delta" });
    expect(update.preview).toMatchObject({
      baseRevision: 1,
      isBlocked: false,
      findings: [],
      counts: { inserted: 1, updated: 2, deleted: 0, unchanged: 1 },
      file: { rows: 4, absent: 1, key: ["code"], unknown: [] },
    });
    expect(update.preview?.file?.keys.map(({ key, isUnique }) => [key, isUnique])).toEqual([
      ["code", true],
      ["note", true],
      ["alea", false],
    ]);
    const page = await listChanges(core, manager, { communityId, updateId: update.id, limit: 2 });
    expect(page).toMatchObject({ total: 3, nextCursor: "2" });
    expect(page.items).toMatchObject([
      {
        fid: 2,
        label: "A2",
        operation: "update",
        changedColumns: ["alea"],
        isGeometryChanged: false,
        before: { properties: { alea: "faible" } },
      },
      { fid: 3, operation: "update", changedColumns: [], isGeometryChanged: true, after: { properties: { code: "A3" } } },
    ]);
    const inserts = await listChanges(core, manager, { communityId, updateId: update.id, operation: "insert", limit: 30 });
    expect(inserts).toMatchObject({ total: 1, items: [{ fid: 5, before: null, after: { properties: { code: "A5" } } }] });
    // Nothing is written before the update is applied.
    expect(await featuresOf(layer)).toEqual(before);

    expect(await apply(update)).toMatchObject({ status: "applied", revision: 2, error: null });
    const after = await featuresOf(layer);
    expect(after.map(({ fid, version }) => [fid, version])).toEqual([
      [1, 1],
      [2, 2],
      [3, 2],
      [4, 1],
      [5, 1],
    ]);
    expect(after[0]).toEqual(before[0]);
    expect(after[1]).toMatchObject({ values: { alea: "fort", note: "zone 2" }, ewkb: before[1]?.ewkb });
    const row = await database.withSystem((tx) => tx.layer.findUniqueOrThrow({ where: { id: layer.layerId } }));
    expect(row).toMatchObject({ revision: 2, featureCount: 5 });
    const { items } = await listRevisions(core, manager, { communityId, layerId: layer.layerId, limit: 30 });
    expect(items).toMatchObject([
      { revision: 2, kind: "update", way: "delta", fileName: "nouveau.geojson", counts: { inserted: 1, updated: 2, deleted: 0 } },
      { revision: 1, kind: "published", counts: null },
    ]);
  });

  test("deletes features that are not in the file, if asked for; the layer's extent shrinks to the rest", async () => {
    const { publish, compare, apply, featuresOf, database } = world;
    const layer = await publish(geojson(zones()));
    const update = await compare(layer, geojson(zones().slice(0, 2)), "delta", { key: ["code"], deletesAbsent: true });
    expect(update.preview?.counts).toEqual({ inserted: 0, updated: 0, deleted: 2, unchanged: 2 });
    const bboxOf = async () => {
      const [one, dataset] = await database.withSystem(async (tx) => [
        await tx.layer.findUniqueOrThrow({ where: { id: layer.layerId } }),
        await tx.dataset.findUniqueOrThrow({ where: { id: layer.datasetId } }),
      ]);
      expect(dataset.bbox).toEqual(one.bbox);
      return one.bbox;
    };
    const [, , east] = await bboxOf();
    await apply(update);
    expect((await featuresOf(layer)).map(({ fid }) => fid)).toEqual([1, 2]);
    expect((await bboxOf())[2]).toBeLessThan(east ?? 0);
  });

  test("in another CRS, a shape that did not move is unchanged to the last digit", async () => {
    const { publish, compare, apply, database, featuresOf } = world;
    const layer = await publish(geojson(zones()));
    const [{ text } = { text: "" }] = await database.sqlAs({ role: "system" }, (sql) =>
      sql.query<{ text: string }>(
        `SELECT json_build_object('type', 'FeatureCollection', 'features', json_agg(json_build_object('type', 'Feature',
           'geometry', ST_AsGeoJSON(ST_Reverse(ST_Transform(CASE WHEN code = 'A3' THEN ST_Translate(geom, 0.5, 0) ELSE geom END, 4326)), 7)::json,
           'properties', json_build_object('code', code, 'alea', alea, 'hauteur', hauteur, 'note', note))))::text AS text
         FROM layers."${layer.tableName}"`,
      ),
    );
    const before = await featuresOf(layer);
    const update = await compare(layer, text, "delta", { key: ["code"] });
    expect(update.preview?.counts).toEqual({ inserted: 0, updated: 1, deleted: 0, unchanged: 3 });
    expect(update.preview?.file?.crs.file).not.toBe(update.preview?.file?.crs.layer);
    await apply(update);
    const after = await featuresOf(layer);
    expect(after.map(({ ewkb }, index) => ewkb === before[index]?.ewkb)).toEqual([true, true, false, true]);
  });

  test("heights: a file without heights keeps those of the layer, a file with heights replaces them", async () => {
    const { publish, compare, apply, featuresOf } = world;
    const high = zones().map((zone, index) => ({ ...zone, geometry: flood(X + index * 1000, Y, 100, 35.25) }));
    const layer = await publish(geojson(high));
    const before = await featuresOf(layer);
    const flat = await compare(layer, geojson(zones()), "delta", { key: ["code"] });
    expect(flat.preview?.counts).toEqual({ inserted: 0, updated: 0, deleted: 0, unchanged: 4 });
    const raised = high.map((zone, index) => (index === 1 ? { ...zone, geometry: flood(X + 1000, Y, 100, 36) } : zone));
    const update = await compare(layer, geojson(raised), "delta", { key: ["code"] });
    expect(update.preview?.counts).toEqual({ inserted: 0, updated: 1, deleted: 0, unchanged: 3 });
    await apply(update);
    const heights = await world.database.sqlAs({ role: "system" }, (sql) =>
      sql.query(`SELECT ST_ZMin(geom) AS low, ST_ZMax(geom) AS high FROM layers."${layer.tableName}" ORDER BY fid`),
    );
    expect(heights.slice(0, 2)).toEqual([
      { low: 35.25, high: 38.25 },
      { low: 36, high: 39 },
    ]);
    expect((await featuresOf(layer))[0]).toEqual(before[0]);
  });

  test("columns that the file lacks keep their values, those that the layer lacks are reported, a person can match names", async () => {
    const { publish, compare, apply, featuresOf } = world;
    const layer = await publish(geojson(zones()));
    const renamed = zones().map(({ geometry, properties: { code, alea } }) => ({
      geometry,
      properties: { code: code ?? null, intensite: alea === "fort" ? "très fort" : (alea ?? null), source: "DDT" },
    }));
    const update = await compare(layer, geojson(renamed), "delta", { key: ["code"] });
    expect(update.preview?.counts).toMatchObject({ updated: 0, unchanged: 4 });
    expect(update.preview?.file).toMatchObject({
      unknown: ["intensite", "source"],
      columns: [
        { column: "code", from: "code" },
        { column: "alea", from: null },
        { column: "hauteur", from: null },
        { column: "note", from: null },
      ],
    });
    const corrected = await compare(layer, geojson(renamed), "delta", { key: ["code"], columns: { alea: "intensite" } });
    expect(corrected.preview).toMatchObject({ counts: { updated: 2, unchanged: 2 }, file: { unknown: ["source"] } });
    await apply(corrected);
    expect((await featuresOf(layer)).map(({ values }) => values)).toMatchObject([
      { alea: "très fort", note: "zone 1", hauteur: 0.5 },
      { alea: "faible", note: "zone 2" },
      { alea: "très fort" },
      { alea: "faible" },
    ]);
  });

  test("values that do not fit are reported with their place, and the layer keeps its own", async () => {
    const { publish, compare, apply, featuresOf } = world;
    const layer = await publish(geojson(zones()));
    const [first, second, third] = changed().toSorted((a, b) => String(a.properties.code).localeCompare(String(b.properties.code)));
    if (!first || !second || !third) throw new Error("no zones");
    second.properties.hauteur = "beaucoup";
    third.geometry = { type: "Point", coordinates: [X, Y] };
    const update = await compare(layer, geojson([first, second, third]), "delta", { key: ["code"] });
    expect(update.preview).toMatchObject({ isBlocked: false, counts: { inserted: 0, updated: 1, unchanged: 2 } });
    expect(update.preview?.findings).toMatchObject([
      { code: "value-not-double", severity: "warning", row: 2, column: "hauteur", params: { value: "beaucoup" } },
      { code: "import-geometry-of-other-type", severity: "warning", row: 3, params: { found: "Point", layer: "Polygon" } },
    ]);
    const [lon, lat] = update.preview?.findings[0]?.point ?? [0, 0];
    expect([lon, lat]).toEqual([expect.closeTo(5.54, 1), expect.closeTo(45.56, 1)]);
    await apply(update);
    expect((await featuresOf(layer))[1]).toMatchObject({ values: { alea: "fort", hauteur: 1.5 } });
  });
});

describe("other ways", () => {
  test("an append makes every row a new feature, and warns of existing ones", async () => {
    const { publish, compare, apply, featuresOf } = world;
    const layer = await publish(geojson(zones()));
    const update = await compare(layer, geojson(changed()), "append");
    expect(update.preview).toMatchObject({
      counts: { inserted: 4, updated: 0, deleted: 0, unchanged: 0 },
      file: { absent: null, key: [] },
    });
    expect(update.preview?.findings).toMatchObject([{ code: "update-already-there", params: { count: 1 } }]);
    await apply(update);
    expect((await featuresOf(layer)).map(({ fid, version }) => [fid, version])).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((fid) => [fid, 1]));
  });

  test("a replacement keeps equal features, each once; with a key it keeps every feature that the key matches", async () => {
    const { publish, compare, apply, featuresOf } = world;
    const layer = await publish(geojson([...zones(), ...zones().slice(0, 1)]));
    const before = await featuresOf(layer);
    const update = await compare(layer, geojson(changed()), "replace");
    // A1 is in the file twice, and in the layer once.
    expect(update.preview?.counts).toEqual({ inserted: 3, updated: 0, deleted: 4, unchanged: 1 });
    await apply(update);
    const after = await featuresOf(layer);
    expect(after.map(({ fid }) => fid)).toEqual([1, 6, 7, 8]);
    expect(after[0]).toEqual(before[0]);
    const byKey = await compare(layer, geojson(zones()), "replace", { key: ["code"] });
    expect(byKey.preview?.counts).toEqual({ inserted: 1, updated: 2, deleted: 1, unchanged: 1 });
    await apply(byKey);
    expect((await featuresOf(layer)).map(({ fid, values }) => [fid, (values as { code: string }).code])).toEqual([
      [1, "A1"],
      [6, "A3"],
      [8, "A2"],
      [9, "A4"],
    ]);
  });

  test("a replacement in another CRS recognises unmoved features, also where a value does not fit", async () => {
    const { publish, compare, database, featuresOf } = world;
    const layer = await publish(geojson(zones()));
    const [{ text } = { text: "" }] = await database.sqlAs({ role: "system" }, (sql) =>
      sql.query<{ text: string }>(
        `SELECT json_build_object('type', 'FeatureCollection', 'features', json_agg(json_build_object('type', 'Feature',
           'geometry', ST_AsGeoJSON(ST_Transform(geom, 4326), 7)::json,
           'properties', json_build_object('code', code, 'alea', alea, 'hauteur', CASE WHEN code = 'A2' THEN '?' ELSE hauteur::text END, 'note', note))))::text AS text
         FROM layers."${layer.tableName}"`,
      ),
    );
    const update = await compare(layer, text, "replace");
    expect(update.preview).toMatchObject({
      counts: { inserted: 0, updated: 0, deleted: 0, unchanged: 4 },
      findings: [{ code: "value-not-double", row: 2 }],
    });
    expect(await featuresOf(layer)).toHaveLength(4);
  });

  test("our own download is matched by fid: equal features are unchanged, features deleted since come back with their fid", async () => {
    const { publish, compare, apply, featuresOf } = world;
    const layer = await publish(geojson(zones()));
    await apply(await compare(layer, geojson(zones().slice(0, 3)), "replace"));
    const numbered = zones().map((zone, index) => ({ ...zone, id: index + 1 }));
    const update = await compare(layer, geojson([...numbered, ...zones().slice(0, 1)]), "delta", { key: ["fid"] });
    expect(update.preview?.counts).toEqual({ inserted: 2, updated: 0, deleted: 0, unchanged: 3 });
    await apply(update);
    expect((await featuresOf(layer)).map(({ fid, version }) => [fid, version])).toEqual([
      [1, 1],
      [2, 1],
      [3, 1],
      [4, 3],
      [5, 1],
    ]);
  });
});
