import type { LayerField } from "@archipel/contracts/layers.ts";
import { type TextEncoding, textEncoding } from "@archipel/contracts/uploads.ts";
import { type Format, isAlwaysUtf8, type SourceField } from "@archipel/gdal/model.ts";
import { columnOf } from "../../../../layer-store/tables/column-name.ts";
import { RESERVED_COLUMNS } from "../../../../layer-store/tables/layer-table.ts";
import type { NewFinding } from "../inspect/findings.ts";

/**
 * Gives every field of a file its column: lower case, ASCII letters, unique, not reserved. A column whose name differs from what people
 * would expect makes a finding.
 */
export function columnsOf(fields: readonly SourceField[]): { fields: LayerField[]; findings: NewFinding[] } {
  const taken = new Set<string>(RESERVED_COLUMNS);
  const names = new Set<string>();
  const findings: NewFinding[] = [];
  const columns = fields.map(({ name, type }) => {
    const wanted = columnOf(name);
    let column = RESERVED_COLUMNS.has(wanted) ? `source_${wanted}` : wanted;
    for (let copy = 2; taken.has(column); copy++) column = `${wanted}_${copy}`;
    taken.add(column);
    const folded = name.toLowerCase();
    const rule = RESERVED_COLUMNS.has(wanted) ? "field-reserved" : names.has(folded) ? "field-duplicate" : "field-renamed";
    names.add(folded);
    if (column !== folded)
      findings.push({ rule, severity: rule === "field-duplicate" ? "warning" : "info", field: name, params: { column } });
    return { name, column, type };
  });
  return { fields: columns, findings };
}

/** The encodings that a person may choose for a format. For a format that is always UTF-8, texts can only have been encoded twice. */
export function encodingChoices(format: Format): TextEncoding[] {
  return isAlwaysUtf8(format) ? ["UTF-8", "UTF-8 (double)"] : [...textEncoding.options];
}
