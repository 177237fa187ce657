import type { LayerField } from "@archipel/contracts/layers.ts";
import { expect, test } from "vitest";
import { fieldCalled, sourceNames } from "./source-names.ts";

const fieldsOf = (columns: Record<string, string>): LayerField[] =>
  Object.entries(columns).map(([column, name]) => ({ column, name, type: "text" }));

test.each([
  ["as the file calls them", { libelle: "LIBELLÉ", typezone: "TYPEZONE" }, ["LIBELLÉ", "TYPEZONE"]],
  ["twins that differ by case are both kept", { nom: "Nom", nom_2: "nom", nom_3: "NOM" }, ["Nom", "nom", "NOM"]],
  ["equal names, and the names that their columns take, become columns", { a: "x", x: "x", b: "a", c: "C" }, ["a", "x", "b", "C"]],
  ["a field without a name is called like its column", { sans_nom: "" }, ["sans_nom"]],
])("fields are called %s", (_, columns, expected) => {
  const fields = fieldsOf(columns);
  expect([...sourceNames(fields).values()]).toEqual(expected);
});

test("requests name a field by its name, or by its column if no other field has that name", () => {
  const fields = fieldsOf({ nom: "Nom", nom_2: "nom", typezone: "TYPEZONE" });
  const meant = (called: string) => fieldCalled(fields, sourceNames(fields), called)?.column;
  expect(["TYPEZONE", "typezone", "Nom", "nom", "nom_2", "TypeZone"].map(meant)).toEqual([
    "typezone",
    "typezone",
    "nom",
    "nom_2",
    "nom_2",
    undefined,
  ]);
});
