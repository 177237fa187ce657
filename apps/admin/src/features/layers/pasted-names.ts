import type { LayerField } from "@archipel/contracts/layers.ts";

interface PastedNames {
  /** Label by column. */
  readonly labels: ReadonlyMap<string, string>;
  /** Lines of which no field has the name. */
  readonly unknown: readonly string[];
}

const MAX_LABEL = 120;

/**
 * Reads names of fields as they are copied from a spreadsheet: lines of a field's name and its label, separated by a tab or a semicolon; or
 * labels alone, one for each field, in the order of the fields.
 */
export function readPastedNames(text: string, fields: readonly LayerField[]): PastedNames {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  const pairs = lines.map((line) => line.split(/[\t;]/).map((cell) => cell.trim()));
  const labels = new Map<string, string>();
  if (pairs.length === fields.length && pairs.every((cells) => cells.length === 1)) {
    for (const [index, field] of fields.entries()) labels.set(field.column, (pairs[index]?.[0] ?? "").slice(0, MAX_LABEL));
    return { labels, unknown: [] };
  }
  const unknown: string[] = [];
  for (const [name = "", label = ""] of pairs) {
    const field = fields.find((one) => one.name.toLowerCase() === name.toLowerCase() || one.column === name.toLowerCase());
    if (field && label !== "") labels.set(field.column, label.slice(0, MAX_LABEL));
    else unknown.push(name);
  }
  return { labels, unknown };
}
