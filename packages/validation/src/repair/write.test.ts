import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { latin1, shapefile, utf8 } from "@archipel/gdal/testing/lay-files.ts";
import { buildZip } from "@archipel/gdal/testing/zip-builder.ts";
import { writeLayers } from "@archipel/gdal/write.ts";
import type { Geometry, Position } from "@archipel/geo/geojson.ts";
import { readWkb } from "@archipel/geo/wkb.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Delivery } from "../delivery/delivery.ts";
import { withDelivery } from "../delivery/open.ts";
import { projectorOf } from "../geometry/to-degrees.ts";
import { toExactWkt } from "../geometry/wkt.ts";
import type { Model } from "../model/model.ts";
import { modelOf, runCheck } from "../testing/run-check.ts";
import type { Operation } from "./recipe.ts";
import { repairedDelivery } from "./repaired.ts";
import { writeRepaired } from "./write.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "archipel-write-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const model: Model = {
  ...modelOf({
    POINTS: { fields: [{ name: "NOM", type: "string", maxLength: 20 }], geometry: { type: "point" } },
    HIGH: {
      fields: [
        { name: "N", type: "integer" },
        { name: "D", type: "date" },
        { name: "B", type: "boolean" },
      ],
      geometry: { type: "linestring" },
    },
    LIST: { fields: [{ name: "CODE", type: "string" }] },
  }),
  files: [
    { name: "POINTS", kind: "table", path: "Data/points", presence: "required", table: "POINTS" },
    { name: "HIGH", kind: "table", path: "Data/high", presence: "required", table: "HIGH" },
    { name: "LIST", kind: "table", path: "list", presence: "required", table: "LIST" },
    { name: "RULES", kind: "document", path: "Acts/rules", presence: "required" },
    { name: "EMPTY", kind: "directory", path: "Empty", presence: "optional" },
  ],
};

async function layArchive(): Promise<string> {
  async function* rows() {
    yield { fid: 1, values: [7, "2024-01-31", true], wkt: "LINESTRING Z (700000.123456789 6600000.5 12.25, 700010 6600000 13)" };
    yield { fid: 2, values: [null, null, null], wkt: null };
    yield { fid: 3, values: [9, "2024-02-29", false], wkt: "LINESTRING Z (700000 6600000 1, 700010 6600000 2)" };
  }
  const high = join(folder, "high.gpkg");
  const fields = [
    { name: "N", type: "integer" as const },
    { name: "D", type: "date" as const },
    { name: "B", type: "boolean" as const },
  ];
  await writeLayers(high, "gpkg", [{ name: "high", srid: 2154, geometryType: "LineString Z", fields, rows: rows() }]);
  const points = shapefile({
    name: "points",
    shapes: [
      [700_000, 6_600_000],
      [700_001, 6_600_001],
    ],
    values: [[latin1(" Forêt  haute ")], [latin1("Pré")]],
  });
  const archive = buildZip([
    ...points.map((file) => ({ ...file, name: `town/Data/${file.name}` })),
    { name: "town/Data/high.gpkg", content: await readFile(high) },
    { name: "town/list.csv", content: utf8("CODE\n01\n02\n") },
    { name: "town/Acts/rules.pdf", content: utf8("%PDF-1.4 rules") },
  ]);
  const path = join(folder, "town.zip");
  await writeFile(path, archive);
  return path;
}

interface Seen {
  fields: unknown;
  srid: number | null | undefined;
  rows: { values: unknown[]; geometry: unknown }[];
}

async function readTable(delivery: Delivery, name: string): Promise<Seen> {
  const table = delivery.tables.find((candidate) => candidate.name === name);
  if (!table) throw new Error(`no ${name} among ${delivery.tables.map((known) => known.name).join(", ")}`);
  const rows: Seen["rows"] = [];
  for await (const batch of table.rows()) for (const { values, ewkb } of batch) rows.push({ values, geometry: ewkb && readWkb(ewkb) });
  return { fields: table.fields, srid: table.crs?.srid, rows };
}

