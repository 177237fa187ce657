import { randomUUID } from "node:crypto";
import type { LayerField } from "@archipel/contracts/layers.ts";
import type { Database } from "@archipel/database/database.ts";
import { writeEwkb } from "@archipel/geo/wkb.ts";
import { createCommunity } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { copyRows, type RowValue } from "./copy-rows.ts";
import { finishLayerTable } from "./finish-table.ts";
import { createLayerTable, type OpenSession, type TableSpec, tableNameOf, tableRef } from "./layer-table.ts";

let database: Database;
let communityId: TableSpec["communityId"];
let open: OpenSession;
beforeAll(async () => {
  database = await openTestDatabase();
  communityId = (await createCommunity(database)).id;
  open = (work) => database.sqlAs({ role: "worker", communityId }, work);
});
afterAll(() => database.close());

const fields: LayerField[] = (["text", "integer", "double", "boolean", "date", "datetime"] as const).map((type) => ({
  name: type,
  column: type,
  type,
}));
const point = writeEwkb({ type: "Point", coordinates: [2, 48] }, null, false);

/** The values of a layer, as PostgreSQL writes them. */
async function stored(rows: RowValue[][], wanted = fields): Promise<Record<string, unknown>[]> {
  const layerId = randomUUID();
  const spec: TableSpec = {
    layerId,
    communityId,
    tableName: tableNameOf(layerId),
    geometry: { type: "Point", srid: 4326, hasZ: false },
    fields: wanted,
  };
  await open(async (sql) => {
    await createLayerTable(sql, spec);
    await copyRows(sql, spec, only(rows.map((values, index) => ({ index: index + 1, values, ewkb: point }))));
  });
  await finishLayerTable(open, spec);
  const columns = wanted.map(({ column }) => `"${column}"::text`).join(", ");
  return open((sql) => sql.query(`SELECT ${columns} FROM ${tableRef(spec.tableName)} ORDER BY fid`));
}

async function* only<T>(value: T): AsyncGenerator<T> {
  yield value;
}

describe("copying rows into a layer", () => {
  test("boundary values are stored exactly", async () => {
    const rows = await stored([
      ["é\t\\N\n😀", -1, -0, true, "0001-01-01", "2024-05-06T10:00:00.123456+02"],
      ["nul\0 inside", 9007199254740991, 1e308, 0, "1969-12-31", "1969-12-31 23:59:59Z"],
      ["", -9007199254740991, 5e-324, "1", "2000-02-29", "2024-01-01T00:00:00+0530"],
      [12.5, "-123456789012345678", "0.1", "no", "9999-12-31T10:00:00", "2024-02-30"],
      [true, 1.5, "not a number", false, "2023-02-29", "2024-01-01T25:00:00Z"],
    ]);
    expect(rows.map(({ datetime: _, ...row }) => row)).toEqual([
      { text: "é\t\\N\n😀", integer: "-1", double: "0", boolean: "true", date: "0001-01-01" },
      { text: "nul inside", integer: "9007199254740991", double: "1e+308", boolean: "false", date: "1969-12-31" },
      { text: "", integer: "-9007199254740991", double: "5e-324", boolean: "true", date: "2000-02-29" },
      { text: "12.5", integer: "-123456789012345678", double: "0.1", boolean: "false", date: "9999-12-31" },
      { text: "true", integer: null, double: null, boolean: "false", date: null },
    ]);
    const [moments] = await open((sql) =>
      sql.query<{ all: string[] }>(
        `SELECT ARRAY['2024-05-06T08:00:00.123456Z', '1969-12-31 23:59:59Z', '2023-12-31T18:30:00Z']::timestamptz[]::text[] AS all`,
      ),
    );
    expect(rows.map((row) => row.datetime)).toEqual([...(moments?.all ?? []), null, null]);
  });

  test("any value equals what the database itself would parse", async () => {
    const row = fc.tuple(
      fc.string({ unit: "binary" }).map((text) => text.replaceAll("\0", "")),
      fc.oneof(fc.maxSafeInteger(), fc.integer()),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc
        .date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true })
        .map((date) => date.toISOString().slice(0, 10)),
      fc.date({ min: new Date("1000-01-01"), max: new Date("9999-12-31"), noInvalidDate: true }).map((date) => date.toISOString()),
    );
    const values: RowValue[][] = fc.sample(row, { numRuns: 2_000, seed: 3 });
    const list = (at: number) => values.map((one) => one[at]);
    const expected = await open((sql) =>
      sql.query(
        `SELECT "text", "integer"::text, ("double" + 0)::text AS double, "boolean"::text, "date"::text, "datetime"::text
         FROM unnest($1::text[], $2::bigint[], $3::float8[], $4::boolean[], $5::date[], $6::timestamptz[])
           WITH ORDINALITY AS u("text", "integer", "double", "boolean", "date", "datetime", place) ORDER BY place`,
        [0, 1, 2, 3, 4, 5].map(list),
      ),
    );
    expect(await stored(values)).toEqual(expected);
  });

  test("rows larger than one message, and than one COPY", async () => {
    const long = "x".repeat(1_500_000);
    const [first] = fields;
    if (!first) throw new Error("there is a field of text");
    const rows = await stored(
      Array.from({ length: 12 }, (_, index) => [`${index}${long}`]),
      [first],
    );
    expect(rows.map((row) => String(row.text).length)).toEqual(Array.from({ length: 12 }, (_, index) => long.length + `${index}`.length));
  });

  test("a geometry that does not fit is reported, and the transaction can be rolled back", async () => {
    const layerId = randomUUID();
    const geometry = { type: "Polygon", srid: 4326, hasZ: false } as const;
    const spec: TableSpec = { layerId, communityId, tableName: tableNameOf(layerId), geometry, fields: [] };
    await open((sql) => createLayerTable(sql, spec));
    await expect(open((sql) => copyRows(sql, spec, only([{ index: 1, values: [], ewkb: point }])))).rejects.toThrow("cannot be stored");
    await open(async (sql) => {
      expect(await copyRows(sql, spec, only([{ index: 1, values: [], ewkb: null }]))).toBe(1);
    });
  });
});
