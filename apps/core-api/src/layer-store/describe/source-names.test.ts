import type { LayerField } from "@archipel/contracts/layers.ts";
import { expect, test } from "vitest";
import { matchColumns } from "../compare/rules/match-columns.ts";
import { fieldCalled, nameLimits, sourceNames } from "./source-names.ts";

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

const hard = { nom: "Nom", nom_2: "nom", nom_2_2: "NOM_2", source_fid: "FID", source_geom: "Geom", a: "x", x: "x", ete: "Été" };

test.each([
  ["table", ["Nom", "nom", "NOM_2", "source_fid", "Geom", "a", "x", "Été"]],
  ["csv", ["Nom", "nom", "NOM_2", "source_fid", "source_geom", "a", "x", "Été"]],
  ["geojson", ["Nom", "nom_2", "nom_2_2", "source_fid", "Geom", "a", "x", "Été"]],
  ["gpkg", ["Nom", "nom_2", "nom_2_2", "source_fid", "source_geom", "a", "x", "Été"]],
] as const)("in a file written as %s, only names that it cannot hold become columns, and all are read back", (format, expected) => {
  const fields = fieldsOf(hard);
  const names = [...sourceNames(fields, nameLimits[format]).values()];
  expect(names).toEqual(expected);
  const inFile = ["fid", ...names].map((name) => ({ name, type: "text" as const }));
  const { compared, fidPlace } = matchColumns(inFile, fields, [], "gpkg");
  expect([compared.map(({ field }) => field), fidPlace]).toEqual([fields, 0]);
});

test("files that name one of two case twins by its column, as downloads of older versions do, are read back", () => {
  const fields = fieldsOf({ nom: "Nom", nom_2: "nom" });
  const matched = matchColumns(
    [
      { name: "nom", type: "text" },
      { name: "nom_2", type: "text" },
    ],
    fields,
    [],
    "gpkg",
  );
  expect(matched.compared.map(({ field }) => field.column)).toEqual(["nom", "nom_2"]);
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
