import { fieldsOfCondition } from "@archipel/validation/model/compile.ts";
import type { Condition, Operand, Test } from "@archipel/validation/model/condition.ts";
import type { GeometryRules } from "@archipel/validation/model/geometry.ts";
import type { TableModel } from "@archipel/validation/model/table.ts";
import type { Draft, Named } from "./draft.ts";

type Rename = (name: string) => string;
interface Renames {
  readonly table: Rename;
  /** The new name of a field, given its table. */
  readonly field: (table: string, name: string) => string;
  readonly list: Rename;
}
const SAME: Renames = { table: (name) => name, field: (_, name) => name, list: (name) => name };

/** Whether references may follow from one name to another: neither is empty, and each names one part only. */
function canFollow(from: string, to: string, names: readonly string[]): boolean {
  return from !== "" && to !== "" && names.filter((name) => name === from).length === 1 && !names.includes(to);
}

function renamed<T>(parts: readonly Named<T>[], at: number, name: string): Named<T>[] {
  return parts.map((part, index) => (index === at ? { ...part, name } : part));
}

/** Renames a table, and the references to it in files, fields and rules. */
export function renameTable(draft: Draft, at: number, to: string): Draft {
  const from = draft.tables[at]?.name ?? "";
  const isFollowed = canFollow(
    from,
    to,
    draft.tables.map(({ name }) => name),
  );
  const table: Rename = (name) => (isFollowed && name === from ? to : name);
  const followed = follow(draft, { ...SAME, table });
  const files = followed.rest.files.map((file) => {
    const named = file.kind === "table" && file.table === to && isFollowed && file.name === from ? { ...file, name: to } : file;
    return named;
  });
  return { ...followed, rest: { ...followed.rest, files }, tables: renamed(followed.tables, at, to) };
}

/** Renames a field, and the references to it in its own table and in others. */
export function renameField(draft: Draft, tableAt: number, fieldAt: number, to: string): Draft {
  const owner = draft.tables[tableAt];
  if (!owner) return draft;
  const from = owner.part.fields[fieldAt]?.name ?? "";
  const isFollowed = canFollow(
    from,
    to,
    owner.part.fields.map(({ name }) => name),
  );
  const field = (table: string, name: string) => (isFollowed && table === owner.name && name === from ? to : name);
  const followed = follow(draft, { ...SAME, field });
  const tables = followed.tables.map((table, index) => {
    if (index !== tableAt) return table;
    const fields = table.part.fields.map((one, place) => (place === fieldAt ? { ...one, name: to } : one));
    return { ...table, part: { ...table.part, fields } };
  });
  return { ...followed, tables };
}

/** Renames a code list, and the references of fields to it. */
export function renameList(draft: Draft, at: number, to: string): Draft {
  const from = draft.lists[at]?.name ?? "";
  const isFollowed = canFollow(
    from,
    to,
    draft.lists.map(({ name }) => name),
  );
  const followed = follow(draft, { ...SAME, list: (name) => (isFollowed && name === from ? to : name) });
  return { ...followed, lists: renamed(followed.lists, at, to) };
}

function follow(draft: Draft, to: Renames): Draft {
  const files = draft.rest.files.map((file) => {
    if (file.kind === "table") return { ...file, table: to.table(file.table) };
    if (file.kind === "tables") return { ...file, tables: file.tables.map((layer) => ({ ...layer, table: to.table(layer.table) })) };
    return file;
  });
  return {
    ...draft,
    rest: { ...draft.rest, files },
    tables: draft.tables.map(({ name, part }) => ({ name, part: followTable(name, part, to) })),
  };
}

function followTable(name: string, table: TableModel, to: Renames): TableModel {
  const own = (field: string) => to.field(name, field);
  return {
    ...table,
    fields: table.fields.map((field) => ({
      ...field,
      ...(field.codeList && { codeList: { ...field.codeList, list: to.list(field.codeList.list) } }),
      ...(field.reference && {
        reference: { table: to.table(field.reference.table), field: to.field(field.reference.table, field.reference.field) },
      }),
    })),
    ...(table.geometry && { geometry: followGeometry(table.geometry, own, to) }),
    ...(table.conditions && { conditions: table.conditions.map((condition) => followCondition(condition, own)) }),
    ...(table.foreignKeys && {
      foreignKeys: table.foreignKeys.map(({ to: target, ...key }) => ({
        ...key,
        fields: key.fields.map(own),
        to:
          "codeList" in target
            ? { ...target, codeList: to.list(target.codeList) }
            : { table: to.table(target.table), fields: target.fields.map((field) => to.field(target.table, field)) },
      })),
    }),
  };
}

function followGeometry(rules: GeometryRules, own: Rename, to: Renames): GeometryRules {
  const relation = <T extends NonNullable<GeometryRules["inside"]>[number]>(rule: T): T => ({
    ...rule,
    table: to.table(rule.table),
    ...(rule.match && { match: { field: own(rule.match.field), equals: to.field(rule.table, rule.match.equals) } }),
  });
  return {
    ...rules,
    ...(rules.noOverlap && {
      noOverlap: rules.noOverlap.map((rule) => ({
        ...rule,
        ...(rule.with && { with: rule.with.map(to.table) }),
        ...(rule.same && { same: rule.same.map(own) }),
        ...(rule.differ && { differ: rule.differ.map(own) }),
      })),
    }),
    ...(rules.inside && { inside: rules.inside.map(relation) }),
    ...(rules.partitionOf && { partitionOf: rules.partitionOf.map(relation) }),
  };
}

function followCondition(condition: Condition, own: Rename): Condition {
  if (fieldsOfCondition(condition).every((field) => own(field) === field)) return condition;
  const { when, must, field } = condition;
  return {
    ...condition,
    ...(when && { when: followTest(when, own) }),
    must: followTest(must, own),
    ...(field !== undefined && { field: own(field) }),
  };
}

function followTest(test: Test, own: Rename): Test {
  if ("all" in test) return { all: test.all.map((part) => followTest(part, own)) };
  if ("any" in test) return { any: test.any.map((part) => followTest(part, own)) };
  if ("not" in test) return { not: followTest(test.not, own) };
  const operand = (value: Operand | string[] | string | undefined) =>
    typeof value === "object" && "field" in value ? { field: own(value.field) } : value;
  const { field, ...said } = test;
  return { field: own(field), ...Object.fromEntries(Object.entries(said).map(([key, value]) => [key, operand(value)])) } as Test;
}
