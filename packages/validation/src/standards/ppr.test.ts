import type { Geometry } from "@archipel/geo/geojson.ts";
import { describe, expect, test } from "vitest";
import type { CellValue } from "../delivery/delivery.ts";
import { loadModel } from "../model/load.ts";
import { fillTable, type MadeFeature, type MadeRow } from "../testing/fill-table.ts";
import { type MadeTable, makeDelivery, square } from "../testing/make-delivery.ts";
import { runCheck } from "../testing/run-check.ts";

const model = await loadModel("cnig-ppr-1.0");
const FILE = "pprn_35ddt20240001.gpkg";
const [X, Y] = [350_000, 6_790_000];
const CODE = "35DDT20240001";

type Rows = readonly MadeFeature[];
const layer = (table: string, rows: Rows, end = table, prefix = "pprn_35ddt20240001"): MadeTable =>
  fillTable(
    model,
    table,
    FILE,
    rows.map(([row, shape]) => [{ codeprocedure: CODE, ...row }, shape]),
    { name: `${prefix}_${end}` },
  );

const procedure = layer("procedure", [[{ typeprocedure: "PPRN-I" }]]);
const perimeter = layer("perimetre_s", [[{ idperimetre: "P1", etatprocedure: "APPROUVE", dateetat: "2024-05-02" }, square(X, Y, 1_000)]]);
const hazards = (...rows: Rows) => layer("zonealeareference", rows, "zonealeareference_112_s");
const zones = (...rows: Rows) => layer("zonereglementaireurba_s", rows);
const hazard = (id: string, x: number, more: Record<string, CellValue> = {}): [MadeRow, Geometry] => [
  { idzonealea: id, typealea: "112", niveaualea: "02", ...more },
  square(x, Y, 100),
];
const zone = (id: string, x: number, more: MadeRow = {}): [MadeRow, Geometry] => [
  { idzonereglementaire: id, typereglement: "03", ...more },
  square(x, Y, 100),
];

async function find(...tables: MadeTable[]) {
  const { findings } = await runCheck(makeDelivery({ name: "pprn_35ddt20240001", tables, isSingleFile: true }), model);
  return findings
    .filter(({ level }) => level !== "INFO")
    .map(({ code, table, field }) => [code, table?.replace(/^pprn_35ddt20240001_/, "") ?? null, field]);
}

