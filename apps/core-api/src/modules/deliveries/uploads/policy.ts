import type { LayerField } from "@archipel/contracts/layers.ts";
import { type TextEncoding, textEncoding } from "@archipel/contracts/uploads.ts";
import { type Format, isAlwaysUtf8, type SourceField } from "@archipel/gdal/model.ts";
import type { WantedJob } from "../../../kernel/jobs/rows.ts";
import { RESERVED_COLUMNS } from "../../../layer-store/tables/layer-table.ts";
import type { NewFinding } from "./check/findings.ts";

/** PostgreSQL cuts names at 63 bytes; a suffix must still fit. */
const MAX_COLUMN = 58;

/**
 * Gives every field of a file the column it will have: lower case, plain letters, no name twice, none of ours. What a person would
 * not expect of it is told.
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

/** A field's name as a column can have it: lower case, plain letters, digits and low lines. */
export function columnOf(name: string): string {
  const plain = name
    .toLowerCase()
    .replaceAll("œ", "oe")
    .replaceAll("æ", "ae")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .slice(0, MAX_COLUMN);
  if (plain === "") return "field";
  return /^\d/.test(plain) ? `f_${plain}` : plain;
}

/** What a person may say of the texts of a format: where it is always UTF-8, only whether they were encoded twice. */
export function encodingChoices(format: Format): TextEncoding[] {
  return isAlwaysUtf8(format) ? ["UTF-8", "UTF-8 (double)"] : [...textEncoding.options];
}

/** The job that reads an upload and looks at what is in it. */
export function inspectionOf({ id, fileName, datasetId }: { id: string; fileName: string; datasetId: string | null }): WantedJob {
  return { kind: "check-upload", subjectId: id, subject: fileName, uploadId: id, datasetId };
}
