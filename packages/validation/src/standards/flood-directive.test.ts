import type { Geometry } from "@archipel/geo/geojson.ts";
import { describe, expect, test } from "vitest";
import { loadModel } from "../model/load.ts";
import { fillTable, type MadeFeature, type MadeRow } from "../testing/fill-table.ts";
import { type MadeTable, makeDelivery } from "../testing/make-delivery.ts";
import { runCheck } from "../testing/run-check.ts";

const model = await loadModel("covadis-di-2018");
const [X, Y] = [350_000, 6_790_000];
const TRI = "FRA_TRI_RANCE";

type Rows = readonly MadeFeature[];
const table = (name: string, rows: Rows, end = name, prefix = "TRI_RANCE"): MadeTable =>
  fillTable(
    model,
    name,
    `N_${prefix}_${end}_035.shp`,
    rows.map(([row, shape]) => [{ ID_TRI: TRI, ...row }, shape]),
  );

/** A strip that starts at X + `from`. A rarer flood has a longer strip. */
const strip = (length: number, from = 0): Geometry => ({
  type: "Polygon",
  coordinates: [
    [
      [X + from, Y],
      [X + from + length, Y],
      [X + from + length, Y + 100],
      [X + from, Y + 100],
      [X + from, Y],
    ],
  ],
});
const flood = (number: number, scenario: string, length: number, more: MadeRow = {}): [MadeRow, Geometry] => [
  { ID_S_INOND: `SIN_${number}`, SCENARIO: scenario, TYP_INOND: "01", ...more },
  strip(length),
];
const depth = (number: number, shape: Geometry, more: MadeRow = {}): [MadeRow, Geometry] => [
  { ID_ZONE: `ZCH_${number}`, ID_S_INOND: "SIN_1", SCENARIO: "01For", TYP_INOND: "01", HT_MIN: "0", HT_MAX: "1", ...more },
  shape,
];
const speed = (more: MadeRow): MadeTable =>
  table("CHAMP_VIT_P", [
    [
      { ID_POINT: "PCV_1", ID_S_INOND: "SIN_1", VITESS_MIN: 0.5, VITESS_MAX: 1, ...more },
      { type: "Point", coordinates: [X, Y] },
    ],
  ]);

const base = [
  table("TRI_S", [[{}, strip(1_000)]]),
  table("COMMUNE_S", [[{ CODE_INSEE: "35238" }, strip(1_000)]]),
  table("CARTE_INOND_S", [[{ ID_CARTE: "CSI_1" }, strip(1_000)]]),
  table("CARTE_RISQ_S", [[{ ID_CARTE: "CRI_1" }, strip(1_000)]]),
  table("ENJEU_RAPPORT", [[{ EMPLOI_MIN: 10, EMPLOI_MAX: 20 }]]),
];
const floods = [
  table("INONDABLE_S", [flood(1, "01For", 100)], "INONDABLE_FOR_S"),
  table("INONDABLE_S", [flood(2, "02Moy", 200)], "INONDABLE_MOY_S"),
  table("INONDABLE_S", [flood(3, "04Fai", 300)], "INONDABLE_FAI_S"),
];
const depths = table("ISO_HT_S", [depth(1, strip(40)), depth(2, strip(60, 40), { HT_MIN: "1", HT_MAX: "2" })], "ISO_HT_FOR_S");

async function find(tables: readonly MadeTable[], name = "TRI_RANCE_SIG_DI") {
  const { findings } = await runCheck(makeDelivery({ name, tables }), model);
  const short = (text: string | null) => text?.replace(/^N_TRI_RANCE_|_035$/g, "") ?? null;
  return findings
    .filter(({ level }) => level !== "INFO")
    .map(({ code, table: where, field, fileModel }) => [code, short(where) ?? fileModel, field]);
}

