import { createReadStream } from "node:fs";
import { describe, expect, test } from "vitest";
import type { FeatureRow } from "../model.ts";
import { readLayer, storedAsWritten } from "../read.ts";
import { ROW_FID } from "../sandbox/requests.ts";
import { buildGeoPackage, wkb } from "../testing/geopackage-builder.ts";
import { makeByGdal } from "../testing/made-by-gdal.ts";
import { openedFiles, type ReadBothWays, readBothWays } from "../testing/read-both-ways.ts";
import { allOf, rowsOfOpened } from "../testing/rows-of.ts";

const open = openedFiles();

const read = (content: Uint8Array, extension: string): Promise<ReadBothWays> =>
  open(content, extension, async (file, path) => {
    const found = await readBothWays(file, path);
    if (!found) throw new Error(JSON.stringify(file.inspection.findings));
    return found;
  });

/** The rows that a check stores, and those of the file, both as they are written. */
function asWritten(content: Uint8Array | string, extension: string) {
  return open(content, extension, async (file, path) => {
    const [layer] = file.inspection.layers;
    if (!layer) throw new Error(JSON.stringify(file.inspection.findings));
    await rowsOfOpened(file, layer);
    const written = file.written(layer);
    const read = written && storedAsWritten(written, layer.source, layer.fields);
    const rows = read ? await allOf(read(createReadStream(written.path))) : [];
    const { source, fields } = layer;
    return { columns: written?.columns, rows, gdal: await allOf(readLayer(path, source, { fields, isAsWritten: true })) };
  });
}

const plain = (rows: readonly FeatureRow[]) => rows.map((row) => ({ ...row, ewkb: row.ewkb && Buffer.from(row.ewkb).toString("hex") }));

const POINT = wkb(1, [2.5, 48.5]);
const SQUARE = wkb(3, [0, 0, 1, 0, 1, 1, 0, 0], [1, 4]);
const multi = (code: number, ...parts: Buffer[]) => Buffer.concat([wkb(code, [], [parts.length]), ...parts]);

