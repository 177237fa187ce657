import { expect, test } from "vitest";
import { makeDelivery } from "../testing/make-delivery.ts";
import { runCheck } from "../testing/run-check.ts";
import { modelFromTableSchema } from "./from-table-schema.ts";

const schema = {
  name: "bornes de recharge",
  title: "Bornes de recharge",
  version: "2.3.1",
  homepage: "https://exemple.fr/irve",
  fields: [
    { name: "id", type: "string", constraints: { pattern: "FR[0-9]+" } },
    { name: "puissance", type: "number", constraints: { required: true, minimum: 0 } },
    { name: "prise", type: "string", constraints: { enum: ["T2", "CCS"] } },
    { name: "site", type: "string", format: "uri" },
    { name: "lieu", type: "geopoint", constraints: { required: true } },
  ],
  primaryKey: "id",
  missingValues: [""],
};

test("a Table Schema becomes a model that checks its constraints", async () => {
  const model = modelFromTableSchema(schema, "irve");
  const row = (values: (string | number)[]) => ({ values, geometry: { type: "Point" as const, coordinates: [2, 48] as [number, number] } });
  const delivery = makeDelivery({
    isSingleFile: true,
    tables: [
      {
        file: "bornes.csv",
        fields: { id: "text", puissance: "double", prise: "text", site: "text" },
        rows: [row(["FR1", 22, "T2", "https://a.fr"]), row(["FR1", -1, "T9", "a"]), { values: ["", "", "", ""] }],
        srid: 4326,
      },
    ],
  });
  const { findings } = await runCheck(delivery, model);
  expect(findings.map(({ code, field, row }) => [code, field, row])).toEqual([
    ["value-out-of-range", "puissance", 2],
    ["ATTRIBUTE_UNEXPECTED_VALUE", "prise", 2],
    ["ATTRIBUTE_INVALID_FORMAT", "site", 2],
    ["ATTRIBUTE_UNEXPECTED_NULL", "id", 3],
    ["ATTRIBUTE_UNEXPECTED_NULL", "puissance", 3],
    ["ATTRIBUTE_UNEXPECTED_NULL", "lieu", 3],
    ["ATTRIBUTE_NOT_UNIQUE", "id", 2],
  ]);
});

test("JSON that is not a Table Schema is refused, with the reason", () => {
  expect(() => modelFromTableSchema({ fields: [] }, "x")).toThrow(/fields/);
  expect(() => modelFromTableSchema({ fields: [{ name: "a", constraints: { pattern: "(" } }] }, "x")).toThrow(/pattern/);
});