describe("maps of a territory at risk of flooding (COVADIS DI 2018)", () => {
  test("a valid delivery conforms", async () => {
    expect(
      await find([
        ...base,
        ...floods,
        depths,
        speed({}),
        table("ISO_DEB_S", [[{ ID_ZONE: "ZCD_1", ID_S_INOND: "SIN_1", DEBLIN_MIN: 0, DEBLIN_MAX: 0.5 }, strip(100)]]),
        table("ECOUL_S", [[{ ID_ZONE: "ZE_1", ID_S_INOND: "SIN_2", VITESSE: "Mod" }, strip(50)]]),
        table("OUV_PROTEC_L", [
          [
            { ID_OUVRAGE: "OUV_1" },
            {
              type: "LineString",
              coordinates: [
                [X, Y],
                [X + 10, Y],
              ],
            },
          ],
        ]),
        table("ZONE_PROTEG_S", [[{ ID_ZONE: "ZPP_1" }, strip(10)]]),
        table("REL_HYDRO_INOND", [[{ ID_S_INOND: "SIN_1" }]]),
      ]),
    ).toEqual([]);
  });

  test("the folder's name ends with _SIG_DI, and every layer's name contains the territory", async () => {
    expect((await find([...base, ...floods, depths], "TRI_RANCE"))[0]).toEqual(["DIRECTORY_UNEXPECTED_NAME", null, null]);
    const otherTerritory = table("SURALEA_S", [[{ ID_ZONE: "ZSA_1" }, strip(10)]], "SURALEA_S", "TRI_VILAINE");
    expect(await find([...base, ...floods, depths, otherTerritory])).toEqual([["name-part-differs", "N_TRI_VILAINE_SURALEA_S", null]]);
  });

  test("missing required tables are reported", async () => {
    const missing = (await find([...floods, depths])).filter(([code]) => code === "FILE_MISSING_MANDATORY").map(([, name]) => name);
    expect(missing).toEqual(["TRI_S", "COMMUNE_S", "CARTE_INOND_S", "CARTE_RISQ_S", "ENJEU_RAPPORT"]);
  });

  test("a frequent flood must be inside the rarer ones", async () => {
    const tooLong = table("INONDABLE_S", [flood(1, "01For", 250)], "INONDABLE_FOR_S");
    expect(await find([...base, tooLong, ...floods.slice(1)])).toEqual([["geometry-not-inside", "INONDABLE_FOR_S", "WKT"]]);
    const beyond = table("INONDABLE_S", [flood(2, "02Moy", 400)], "INONDABLE_MOY_S");
    expect(await find([...base, ...floods.slice(0, 1), beyond, ...floods.slice(2)])).toEqual([
      ["geometry-not-inside", "INONDABLE_MOY_S", "WKT"],
    ]);
  });

  test("missing scenarios and floods of another type are not compared", async () => {
    expect(await find([...base, table("INONDABLE_S", [flood(1, "01For", 250)], "INONDABLE_FOR_S")])).toEqual([]);
    const sea = table("INONDABLE_S", [flood(1, "01For", 250, { TYP_INOND: "03" })], "INONDABLE_FOR_S");
    expect(await find([...base, sea, ...floods.slice(1)])).toEqual([]);
    const wall = table("INONDABLE_S", [flood(1, "01For", 200.5)], "INONDABLE_FOR_S");
    expect(await find([...base, wall, ...floods.slice(1)])).toEqual([]);
  });

  test.each<[string, Rows, string]>([
    ["a gap", [depth(1, strip(40)), depth(2, strip(50, 50))], "geometry-partition"],
    ["a part outside", [depth(1, strip(100)), depth(2, strip(50, 100))], "geometry-partition"],
    ["an overlap", [depth(1, strip(60)), depth(2, strip(60, 40))], "geometry-partition"],
  ])("depths must cover their flooded area exactly: %s", async (_, rows, code) => {
    expect((await find([...base, ...floods, table("ISO_HT_S", rows, "ISO_HT_FOR_S")])).map(([found]) => found)).toEqual([code]);
  });

  test.each<[string, MadeRow, [string, string]]>([
    ["of another scenario", { SCENARIO: "02Moy" }, ["TABLE_FOREIGN_KEY_NOT_FOUND", "ID_S_INOND, SCENARIO"]],
    ["with a lower bound above the upper bound", { HT_MIN: "2", HT_MAX: "1" }, ["DATABASE_CONSTRAINT_MISMATCH", "HT_MAX"]],
    ["of an unknown class", { HT_MIN: "0.7" }, ["ATTRIBUTE_UNEXPECTED_VALUE", "HT_MIN"]],
    ["with a wrong identifier", { ID_ZONE: "ZCD_1" }, ["ATTRIBUTE_INVALID_REGEXP", "ID_ZONE"]],
    ["of another territory", { ID_TRI: "FRA_TRI_VILAINE" }, ["ATTRIBUTE_REFERENCE_NOT_FOUND", "ID_TRI"]],
  ])("a depth %s is reported", async (_, row, [code, field]) => {
    const found = await find([...base, ...floods, table("ISO_HT_S", [depth(1, strip(100), row)], "ISO_HT_FOR_S")]);
    expect(found).toEqual([[code, "ISO_HT_FOR_S", field]]);
  });

  test("the highest class needs no upper bound, and the bounds of speeds are in order", async () => {
    const open = table("ISO_HT_S", [depth(1, strip(100), { HT_MIN: "4", HT_MAX: null })], "ISO_HT_FOR_S");
    expect(await find([...base, ...floods, open, speed({ VITESS_MAX: null })])).toEqual([]);
    expect(await find([...base, ...floods, depths, speed({ VITESS_MIN: 2 })])).toEqual([
      ["DATABASE_CONSTRAINT_MISMATCH", "CHAMP_VIT_P", "VITESS_MAX"],
    ]);
    expect(await find([...base, ...floods, depths, speed({ AZIMUTH: 400 })])).toEqual([["value-out-of-range", "CHAMP_VIT_P", "AZIMUTH"]]);
  });

  test("an unknown scenario is reported", async () => {
    expect(await find([...base, table("INONDABLE_S", [flood(1, "05Rare", 100)], "INONDABLE_FOR_S")])).toEqual([
      ["ATTRIBUTE_UNEXPECTED_VALUE", "INONDABLE_FOR_S", "SCENARIO"],
    ]);
  });
});
