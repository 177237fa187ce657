import { isCode } from "../codes.ts";
import type { Condition, Operand, Test } from "./condition.ts";
import type { FileModel } from "./file.ts";
import type { CodeList, Model } from "./model.ts";
import { ModelError, unresolvedName } from "./model-error.ts";
import { compilePattern, type Pattern } from "./pattern.ts";
import type { TableModel } from "./table.ts";

/** A model prepared for checks: its names are resolved and its patterns compiled. */
export interface CompiledModel {
  model: Model;
  tables: ReadonlyMap<string, TableModel>;
  lists: ReadonlyMap<string, CodeList>;
  files: readonly CompiledFile[];
  folder: Pattern | null;
}

export interface CompiledFile {
  file: FileModel;
  /** Matches the path without extension. */
  path: Pattern;
  /** Matches the beginning of the file's name, in any folder. */
  name: Pattern;
}

/** @throws ModelError when a name in the model refers to nothing */
export function compileModel(model: Model): CompiledModel {
  const tables = new Map(Object.entries(model.tables ?? {}));
  const lists = new Map<string, CodeList>();
  for (const [name, list] of Object.entries(model.codeLists ?? {})) {
    if ("file" in list) {
      const issue = { where: `codeLists.${name}`, reason: "list-in-file", name: list.file } as const;
      throw new ModelError(`codeLists.${name}: load the model from its file, so that ${list.file} is read`, [issue]);
    }
    lists.set(name, list);
  }
  for (const file of model.files) {
    const named = file.kind === "table" ? [file.table] : file.kind === "tables" ? file.tables.map(({ table }) => table) : [];
    for (const table of named) if (!tables.has(table)) throw unresolvedName(`files.${file.name}`, "no-table", table);
  }
  assertCodes("levels", Object.keys(model.levels ?? {}));
  for (const [name, table] of tables) checkTable(name, table, tables, lists);
  return {
    model,
    tables,
    lists,
    files: model.files.map(compiledFile),
    folder: model.folder ? compilePattern(model.folder.pattern, false) : null,
  };
}

/** Its patterns are compiled when they are first used: a program that chooses among all models uses those of few. */
function compiledFile(file: FileModel): CompiledFile {
  let path: Pattern | null = null;
  let name: Pattern | null = null;
  return {
    file,
    get path() {
      path ??= compilePattern(file.path, false);
      return path;
    },
    get name() {
      name ??= compilePattern(`${lastPart(file.path)}.*`, false);
      return name;
    },
  };
}

function assertCodes(where: string, codes: readonly (string | undefined)[]): void {
  for (const code of codes) if (code !== undefined && !isCode(code)) throw unresolvedName(where, "no-code", code);
}

function checkTable(name: string, table: TableModel, tables: ReadonlyMap<string, TableModel>, lists: ReadonlyMap<string, CodeList>): void {
  const fieldsOf = (of: TableModel) => new Set(of.fields.map((field) => field.name));
  const own = fieldsOf(table);
  const assertTable = (where: string, target: string, fields: readonly string[]) => {
    const found = tables.get(target);
    if (!found) throw unresolvedName(where, "no-table", target);
    for (const field of fields) if (!fieldsOf(found).has(field)) throw unresolvedName(where, "no-field", field, target);
  };
  const assertList = (where: string, list: string, columns: readonly string[]) => {
    const found = lists.get(list);
    if (!found) throw unresolvedName(where, "no-code-list", list);
    for (const column of columns) if (!found.columns.includes(column)) throw unresolvedName(where, "no-column", column, list);
  };
  for (const field of table.fields) {
    const where = `tables.${name}.${field.name}`;
    if (field.codeList) assertList(where, field.codeList.list, field.codeList.column ? [field.codeList.column] : []);
    assertCodes(where, Object.keys(field.levels ?? {}));
    if (field.reference) assertTable(where, field.reference.table, [field.reference.field]);
  }
  for (const { fields, to } of table.foreignKeys ?? []) {
    const where = `tables.${name}.foreignKeys`;
    for (const field of fields) if (!own.has(field)) throw unresolvedName(where, "no-field", field);
    if ("codeList" in to) assertList(where, to.codeList, to.columns);
    else assertTable(where, to.table, to.fields);
  }
  for (const condition of table.conditions ?? []) {
    assertCodes(`tables.${name}.conditions.${condition.name}`, [condition.code]);
    for (const field of fieldsOfCondition(condition))
      if (!own.has(field)) throw unresolvedName(`tables.${name}.conditions.${condition.name}`, "no-field", field);
  }
  for (const rule of [...(table.geometry?.inside ?? []), ...(table.geometry?.noOverlap ?? [])])
    assertCodes(`tables.${name}.geometry`, [rule.code]);
  for (const rule of table.geometry?.partitionOf ?? []) assertCodes(`tables.${name}.geometry`, [rule.code, rule.overlapCode]);
  for (const other of [...(table.geometry?.inside ?? []), ...(table.geometry?.partitionOf ?? [])])
    assertTable(`tables.${name}.geometry`, other.table, other.match ? [other.match.equals] : []);
  for (const { table: other, where, within } of table.geometry?.inside ?? []) {
    if (where && !own.has(where.field)) throw new ModelError(`tables.${name}.geometry.inside: no field ${where.field}`);
    if (within) assertTable(`tables.${name}.geometry.inside`, other, [within.field]);
  }
  for (const rule of table.geometry?.noOverlap ?? [])
    for (const other of rule.with ?? []) assertTable(`tables.${name}.geometry.noOverlap`, other, []);
}

/** Every field that a condition refers to. */
export function fieldsOfCondition({ when, must, field }: Condition): string[] {
  const fields = new Set<string>(field === undefined ? [] : [field]);
  const walk = (test: Test): void => {
    if ("all" in test) for (const part of test.all) walk(part);
    else if ("any" in test) for (const part of test.any) walk(part);
    else if ("not" in test) walk(test.not);
    else {
      fields.add(test.field);
      const operands: (Operand | undefined)[] =
        "is" in test || "in" in test || "matches" in test ? [] : [test.below, test.notAbove, test.above, test.notBelow];
      for (const operand of operands) if (typeof operand === "object") fields.add(operand.field);
    }
  };
  if (when) walk(when);
  walk(must);
  return [...fields];
}

/** The part of a path pattern after its last slash that is not inside brackets. */
export function lastPart(pattern: string): string {
  let depth = 0;
  let start = 0;
  for (let index = 0; index < pattern.length; index++) {
    const char = pattern[index];
    if (char === "\\") index++;
    else if (char === "[" || char === "(") depth++;
    else if (char === "]" || char === ")") depth--;
    else if (char === "/" && depth === 0) start = index + 1;
  }
  return pattern.slice(start);
}
