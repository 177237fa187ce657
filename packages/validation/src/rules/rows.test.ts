import { describe, expect, test } from "vitest";
import type { Test } from "../model/condition.ts";
import { type MadeTable, makeDelivery } from "../testing/make-delivery.ts";
import { modelOf, runCheck } from "../testing/run-check.ts";
import { compileTest } from "./tests.ts";

const speeds = { fields: { ID: "text", MIN: "double", MAX: "double", STATE: "text", SINCE: "text" } } as const;
const table = (rows: MadeTable["rows"], rest: Partial<MadeTable> = {}): MadeTable => ({ file: "T.csv", ...speeds, rows, ...rest });
const fields = [
  { name: "ID", type: "string" as const, identifies: true },
  { name: "MIN", type: "double" as const },
  { name: "MAX", type: "double" as const },
  { name: "STATE", type: "string" as const },
  { name: "SINCE", type: "date" as const },
];
const message = { fr: "non", en: "no" };

describe("conditions between fields", () => {
  const model = modelOf({
    T: {
      fields,
      conditions: [
        { name: "order", must: { field: "MIN", notAbove: { field: "MAX" } }, field: "MIN", message },
        { name: "dated", when: { field: "STATE", in: ["03"] }, must: { field: "SINCE", is: "filled" }, message, level: "WARNING" },
      ],
    },
  });

  test("are checked for each row, and reported where they do not hold", async () => {
    const rows = [{ values: ["a", 1, 2, "03", "2024-01-01"] }, { values: ["b", 3, 2, "01", null] }, { values: ["c", null, 2, "03", null] }];
    const { findings } = await runCheck(makeDelivery({ tables: [table(rows)] }), model);
    expect(findings).toMatchObject([
      { code: "DATABASE_CONSTRAINT_MISMATCH", row: 2, featureId: "b", field: "MIN", level: "ERROR" },
      { code: "DATABASE_CONSTRAINT_MISMATCH", row: 3, level: "WARNING" },
    ]);
  });

  test.each<[Test, boolean]>([
    [{ field: "a", below: 2 }, true],
    [{ field: "a", below: 1 }, false],
    [{ field: "a", above: 0, notBelow: 1, notAbove: 1 }, true],
    [{ field: "day", above: { field: "older" } }, true],
    [{ field: "day", below: { field: "older" } }, false],
    [{ field: "empty", below: 0 }, true],
    [{ not: { field: "empty", is: "empty" } }, false],
    [
      {
        all: [
          { field: "a", in: ["1"] },
          { field: "word", matches: "h.*" },
        ],
      },
      true,
    ],
    [
      {
        any: [
          { field: "a", in: ["2"] },
          { field: "word", matches: "el" },
        ],
      },
      false,
    ],
  ])("%o: %s", (asked, answer) => {
    const row: Record<string, string> = { a: "1", day: "20240201", older: "31/01/2024", empty: " ", word: "hello" };
    expect(compileTest(asked)((field) => row[field] ?? "")).toBe(answer);
  });
});

describe("unique values and references", () => {
  const model = modelOf({
    PARENT: { fields: [{ name: "ID", type: "string", unique: true }] },
    CHILD: { fields: [{ name: "OF", type: "string", reference: { table: "PARENT", field: "ID" } }] },
  });
  const parents = (...ids: (string | null)[]): MadeTable => ({
    file: "PARENT.csv",
    fields: { ID: "text" },
    rows: ids.map((id) => ({ values: [id] })),
  });
  const children = (...ids: (string | null)[]): MadeTable => ({
    file: "CHILD.csv",
    fields: { OF: "text" },
    rows: ids.map((id) => ({ values: [id] })),
  });

  test("a duplicate value gives one finding, on its second row, with the count", async () => {
    const { findings } = await runCheck(makeDelivery({ tables: [parents("a", "b", "a", "a", null, null)] }), model);
    expect(findings).toMatchObject([{ code: "ATTRIBUTE_NOT_UNIQUE", row: 3, field: "ID", params: { value: "a", count: 3 } }]);
  });

  test("a reference needs an existing row, in any order of the tables; an empty reference is ignored", async () => {
    const broken = await runCheck(makeDelivery({ tables: [children("a", "z", null), parents("a")] }), model);
    expect(broken.findings).toMatchObject([
      { code: "ATTRIBUTE_REFERENCE_NOT_FOUND", row: 2, params: { value: "z", table: "PARENT", target: "ID" } },
    ]);
    const kept = await runCheck(makeDelivery({ tables: [children("a"), parents("a")] }), model);
    expect(kept.verdict.conforms).toBe(true);
  });

  test("a combination of fields must exist in a code list or in another table", async () => {
    const keyed = modelOf(
      {
        T: {
          fields: ["A", "B"].map((name) => ({ name, type: "string" as const })),
          foreignKeys: [
            { fields: ["A", "B"], to: { codeList: "pairs", columns: ["x", "y"] } },
            { fields: ["A", "B"], to: { table: "U", fields: ["A", "B"] } },
          ],
        },
        U: { fields: ["A", "B"].map((name) => ({ name, type: "string" as const })) },
      },
      {
        codeLists: {
          pairs: {
            columns: ["x", "y"],
            rows: [
              ["01", "00"],
              ["01", "01"],
            ],
          },
        },
      },
    );
    const rows = (...pairs: [string, string | null][]) => pairs.map((values) => ({ values }));
    const named = (file: string, ...pairs: [string, string | null][]): MadeTable => ({
      file,
      fields: { A: "text", B: "text" },
      rows: rows(...pairs),
    });
    const { findings } = await runCheck(
      makeDelivery({ tables: [named("T.csv", ["01", "00"], ["00", "01"], ["01", null]), named("U.csv", ["01", "00"], ["01", ""])] }),
      keyed,
    );
    expect(findings.map(({ code, row, params }) => [code, row, params.target])).toEqual([
      ["TABLE_FOREIGN_KEY_NOT_FOUND", 2, "pairs"],
      ["TABLE_FOREIGN_KEY_NOT_FOUND", 2, "U"],
    ]);
  });
});

