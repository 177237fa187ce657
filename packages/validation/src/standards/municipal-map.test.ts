import { describe, expect, test } from "vitest";
import { loadModel } from "../model/load.ts";
import { fillTable, type MadeRow } from "../testing/fill-table.ts";
import { type MadeTable, makeDelivery, square } from "../testing/make-delivery.ts";
import { runCheck } from "../testing/run-check.ts";

const shipped = await loadModel("cnig-cc-2017");
const model = {
  ...shipped,
  metadata: { rules: "none" as const },
  extras: shipped.extras?.filter(({ rule }) => rule !== "cnig-metadata") ?? [],
};
const NAME = "35238_CC_20260301";
const GEO = "Donnees_geographiques";
const file = (table: string) => `${table.startsWith("DOC_URBA") ? "" : `${GEO}/`}35238_${table}_20260301.dbf`;
const table = (name: string, row: MadeRow, isDrawn = true): MadeTable =>
  fillTable(model, name, file(name), [[{ IDURBA: NAME, ...row }, isDrawn ? square(350_000, 6_790_000, 100) : undefined]]);
const document = (row: MadeRow = {}) => table("DOC_URBA", { ETAT: "03", DATAPPRO: "20260301", DATEREF: "20250101", ...row }, false);
const municipality = table("DOC_URBA_COM", { INSEE: "35238" }, false);
const sector = (row: MadeRow = {}) => table("SECTEUR_CC", { LIBELLE: "ZC", TYPESECT: "01", ...row });
const papers = [
  "0_Procedure/35238_procedure_20260301.pdf",
  "1_Rapport_de_presentation/35238_rapport_20260301.pdf",
  "4_Annexes/35238_liste_annexes_20260301.pdf",
];

async function find(tables: MadeTable[], files = papers) {
  const written = files.map((path) => `Pieces_ecrites/${path}`);
  const { findings } = await runCheck(makeDelivery({ name: NAME, tables, files: written }), model);
  return findings.filter(({ level }) => level !== "INFO").map(({ code, fileModel, field }) => [code, fileModel, field]);
}
const record = ["FILE_MISSING_MANDATORY", "METADONNEES", null];

describe("a municipal map (CNIG CC 2017)", () => {
  test("a valid delivery conforms, except for its metadata record, which has its own tests", async () => {
    expect(await find([document(), municipality, sector(), table("INFO_SURF", { TYPEINF: "02", STYPEINF: "00" })])).toEqual([record]);
  });

  test.each<[string, MadeTable, string]>([
    ["LIBELLE", sector({ LIBELLE: "U" }), "TABLE_FOREIGN_KEY_NOT_FOUND"],
    ["TYPESECT", sector({ TYPESECT: "04" }), "TABLE_FOREIGN_KEY_NOT_FOUND"],
    ["FERMRECO", sector({ FERMRECO: "non" }), "TABLE_FOREIGN_KEY_NOT_FOUND"],
    ["IDURBA", sector({ IDURBA: "35238_CC_20200101" }), "CNIG_IDURBA_UNEXPECTED"],
    ["NOMFIC", sector({ NOMFIC: "absent.pdf" }), "ATTRIBUTE_FILE_NOT_FOUND"],
  ])("a sector with a wrong %s is reported", async (field, wrong, code) => {
    expect(await find([document(), municipality, wrong])).toEqual([record, [code, "SECTEUR_CC", field]]);
  });

  test.each<[string, MadeRow, [string, string]]>([
    ["a prescription without its type", { TYPEINF: "00", STYPEINF: "00" }, ["DATABASE_CONSTRAINT_MISMATCH", "TYPEP"]],
    [
      "an information with a type of prescription",
      { TYPEINF: "02", STYPEINF: "00", TYPEP: "07" },
      ["DATABASE_CONSTRAINT_MISMATCH", "TYPEP"],
    ],
    ["an unknown type", { TYPEINF: "02", STYPEINF: "77" }, ["TABLE_FOREIGN_KEY_NOT_FOUND", "TYPEINF, STYPEINF"]],
  ])("%s is reported", async (_, row, [code, field]) => {
    const found = await find([document(), municipality, sector(), table("INFO_SURF", row)]);
    expect(found).toContainEqual([code, "INFO_SURF", field]);
  });

  test("an identifier that is delivered is filled and unique", async () => {
    const id = "35238_CC_20260301_ZO1";
    expect(await find([document(), municipality, sector({ LIB_IDZONE: id })])).toEqual([record]);
    expect(await find([document(), municipality, sector({ LIB_IDZONE: null })])).toEqual([
      record,
      ["ATTRIBUTE_UNEXPECTED_NULL", "SECTEUR_CC", "LIB_IDZONE"],
    ]);
  });

  test("the list of annexes is required", async () => {
    const others = papers.filter((path) => !path.includes("liste_annexes"));
    expect(await find([document(), municipality, sector()], [...others, "4_Annexes/autre.pdf"])).toContainEqual([
      "FILE_MISSING_MANDATORY",
      "LISTE ANNEXES",
      null,
    ]);
  });

  test.each<[string, MadeRow, string]>([
    ["DATAPPRO", { DATAPPRO: null }, "DATABASE_CONSTRAINT_MISMATCH"],
    ["ETAT", { ETAT: "02" }, "TABLE_FOREIGN_KEY_NOT_FOUND"],
    ["TYPEDOC", { TYPEDOC: "PLU" }, "TABLE_FOREIGN_KEY_NOT_FOUND"],
    ["NOMPROC", { NOMPROC: "MC1" }, "ATTRIBUTE_INVALID_REGEXP"],
    ["NOMPLAN", { NOMPLAN: "plan.pdf" }, "ATTRIBUTE_INVALID_REGEXP"],
  ])("a document with a wrong %s is reported", async (field, row, code) => {
    expect(await find([document(row), municipality, sector()])).toEqual([record, [code, "DOC_URBA", field]]);
  });

  test("missing sectors and a missing report are reported", async () => {
    const codes = (
      await find(
        [document(), municipality],
        papers.filter((path) => !path.includes("rapport")),
      )
    ).map(([code, name]) => [code, name]);
    expect(codes).toEqual(
      expect.arrayContaining([
        ["FILE_MISSING_MANDATORY", "SECTEUR_CC"],
        ["FILE_MISSING_MANDATORY", "RAPPORT"],
      ]),
    );
  });
});
