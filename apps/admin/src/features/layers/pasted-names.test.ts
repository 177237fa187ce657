import type { LayerField } from "@archipel/contracts/layers.ts";
import { expect, test } from "vitest";
import { readPastedNames } from "./pasted-names.ts";

const fields: LayerField[] = [
  { name: "CODE_INSEE", column: "code_insee", type: "text" },
  { name: "LIBZONE", column: "libzone", type: "text" },
  { name: "SURF", column: "surf", type: "double" },
];

test("two columns name the fields by their names, in any order and case", () => {
  const { labels, unknown } = readPastedNames("libzone\tNom de la zone\r\nCODE_INSEE;Commune\nAUTRE\tInconnu\nSURF\n", fields);
  expect([...labels]).toEqual([
    ["libzone", "Nom de la zone"],
    ["code_insee", "Commune"],
  ]);
  expect(unknown).toEqual(["AUTRE", "SURF"]);
});

test("one column names the fields in their order, if it has as many lines", () => {
  expect([...readPastedNames("Commune\nZone\nSurface", fields).labels.values()]).toEqual(["Commune", "Zone", "Surface"]);
  expect(readPastedNames("Commune\nZone", fields).labels.size).toBe(0);
});
