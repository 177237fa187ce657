import { ruleFlaw } from "@archipel/contracts/field-check.ts";
import { type FieldRule, fieldRule, type LayerField } from "@archipel/contracts/layers.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import type { CompiledModel } from "@archipel/validation/model/compile.ts";
import type { Field } from "@archipel/validation/model/field.ts";
import type { CodeList } from "@archipel/validation/model/model.ts";
import type { TableModel } from "@archipel/validation/model/table.ts";
import { tableFor } from "@archipel/validation/suggest.ts";

/** The most values that a form offers; a longer list is left to the checks of deliveries. */
const MAX_VALUES = 300;
const MAX_LABEL = 120;
const MAX_HELP = 300;
/** How standards for files without dates ask for a day. */
const EIGHT_DIGITS = /^(\[0-9\]|\\d)\{8\}$/;
/** Columns of a code list that say in words what a code means. */
const WORDS = /^(libelle|label|name|nom|title|titre)/i;

/**
 * The fields of a layer as a model describes them; unchanged when the model has no table of that name.
 *
 * @param file the layer's file, with or without its folder
 */
export function describedBy(
  model: CompiledModel,
  { file, layer }: { file: string; layer: string },
  fields: readonly LayerField[],
  locale: Locale,
): readonly LayerField[] {
  const table = tableFor(file, layer, model);
  return table ? withModelRules(fields, table, model.lists, locale) : fields;
}

/**
 * The fields of a layer as the model of its delivery describes them: what contributors may write, in words. Fields that the model does not
 * have stay as they are. The rules are the community's from then on: changing the model later does not change them.
 *
 * @param locale the language of labels and help
 */
export function withModelRules(
  fields: readonly LayerField[],
  table: TableModel,
  lists: CompiledModel["lists"],
  locale: Locale,
): LayerField[] {
  const described = new Map(table.fields.map((field) => [field.name.toUpperCase(), field]));
  return fields.map((field) => {
    const asked = described.get(field.name.toUpperCase());
    if (!asked) return field;
    const rule = field.rule ?? ruleOf(asked, field.type, listOf(asked, table, lists), locale);
    const label = field.label ?? asked.title?.[locale].slice(0, MAX_LABEL);
    return { ...field, ...(label && { label }), ...(rule && { rule }) };
  });
}

/** A column of a code list, which holds a field's allowed values. */
interface ListColumn {
  list: CodeList;
  column: string | undefined;
}

/** The list of a field: its own, or that of a key with other fields, such as a code and its sub-code. A key that only warns is left out. */
function listOf({ name, codeList }: Field, { foreignKeys = [] }: TableModel, lists: CompiledModel["lists"]): ListColumn | null {
  const own = codeList && lists.get(codeList.list);
  if (own) return { list: own, column: codeList.column };
  for (const { fields, to, level } of foreignKeys) {
    const list = "codeList" in to && level !== "WARNING" && level !== "INFO" ? lists.get(to.codeList) : undefined;
    const column = "codeList" in to ? to.columns[fields.indexOf(name)] : undefined;
    if (list && column !== undefined) return { list, column };
  }
  return null;
}

function ruleOf(asked: Field, type: LayerField["type"], listed: ListColumn | null, locale: Locale): FieldRule | undefined {
  const help = asked.description?.[locale].slice(0, MAX_HELP);
  const unit = type === "integer" || type === "double" ? asked.unit : undefined;
  const free = { ...(asked.required && { isRequired: true }), ...(help && { help }), ...(unit && { unit }) };
  // A bound that does not fit the column's type is left out: the file decided the type.
  for (const bound of [boundOf(asked, type, listed), {}]) {
    const { data: rule } = fieldRule.safeParse({ ...free, ...bound });
    if (rule && ruleFlaw({ type, rule }) === null) return Object.keys(rule).length > 0 ? rule : undefined;
  }
  return undefined;
}

function boundOf(asked: Field, type: LayerField["type"], listed: ListColumn | null): FieldRule {
  const values = valuesOf(asked, type, listed);
  if (values.length > 0 && values.length <= MAX_VALUES) return { values };
  if (type === "text" && asked.pattern !== undefined && EIGHT_DIGITS.test(asked.pattern)) return { dayFormat: "YYYYMMDD" };
  const { minimum: min, maximum: max } = asked;
  return { ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
}

type Listed = NonNullable<FieldRule["values"]>[number];

/** The allowed values with their words, each once. */
function valuesOf({ values = [] }: Field, type: LayerField["type"], listed: ListColumn | null): Listed[] {
  const rows = listed ? codesOf(listed) : [];
  const found = new Map<string, Listed>();
  for (const { code, label } of [...values.map((value) => ({ code: value, label: undefined })), ...rows]) {
    const value = type === "integer" || type === "double" ? Number(code) : code;
    if (code === "" || found.has(String(value))) continue;
    const words = label?.slice(0, MAX_LABEL);
    found.set(String(value), { value, ...(words && words !== code && { label: words }) });
  }
  return [...found.values()];
}

/**
 * The codes of a column of a list. The words are the first row's, because lists with sub-codes begin with the general one. A code of another
 * column that means several things, such as a sub-code, has no words of its own.
 */
function codesOf({ list: { columns, rows }, column }: ListColumn): { code: string; label: string | undefined }[] {
  const at = column === undefined ? 0 : columns.indexOf(column);
  const named = columns.findIndex((name, index) => index !== at && WORDS.test(name));
  const words = named >= 0 ? named : columns.length === 2 ? 1 - at : -1;
  const meanings = new Map<string, Set<string>>();
  for (const row of rows) {
    const code = row[at] ?? "";
    meanings.set(code, (meanings.get(code) ?? new Set()).add(row[words] ?? ""));
  }
  return rows.map((row) => {
    const code = row[at] ?? "";
    const isClear = at === 0 || meanings.get(code)?.size === 1;
    return { code, label: isClear ? row[words] : undefined };
  });
}