describe("a GeoPackage", () => {
  const columns = ["nom TEXT", "n INTEGER", "gros INTEGER", "part REAL", "oui BOOLEAN", "jour DATE", "vu DATETIME", "octets BLOB"];
  const values = ["Forêt d’Ô", 7, 2 ** 53 - 1, 0.1, 1, "2024-02-29", "2024-02-29T10:11:12.123456Z", null];
  const nothing = columns.map(() => null);

  test("is read by our own reader, as GDAL reads it", async () => {
    const rows = [
      { wkb: POINT, values },
      { wkb: null, values: nothing },
      { wkb: SQUARE, values: ['{"a","b"}', -1, 0, -1.5e300, 0, "1999-12-31", "2024-02-29T10:11:12+05:30", null] },
      { wkb: multi(6, SQUARE, SQUARE), values: ["\t\\N\n{a", 0, -(2 ** 53 - 1), 5e-324, 0, null, null, null] },
      { wkb: multi(5, wkb(2, [0, 0, 1, 1], [2])), values: nothing },
      { wkb: multi(4, POINT, POINT), values: nothing },
      { wkb: multi(7, POINT, multi(7, SQUARE)), values: nothing },
      { wkb: wkb(1001, [2.5, 48.5, 100]), values: nothing },
      { wkb: multi(1006, wkb(1003, [0, 0, 5, 1, 0, 6, 1, 1, 7, 0, 0, 5], [1, 4])), values: nothing },
      { wkb: wkb(0x80000001, [2.5, 48.5, 100]), values: nothing },
      // Invalid shapes are the business of the check.
      { wkb: wkb(3, [0, 0, 1, 1, 0, 0], [1, 3]), values: nothing },
      { wkb: wkb(2, [Number.NaN, 1, Number.POSITIVE_INFINITY, 2], [2]), values: nothing },
    ];
    const found = await read(await buildGeoPackage(columns, rows), "gpkg");
    expect(found.by).toBe("own reader");
    expect(plain(found.rows)).toEqual(plain(found.gdal));
    expect(found.rows[0]?.values).toEqual(["Forêt d’Ô", 7, 2 ** 53 - 1, 0.1, true, "2024-02-29", "2024-02-29T10:11:12.123456Z"]);
  });

  test("keeps its keys, so that an update needs no second reading", async () => {
    const {
      rows,
      gdal,
      columns: stored,
    } = await asWritten(
      await buildGeoPackage(
        ["n INTEGER"],
        [1, 2, 3].map((n) => ({ wkb: POINT, values: [n] })),
      ),
      "gpkg",
    );
    expect(stored).toEqual(["n", ROW_FID]);
    expect(rows.map(({ id }) => id)).toEqual(["1", "2", "3"]);
    expect(plain(rows)).toEqual(plain(gdal));
  });

  test("keeps all digits of its numbers, of which GDAL keeps fifteen", async () => {
    const found = await read(await buildGeoPackage(["part REAL"], [{ wkb: POINT, values: [0.1 + 0.2] }]), "gpkg");
    expect([found.rows, found.gdal].map(([row]) => row?.values)).toEqual([[0.1 + 0.2], [0.3]]);
  });

  const line = (positions: number) =>
    wkb(
      2,
      Array.from({ length: 2 * positions }, (_, n) => n / 8),
      [positions],
    );
  const many = Array.from({ length: 3_000 }, (_, n) => ({
    wkb: n % 7 === 0 ? line(2 + (n % 400)) : POINT,
    values: [`${n} ${"é".repeat(n % 50)}`, n],
  }));

  test.each([
    ["pages of 512 bytes", { before: "PRAGMA page_size = 512" }],
    ["pages of 65,536 bytes", { before: "PRAGMA page_size = 65536" }],
    ["keys beyond 32 bits", { after: "UPDATE lieux SET fid = fid + 3000000000 WHERE fid > 1500" }],
    [
      "holes",
      { after: "DELETE FROM lieux WHERE fid % 5 = 0; INSERT INTO lieux SELECT fid + 100000, geom, nom, n FROM lieux WHERE n < 400" },
    ],
    ["the form of a journal", { before: "PRAGMA journal_mode = WAL", after: "PRAGMA wal_checkpoint(TRUNCATE)" }],
    [
      "a column that was added later",
      { after: "ALTER TABLE lieux ADD COLUMN plus TEXT; INSERT INTO lieux SELECT NULL, geom, 'a', 1, 'b' FROM lieux" },
    ],
    ["pages of pointers", { before: "PRAGMA auto_vacuum = FULL", after: "UPDATE lieux SET nom = printf('%.3000c', 'x') WHERE n % 3 = 0" }],
  ])("with %s is read by our own reader, as GDAL reads it", async (_, making) => {
    const found = await read(await buildGeoPackage(["nom TEXT", "n INTEGER"], many, making), "gpkg");
    expect(found.by).toBe("own reader");
    expect(found.rows.length).toBeGreaterThan(2_000);
    expect(plain(found.rows)).toEqual(plain(found.gdal));
  });

  test.each([
    ["UTF-16", { before: "PRAGMA encoding = 'UTF-16le'" }],
    ["a column that was added with a default", { after: "ALTER TABLE lieux ADD COLUMN plus TEXT DEFAULT 'rien'" }],
  ])("with %s is left to GDAL", async (_, making) => {
    const found = await read(await buildGeoPackage(["nom TEXT", "n INTEGER"], many.slice(0, 50), making), "gpkg");
    expect(found.by).toBe("GDAL");
    expect(plain(found.rows)).toEqual(plain(found.gdal));
  });

  test("whose texts are not UTF-8 has only texts that a database accepts", async () => {
    const after = "INSERT INTO lieux SELECT NULL, geom, CAST(x'666f72ea74' AS TEXT), 1 FROM lieux";
    const found = await read(await buildGeoPackage(["nom TEXT", "n INTEGER"], [{ wkb: POINT, values: ["forêt", 0] }], { after }), "gpkg");
    expect(found.rows.map(({ values }) => values[0])).toEqual(["forêt", "for\uFFFDt"]);
  });

  test("loses only the geometries that are not one, also when its first row has none", async () => {
    const head = "47500001e6100000";
    const broken = [
      "x'deadbeef'",
      "x''",
      "x'475000'",
      `x'${head}'`,
      `x'0000${head.slice(4)}${POINT.toString("hex")}'`,
      `x'47500901e6100000${POINT.toString("hex")}'`,
      `x'4750000be6100000${POINT.toString("hex")}'`,
      `x'47500003e6100000${POINT.toString("hex")}'`,
      `x'${head}0163000000'`,
      `x'${head}${SQUARE.subarray(0, 40).toString("hex")}'`,
      `x'${head}0103000000ffffffff'`,
      "'POINT(1 2)'",
    ];
    const rows = Array.from({ length: broken.length + 2 }, (_, n) => ({ wkb: POINT, values: [n] }));
    const after = broken.map((blob, index) => `UPDATE lieux SET geom = ${blob} WHERE fid = ${index + 1};`).join("");
    const content = await buildGeoPackage(["n INTEGER"], rows, { after });
    const found = await read(content, "gpkg");
    expect(found.rows.map(({ values, isGeometryUnreadable }) => [values[0], isGeometryUnreadable ?? false])).toEqual(
      rows.map((_, n) => [n, n < broken.length]),
    );
    expect(found.rows.map(({ ewkb }) => ewkb !== null)).toEqual(rows.map((_, n) => n >= broken.length));
    expect(plain(found.gdal)).toEqual(plain(found.rows));
    const written = await asWritten(content, "gpkg");
    expect(written.gdal.map(({ id }) => id)).toEqual(rows.map((_, n) => String(n + 1)));
  });

  test("gives as many rows as were asked for, with and without geometries", async () => {
    const rows = Array.from({ length: 5 }, (_, n) => ({ wkb: POINT, values: [n] }));
    const after =
      "CREATE TABLE seule (fid INTEGER PRIMARY KEY, n INTEGER); INSERT INTO seule SELECT fid, n FROM lieux; INSERT INTO gpkg_contents (table_name, data_type) VALUES ('seule', 'attributes')";
    const counts = await open(await buildGeoPackage(["n INTEGER"], rows, { after }), "gpkg", ({ inspection }, path) =>
      Promise.all(
        inspection.layers.map(async ({ name, source, fields }) => [
          name,
          (await allOf(readLayer(path, source, { fields, limit: 2 }))).length,
        ]),
      ),
    );
    expect(counts).toEqual([
      ["lieux", 2],
      ["seule", 2],
    ]);
  });

  const value = (changed: number, to: string | number | bigint) => values.map((one, index) => (index === changed ? to : one));
  test.each([
    ["an arc", wkb(8, [0, 0, 1, 1, 2, 0], [3]), values],
    ["measures", wkb(2001, [1, 2, 3]), values],
    ["big-endian bytes", Buffer.from("00000000013FF00000000000003FF0000000000000", "hex"), values],
    ["an empty point", wkb(1, [Number.NaN, Number.NaN]), values],
    ["bytes that are no geometry", Buffer.from("nonsense"), values],
    ["a geometry that is cut off", SQUARE.subarray(0, 40), values],
    ["bytes behind the geometry", Buffer.concat([POINT, POINT]), values],
    ["an open ring", wkb(3, [0, 0, 1, 0, 1, 1, 0, 1], [1, 4]), values],
    ["a part of another type", multi(6, POINT), values],
    ["a text among whole numbers", POINT, value(1, "beaucoup")],
    ["a number beyond 2^53", POINT, value(2, 2n ** 53n + 1n)],
    ["a text among numbers", POINT, value(3, "beaucoup")],
    ["a number that is no boolean", POINT, value(4, 2)],
    ["a day that is none", POINT, value(5, "hier")],
    ["a text with NUL", POINT, value(0, "a\0b")],
  ])("is left to GDAL with %s", async (_, shape, its) => {
    const found = await read(
      await buildGeoPackage(columns, [
        { wkb: POINT, values },
        { wkb: shape, values: its },
      ]),
      "gpkg",
    );
    expect(found.by).toBe("GDAL");
    expect(found.rows).toHaveLength(2);
    expect(plain(found.rows)).toEqual(plain(found.gdal));
  });
});

