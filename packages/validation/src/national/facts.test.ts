import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { assertExtras } from "../extras/registry.ts";
import { compileModel } from "../model/compile.ts";
import type { Field } from "../model/field.ts";
import { loadModel, parseModel } from "../model/load.ts";
import type { Model } from "../model/model.ts";
import type { TableModel } from "../model/table.ts";
import { conditionOf } from "./conditions.ts";
import { corrected, type Difference, differences } from "./differences.ts";
import { readFacts } from "./facts.ts";
import { listOf, unknownLists } from "./lists.ts";
import { fieldFacts, type ModelFacts, type TableFacts } from "./model-facts.ts";
import { nationalFacts } from "./shipped.ts";

const national = await nationalFacts(join(import.meta.dirname, "../../models"));

/** A difference between a model and the facts, as `KIND TABLE NAME`. */
type Found = [Difference["kind"] | "fact", string, string];

describe("each shipped model of the national portal equals the facts, field by field", () => {
  const used = new Set<Difference>();

  test.each([...national])("%s", async (id, facts) => {
    const model = await loadModel(id);
    expect(parseModel(JSON.parse(JSON.stringify(model))).id).toBe(id);
    expect(() => compileModel(model)).not.toThrow();
    expect(() => assertExtras(model.extras ?? [])).not.toThrow();
    expect(model.folder?.pattern).toBe(facts.folder);
    expect(filesOf(model)).toEqual([...facts.files.values()].map((file) => ({ ...file, path: corrected(file.path) })));
    expect(Object.keys(model.tables ?? {})).toEqual([...facts.tables.keys()]);
    const found = [...facts.tables].flatMap(([name, table]) => differencesOf(name, table, model, facts));
    const unlisted = found.filter(([kind, table, name]) => {
      const listed = differences.filter(
        (one) => one.kind === kind && one.model.test(facts.name) && one.table.test(table) && one.name.test(name),
      );
      for (const one of listed) used.add(one);
      return listed.length === 0;
    });
    expect(unlisted).toEqual([]);
  });

  test("every listed difference exists", () => {
    for (const one of differences)
      if (one.kind === "model-added" && [...national.values()].some(({ name }) => one.model.test(name))) used.add(one);
    expect(differences.filter((one) => !used.has(one)).map(({ kind, reason }) => [kind, reason])).toEqual([]);
  });
});

const filesOf = ({ files }: Model) => files.map(({ kind, presence, path, name }) => ({ kind, presence, path, name }));

function differencesOf(name: string, facts: TableFacts, { tables }: Model, model: ModelFacts): Found[] {
  const table = tables?.[name];
  if (!table) return [["fact", name, "absent"]];
  return [
    ...fieldDifferences(name, facts, table),
    ...ruleDifferences(name, facts, table),
    ...listDifferences(name, facts, table, model.name),
  ];
}

function fieldDifferences(name: string, { fields }: TableFacts, { fields: built, geometry }: TableModel): Found[] {
  const found: Found[] = [];
  const left = new Map<string, Field>(built.map((field) => [field.name, field]));
  for (const [field, text] of fields) {
    const { type, required, unique, isColumnOptional, reference, pattern, ...limits } = fieldFacts(text);
    if (geometry?.field === field) {
      if (geometry.type !== type || !!geometry.required !== required || !!geometry.unique !== unique) found.push(["fact", name, field]);
      continue;
    }
    const own = left.get(field);
    left.delete(field);
    if (!own) {
      found.push(["fact", name, field]);
      continue;
    }
    if (JSON.stringify(own.reference) !== JSON.stringify(reference)) found.push(["reference", name, field]);
    const same =
      own.type === type &&
      own.pattern === (pattern && corrected(pattern)) &&
      JSON.stringify(own.values) === JSON.stringify(limits.values) &&
      !!own.required === required &&
      !!own.unique === unique &&
      !!own.isColumnOptional === isColumnOptional &&
      own.minLength === limits.minLength &&
      own.maxLength === limits.maxLength;
    if (!same) found.push(["fact", name, field]);
  }
  return [...found, ...[...left.keys()].map((field): Found => ["fact", name, field])];
}

function ruleDifferences(name: string, { rules }: TableFacts, { conditions = [] }: TableModel): Found[] {
  const own = new Set(conditions.map((condition) => condition.name));
  return [...new Set([...rules, ...own])].filter((rule) => !rules.has(rule) || !own.has(rule)).map((rule) => ["fact", name, rule]);
}

