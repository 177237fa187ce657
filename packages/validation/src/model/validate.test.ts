import { describe, expect, test } from "vitest";
import { modelOf } from "../testing/run-check.ts";
import { loadModel } from "./load.ts";
import type { Model } from "./model.ts";
import { ModelError } from "./model-error.ts";
import { patternWeight } from "./pattern-weight.ts";
import { validateModel } from "./validate.ts";

function issuesOf(json: unknown) {
  try {
    validateModel(json);
  } catch (error) {
    if (error instanceof ModelError) return error.issues;
    throw error;
  }
  throw new Error("it was accepted");
}
const field = (rest: object) => ({
  ...modelOf({}),
  files: modelOf({ T: { fields: [] } }).files,
  tables: { T: { fields: [{ name: "A", type: "string", ...rest }] } },
});

describe("validating a model", () => {
  test("accepts a valid model", async () => {
    const model = await loadModel("cnig-plu-2025");
    expect(validateModel(JSON.parse(JSON.stringify(model))).id).toBe("cnig-plu-2025");
  });

  test.each<[string, unknown, object[]]>([
    ["nothing", null, [{ where: "", reason: "wrong-type", name: "object" }]],
    ["no title", { ...modelOf({ T: { fields: [] } }), title: undefined }, [{ where: "title", reason: "missing" }]],
    ["an unknown key", field({ colour: "red" }), [{ where: "tables.T.fields.A", reason: "unknown-key", name: "colour" }]],
    ["an unknown type", field({ type: "text" }), [{ where: "tables.T.fields.A.type", reason: "not-a-choice" }]],
    ["an invalid pattern", field({ pattern: "(" }), [{ where: "tables.T.fields.A.pattern", reason: "not-a-pattern", name: "(" }]],
    ["a missing code list", field({ codeList: { list: "L" } }), [{ where: "tables.T.A", reason: "no-code-list", name: "L" }]],
    ["a level for an unknown code", field({ levels: { NO: "INFO" } }), [{ where: "tables.T.A", reason: "no-code", name: "NO" }]],
    [
      "a missing table",
      modelOf({ T: { fields: [], geometry: { type: "point", inside: [{ table: "U" }] } } }),
      [{ reason: "no-table", name: "U" }],
    ],
    [
      "an unknown extra rule",
      modelOf({ T: { fields: [] } }, { extras: [{ rule: "steal" }] }),
      [{ where: "extras", reason: "no-rule", name: "steal" }],
    ],
    [
      "an extra rule with wrong parameters",
      modelOf({ T: { fields: [] } }, { extras: [{ rule: "cnig-idurba" }] }),
      [{ where: "extras.cnig-idurba", name: "format" }],
    ],
    [
      "a code list in a file of the server",
      { ...modelOf({ T: { fields: [] } }), codeLists: { l: { file: "x.csv" } } },
      [{ where: "codeLists.l", reason: "list-in-file" }],
    ],
    [
      "a fault deep in a condition",
      conditioned({ all: [{ not: { field: "A", is: "full" } }] }),
      [{ where: expect.stringContaining("conditions.c.must") }],
    ],
  ])("%s: reports place and reason", (_, json, issues) => expect(issuesOf(json)).toMatchObject(issues));

  test("refuses at once a model that is too large or nested too deep", () => {
    let test: unknown = { field: "A", is: "empty" };
    for (let depth = 0; depth < 20_000; depth++) test = { not: test };
    const began = performance.now();
    expect(issuesOf(conditioned(test))).toMatchObject([{ reason: "too-deep" }]);
    const list = { columns: ["code"], rows: Array.from({ length: 20_000 }, (_, row) => [`${row}`.padStart(60, "x")]) };
    expect(issuesOf(modelOf({ T: { fields: [] } }, { codeLists: { list } }))).toMatchObject([{ reason: "too-heavy" }]);
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  // Each of these needs hundreds of thousands of states, and minutes to match a single value.
  test.each([`(${"a".repeat(480)}){1000}`, `(${"(a|b)?".repeat(60)}){1,900}`, `((${"[ab]c".repeat(80)}){20}){20}`])(
    "a pattern like %.20s… is refused",
    (pattern) => {
      expect(issuesOf(field({ pattern }))).toMatchObject([{ where: "tables.T.fields.A.pattern", reason: "pattern-too-heavy" }]);
    },
  );
});

function conditioned(must: unknown): unknown {
  const model = field({});
  const message = { fr: "x", en: "x" };
  return { ...model, tables: { T: { ...model.tables.T, conditions: [{ name: "c", must, message }] } } } satisfies
    | Record<keyof Model, unknown>
    | object;
}

test.each([
  ["abc", 3],
  ["[0-9]{5}", 5],
  ["(ab|c){3}", 12],
  ["((a{10}){10}){2}", 222],
  ["[]a]\\{{2,}x?", 4],
  ["[^]]{3}", 3],
])("the weight of %s is %i", (pattern, weight) => expect(patternWeight(pattern)).toBe(weight));
