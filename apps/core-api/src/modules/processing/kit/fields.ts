import type { LayerField } from "@archipel/contracts/layers.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { MAX_FIELD_NAME, MAX_FIELDS, nameColumn } from "../../../layer-store/tables/column-name.ts";

/** Adds fields to those of a result. A name or column that is taken gets a number. Rules of the field's old layer are dropped. */
export function addFields(present: readonly LayerField[], added: readonly LayerField[]): LayerField[] {
  const all = [...present];
  for (const { rule: _, ...field } of added) {
    const name = free(
      field.name,
      all.map((other) => other.name),
    );
    all.push({ ...field, name, column: columnBeside(field, all) });
  }
  return all;
}

function columnBeside({ column }: LayerField, present: readonly LayerField[]): string {
  return nameColumn(column, (name) => present.some((other) => other.column === name)).column;
}

/**
 * The fields of a result, with columns that a new layer can have: a source may be older than a reserved name.
 *
 * @throws DomainError for more fields than a layer can have
 */
export function withColumns(fields: readonly LayerField[]): LayerField[] {
  if (fields.length > MAX_FIELDS) throw new DomainError("invalid", "processing-too-many-fields", { count: fields.length, max: MAX_FIELDS });
  const all: LayerField[] = [];
  for (const field of fields) all.push({ ...field, column: columnBeside(field, all) });
  return all;
}

function free(wanted: string, taken: readonly string[]): string {
  const lower = new Set(taken.map((one) => one.toLowerCase()));
  if (!lower.has(wanted.toLowerCase())) return wanted;
  for (let number = 2; ; number++) {
    const candidate = `${wanted.slice(0, MAX_FIELD_NAME - 8)}_${number}`;
    if (!lower.has(candidate.toLowerCase())) return candidate;
  }
}
