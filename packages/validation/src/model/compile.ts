import type { FileModel } from "./file.ts";
import type { CodeList, Model } from "./model.ts";
import { ModelError } from "./model-error.ts";
import type { TableModel } from "./table.ts";

/** A model ready to be asked: its names resolved, its patterns compiled. */
export interface CompiledModel {
  model: Model;
  tables: ReadonlyMap<string, TableModel>;
  lists: ReadonlyMap<string, CodeList>;
  files: readonly CompiledFile[];
  folder: RegExp | null;
}

export interface CompiledFile {
  file: FileModel;
  /** The whole path, without extension. */
  path: RegExp;
  /** The file's name alone, wherever it lies. */
  name: RegExp;
}

/** @throws ModelError when a name of the model leads nowhere */
export function compileModel(model: Model): CompiledModel {
  const tables = new Map(Object.entries(model.tables ?? {}));
  const lists = new Map<string, CodeList>();
  for (const [name, list] of Object.entries(model.codeLists ?? {})) {
    if ("file" in list) throw new ModelError(`codeLists.${name}: load the model from its file, so that ${list.file} is read`);
    lists.set(name, list);
  }
  for (const file of model.files) {
    const named = file.kind === "table" ? [file.table] : file.kind === "tables" ? file.tables.map(({ table }) => table) : [];
    for (const table of named) if (!tables.has(table)) throw new ModelError(`files.${file.name}: no table ${table}`);
  }
  for (const [name, table] of tables) checkTable(name, table, tables, lists);
  return {
    model,
    tables,
    lists,
    files: model.files.map((file) => ({ file, path: whole(file.path), name: whole(lastPart(file.path)) })),
    folder: model.folder ? whole(model.folder.pattern) : null,
  };
}

/** A pattern as one that the whole text must match, case not minded. */
export function whole(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern})$`, "iu");
}

function checkTable(name: string, table: TableModel, tables: ReadonlyMap<string, TableModel>, lists: ReadonlyMap<string, CodeList>): void {
  const fieldsOf = (of: TableModel) => new Set(of.fields.map((field) => field.name));
  const own = fieldsOf(table);
  const needTable = (where: string, target: string, fields: readonly string[]) => {
    const found = tables.get(target);
    if (!found) throw new ModelError(`${where}: no table ${target}`);
    for (const field of fields) if (!fieldsOf(found).has(field)) throw new ModelError(`${where}: no field ${field} in ${target}`);
  };
  const needList = (where: string, list: string, columns: readonly string[]) => {
    const found = lists.get(list);
    if (!found) throw new ModelError(`${where}: no code list ${list}`);
    for (const column of columns) if (!found.columns.includes(column)) throw new ModelError(`${where}: no column ${column} in ${list}`);
  };
  for (const field of table.fields) {
    const where = `tables.${name}.${field.name}`;
    if (field.codeList) needList(where, field.codeList.list, field.codeList.column ? [field.codeList.column] : []);
    if (field.reference) needTable(where, field.reference.table, [field.reference.field]);
  }
  for (const { fields, to } of table.foreignKeys ?? []) {
    const where = `tables.${name}.foreignKeys`;
    for (const field of fields) if (!own.has(field)) throw new ModelError(`${where}: no field ${field}`);
    if ("codeList" in to) needList(where, to.codeList, to.columns);
    else needTable(where, to.table, to.fields);
  }
  for (const other of [...(table.geometry?.inside ?? []), ...(table.geometry?.partitionOf ?? [])])
    needTable(`tables.${name}.geometry`, other.table, other.match ? [other.match.equals] : []);
  for (const rule of table.geometry?.noOverlap ?? [])
    for (const other of rule.with ?? []) needTable(`tables.${name}.geometry.noOverlap`, other, []);
}

/** The part of a path pattern after its last slash, outside of brackets. */
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
