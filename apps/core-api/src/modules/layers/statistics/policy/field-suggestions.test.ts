import type { LayerField } from "@archipel/contracts/layers.ts";
import { expect, it } from "vitest";
import { suggestFields } from "./field-suggestions.ts";

const field = (name: string, type: LayerField["type"]): LayerField => ({ name, column: name.toLowerCase(), type });
const profile = (column: string, distinct: number, filled = 1000) => ({ column, filled, distinct });

it("never proposes an identifier before a field with classes", () => {
  const fields = [field("FID_SRC", "integer"), field("nom", "text"), field("nature", "text"), field("hauteur", "double")];
  const found = suggestFields(fields, [profile("fid_src", 1000), profile("nom", 990), profile("nature", 6), profile("hauteur", 740)]);
  expect(found).toMatchObject({ category: "nature", amount: "hauteur" });
  expect(found.fields.filter(({ isIdentifier }) => isIdentifier).map(({ column }) => column)).toEqual(["fid_src", "nom"]);
});

it("proposes the column of a standard first, and an amount before a year or a code", () => {
  const fields = [field("statut_juridique", "text"), field("TYPEZONE", "text"), field("annee", "integer"), field("logements", "integer")];
  const profiles = [profile("statut_juridique", 3), profile("typezone", 5), profile("annee", 30), profile("logements", 80)];
  expect(suggestFields(fields, profiles)).toMatchObject({ category: "typezone", amount: "logements" });
});

it("counts every value of an integer field that differs as an identifier, but not measures", () => {
  const fields = [field("cle", "integer"), field("surface", "double")];
  const found = suggestFields(fields, [profile("cle", 500, 500), profile("surface", 500, 500)]);
  expect(found.amount).toBe("surface");
  expect(found.fields.map(({ isIdentifier }) => isIdentifier)).toEqual([true, false]);
});

it("proposes nothing for a layer without fitting fields", () => {
  expect(suggestFields([field("jour", "double")], [profile("jour", 0, 0)])).toMatchObject({ category: null, amount: null });
});
