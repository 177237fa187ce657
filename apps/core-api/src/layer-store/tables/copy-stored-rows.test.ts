import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import type { LayerField } from "@archipel/contracts/layers.ts";
import type { Database } from "@archipel/database/database.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { FeatureRow } from "@archipel/gdal/model.ts";
import { encodeRows } from "@archipel/gdal/rows/row-writer.ts";
import { wholeRows } from "@archipel/gdal/rows/stored-row.ts";
import type { Geometry } from "@archipel/geo/geojson.ts";
import { writeEwkb } from "@archipel/geo/wkb.ts";
import type { GeometryColumn } from "@archipel/geo/wkb-promote.ts";
import { createCommunity } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { copyRows } from "./copy-rows.ts";
import { copyStoredRows } from "./copy-stored-rows.ts";
import { createLayerTable, STAGING, type TableSpec, tableNameOf, tableRef } from "./layer-table.ts";

let database: Database;
let communityId: TableSpec["communityId"];
beforeAll(async () => {
  database = await openTestDatabase();
  communityId = (await createCommunity(database)).id;
});
afterAll(() => database.close());

const types = ["text", "integer", "double", "boolean", "date", "datetime", "localdatetime"] as const;
const fields: LayerField[] = types.map((type) => ({ name: type, column: type, type }));
/** A column of the file that the layer leaves out comes first. */
const columns = ["left out", ...types];

async function staged(geometry: GeometryColumn, copy: (sql: Parameters<typeof copyRows>[0], spec: TableSpec) => Promise<number>) {
  const layerId = randomUUID();
  const spec: TableSpec = { layerId, communityId, tableName: tableNameOf(layerId), geometry, fields };
  return database.sqlAs({ role: "worker", communityId }, async (sql) => {
    await createLayerTable(sql, spec);
    const written = await copy(sql, spec);
    const rows = await sql.query<{ row: string }>(`SELECT s::text AS row FROM ${tableRef(spec.tableName, STAGING)} s ORDER BY fid`);
    expect(written).toBe(rows.length);
    return rows.map(({ row }) => row);
  });
}

/** Copies stored rows from a file, in parts of some bytes. */
async function copyBytes(sql: SqlSession, spec: TableSpec, bytes: Uint8Array, partBytes?: number): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), "archipel-rows-"));
  const file = join(directory, "rows");
  await writeFile(file, bytes);
  let rows = 0;
  const asked = fields.map(({ name }) => columns.indexOf(name));
  for await (const part of wholeRows(file, partBytes))
    rows += await copyStoredRows(sql, spec, { ...part, first: rows + 1, columns: asked, width: columns.length });
  await rm(directory, { recursive: true });
  return rows;
}

/** The same rows, as they are and as they were stored: both must stage the same. */
async function bothWays(geometry: GeometryColumn, rows: FeatureRow[]): Promise<string[]> {
  const byRows = await staged(geometry, (sql, spec) =>
    copyRows(sql, spec, Readable.from([rows.map((row) => ({ ...row, values: row.values.slice(1) }))])),
  );
  const bytes = encodeRows(rows);
  const byBytes = await staged(geometry, (sql, spec) => copyBytes(sql, spec, bytes, Math.floor(bytes.length / 2)));
  expect(byBytes).toEqual(byRows);
  return byBytes;
}

const square = (x: number): Geometry => ({
  type: "Polygon",
  coordinates: [
    [
      [x, 0],
      [x + 1, 0],
      [x + 1, 1],
      [x, 1],
      [x, 0],
    ],
  ],
});
const row = (index: number, shape: Geometry | null, values: FeatureRow["values"], hasZ = false): FeatureRow => ({
  index,
  values: ["dropped", ...values],
  ewkb: shape && writeEwkb(shape, null, hasZ),
});

test("stored rows become the same rows of a table as the values that were stored", async () => {
  const rows = await bothWays({ type: "MultiPolygon", srid: 2154, hasZ: false }, [
    row(1, square(700_000), ["é\t\\N\n😀", -1, -0, true, "0001-01-01", "2024-05-06T10:00:00+02", "2024-05-06 10:00:00"]),
    row(2, null, ["nul\0 inside", 2 ** 53 - 1, 1e308, false, "2000-02-29", null, null]),
    row(3, square(3), [null, "-123456789012345678", "0.1", "yes", "hier", "x", ""]),
    row(4, square(4), [12.5, 1.5, "not a number", 1, null, "2024-01-01T25:00:00Z", "2024-05-06T10:00:00Z"]),
    row(5, square(5), [null, null, null, null, null, null, null]),
  ]);
  expect(rows[1]).toMatch(/^\(2,"nul inside",9007199254740991,1e\+308,f,2000-02-29,,,,\)$/);
});

test("shapes get the heights, the type and the SRID of their column", async () => {
  const values = types.map(() => null);
  const high: Geometry = { type: "Point", coordinates: [2, 48, 100] };
  const flat: Geometry = { type: "Point", coordinates: [2, 48] };
  await bothWays({ type: "MultiPoint", srid: 4326, hasZ: true }, [
    row(1, high, values, true),
    row(2, flat, values),
    row(3, high, values, true),
  ]);
  await bothWays({ type: "Geometry", srid: 4326, hasZ: false }, [
    row(1, flat, values),
    row(2, square(2), values),
    row(3, high, values, true),
  ]);
});

test("a shape that is empty, endless or none leaves its row without one", async () => {
  const nothing = types.map(() => null);
  const bytes = encodeRows([
    row(1, { type: "LineString", coordinates: [] }, nothing),
    row(
      2,
      {
        type: "LineString",
        coordinates: [
          [0, 0],
          [Number.POSITIVE_INFINITY, 1],
        ],
      },
      nothing,
    ),
    { index: 3, values: ["", ...nothing], ewkb: Buffer.from("nonsense") },
    {
      index: 4,
      values: ["", ...nothing],
      ewkb: writeEwkb(
        {
          type: "LineString",
          coordinates: [
            [0, 0],
            [1, 1],
          ],
        },
        null,
        false,
      ).subarray(0, 30),
    },
  ]);
  const rows = await staged({ type: "LineString", srid: 4326, hasZ: false }, (sql, spec) => copyBytes(sql, spec, bytes));
  expect(rows).toEqual([1, 2, 3, 4].map((fid) => `(${fid}${",".repeat(types.length + 2)})`));
});
