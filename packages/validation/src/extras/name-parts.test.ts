import { expect, test } from "vitest";
import type { Model } from "../model/model.ts";
import { type MadeTable, makeDelivery } from "../testing/make-delivery.ts";
import { runCheck } from "../testing/run-check.ts";

const model = (extras: Model["extras"]): Model => ({
  format: "archipel-model/1",
  id: "test",
  title: { fr: "Essai", en: "Test" },
  files: [{ name: "T", kind: "table", path: ".*", presence: "optional", table: "T" }],
  tables: { T: { fields: [{ name: "KIND", type: "string" }], mayBeEmpty: true } },
  ...(extras ? { extras } : {}),
});
const table = (file: string, ...kinds: (string | null)[]): MadeTable => ({
  file,
  fields: { KIND: "text" },
  rows: kinds.map((kind) => ({ values: [kind] })),
});
const codes = async (extras: Model["extras"], name: string, ...tables: MadeTable[]) =>
  (await runCheck(makeDelivery({ name, tables }), model(extras))).findings.map(({ code, table: where, row }) => [code, where, row]);

test("layer names share a part: the folder's, or the first layer's; names that do not match the pattern are ignored", async () => {
  const extras = (folder?: string) => [{ rule: "same-name-part", params: { layers: "N_(.+)_S", ...(folder ? { folder } : {}) } }];
  const tables = [table("N_A_S.dbf"), table("n_a_s.csv"), table("N_B_S.dbf"), table("other.dbf")];
  expect(await codes(extras(), "x", ...tables)).toEqual([["name-part-differs", "N_B_S", null]]);
  expect(await codes(extras("(.+)_DI"), "B_DI", ...tables)).toEqual([
    ["name-part-differs", "N_A_S", null],
    ["name-part-differs", "n_a_s", null],
  ]);
  expect(await codes(extras("(.+)_DI"), "no such folder", ...tables)).toEqual([["name-part-differs", "N_B_S", null]]);
});

test("rows have the value in their layer's name; empty values and other layers are ignored", async () => {
  const extras = [{ rule: "name-part-in-field", params: { layers: "zone_([0-9]+)", field: "KIND" } }];
  expect(await codes(extras, "x", table("zone_112.dbf", "112", "14", null), table("other.dbf", "14"))).toEqual([
    ["value-differs-from-layer", "zone_112", 2],
  ]);
});

test("a pattern that is invalid or has no group stops the check with an error that names the rule", async () => {
  for (const layers of ["N_.*", "("])
    await expect(codes([{ rule: "same-name-part", params: { layers } }], "x", table("a.dbf"))).rejects.toThrow(/same-name-part/);
});