describe("columns", () => {
  const model = modelOf({
    T: {
      fields: [
        { name: "A", type: "string", required: true },
        { name: "B", type: "string" },
      ],
    },
  });
  const run = (columns: Record<string, "text">, values: (string | null)[]) =>
    runCheck(makeDelivery({ tables: [{ file: "T.csv", fields: columns, rows: [{ values }] }] }), model);

  test("missing, optional and unexpected ones are reported; case does not matter", async () => {
    expect((await run({ a: "text", b: "text" }, ["x", "y"])).codes).toEqual([]);
    expect((await run({ C: "text" }, ["x"])).findings.map(({ code, field, level }) => [code, field, level])).toEqual([
      ["TABLE_MISSING_ATTRIBUTE", "A", "ERROR"],
      ["TABLE_MISSING_NULLABLE_ATTRIBUTE", "B", "INFO"],
      ["TABLE_UNEXPECTED_ATTRIBUTE", "C", "WARNING"],
    ]);
  });

  test("a column that may be absent has a code of its own, and its values are checked when it is there", async () => {
    const id = { name: "LIB_ID", type: "string" as const, required: true, isColumnOptional: true, unique: true };
    const own = modelOf({ T: { fields: [{ name: "A", type: "string" }, id] } });
    const check = async (fields: Record<string, "text">, ...rows: (string | null)[][]) =>
      (await runCheck(makeDelivery({ tables: [{ file: "T.csv", fields, rows: rows.map((values) => ({ values })) }] }), own)).findings;
    expect((await check({ A: "text" }, ["x"])).map(({ code, level }) => [code, level])).toEqual([
      ["TABLE_MISSING_PRESENCE_OPTIONAL_ATTRIBUTE", "INFO"],
    ]);
    const findings = await check({ A: "text", LIB_ID: "text" }, ["x", "1"], ["y", null], ["z", "1"]);
    expect(findings.map(({ code, row }) => [code, row])).toEqual([
      ["ATTRIBUTE_UNEXPECTED_NULL", 2],
      ["ATTRIBUTE_NOT_UNIQUE", expect.any(Number)],
    ]);
  });

  test("a table without rows is reported, unless it may be empty", async () => {
    const empty = makeDelivery({ tables: [{ file: "T.csv", fields: { A: "text", B: "text" }, rows: [] }] });
    expect((await runCheck(empty, model)).codes).toEqual(["FILE_EMPTY"]);
    expect((await runCheck(empty, modelOf({ T: { fields: [], otherFields: "allow", mayBeEmpty: true } }))).codes).toEqual([]);
  });

  test("texts in another encoding than the delivery declares are reported", async () => {
    const run = (encoding: string, text = "forêt", name = "B") =>
      runCheck(
        makeDelivery({
          tables: [
            { file: "T.csv", fields: { A: "text", [name]: "text" }, rows: [{ values: ["x", "y"] }, { values: [text, "y"] }], encoding },
          ],
        }),
        modelOf({ T: { fields: [], otherFields: "allow" } }),
      );
    expect((await run("CP1252")).findings).toMatchObject([
      { code: "TABLE_UNEXPECTED_ENCODING", params: { encoding: "UTF-8", found: "CP1252" } },
    ]);
    expect((await run("UTF-8")).codes).toEqual([]);
    // Texts of ASCII alone are the same in both.
    expect((await run("CP1252", "foret")).codes).toEqual([]);
    expect((await run("CP1252", "foret", "LIBELLÉ")).codes).toEqual(["TABLE_UNEXPECTED_ENCODING"]);
  });
});