function listDifferences(name: string, { lists }: TableFacts, { foreignKeys = [] }: TableModel, model: string): Found[] {
  const found: Found[] = [];
  for (const [joined, list] of lists) {
    const expected = listOf(list, model);
    const isThere = foreignKeys.some(({ fields: own, to }) => own.join() === joined && "codeList" in to && to.codeList === expected?.name);
    if (isThere) continue;
    found.push([expected ? "fact" : "list-unknown", name, list]);
  }
  return found.concat(foreignKeys.length > lists.size ? [["fact", name, "foreign keys"]] : []);
}

describe("the facts", () => {
  test("there are all models of the portal, and two of our own", () => {
    const names = [...national.values()].map(({ name }) => name.replace(/_\d{4}$/, "").replace(/_.*/, ""));
    const counts = Object.fromEntries([...new Set(names)].map((name) => [name, names.filter((one) => one === name).length]));
    expect(counts).toEqual({ PLU: 7, PLUi: 5, POS: 5, PSMV: 5, CC: 6, SCoT: 4, SUP: 127 });
  });

  test("every unknown list is used, and every condition exists", () => {
    const tables = [...national.values()].flatMap((facts) => [...facts.tables.values()]);
    const lists = new Set(tables.flatMap((table) => [...table.lists.values()]));
    expect(unknownLists.filter((list) => !lists.has(list))).toEqual([]);
    for (const { rules } of tables) for (const rule of rules) expect(conditionOf(rule).name).toBe(rule);
  });

  test("a model takes the facts of another, changes some and removes some", () => {
    const models = readFacts(
      [
        "# a comment",
        "model PLU_2017",
        "folder {code}_{type}",
        "file table required {code}_ZONE_{date} ZONE",
        "file document optional a{part} A DOCUMENT",
        "table ZONE",
        "  ID string required unique max=40",
        "  KIND string values=a b|c",
        "  WKT multipolygon required",
        "  rule approved-on",
        "",
        "model PLUi_2020 like PLU_2017",
        "- file document A DOCUMENT",
        "table ZONE",
        "  - KIND",
        "  - rule approved-on",
        "  ID string max=30",
        "table ZONE_LIN like ZONE",
        "  WKT multilinestring",
      ].join("\n"),
    );
    const [first, second] = [models.get("PLU_2017"), models.get("PLUi_2020")];
    expect(first?.folder).toBe("[AB0-9]{5}_PLU");
    expect(first?.files.get("document A DOCUMENT")?.path).toBe("a(_[a-zA-Z])?");
    expect(fieldFacts(first?.tables.get("ZONE")?.fields.get("KIND") ?? "")).toMatchObject({ type: "string", values: ["a b", "c"] });
    expect(second?.folder).toBe("[0-9]{9}_PLUI");
    expect([...(second?.files.keys() ?? [])]).toEqual(["table ZONE"]);
    expect([...(second?.tables.get("ZONE")?.fields.keys() ?? [])]).toEqual(["ID", "WKT"]);
    expect(second?.tables.get("ZONE_LIN")?.fields.get("WKT")).toBe("multilinestring");
    expect(first?.tables.get("ZONE")?.rules.size).toBe(1);
  });

  test.each([
    ["folder a", /line 1: a fact before the first model/],
    ["model A_2017 like B_2017", /line 1: no model B_2017/],
    ["model A_2017\n  ID string", /line 2: a fact of a table before the table/],
    ["model A_2017\n- table T", /line 2: no table T/],
    ["model A_2017\ntable T\n  - ID", /line 3: no fact ID/],
    ["model A_2017\ncolour red", /line 2: unknown fact colour/],
  ])("a wrong line is refused with its number: %j", (text, message) => expect(() => readFacts(text)).toThrow(message));

  test("a wrong word of a field is refused", () => {
    expect(() => fieldFacts("colour required")).toThrow(/unknown type colour/);
    expect(() => fieldFacts("string sometimes")).toThrow(/unknown word sometimes/);
    expect(() => listOf("ListeX", "PLU_2017")).toThrow(/no list ListeX/);
    expect(() => conditionOf("x")).toThrow(/no condition x/);
  });
});
