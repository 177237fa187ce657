// @database server
import type { Database } from "@archipel/database/database.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lambert, point, zones } from "../../../testing/made-zones.ts";
import { type ProcessingWorld, processingWorld } from "../../../testing/processing-world.ts";

let database: Database;
let world: ProcessingWorld;
beforeAll(async () => {
  database = await openTestDatabase();
  world = await processingWorld(database);
});
afterAll(async () => {
  await world.stopRunner();
  await database.close();
});

describe("filter", () => {
  const conditions = [
    [{ column: "intitule", operator: "equal", value: "Forêt" }, [1, 2, 5]],
    [{ column: "intitule", operator: "contains", value: "FOR" }, [1, 2, 5]],
    [{ column: "intitule", operator: "starts", value: "é" }, [3, 4]],
    [{ column: "intitule", operator: "different", value: "Forêt" }, [3, 4]],
    [{ column: "surface_m2", operator: "more", value: "10000,25" }, [2]],
    [{ column: "surface_m2", operator: "empty" }, [4]],
    [{ column: "niveau", operator: "at-least", value: 4 }, [3, 4, 5]],
    [{ column: "approuve_le", operator: "less", value: "2024-01-01" }, [2, 5]],
    [{ column: "approuve_le", operator: "filled" }, [1, 2, 4, 5]],
  ] as const;
  test.each(conditions)("%o", async (one, expected) => {
    const { layerId } = await world.layer(zones);
    const { features } = await world.made("filter", { layer: layerId, condition: { tests: [one] } });
    expect(features.map(({ fid }) => fid)).toEqual(expected);
  });

  test("all or any of several", async () => {
    const { layerId } = await world.layer(zones);
    const tests = [
      { column: "intitule", operator: "equal", value: "Forêt" },
      { column: "niveau", operator: "at-least", value: 4 },
    ];
    const all = await world.made("filter", { layer: layerId, condition: { match: "all", tests } });
    expect(all.features.map(({ fid }) => fid)).toEqual([5]);
    expect(all.features[0]).toMatchObject({ "approuvé le": "2020-01-01", "Surface (m²)": 5, caché: null });
    const any = await world.made("filter", { layer: layerId, condition: { match: "any", tests } });
    expect(any.features.map(({ fid }) => fid)).toEqual([1, 2, 3, 4, 5]);
  });
});

describe("join-table", () => {
  const codes = () =>
    world.layer({
      geometry: { ...lambert, type: "Point" },
      fields: [
        { name: "code", column: "code", type: "text" },
        { name: "Intitulé", column: "intitule", type: "text" },
        { name: "habitants", column: "habitants", type: "integer" },
      ],
      features: [
        { geometry: point(0, 0), values: ["1", "Un", 11] },
        { geometry: point(0, 0), values: ["4", "Quatre", 44] },
        { geometry: point(0, 0), values: ["4", "Quatre encore", 45] },
        { geometry: point(0, 0), values: [null, "Rien", 0] },
      ],
    });

  test("by a code of another type; the first of several is used; a taken name gets a number", async () => {
    const [{ layerId }, other] = [await world.layer(zones), await codes()];
    const asked = { layer: layerId, key: "niveau", other: other.layerId, otherKey: "code", columns: ["intitule", "habitants"] };
    const kept = await world.made("join-table", asked);
    expect(kept.run.counts).toEqual({ in: 9, out: 5, unmatched: 3, repeated: 1, empty: 1 });
    expect(kept.features.map((row) => [row.fid, row.Intitulé_2, row.habitants])).toEqual([
      [1, "Un", 11],
      [2, null, null],
      [3, "Quatre", 44],
      [4, null, null],
      [5, null, null],
    ]);
    const matched = await world.made("join-table", { ...asked, keepsUnmatched: false });
    expect(matched.features.map(({ fid }) => fid)).toEqual([1, 3]);
  });
});

describe("dissolve", () => {
  test("one feature per group, with sums, counts and first values", async () => {
    const { layerId } = await world.layer(zones);
    const { layer, features, read } = await world.made("dissolve", {
      layer: layerId,
      by: ["intitule"],
      sums: ["niveau", "surface_m2"],
      firsts: ["approuve_le"],
    });
    expect(layer.geometryType).toBe("MultiPolygon");
    const rows = features.map(({ fid, wkt: _, ...row }) => row);
    expect(rows).toEqual([
      { Intitulé: "Forêt", nombre: 3, niveau: 19, "Surface (m²)": 20_005.5, "approuvé le": "2024-02-29" },
      { Intitulé: "Été", nombre: 2, niveau: 12, "Surface (m²)": 10_000, "approuvé le": null },
    ]);
    expect(await read("ST_Area(geom) AS area, ST_NumGeometries(geom) AS parts")).toEqual([
      { area: 20_000, parts: 1 },
      { area: 20_000, parts: 1 },
    ]);
  });

  test("without attributes everything is one", async () => {
    const { layerId } = await world.layer(zones);
    const { features, read } = await world.made("dissolve", { layer: layerId });
    expect(features).toMatchObject([{ nombre: 5 }]);
    expect(await read("ST_Area(geom) AS area")).toEqual([{ area: 40_000 }]);
  });
});

describe("merge-layers", () => {
  test("fields are matched by name, types widen, other coordinate systems are transformed", async () => {
    const first = await world.layer(zones);
    const second = await world.layer({
      geometry: { type: "Point", srid: 4326, hasZ: false },
      fields: [
        { name: "INTITULÉ", column: "nom", type: "text" },
        { name: "niveau", column: "n", type: "double" },
        { name: "téléphone", column: "tel", type: "text" },
      ],
      features: [{ geometry: { type: "Point", coordinates: [3, 46.5] }, values: ["Mairie", 1.5, "01"] }],
    });
    const { run, layer, fields, features } = await world.made("merge-layers", { layers: [first.layerId, second.layerId] });
    expect(layer).toMatchObject({ geometryType: "Geometry", srid: 2154, featureCount: 6 });
    expect(fields.map(({ name, type }) => [name, type])).toEqual([
      ["Intitulé", "text"],
      ["Surface (m²)", "double"],
      ["niveau", "double"],
      ["approuvé le", "date"],
      ["caché", "text"],
      ["téléphone", "text"],
      ["origine", "text"],
    ]);
    expect(new Set(features.map(({ fid }) => fid)).size).toBe(6);
    expect(features.find((row) => row.Intitulé === "Mairie")).toMatchObject({
      niveau: 1.5,
      téléphone: "01",
      origine: "Things",
      caché: null,
    });
    expect(run.counts).toEqual({ in: 6, out: 6, empty: 1 });
    expect(run.sources.map(({ layerId, revision, features: count }) => [layerId, revision, count])).toEqual([
      [first.layerId, 1, 5],
      [second.layerId, 1, 1],
    ]);
  });
});
