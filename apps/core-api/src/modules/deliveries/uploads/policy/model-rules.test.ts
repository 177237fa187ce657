import type { LayerField } from "@archipel/contracts/layers.ts";
import { compileModel } from "@archipel/validation/model/compile.ts";
import { loadModel } from "@archipel/validation/model/load.ts";
import { expect, it } from "vitest";
import { describedBy, withModelRules } from "./model-rules.ts";

const field = (name: string, type: LayerField["type"] = "text"): LayerField => ({ name, column: name.toLowerCase(), type });

it("gives the fields of a planning document its lists with words, its days and its required values", async () => {
  const model = compileModel(await loadModel("cnig_PLU_2017"));
  const rulesOf = (layer: string, ...fields: LayerField[]) =>
    describedBy(model, { file: `Donnees_geographiques/13001_${layer}_20230928.shp`, layer }, fields, "fr");
  const [zone, valid, own] = rulesOf("ZONE_URBA", field("TYPEZONE"), field("DATVALID"), field("REMARQUE"));
  expect(zone?.rule).toMatchObject({ isRequired: true });
  expect(zone?.rule?.values?.map(({ value }) => value)).toEqual(["U", "AUc", "AUs", "A", "N"]);
  expect(valid?.rule).toMatchObject({ dayFormat: "YYYYMMDD" });
  expect(own).toEqual(field("REMARQUE"));
  expect(rulesOf("ROUTES", field("TYPEZONE"))).toEqual([field("TYPEZONE")]);
  const [kind, subkind] = rulesOf("PRESCRIPTION_SURF", field("TYPEPSC"), field("STYPEPSC"));
  expect(kind?.rule?.values?.[0]).toEqual({ value: "01", label: "Espace boisé classé" });
  expect(new Set(kind?.rule?.values?.map(({ value }) => value)).size).toBe(kind?.rule?.values?.length);
  // A sub-code means something else under each code: its words would mislead.
  expect(subkind?.rule?.values?.find(({ value }) => value === "01")).toEqual({ value: "01" });
});

it("keeps a rule that a person wrote, and leaves out a bound that the column's type cannot have", () => {
  const asked = { name: "H", type: "double" as const, required: true, minimum: 0, maximum: 50, unit: "m" };
  const rules = (one: LayerField) => withModelRules([one], { fields: [asked] }, new Map(), "fr")[0]?.rule;
  expect(rules(field("h", "double"))).toEqual({ isRequired: true, min: 0, max: 50, unit: "m" });
  expect(rules(field("h", "text"))).toEqual({ isRequired: true });
  expect(rules({ ...field("h", "double"), rule: { max: 10 } })).toEqual({ max: 10 });
});
