import type { LayerField } from "@archipel/contracts/layers.ts";

const MAX_COLUMN = 63;

/** Adds fields to those of a result. A name or column that is taken gets a number. Rules of the field's old layer are dropped. */
export function addFields(present: readonly LayerField[], added: readonly LayerField[]): LayerField[] {
  const all = [...present];
  for (const { rule: _, ...field } of added) {
    const name = free(
      field.name,
      all.map((other) => other.name),
    );
    const column = free(
      field.column,
      all.map((other) => other.column),
    );
    all.push({ ...field, name, column });
  }
  return all;
}

function free(wanted: string, taken: readonly string[]): string {
  const lower = new Set(taken.map((one) => one.toLowerCase()));
  if (!lower.has(wanted.toLowerCase())) return wanted;
  for (let number = 2; ; number++) {
    const candidate = `${wanted.slice(0, MAX_COLUMN - 4)}_${number}`;
    if (!lower.has(candidate.toLowerCase())) return candidate;
  }
}
