import { describe, expect, test } from "vitest";
import { loadModel } from "../../model/load.ts";
import type { Model } from "../../model/model.ts";
import { type MadeTable, makeDelivery, square } from "../../testing/make-delivery.ts";
import { modelOf, runCheck } from "../../testing/run-check.ts";
import { readDocumentName } from "./document-name.ts";

type Extras = NonNullable<Model["extras"]>;
const docUrba = (...ids: (string | null)[]): MadeTable => ({
  file: "DOC_URBA.dbf",
  fields: { IDURBA: "text" },
  rows: ids.map((id) => ({ values: [id] })),
});
const zones = (...ids: (string | null)[]): MadeTable => ({ ...docUrba(...ids), file: "ZONE.dbf" });
const idurba = { fields: [{ name: "IDURBA", type: "string" as const }] };
const planning = (extras: Extras) => modelOf({ DOC_URBA: idurba, ZONE: idurba }, { extras });
const codesOf = async (name: string, format: "v1" | "v2", tables: MadeTable[]) =>
  (await runCheck(makeDelivery({ name, tables }), planning([{ rule: "cnig-idurba", params: { format } }]))).codes;

describe("names of deliveries", () => {
  test.each([
    ["30014_PLU_20171013", { kind: "planning", territory: "30014", type: "PLU", date: "20171013", part: null }],
    ["2A004_CC_20200101_b", { kind: "planning", territory: "2A004", part: "B" }],
    ["200011781_PLUi_20180101", { kind: "planning", territory: "200011781", type: "PLUi" }],
    ["172014607_AC1_2A_20180130", { kind: "easement", manager: "172014607", category: "AC1", territory: "2A" }],
    ["plan", null],
    ["3001_PLU_20171013", null],
  ])("%s", (name, expected) => {
    const read = readDocumentName(name);
    if (expected) expect(read).toMatchObject(expected);
    else expect(read).toBeNull();
  });
});

describe("IDURBA", () => {
  test("since 2017 it is the folder's name, in any case", async () => {
    expect(
      await codesOf("30014_PLU_20171013", "v2", [docUrba("30014_PLU_20171013", "30014_20101013"), zones("30014_PLU_20171013")]),
    ).toEqual([]);
    expect(await codesOf("200011781_PLUi_20180101", "v2", [docUrba("200011781_PLUI_20180101"), zones("200011781_PLUi_20180101")])).toEqual(
      [],
    );
  });

  test("until 2014 it is a code and a date, with or without an underscore", async () => {
    expect(await codesOf("41175_PLU_20140603", "v1", [docUrba("4117520140603"), zones("41175_20140603")])).toEqual([]);
    expect(await codesOf("41175_PLU_20140603", "v1", [docUrba("4117520140603"), zones("4117520130603")])).toEqual([
      "CNIG_IDURBA_UNEXPECTED",
    ]);
  });

  test("is reported when it is missing, occurs twice, is misspelt or belongs to another document", async () => {
    expect(await codesOf("30014_PLU_20171013", "v2", [docUrba("30014_PLU_20101013")])).toEqual(["CNIG_IDURBA_NOT_FOUND"]);
    expect(await codesOf("30014_PLU_20171013", "v2", [docUrba("30014_PLU_20171013", "30014_PLU_20171013")])).toEqual([
      "CNIG_IDURBA_MULTIPLE_FOUND",
    ]);
    expect(await codesOf("30014_PLU_20171013", "v2", [docUrba("30014_PLU_20171013", "PLU 30014")])).toEqual(["CNIG_IDURBA_INVALID"]);
    expect(await codesOf("30014_PLU_20171013", "v2", [docUrba("30014_PLU_20171013"), zones("30014_PLU_20141013", null)])).toEqual([
      "CNIG_IDURBA_UNEXPECTED",
      "CNIG_IDURBA_UNEXPECTED",
    ]);
  });

  test("only needs a valid spelling when the folder's name is not that of a document", async () => {
    expect(await codesOf("mon dossier", "v2", [docUrba("30014_PLU_20101013", "x"), zones("y")])).toEqual(["CNIG_IDURBA_INVALID"]);
  });
});

