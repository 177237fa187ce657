import { describe, expect, test } from "vitest";
import type { FileModel } from "../model/file.ts";
import { makeDelivery } from "../testing/make-delivery.ts";
import { modelOf, runCheck } from "../testing/run-check.ts";

const files: FileModel[] = [
  { name: "DATA", kind: "directory", path: "Data", presence: "required" },
  { name: "EXTRA", kind: "directory", path: "Extra", presence: "recommended" },
  { name: "ZONES", kind: "table", path: "Data/[0-9]{5}_ZONES", presence: "required", table: "ZONES" },
  { name: "ACT", kind: "document", path: "Acts/[^/]*", presence: "required" },
  { name: "RULES", kind: "document", path: "Acts/[0-9]{5}_rules", presence: "recommended" },
  { name: "RECORD", kind: "metadata", path: "[^/]*", presence: "optional" },
];
const tables = { ZONES: { fields: [{ name: "A", type: "string" as const }] } };
const model = { ...modelOf(tables), files, folder: { pattern: "[0-9]{5}_PLAN" } };
const zones = (file: string) => ({ file, fields: { A: "text" as const }, rows: [{ values: ["x"] }] });
const whole = {
  name: "12345_PLAN",
  files: ["Acts/12345_rules.pdf", "Acts/other.PDF"],
  folders: ["Extra"],
  tables: [zones("Data/12345_zones.dbf")],
};

describe("files and folders", () => {
  test("a complete delivery has no finding, whatever the case of its names", async () => {
    expect((await runCheck(makeDelivery(whole), model)).codes).toEqual([]);
  });

  test("missing files are reported with the level of their presence", async () => {
    const { findings } = await runCheck(makeDelivery({ name: "plan", files: ["Acts/a.pdf"] }), model);
    expect(findings.map(({ code, fileModel, level }) => [code, fileModel, level])).toEqual([
      ["DIRECTORY_UNEXPECTED_NAME", null, "ERROR"],
      ["FILE_MISSING_MANDATORY_DIRECTORY", "DATA", "ERROR"],
      ["FILE_MISSING_RECOMMANDED_DIRECTORY", "EXTRA", "INFO"],
      ["FILE_MISSING_MANDATORY", "ZONES", "ERROR"],
      ["FILE_MISSING_RECOMMANDED", "RULES", "INFO"],
    ]);
  });

  test("misplaced and unexpected files are reported; the longest pattern wins; parts of a table and other file types are ignored", async () => {
    const odd = [
      "12345_ZONES.csv",
      "odd.pdf",
      "Data/odd.gpkg",
      "Data/12345_zones.prj",
      "Data/12345_zones.shx",
      "notes.docx",
      "Acts/98765_rules.pdf",
    ];
    const { findings } = await runCheck(makeDelivery({ ...whole, files: [...whole.files, ...odd] }), model);
    expect(findings.map(({ code, file, fileModel }) => [code, file, fileModel])).toEqual([
      ["FILE_MISPLACED", "12345_ZONES.csv", "ZONES"],
      ["FILE_MISPLACED", "odd.pdf", "ACT"],
      ["FILE_UNEXPECTED", "Data/odd.gpkg", null],
    ]);
    const quiet = { ...model, otherFiles: "allow" as const };
    expect((await runCheck(makeDelivery({ ...whole, files: [...whole.files, "Data/odd.gpkg"] }), quiet)).codes).toEqual([]);
  });

  test("a flat delivery is matched by names alone, without folders", async () => {
    const flat = makeDelivery({ name: "12345_PLAN", files: ["12345_rules.pdf", "act.pdf"], tables: [zones("12345_ZONES.csv")] });
    expect((await runCheck(flat, model, { flat: true })).codes).toEqual([]);
    expect((await runCheck(flat, model)).verdict.conforms).toBe(false);
  });

  test("of a single file only the rows are checked", async () => {
    const single = makeDelivery({ isSingleFile: true, name: "x", tables: [zones("12345_ZONES.csv")] });
    expect((await runCheck(single, model, { flat: true })).codes).toEqual([]);
  });

  test("a table that cannot be read is reported", async () => {
    const delivery = makeDelivery({ ...whole, files: [...whole.files, "Data/54321_ZONES.shp"] });
    delivery.unreadable.push({ path: "Data/54321_ZONES.shp", reason: "no .dbf" });
    expect((await runCheck(delivery, model)).findings).toMatchObject([
      { code: "FILE_NOT_OPENED", file: "Data/54321_ZONES.shp", params: { detail: "no .dbf" } },
    ]);
  });
});

describe("layers of one file", () => {
  const layered = {
    ...modelOf({ ZONES: tables.ZONES, EDGES: tables.ZONES }),
    files: [
      {
        name: "PLAN",
        kind: "tables" as const,
        path: ".*",
        presence: "required" as const,
        tables: [
          { name: "plan_zones(_[a-z]+)?", table: "ZONES", presence: "required" as const },
          { name: "plan_edges", table: "EDGES", presence: "required" as const },
          { name: "plan_notes", table: "EDGES", presence: "recommended" as const },
        ],
      },
    ],
  };
  const layer = (name: string) => ({ ...zones("plan.gpkg"), name });

  test("match by patterns of their names, several for one table; missing and unexpected ones are reported", async () => {
    const { findings, verdict } = await runCheck(makeDelivery({ tables: ["plan_zones_a", "plan_zones_b", "styles"].map(layer) }), layered);
    expect(findings.map(({ code, table }) => [code, table])).toEqual([
      ["layer-unexpected", "styles"],
      ["layer-missing", "plan_edges"],
      ["layer-missing-recommended", "plan_notes"],
    ]);
    expect(verdict).toMatchObject({ tables: 2, rows: 2 });
  });

  test("are named one by one when they cannot be read, although others of their file can", async () => {
    const delivery = makeDelivery({ tables: ["plan_zones_a", "plan_edges"].map(layer) });
    delivery.unreadable.push({ path: "plan.gpkg", reason: "", layer: { name: "plan_zones_b", why: "missing" } });
    const { findings, verdict } = await runCheck(delivery, layered);
    expect(findings.filter(({ level }) => level === "ERROR")).toMatchObject([
      {
        code: "layer-unreadable",
        file: "plan.gpkg",
        table: "plan_zones_b",
        params: { table: "plan_zones_b", file: "plan.gpkg", why: "missing" },
      },
    ]);
    expect(verdict.conforms).toBe(false);
  });
});

describe("cells that name a file", () => {
  const naming = modelOf(
    {
      T: {
        fields: [
          { name: "BY_NAME", type: "filename" },
          { name: "BY_PATH", type: "path" },
        ],
      },
    },
    { otherFiles: "allow" },
  );
  const named = (...rows: [string, string][]) =>
    makeDelivery({
      files: ["Acts/a.pdf"],
      tables: [{ file: "T.csv", fields: { BY_NAME: "text", BY_PATH: "text" }, rows: rows.map((values) => ({ values })) }],
    });

  test("must name a file of the delivery; a page anchor is allowed", async () => {
    expect((await runCheck(named(["a.pdf", "Acts/a.pdf"], ["a.pdf#page=3", "./Acts/a.pdf#page=3"], ["", ""]), naming)).codes).toEqual([]);
    expect((await runCheck(named(["b.pdf", "a.pdf"]), naming)).findings.map(({ code, field }) => [code, field])).toEqual([
      ["ATTRIBUTE_FILE_NOT_FOUND", "BY_NAME"],
      ["ATTRIBUTE_PATH_NOT_FOUND", "BY_PATH"],
    ]);
  });
});