describe("a GeoJSON", () => {
  const collection = (ids: (string | number | undefined)[]) => ({
    type: "FeatureCollection",
    features: ids.map((id, n) => ({
      type: "Feature",
      ...(id === undefined ? {} : { id }),
      properties: { n, jour: "2024-02-29" },
      geometry: { type: "Point", coordinates: [2.5, 48.5] },
    })),
  });

  test.each([
    ["numbers", [3, 1, 2], ["3", "1", "2"]],
    ["texts", ["b", "a", "x.1"], ["b", "a", "x.1"]],
    ["nothing", [undefined, undefined], [null, null]],
  ])("keeps %s as identifiers, so that an update needs no second reading", async (_, ids, expected) => {
    const { rows, gdal } = await asWritten(JSON.stringify(collection(ids)), "geojson");
    expect(rows.map(({ id }) => id)).toEqual(expected);
    expect(gdal.map(({ id }) => id)).toEqual(expected);
    // An identifier that is a text is a field too, which GDAL leaves empty when it reads values as they are written.
    const isField = typeof ids[0] === "string";
    expect(rows.map(({ values }) => values)).toEqual(gdal.map(({ values }, row) => (isField ? [ids[row], ...values.slice(1)] : values)));
  });
});

describe("a FlatGeobuf", () => {
  const collection = (features: { geometry: object | null; properties: object }[]) => ({
    type: "FeatureCollection",
    crs: { type: "name", properties: { name: "urn:ogc:def:crs:EPSG::2154" } },
    features: features.map((feature) => ({ type: "Feature", ...feature })),
  });
  const ring = (x: number, y: number, ...z: number[]) => [
    [x, y, ...z],
    [x + 9, y, ...z],
    [x + 9, y + 9, ...z],
    [x, y, ...z],
  ];
  const properties = { nom: "Forêt", n: 3, gros: 2 ** 40, part: 0.1, oui: true, liste: '{"a","b"}', vide: null };
  const shapes: Record<string, object[]> = {
    points: [{ type: "Point", coordinates: [700_000.25, 6_600_000.5] }],
    heights: [{ type: "Point", coordinates: [700_000.25, 6_600_000.5, 35] }],
    lines: [{ type: "LineString", coordinates: ring(0, 0) }],
    "several lines": [{ type: "MultiLineString", coordinates: [ring(0, 0), ring(50, 50)] }],
    "several points": [{ type: "MultiPoint", coordinates: ring(0, 0) }],
    polygons: [{ type: "Polygon", coordinates: [ring(0, 0), ring(2, 1)] }],
    "high polygons": [{ type: "MultiPolygon", coordinates: [[ring(0, 0, 7)], [ring(20, 0, 8), ring(22, 1, 9)]] }],
    "polygons of both kinds": [
      { type: "Polygon", coordinates: [ring(0, 0)] },
      { type: "MultiPolygon", coordinates: [[ring(0, 0)], [ring(20, 0)]] },
    ],
    "a mix": [
      { type: "Point", coordinates: [1, 2] },
      { type: "LineString", coordinates: ring(0, 0) },
      { type: "Polygon", coordinates: [ring(0, 0)] },
    ],
  };

  test.each(Object.entries(shapes))("of %s is read by our own reader, as GDAL reads it", async (_, geometries) => {
    const features = [
      ...geometries.map((geometry) => ({ geometry, properties })),
      ...geometries.map((geometry) => ({ geometry, properties: { ...properties, nom: null, n: -3, gros: null, part: 1e300, oui: null } })),
    ];
    const [made] = await makeByGdal("FlatGeobuf", "a.fgb", { a: collection(features) });
    const found = await read(Buffer.from(made?.content ?? ""), "fgb");
    expect(found.by).toBe("own reader");
    expect(found.rows).toHaveLength(features.length);
    expect(plain(found.rows)).toEqual(plain(found.gdal));
  });

  test("of collections is left to GDAL", async () => {
    const geometry = { type: "GeometryCollection", geometries: [{ type: "Point", coordinates: [1, 2] }] };
    const [made] = await makeByGdal("FlatGeobuf", "a.fgb", { a: collection([{ geometry, properties }]) });
    const found = await read(Buffer.from(made?.content ?? ""), "fgb");
    expect(found.by).toBe("GDAL");
    expect(plain(found.rows)).toEqual(plain(found.gdal));
  });
});
