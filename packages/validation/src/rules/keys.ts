import { type Environment, sridOf } from "../environment.ts";
import type { Place } from "../finding.ts";
import { boxInDegrees, projectorOf } from "../geometry/to-degrees.ts";
import type { CompiledModel } from "../model/compile.ts";
import type { TableModel } from "../model/table.ts";
import type { Level } from "../model/words.ts";
import { closestRow } from "../repair/repairs/fill-from-code-list.ts";
import type { NotedRow } from "../store/row-store.ts";
import { isEmpty } from "./cell.ts";

type FieldReader = (field: string) => string;

const valueSet = (table: string, field: string) => `value:${table}.${field}`;
const referenceSet = (table: string, field: string) => `reference:${table}.${field}`;
const keySet = (table: string, fields: readonly string[]) => `key:${table}.${fields.join(",")}`;

/** The name under which digests of whole rows are noted, to find out whether rows with the same value are identical. */
export const wholeRowsOf = (table: string) => `whole:${table}`;

/** A combination of values that is in no row of a code list. */
export interface ForeignKeyFault {
  fields: string;
  values: string;
  target: string;
  level?: Level;
  /** The values of the only row that can be meant, in the order of the fields; null for no row or several. */
  meant: readonly string[] | null;
}

export interface ForeignKeyCheck {
  /** The fields that are checked together. */
  fields: readonly string[];
  check(fieldText: FieldReader): ForeignKeyFault | null;
}

/** The checks of a table's foreign keys to code lists, which need one row only. A key with an empty value is not checked. */
export function foreignKeyChecks(model: TableModel, { lists }: CompiledModel, columns: ReadonlyMap<string, number>): ForeignKeyCheck[] {
  return (model.foreignKeys ?? []).flatMap(({ fields, to, level }) => {
    if (!("codeList" in to) || !fields.every((field) => columns.has(field))) return [];
    const list = lists.get(to.codeList);
    const at = to.columns.map((column) => list?.columns.indexOf(column) ?? -1);
    const rows = list?.rows.map((row) => at.map((column) => row[column] ?? "")) ?? [];
    const known = new Set(rows.map((row) => JSON.stringify(row)));
    const check = (fieldText: FieldReader): ForeignKeyFault | null => {
      const values = fields.map(fieldText);
      if (values.some(isEmpty) || known.has(JSON.stringify(values))) return null;
      const meant = closestRow(values, rows);
      return { fields: fields.join(", "), values: values.join(", "), target: to.codeList, meant, ...(level ? { level } : {}) };
    };
    return [{ fields, check }];
  });
}

/** The fields whose values are noted in the store: unique fields, references, and their targets. `name` is the name in the store. */
export function notedFields(table: string, { tables }: CompiledModel): { field: string; name: string }[] {
  const noted = new Map<string, { field: string; name: string }>();
  const note = (field: string, name: string) => noted.set(name, { field, name });
  for (const [name, model] of tables) {
    for (const field of model.fields) {
      if (name === table && field.unique) note(field.name, valueSet(table, field.name));
      if (name === table && field.reference) note(field.name, referenceSet(table, field.name));
      if (field.reference?.table === table) note(field.reference.field, valueSet(table, field.reference.field));
    }
  }
  return [...noted.values()];
}

/** The groups of fields whose values are noted together, for foreign keys between tables. */
export function notedKeys(table: string, { tables }: CompiledModel): { fields: readonly string[]; name: string }[] {
  const noted = new Map<string, { fields: readonly string[]; name: string }>();
  for (const [name, model] of tables) {
    for (const { fields, to } of model.foreignKeys ?? []) {
      if (!("table" in to)) continue;
      if (name === table) noted.set(keySet(table, fields), { fields, name: keySet(table, fields) });
      if (to.table === table) noted.set(keySet(table, to.fields), { fields: to.fields, name: keySet(table, to.fields) });
    }
  }
  return [...noted.values()];
}

/** Reports duplicate values and broken references, after all tables have been read. */
export function checkKeys(environment: Environment): void {
  const { model, collector, store } = environment;
  for (const [table, { fields, foreignKeys, geometry }] of model.tables) {
    for (const field of fields) {
      const place = (row: NotedRow): Place => ({ ...placeOf(environment, row), field: field.name });
      if (field.unique) {
        for (const row of store.duplicates(valueSet(table, field.name)))
          collector.add("ATTRIBUTE_NOT_UNIQUE", place(row), {
            params: { value: row.value, count: row.count },
            level: field.levels?.ATTRIBUTE_NOT_UNIQUE,
            repair: store.areIdentical(valueSet(table, field.name), row.value, wholeRowsOf(table)) ? "drop-duplicates" : null,
          });
      }
      if (field.reference) {
        const target = valueSet(field.reference.table, field.reference.field);
        for (const row of store.missing(referenceSet(table, field.name), target))
          collector.add("ATTRIBUTE_REFERENCE_NOT_FOUND", place(row), {
            params: { value: row.value, table: field.reference.table, target: field.reference.field },
            level: field.levels?.ATTRIBUTE_REFERENCE_NOT_FOUND,
          });
      }
    }
    for (const { fields: parts, to, level } of foreignKeys ?? []) {
      if (!("table" in to)) continue;
      for (const row of store.missing(keySet(table, parts), keySet(to.table, to.fields)))
        collector.add(
          "TABLE_FOREIGN_KEY_NOT_FOUND",
          { ...placeOf(environment, row), field: parts.join(", ") },
          {
            params: { fields: parts.join(", "), values: (JSON.parse(row.value) as string[]).join(", "), target: to.table },
            level,
            repair: null,
          },
        );
    }
    if (geometry?.unique) {
      const field = geometry.field ?? "WKT";
      for (const row of store.duplicates(`shape:${table}`))
        collector.add(
          "ATTRIBUTE_NOT_UNIQUE",
          { ...placeOf(environment, row), field },
          {
            params: { value: field, count: row.count },
            repair: store.areIdentical(`shape:${table}`, row.value, wholeRowsOf(table)) ? "drop-duplicates" : null,
          },
        );
    }
  }
}

/** The place of a noted row. */
export function placeOf({ tables, store, options }: Environment, noted: NotedRow): Place {
  const { row, featureId } = noted;
  const matched = tables[noted.table];
  if (!matched) return { row, featureId };
  const { fileModel, table } = matched;
  const bbox = boxInDegrees(store.extentOfRow(noted), projectorOf(sridOf(table, options)));
  return { fileModel, file: table.file, table: table.name, row, featureId, bbox };
}