test("INSEE codes, including overseas and Corsica", async () => {
  const model = modelOf({ T: { fields: [{ name: "INSEE", type: "string" }] } }, { extras: [{ rule: "cnig-insee" }] });
  const rows = ["30014", "2A004", "97411", "", "3014", "2C004"].map((code) => ({ values: [code] }));
  const { findings } = await runCheck(makeDelivery({ tables: [{ file: "T.csv", fields: { INSEE: "text" }, rows }] }), model);
  expect(findings.map(({ code, row }) => [code, row])).toEqual([
    ["CNIG_INSEE_INVALID", 5],
    ["CNIG_INSEE_INVALID", 6],
  ]);
});

describe("written documents", () => {
  const model: Model = {
    ...modelOf({ TITLES: { fields: [], otherFields: "allow", mayBeEmpty: true } }),
    files: [
      { name: "RULES", kind: "document", path: "Written/.*", presence: "optional" },
      { name: "TITLES", kind: "table", path: "Written/titles", presence: "optional", table: "TITLES" },
    ],
    otherFiles: "allow",
    extras: [{ rule: "cnig-written-documents", params: { folder: "Written", except: ["TITLES"] } }],
  };
  const run = (files: string[], options = {}, texts = {}) =>
    runCheck(makeDelivery({ files, texts, tables: [{ file: "Written/titles.csv", fields: {}, rows: [] }] }), model, options);

  test("are PDF, except tables that the standard allows and XML that is not a metadata record", async () => {
    expect((await run(["Written/a.pdf", "Written/b.PDF"], {}, { "Written/x.xml": "<other/>" })).codes).toEqual([]);
    const { findings } = await run(["Written/a.pdf", "Written/b/Thumbs.db", "Written/c.csv", "Data/d.docx"]);
    expect(findings.map(({ code, file }) => [code, file])).toEqual([
      ["CNIG_PIECE_ECRITE_ONLY_PDF", "Written/b/Thumbs.db"],
      ["CNIG_PIECE_ECRITE_ONLY_PDF", "Written/c.csv"],
    ]);
  });

  test("there is at least one", async () => expect((await run([])).codes).toEqual(["CNIG_DOCUMENT_NO_PDF"]));

  test("in a flat delivery, only files of known types are allowed", async () => {
    const { findings } = await run(["Written/a.pdf", "z.shp", "z.sbn", "z.dbf", "notes.docx"], { flat: true });
    expect(findings.map(({ code, file, level }) => [code, file, level])).toEqual([
      ["CNIG_FILE_EXTENSION_INVALID", "notes.docx", "WARNING"],
    ]);
  });
});