describe("a risk prevention plan (CNIG PPR 1.0)", () => {
  test("a valid delivery conforms: every kind of table, its code lists, touching hazards and zones", async () => {
    expect(
      await find(
        procedure,
        perimeter,
        hazards(hazard("A1", X), hazard("A2", X + 100, { niveaualea: "04", occurrence: 100 })),
        layer("zonealeaexceptionnel", [[{ idzonealea: "E1", typealea: "14" }, square(X, Y, 100)]], "zonealeaexceptionnel_14_s"),
        layer(
          "zonealeatechnolent",
          [[{ idzonealea: "T1", typealea: "213", intensite: "Z4", occurrence: "D" }, square(X, Y, 100)]],
          "zonealeatechnolent_213_s",
        ),
        zones(zone("Z1", X), zone("Z2", X + 100)),
        layer("zonereglementairefoncier_s", [[{ idzonereglementaire: "F1", typereglement: "01" }, square(X, Y, 100)]]),
        layer("zoneregmultialea", [[{ typealea: "112", idzonereglementaire_u_s: "Z1" }]]),
        layer("ouvrageprotecteur_s", [[{ idouvrageprotecteur: "O1", refexterne: "01" }, square(X, Y, 50)]], "ouvrageprotecteur_112_s"),
        layer(
          "zoneprotegee",
          [[{ idzoneprotegee: "ZP", typealea: "112", idouvrageprotecteur_s: "O1" }, square(X, Y, 90)]],
          "zoneprotegee_112_s",
        ),
        layer("enjeu_p", [
          [
            { idenjeu: "J1", codeenjeu: "070100" },
            { type: "Point", coordinates: [X, Y] },
          ],
        ]),
        layer("typevulnerabilite", [[{ idenjeu_p: "J1" }]]),
        layer("referenceinternet", [[{ typereference: "02" }]]),
        layer("revise", []),
        { file: FILE, name: "typealea", fields: { code: "text", libelle: "text" }, rows: [{ values: ["112", "Inondation"] }] },
      ),
    ).toEqual([]);
  });

  test("a missing procedure and perimeter are reported", async () => {
    expect(await find(hazards(hazard("A1", X)))).toEqual([
      ["layer-missing", `ppr[nmt]_[a-z0-9_]+_procedure`, null],
      ["layer-missing", `ppr[nmt]_[a-z0-9_]+_perimetre_s`, null],
      ["ATTRIBUTE_REFERENCE_NOT_FOUND", "zonealeareference_112_s", "codeprocedure"],
    ]);
  });

  test("the names of all layers start with the file's name, in lower case", async () => {
    const other = layer("zonereglementaireurba_s", [zone("Z1", X)], "zonereglementaireurba_s", "pprn_22ddt20240009");
    expect(await find(procedure, perimeter, other)).toEqual([["name-part-differs", "pprn_22ddt20240009_zonereglementaireurba_s", null]]);
    const loud = layer("zonereglementaireurba_s", [zone("Z1", X)], "ZoneReglementaireUrba_s");
    expect(await find(procedure, perimeter, loud)).toEqual([["name-not-lower-case", "ZoneReglementaireUrba_s", null]]);
    const stray = { file: FILE, name: "brouillon", fields: {}, rows: [] };
    expect(await find(procedure, perimeter, stray)).toEqual([["layer-unexpected", "brouillon", null]]);
  });

  test("a layer of a hazard contains only zones of this hazard", async () => {
    expect(await find(procedure, perimeter, hazards(hazard("A1", X, { typealea: "124" })))).toEqual([
      ["value-differs-from-layer", "zonealeareference_112_s", "typealea"],
    ]);
  });

  test("levels of one hazard must not overlap, nor regulated zones; different hazards may", async () => {
    const landslide = layer("zonealeareference", [hazard("G1", X, { typealea: "124", niveaualea: "06" })], "zonealeareference_124_s");
    expect(await find(procedure, perimeter, hazards(hazard("A1", X), hazard("A2", X + 50)), landslide)).toEqual([]);
    expect(await find(procedure, perimeter, hazards(hazard("A1", X), hazard("A2", X + 50, { niveaualea: "04" })))).toEqual([
      ["geometry-overlap", "zonealeareference_112_s", "geom"],
    ]);
    expect(await find(procedure, perimeter, zones(zone("Z1", X), zone("Z2", X + 50)))).toEqual([
      ["geometry-overlap", "zonereglementaireurba_s", "geom"],
    ]);
  });

  test.each<[string, MadeRow, string]>([
    ["typereglement", { typereglement: "12" }, "ATTRIBUTE_UNEXPECTED_VALUE"],
    ["libellezonereglement", { libellezonereglement: null }, "ATTRIBUTE_UNEXPECTED_NULL"],
    ["codeprocedure", { codeprocedure: "22DDT1" }, "ATTRIBUTE_REFERENCE_NOT_FOUND"],
    ["idzonereglementaire", { idzonereglementaire: "a-name-that-is-long" }, "ATTRIBUTE_SIZE_EXCEEDED"],
    ["existemesuresobligatoires", { existemesuresobligatoires: "peut-être" }, "ATTRIBUTE_INVALID_FORMAT"],
  ])("a regulated zone with a wrong %s is reported", async (field, row, code) => {
    expect(await find(procedure, perimeter, zones(zone("Z1", X, row)))).toEqual([[code, "zonereglementaireurba_s", field]]);
  });

  test("identifiers are unique over all layers of a table", async () => {
    const other = layer("zonealeareference", [hazard("A1", X + 500, { typealea: "124" })], "zonealeareference_124_s");
    expect(await find(procedure, perimeter, hazards(hazard("A1", X)), other)).toEqual([
      ["ATTRIBUTE_NOT_UNIQUE", "zonealeareference_124_s", "idzonealea"],
    ]);
  });

  test("a row for several hazards refers to exactly one zone, and a vulnerability to exactly one asset", async () => {
    const multi = (row: MadeRow) => layer("zoneregmultialea", [[{ typealea: "112", ...row }]]);
    const regulated = zones(zone("Z1", X));
    const land = layer("zonereglementairefoncier_s", [[{ idzonereglementaire: "F1", typereglement: "02" }, square(X, Y, 100)]]);
    for (const row of [{}, { idzonereglementaire_u_s: "Z1", idzonereglementaire_f_s: "F1" }])
      expect(await find(procedure, perimeter, regulated, land, multi(row))).toEqual([
        ["DATABASE_CONSTRAINT_MISMATCH", "zoneregmultialea", "idzonereglementaire_u_s"],
      ]);
    expect(await find(procedure, perimeter, layer("typevulnerabilite", [[{}]]))).toEqual([
      ["DATABASE_CONSTRAINT_MISMATCH", "typevulnerabilite", "idenjeu_s"],
    ]);
  });

  test("geometries are neither too small nor too complex", async () => {
    const small = zones([{ idzonereglementaire: "Z1", typereglement: "03" }, square(X, Y, 4)]);
    expect(await find(procedure, perimeter, small)).toEqual([["geometry-too-small", "zonereglementaireurba_s", "geom"]]);
    const circle = (count: number): Geometry => ({
      type: "Polygon",
      coordinates: [
        Array.from({ length: count + 1 }, (_, index): [number, number] => {
          const angle = (2 * Math.PI * (index % count)) / count;
          return [X + 100_000 * Math.cos(angle), Y + 100_000 * Math.sin(angle)];
        }),
      ],
    });
    const heavy = (count: number) => find(procedure, perimeter, zones([{ idzonereglementaire: "Z1", typereglement: "03" }, circle(count)]));
    expect(await heavy(50_001)).toEqual([["CNIG_GEOMETRY_COMPLEXITY_WARNING", "zonereglementaireurba_s", "geom"]]);
    expect(await heavy(200_001)).toEqual([["CNIG_GEOMETRY_COMPLEXITY_ERROR", "zonereglementaireurba_s", "geom"]]);
  });
});
