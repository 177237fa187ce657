import { scanWkb } from "@archipel/geo/wkb.ts";
import { expect, test } from "vitest";
import type { Delivery, DeliveryRow } from "../delivery/delivery.ts";
import type { Model } from "../model/model.ts";
import { brokenDeliveries } from "../testing/broken-deliveries.ts";
import { makeDelivery, square } from "../testing/make-delivery.ts";
import { modelOf, runCheck } from "../testing/run-check.ts";

const isDrawn = ({ ewkb }: DeliveryRow) => {
  const facts = ewkb && scanWkb(ewkb);
  return facts?.bbox?.every(Number.isFinite) ?? false;
};

/** The findings on rows with a geometry and a known CRS, and those among them without a place. */
async function ofDrawnRows(delivery: Delivery, model: Model, options = {}) {
  const drawn = new Set<string>();
  for (const table of delivery.tables) {
    if (table.crs?.srid == null) continue;
    for await (const rows of table.rows()) for (const row of rows) if (isDrawn(row)) drawn.add(`${table.file} ${table.name} ${row.row}`);
  }
  const { findings } = await runCheck(delivery, model, options);
  const found = findings.filter(({ file, table, row }) => drawn.has(`${file} ${table} ${row}`));
  return { found, unplaced: found.filter(({ bbox, place }) => bbox === null && place === null).map(({ code, row }) => [code, row]) };
}

test("every finding on a row with a geometry can be shown on the map", async () => {
  let count = 0;
  for (const { delivery, model, options } of brokenDeliveries) {
    const { found, unplaced } = await ofDrawnRows(delivery, model, options);
    expect(unplaced).toEqual([]);
    count += found.length;
  }
  expect(count).toBeGreaterThan(5);
});

test("so can findings that need all rows, and findings of extra rules", async () => {
  const model = modelOf(
    {
      ZONE: {
        fields: [
          { name: "ID", type: "string", unique: true },
          { name: "OF", type: "string", reference: { table: "ZONE", field: "ID" } },
          { name: "IDURBA", type: "string" },
          { name: "INSEE", type: "string" },
        ],
        foreignKeys: [{ fields: ["OF", "IDURBA"], to: { table: "ZONE", fields: ["ID", "IDURBA"] } }],
        geometry: { type: "polygon", unique: true, noOverlap: [{}] },
      },
    },
    { extras: [{ rule: "cnig-idurba", params: { format: "v2" } }, { rule: "cnig-insee" }] },
  );
  const rows = [
    { values: ["1", "1", "30014_PLU_20171013", "30014"], geometry: square(620_000, 6_750_000) },
    { values: ["1", "9", "30014_PLU_20101013", "3001"], geometry: square(620_000, 6_750_000) },
  ];
  const fields = { ID: "text", OF: "text", IDURBA: "text", INSEE: "text" } as const;
  const delivery = makeDelivery({ name: "30014_PLU_20171013", tables: [{ file: "ZONE.gpkg", srid: 2154, fields, rows }] });
  const { found, unplaced } = await ofDrawnRows(delivery, model);
  expect(new Set(found.map(({ code }) => code))).toEqual(
    new Set([
      "ATTRIBUTE_NOT_UNIQUE",
      "ATTRIBUTE_REFERENCE_NOT_FOUND",
      "TABLE_FOREIGN_KEY_NOT_FOUND",
      "CNIG_IDURBA_UNEXPECTED",
      "CNIG_INSEE_INVALID",
      "geometry-overlap",
    ]),
  );
  expect(unplaced).toEqual([]);
  const [west = 0, south = 0] = found[0]?.bbox ?? [];
  expect([Math.round(west), Math.round(south)]).toEqual([2, 48]);
});