describe("public easements", () => {
  const category = async () => ({ ...(await loadModel("cnig-sup-ac1")), metadata: { rules: "none" as const } });
  const table = (name: string, fields: string[], ...rows: string[][]): MadeTable => ({
    file: `Donnees_geographiques/${name}.csv`,
    fields: Object.fromEntries(fields.map((field) => [field, "text" as const])),
    rows: rows.map((values) => ({ values, geometry: square(880_000, 6_240_000) })),
    srid: 2154,
  });
  const easementCodes = async (name: string, ...tables: MadeTable[]) =>
    (await runCheck(makeDelivery({ name, tables }), await category())).findings
      .filter(({ code }) => /SUP/.test(code))
      .map(({ code, row }) => [code, row]);
  const generators = (...ids: string[]) => table("AC1_GENERATEUR_SUP_S", ["IDGEN"], ...ids.map((id) => [id]));
  const points = (...ids: string[]) => ({ ...generators(...ids), file: "Donnees_geographiques/AC1_GENERATEUR_SUP_P.csv" });
  const footprints = (...ids: [string, string][]) => table("AC1_ASSIETTE_SUP_S", ["IDASS", "IDGEN"], ...ids);

  test("identifiers are unique over all tables, and footprints refer to existing generators", async () => {
    expect(
      await easementCodes("172014607_AC1_02A_20180130", generators("g1"), points("g2"), footprints(["a1", "g1"], ["a2", "g2"])),
    ).toEqual([]);
    expect(
      await easementCodes("172014607_AC1_02A_20180130", generators("g1"), points("g1"), footprints(["a1", "g1"], ["a1", "g9"])),
    ).toEqual([
      ["CNIG_SUP_IDGEN_NOT_UNIQUE", 1],
      ["CNIG_SUP_IDASS_NOT_UNIQUE", 2],
      ["CNIG_SUP_IDGEN_NOT_FOUND", 2],
    ]);
  });

  test("generators and footprints are required, and a département code has three characters", async () => {
    expect(await easementCodes("172014607_AC1_88_20180130", generators("g1"))).toEqual([
      ["CNIG_ASSIETTE_SUP_NOT_FOUND", null],
      ["CNIG_SUP_BAD_TERRITORY_CODE", null],
    ]);
    expect(await easementCodes("172014607_AC1_088_20180130", footprints(["a", ""]))).toEqual([["CNIG_GENERATEUR_SUP_NOT_FOUND", null]]);
    expect(await easementCodes("172014607_AC1_FR_20180130", footprints(["a", ""]))).toEqual([["CNIG_GENERATEUR_SUP_NOT_FOUND", null]]);
  });

  test("in the standard of 2013 a département code has two characters", async () => {
    const old = { ...(await loadModel("cnig-sup-ac1-2013")), metadata: { rules: "none" as const } };
    const { codes } = await runCheck(makeDelivery({ name: "172014607_AC1_88_20180130" }), old);
    expect(codes).toContain("CNIG_GENERATEUR_SUP_NOT_FOUND");
    expect(codes).not.toContain("CNIG_SUP_BAD_TERRITORY_CODE");
  });
});

test("a planning document without any table of prescriptions is reported", async () => {
  const named = (name: string) => ({ name, kind: "table" as const, path: name, presence: "optional" as const, table: "T" });
  const model: Model = {
    ...modelOf({ T: { fields: [], otherFields: "allow", mayBeEmpty: true } }),
    files: [named("ZONE_URBA"), named("PRESCRIPTION_LIN")],
    extras: [{ rule: "cnig-prescriptions" }],
  };
  const run = async (file: string, isSingleFile = false) =>
    (await runCheck(makeDelivery({ isSingleFile, tables: [{ file, fields: {}, rows: [] }] }), model)).codes;
  expect(await run("ZONE_URBA.csv")).toEqual(["CNIG_PRESCRIPTION_NOT_FOUND"]);
  expect(await run("PRESCRIPTION_LIN.csv")).toEqual([]);
  expect(await run("ZONE_URBA.csv", true)).toEqual([]);
});

test("a table has at least, at most or exactly the given number of rows", async () => {
  const size = (least: number, most?: number) =>
    modelOf(
      { T: { fields: [], otherFields: "allow" } },
      {
        extras: [
          { rule: "table-size", params: { table: "T", least, ...(most ? { most } : {}), code: "CNIG_PERIMETRE_SCOT_UNEXPECTED_SIZE" } },
        ],
      },
    );
  const rows = (count: number) =>
    makeDelivery({ tables: [{ file: "T.csv", fields: {}, rows: Array.from({ length: count }, () => ({ values: [] })) }] });
  expect((await runCheck(rows(1), size(1, 1))).codes).toEqual([]);
  expect((await runCheck(rows(2), size(1, 1))).findings).toMatchObject([
    { code: "CNIG_PERIMETRE_SCOT_UNEXPECTED_SIZE", params: { count: 2 } },
  ]);
  expect((await runCheck(rows(1), size(2))).codes).toEqual(["CNIG_PERIMETRE_SCOT_UNEXPECTED_SIZE"]);
});

test("an unknown extra rule or wrong parameters stop the check with an error that names the rule", async () => {
  const run = (extras: Extras) => runCheck(makeDelivery({ tables: [] }), planning(extras));
  await expect(run([{ rule: "no-such-rule" }])).rejects.toThrow(/no rule no-such-rule/);
  await expect(run([{ rule: "cnig-idurba", params: { format: "v3" } }])).rejects.toThrow(/cnig-idurba: format/);
});
