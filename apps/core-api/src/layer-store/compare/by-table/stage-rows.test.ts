// @database server
import { randomUUID } from "node:crypto";
import type { LayerField } from "@archipel/contracts/layers.ts";
import type { Database } from "@archipel/database/database.ts";
import { writeEwkb } from "@archipel/geo/wkb.ts";
import { createCommunity } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildTestLayer } from "../../tables/test-layer.ts";
import { UpdateFindings } from "./findings.ts";
import { type RowPlan, stageRows } from "./stage-rows.ts";
import { createTables, rowsTable, updatedLayer } from "./tables.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const texts = ["a\tb", "c\nd\r\n", "\\N", "\\", "\\t", '{"x"}', "'", "é 🌲", "a;b|c", " "];
const fields: LayerField[] = [
  { name: "nom", column: "nom", type: "text" },
  { name: "n", column: "n", type: "integer" },
  { name: "vu", column: "vu", type: "datetime" },
];

test("values are staged as they are, whatever characters they have", async () => {
  const { id: communityId } = await createCommunity(database);
  const geometry = { type: "Point", srid: 4326, hasZ: false } as const;
  const { spec, open } = await buildTestLayer(database, communityId, { geometry, fields, features: [] });
  const updated = updatedLayer(randomUUID(), spec, []);
  const plan: RowPlan = {
    ...updated,
    columns: {
      taken: fields.map((field, place) => ({ place, field })),
      fidPlace: null,
      added: [],
      shown: { columns: [], fields: [], unknown: [], added: [] },
    },
    format: "geojson",
    shapes: { column: geometry, srid: 4326, hasHeights: false },
    findings: new UpdateFindings(),
    numbers: { isAny: false, findings: new UpdateFindings() },
    kinds: { shapes: 0, others: new Map() },
  };
  await open((sql) => createTables(sql, updated));
  const ewkb = writeEwkb({ type: "Point", coordinates: [2, 48] }, null, false);
  const rows = [...texts.map((text, n) => ({ index: n + 1, values: [text, n, "2024-02-29T10:00:00Z"], ewkb, id: String(100 + n) }))];
  rows.push({ index: 99, values: ["beaucoup", "beaucoup", null] as unknown as [string, number, string], ewkb, id: "999" });
  await open((sql) => stageRows(sql, plan, rows));
  const staged = await open((sql) =>
    sql.query(
      `SELECT _row, _number::integer, _unfit, _coarse, nom, n::integer, extract(epoch FROM vu)::integer AS vu, ST_AsEWKT(geom) AS geom
       FROM ${rowsTable(updated)} ORDER BY _row`,
    ),
  );
  const place = { _coarse: [], geom: "SRID=4326;POINT(2 48)" };
  expect(staged).toEqual([
    ...texts.map((nom, n) => ({ ...place, _row: n + 1, _number: 100 + n, _unfit: [], nom, n, vu: Date.UTC(2024, 1, 29, 10) / 1000 })),
    { ...place, _row: 99, _number: 999, _unfit: ["n"], nom: "beaucoup", n: null, vu: null },
  ]);
});

test("visitors and members cannot read the rows of a file", async () => {
  const { id: communityId } = await createCommunity(database);
  const geometry = { type: "Point", srid: 4326, hasZ: false } as const;
  const { spec, open } = await buildTestLayer(database, communityId, { geometry, fields, features: [] });
  const updated = updatedLayer(randomUUID(), spec, []);
  await open((sql) => createTables(sql, updated));
  const read = database.sqlAs({ role: "tenant", userId: null, communityId: null }, (sql) =>
    sql.query(`SELECT * FROM ${rowsTable(updated)}`),
  );
  await expect(read).rejects.toThrow(/permission denied/);
});