test("a written delivery reads the same as the repaired one: values, types, heights, CRS, documents", async () => {
  const path = await layArchive();
  const out = join(folder, "repaired.zip");
  const operations: Operation[] = [
    { set: { table: "points", row: 1, field: "NOM", value: "Forêt" } },
    { set: { table: "high", row: 1, field: "N", value: 8 } },
    { removeRow: { table: "high", row: 3 } },
    { set: { table: "list", row: 2, field: "CODE", value: "03" } },
  ];
  const expected = await withDelivery(path, {}, async (delivery) => {
    const repaired = repairedDelivery(delivery, model, { operations });
    const written = await writeRepaired(repaired, out);
    expect(written).toMatchObject({ changed: ["Data/points.gpkg", "Data/high.gpkg", "list.gpkg"], kept: 1 });
    return Promise.all(["points", "high", "list"].map((name) => readTable(repaired, name)));
  });
  await withDelivery(out, {}, async (delivery) => {
    expect(delivery.name).toBe("town");
    expect(delivery.unreadable).toEqual([]);
    expect(new TextDecoder().decode((await delivery.read("Acts/rules.pdf", 1_000)) ?? undefined)).toBe("%PDF-1.4 rules");
    const [points, high, list] = await Promise.all(["points", "high", "list"].map((name) => readTable(delivery, name)));
    expect(points).toEqual(expected[0]);
    expect(high).toEqual(expected[1]);
    expect(high?.rows[0]).toMatchObject({
      values: [8, "2024-01-31", true],
      geometry: {
        hasZ: true,
        geometry: {
          coordinates: [
            [700000.123456789, 6600000.5, 12.25],
            [700010, 6600000, 13],
          ],
        },
      },
    });
    expect(high?.rows).toHaveLength(2);
    expect(list?.rows.map(({ values }) => values)).toEqual([["01"], ["03"]]);
    expect((await runCheck(delivery, model)).findings.filter(({ level }) => level === "ERROR")).toEqual([]);
  });
});

test("files without repairs are copied byte for byte", async () => {
  const path = await layArchive();
  const out = join(folder, "untouched.zip");
  await withDelivery(path, {}, async (delivery) => {
    await writeRepaired(repairedDelivery(delivery, model, { operations: [] }), out);
    await withDelivery(out, {}, async (again) => {
      expect(again.files.map(({ path: file }) => file).sort()).toEqual(delivery.files.map(({ path: file }) => file).sort());
      for (const { path: file } of delivery.files) expect(await again.read(file, 1e7)).toEqual(await delivery.read(file, 1e7));
    });
  });
});

test("a single table is written as a GeoPackage", async () => {
  const path = join(folder, "list.csv");
  await writeFile(path, "CODE\n01\n");
  const out = join(folder, "list.gpkg");
  await withDelivery(path, {}, (delivery) =>
    writeRepaired(repairedDelivery(delivery, model, { operations: [{ set: { table: "list", row: 1, field: "CODE", value: "02" } }] }), out),
  );
  await withDelivery(out, {}, async (delivery) =>
    expect((await readTable(delivery, "list")).rows).toEqual([{ values: ["02"], geometry: null }]),
  );
});

test("a geometry that was edited without heights keeps its heights in the written GeoPackage", async () => {
  const path = await layArchive();
  const out = join(folder, "heights.zip");
  const degrees = projectorOf(2154)?.toDegrees({
    type: "LineString",
    coordinates: [
      [700000.123456789, 6600000.5],
      [700005, 6600000.25],
      [700010, 6600000],
      [700010, 6600020],
    ],
  });
  const wkt = toExactWkt(degrees as Geometry, false);
  await withDelivery(path, {}, (delivery) =>
    writeRepaired(repairedDelivery(delivery, model, { operations: [{ setShape: { table: "high", row: 1, wkt, crs: "degrees" } }] }), out),
  );
  await withDelivery(out, {}, async (delivery) => {
    const { rows } = await readTable(delivery, "high");
    const drawn = rows[0]?.geometry as { geometry: { coordinates: Position[] }; hasZ: boolean } | undefined;
    expect(drawn?.hasZ).toBe(true);
    const [first, added, last, moved] = drawn?.geometry.coordinates ?? [];
    // A vertex that was not moved keeps its exact coordinates.
    expect([first, last]).toEqual([
      [700000.123456789, 6600000.5, 12.25],
      [700010, 6600000, 13],
    ]);
    expect(added?.[2]).toBeCloseTo(12.62, 1);
    expect(moved?.[2]).toBe(13);
  });
});
