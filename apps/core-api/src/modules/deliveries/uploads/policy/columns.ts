import type { LayerField } from "@archipel/contracts/layers.ts";
import { type FieldNameRule, type TextEncoding, textEncoding } from "@archipel/contracts/uploads.ts";
import { type Format, isAlwaysUtf8, type SourceField } from "@archipel/gdal/model.ts";
import { isReservedName, MAX_FIELD_NAME, MAX_FIELDS, nameColumn } from "../../../../layer-store/tables/column-name.ts";
import type { NewFinding } from "../inspect/findings.ts";

/**
 * Gives every field of a file its column: lower case, ASCII letters, unique, not reserved. A column whose name differs from what people
 * would expect makes a finding. A name that is too long, or more fields than a layer can have, is an error, and so is not published.
 */
export function columnsOf(inFile: readonly SourceField[]): { fields: LayerField[]; findings: NewFinding[] } {
  const taken = new Set<string>();
  const names = new Set<string>();
  const findings: NewFinding[] = [];
  if (inFile.length > MAX_FIELDS)
    findings.push({ rule: "too-many-fields", severity: "error", params: { count: inFile.length, max: MAX_FIELDS } });
  const columns = inFile.slice(0, MAX_FIELDS).map(({ name, type }) => {
    const { column } = nameColumn(name, (one) => taken.has(one));
    taken.add(column);
    if (name.length > MAX_FIELD_NAME) {
      const field = `${name.slice(0, 60)}…`;
      findings.push({ rule: "field-name-too-long", severity: "error", field, params: { length: name.length, max: MAX_FIELD_NAME } });
      return { name: name.slice(0, MAX_FIELD_NAME), column, type };
    }
    const rule = nameRuleOf({ name, column }, names);
    if (rule !== null) findings.push({ rule, severity: rule === "field-duplicate" ? "warning" : "info", field: name, params: { column } });
    return { name, column, type };
  });
  return { fields: columns, findings };
}

/**
 * What the check reports about a field whose column people would not expect; null when they would.
 *
 * @param before names of the fields before it, in lower case; the field's is added
 */
function nameRuleOf({ name, column }: Pick<LayerField, "name" | "column">, before: Set<string>): FieldNameRule | null {
  const folded = name.toLowerCase();
  const isRepeated = before.has(folded);
  before.add(folded);
  if (column === folded) return null;
  if (isReservedName(name)) return "field-reserved";
  return isRepeated ? "field-duplicate" : "field-renamed";
}

/** The fields of a layer, where those with one of these findings are called like their columns. A name that another field has is not given. */
export function withRenamed(fields: readonly LayerField[], renamed: readonly FieldNameRule[]): LayerField[] {
  const inFile = new Set(fields.map(({ name }) => name.toLowerCase()));
  const before = new Set<string>();
  return fields.map((field) => {
    const rule = nameRuleOf(field, before);
    return rule !== null && renamed.includes(rule) && !inFile.has(field.column) ? { ...field, name: field.column } : field;
  });
}

/** The encodings that a person may choose for a format. For a format that is always UTF-8, texts can only have been encoded twice. */
export function encodingChoices(format: Format): TextEncoding[] {
  return isAlwaysUtf8(format) ? ["UTF-8", "UTF-8 (double)"] : [...textEncoding.options];
}
