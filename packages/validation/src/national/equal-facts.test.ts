import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Finding } from "../finding.ts";
import { loadModel } from "../model/load.ts";
import type { Model } from "../model/model.ts";
import { makeDelivery, square } from "../testing/make-delivery.ts";
import { modelOf, runCheck } from "../testing/run-check.ts";
import { fieldFacts } from "./model-facts.ts";
import { nationalFacts } from "./shipped.ts";

const national = await nationalFacts(join(import.meta.dirname, "../../models"));

test("equal facts of a field become equal checks in every model, and a rule becomes its condition", async () => {
  /** The models by how they check a fact. */
  const built = new Map<string, Map<string, string[]>>();
  const add = (fact: string, check: unknown, id: string) => {
    const ways = built.get(fact) ?? new Map<string, string[]>();
    const way = JSON.stringify(check) ?? "not checked";
    built.set(fact, ways.set(way, [...(ways.get(way) ?? []), id]));
  };
  for (const [id, { tables }] of national) {
    const model = await loadModel(id);
    for (const [name, { fields, rules }] of tables) {
      const table = model.tables?.[name];
      for (const [field, text] of fields) {
        const own = table?.geometry?.field === field ? table.geometry : table?.fields.find((one) => one.name === field);
        add(`${name}.${field} ${text}`, own, id);
      }
      for (const rule of rules) {
        const own = table?.conditions?.find((one) => one.name === rule);
        add(`${name} rule ${rule}`, own, id);
      }
    }
  }
  expect(built.size).toBeGreaterThan(1_000);
  const unequal = [...built].filter(([, ways]) => ways.size > 1);
  expect(unequal.map(([fact, ways]) => [fact, Object.fromEntries(ways)])).toEqual([]);
});

/** Row 2 is of an intermunicipal document, row 3 of one that ended on no date. */
const documents = {
  file: "DOC_URBA.csv",
  fields: { IDURBA: "text", ETAT: "text", DATAPPRO: "text", DATEFIN: "text", INTERCO: "text" },
  rows: [
    { values: ["a", "03", "20130902", null, "F"] },
    { values: ["b", "03", "20140217", null, "T"] },
    { values: ["c", "05", "19961212", null, "F"] },
  ],
} as const;

/** The document, a year in place of a date, and an area that occurs twice with a subtype that does not exist. */
const delivery = makeDelivery({
  tables: [
    documents,
    { file: "DOC_URBA_COM.csv", fields: { IDURBA: "text", INSEE: "text", DATECOG: "text" }, rows: [{ values: ["a", "50545", "2014"] }] },
    {
      file: "INFO_SURF.gpkg",
      srid: 2154,
      fields: { LIBELLE: "text", TYPEINF: "text", STYPEINF: "text" },
      rows: [1, 2].map(() => ({ values: ["x", "04", "99"], geometry: square(700_000, 6_600_000) })),
    },
  ],
});

/** The model without its other files and tables. */
function partOf({ tables = {}, codeLists = {} }: Model, names: readonly string[]): Model {
  return modelOf(Object.fromEntries(Object.entries(tables).filter(([name]) => names.includes(name))), { codeLists });
}

const planning = [...national].filter(([, { tables }]) => tables.has("DOC_URBA"));

describe("a document is checked by what the facts say", () => {
  const subject = ({ code, field, row, params }: Finding) => {
    if (code === "DATABASE_CONSTRAINT_MISMATCH") return [`${params.name} in row ${row}`];
    return /^(DATECOG|WKT|STYPEINF)$/.test(field ?? "") && code.startsWith("ATTRIBUTE_") ? [`${code} ${field}`] : [];
  };

  test.each(planning)("%s", async (id, { tables }) => {
    const rules = tables.get("DOC_URBA")?.rules;
    const factsOf = (table: string, field: string) => {
      const text = tables.get(table)?.fields.get(field);
      return text === undefined ? null : fieldFacts(text);
    };
    const model = partOf(await loadModel(id), ["DOC_URBA", "DOC_URBA_COM", "INFO_SURF"]);
    const { findings } = await runCheck(delivery, model);
    const expected = [
      ...(rules?.has("one-municipality") ? ["one-municipality in row 2"] : []),
      ...(rules?.has("several-municipalities") ? ["several-municipalities in row 1", "several-municipalities in row 3"] : []),
      ...(rules?.has("ended-on") ? ["ended-on in row 3"] : []),
      ...[1, 2, 3].flatMap((row) =>
        ["rules-named", "report-named", "siren-given"].filter((rule) => rules?.has(rule)).map((rule) => `${rule} in row ${row}`),
      ),
      ...(factsOf("DOC_URBA_COM", "DATECOG")?.pattern ? ["ATTRIBUTE_INVALID_REGEXP DATECOG"] : []),
      ...(factsOf("INFO_SURF", "WKT")?.unique ? ["ATTRIBUTE_NOT_UNIQUE WKT"] : []),
    ];
    expect(findings.flatMap(subject).toSorted()).toEqual(expected.toSorted());
  });

  test("the same document has the same faults as a carte communale of 2013 and of 2014", async () => {
    const found = async (id: string) => {
      const { findings } = await runCheck(makeDelivery({ tables: [documents] }), partOf(await loadModel(id), ["DOC_URBA"]));
      return findings.map(({ code, level, field, row, params }) => ({ code, level, field, row, params }));
    };
    const older = await found("cnig-cc-2013");
    expect(older.filter(({ code }) => code === "DATABASE_CONSTRAINT_MISMATCH")).toHaveLength(2);
    expect(await found("cnig-cc-2014")).toEqual(older);
  });
});
