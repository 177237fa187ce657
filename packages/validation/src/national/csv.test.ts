import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { differences } from "./differences.ts";
import { fieldFacts } from "./model-facts.ts";
import { nationalFacts } from "./shipped.ts";

const folders = [
  process.env.SAMPLES,
  join(import.meta.dirname, "../../../../../shared/data"),
  join(import.meta.dirname, "../../../../../../shared/data"),
];
const samples = folders.find((folder) => folder && existsSync(join(folder, "plu/national-gate/attributes.csv"))) ?? "";

type Row = Record<string, string>;
const rowsOf = (name: string): Row[] =>
  samples ? parse(readFileSync(join(samples, `plu/national-gate/${name}.csv`)), { columns: true, bom: true }) : [];

/** The conditions as the portal writes them, by our name. */
const EXPRESSIONS: Readonly<Record<string, string>> = {
  "generator-source-dated": "DATESRCGEN IS NOT NULL OR SRCGEOGEN IS NULL",
  "duplicated-from": "REFBDEXT IS NOT NULL OR MODEGENERE NOT LIKE 'Duplication'",
  "external-id": "IDBDEXT IS NOT NULL OR REFBDEXT IS NULL",
  "buffer-width": "PARAMCALC IS NOT NULL OR MODEGEOASS NOT LIKE 'Zone Tampon'",
  "digitised-by": "QUIPROD IS NOT NULL OR MODEPROD NOT LIKE 'numérisation'",
  "digitised-from": "DOCSOURCE IS NOT NULL OR MODEPROD NOT LIKE 'numérisation'",
  "generator-source": "SRCGEOGEN IS NOT NULL OR MODEGENERE NOT IN ('Digitalisation', 'Liste de coordonnées')",
  "generator-digitised-source": "SRCGEOGEN IS NOT NULL OR MODEGENERE NOT LIKE 'Digitalisation'",
  "footprint-source": "SRCGEOASS IS NOT NULL OR MODEGEOASS NOT IN ('Digitalisation', 'Liste de coordonnées')",
  "footprint-source-dated": "DATESRCASS IS NOT NULL OR SRCGEOASS IS NULL",
  "parcels-dated": "DATESRCASS IS NOT NULL OR MODEGEOASS NOT LIKE 'Liste de parcelles'",
  "footprint-digitised-source": "SRCGEOASS IS NOT NULL OR MODEGEOASS NOT LIKE 'Digitalisation'",
  "prescription-97-file": "TYPEPSC NOT LIKE '97' OR STYPEPSC NOT LIKE '00' OR NOMFIC IS NOT NULL",
  "ended-on": "DATEFIN IS NOT NULL OR ETAT NOT IN ('04', '05')",
  "information-97-file": "NOMFIC IS NOT NULL OR TYPEINF NOT LIKE '97'",
  "approved-on": "DATAPPRO IS NOT NULL OR ETAT NOT LIKE '03'",
  "information-typed": "TYPEINF IS NOT NULL",
  "either-type": "TYPEINF LIKE '00' AND TYPEP IS NOT NULL OR TYPEINF NOT LIKE '00' AND TYPEP IS NULL",
  "prescription-subtype": "TYPEINF NOT LIKE '00' OR STYPEP IS NOT NULL",
  "rules-named": "NOMREG IS NOT NULL OR URLREG IS NOT NULL",
  "one-type-only": "TYPEINF IS NULL OR TYPEP IS NULL",
  "one-type-at-least": "TYPEINF IS NOT NULL OR TYPEP IS NOT NULL",
  "height-text": "TYPEPSC NOT LIKE '39' OR TXT IS NOT NULL",
  "heritage-letter":
    "TYPEPSC NOT LIKE '07' OR STYPEPSC NOT LIKE '51' OR TXT IN ('A','B','C','D','E','F','M','O','P','R','S','T','V') OR CAST(TXT AS INTEGER) IS TXT",
  "one-municipality": "INTERCO LIKE 'F'",
  "several-municipalities": "INTERCO LIKE 'T'",
  "report-named": "NOMRAPP IS NOT NULL OR URLRAPP IS NOT NULL",
  "angle-given": "TYPEPSC NOT LIKE '40' OR STYPEPSC NOT LIKE '50' OR ANGLE IS NOT NULL",
  "angle-in-circle": "TYPEPSC NOT LIKE '40' OR STYPEPSC NOT LIKE '50' OR CAST(ANGLE AS INTEGER) <= 359",
  "siren-given": "SIREN IS NOT NULL",
  "sector-plan-text": "TYPEPSC NOT LIKE '97' OR STYPEPSC NOT LIKE '01' OR TXT IS NOT NULL",
  "sector-plan-number": "TYPEPSC NOT LIKE '97' OR STYPEPSC NOT LIKE '01' OR TXT LIKE 'SECT__'",
};

const modelsByName = new Map(
  [...(await nationalFacts(join(import.meta.dirname, "../../models"))).values()].map((facts) => [`cnig_${facts.name}`, facts]),
);
const isOurs = (name: string) => differences.some(({ kind, model }) => kind === "model-added" && model.test(name.replace("cnig_", "")));
const normal = (path: string) => path.replaceAll("\\/", "/");

describe.skipIf(!samples)("the facts equal those that the portal publishes", () => {
  const files = rowsOf("files");
  const holds = new Set(files.filter(({ kind }) => kind === "table").map(({ model, name }) => `${model} ${name}`));

  test("the models", () => {
    const names = new Set(files.map(({ model }) => model));
    expect(names.size).toBe(157);
    expect([...modelsByName.keys()].filter((name) => !names.has(name) && !isOurs(name))).toEqual([]);
    expect([...names].filter((name) => !modelsByName.has(name ?? ""))).toEqual([]);
  });

  test("the files, one by one", () => {
    const presences: Record<string, string> = { ERROR: "required", WARN: "recommended", OPTIONAL: "optional" };
    const written = (model: string, kind: string, name: string, path: string, presence: string) =>
      [model, kind, name, path, presence].join(" ");
    const theirs = files.map((row) =>
      written(
        row.model ?? "",
        row.kind === "pdf" ? "document" : (row.kind ?? ""),
        row.name ?? "",
        normal(row.path_pattern ?? ""),
        presences[row.mandatory ?? ""] ?? "",
      ),
    );
    const ours = [...modelsByName]
      .filter(([name]) => !isOurs(name))
      .flatMap(([name, facts]) => [...facts.files.values()].map((file) => written(name, file.kind, file.name, file.path, file.presence)));
    expect(ours.toSorted()).toEqual(theirs.toSorted());
  });

  test("the attributes, one by one, of the tables that a file of the model holds", () => {
    const line = (model: string, table: string, name: string, facts: readonly unknown[]) =>
      `${model} ${table} ${name} ${JSON.stringify(facts)}`;
    const number = (text: string | undefined) => (text && Number(text) >= 0 ? Number(text) : undefined);
    const attributes = rowsOf("attributes").filter(({ model, table }) => holds.has(`${model} ${table}`));
    const theirs = attributes.map((row) =>
      line(row.model ?? "", row.table ?? "", row.attribute ?? "", [
        row.type?.toLowerCase(),
        row.value_required === "True",
        row.presence_required === "False",
        row.unique === "True",
        number(row.min_length),
        number(row.max_length),
        row.pattern || undefined,
        // A space at the end of a value is not kept in a table.
        row.enum?.trim() || undefined,
        row.reference || undefined,
      ]),
    );
    const ours = [...modelsByName]
      .filter(([name]) => !isOurs(name))
      .flatMap(([model, { tables }]) =>
        [...tables].flatMap(([table, { fields }]) =>
          [...fields].map(([name, text]) => {
            const { type, required, isColumnOptional, unique, minLength, maxLength, pattern, values, reference } = fieldFacts(text);
            const target = reference && `${reference.table}.${reference.field}`;
            return line(model, table, name, [
              type,
              required,
              isColumnOptional,
              unique,
              minLength,
              maxLength,
              pattern,
              values?.join("|"),
              target,
            ]);
          }),
        ),
      );
    expect(theirs.length).toBeGreaterThan(9_900);
    expect(ours.toSorted()).toEqual(theirs.toSorted());
  });

  test("the names of folders, the conditions and the foreign keys", () => {
    for (const row of rowsOf("table-constraints")) {
      const facts = modelsByName.get(row.model ?? "");
      const { folderName, conditions = [], foreignKeys = [] } = JSON.parse(row.constraint ?? "{}");
      const table = facts?.tables.get(row.table ?? "");
      if (folderName) expect(facts?.folder).toBe(folderName);
      if (!holds.has(`${row.model} ${row.table}`)) continue;
      // The portal names some conditions and keys twice.
      const usual = (text: string) => text.replace("NOMFIC NOT NULL", "NOMFIC IS NOT NULL");
      expect([row.model, row.table, [...(table?.rules ?? [])].map((rule) => EXPRESSIONS[rule]).toSorted()]).toEqual([
        row.model,
        row.table,
        [...new Set(conditions.map(usual))].toSorted(),
      ]);
      const keys = [...(table?.lists ?? [])].map(
        ([fields, list]) => `(${fields.replaceAll(",", ", ")}) REFERENCES ${list}(${fields.replaceAll(",", ", ")})`,
      );
      expect([row.model, row.table, keys.toSorted()]).toEqual([row.model, row.table, [...new Set(foreignKeys)].toSorted()]);
    }
  });
});
