import { closeSync, createReadStream, openSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { parseCopyText } from "../copy-text.ts";
import { type ColumnFacts, emptyFacts, observe, typeOf } from "../formats/csv-columns.ts";
import type { SourceField } from "../model.ts";
import type { Gdal } from "./wasm.ts";
import { writeAll } from "./write-all.ts";

/**
 * Reads the attributes of one layer through, to tell what its texts are, and which columns hold nothing. GPX has twenty columns of which two are
 * used; GML without its schema is all texts.
 *
 * @param choice how ogr2ogr is told which features: a filter, the name of the layer
 */
export async function surveyFields(
  gdal: Gdal,
  dataset: number,
  workDirectory: string,
  fields: readonly SourceField[],
  choice: readonly string[],
): Promise<{ field: SourceField; facts: ColumnFacts }[]> {
  const surveyed = fields.map((field) => ({ field, facts: emptyFacts() }));
  const file = join(workDirectory, "survey");
  const descriptor = openSync(file, "w");
  try {
    const options = ["-f", "PGDUMP", "-nln", "rows", "-nlt", "NONE", "-lco", "LAUNDER=NO", "-lco", "CREATE_SCHEMA=NO"];
    gdal.translateTo((bytes) => writeAll(descriptor, bytes), dataset, [...options, ...choice]);
  } finally {
    closeSync(descriptor);
  }
  const asText = fields.map(({ name }) => ({ name, type: "text" as const }));
  for await (const batch of parseCopyText(createReadStream(file), asText)) {
    for (const { values } of batch)
      for (const [column, { facts }] of surveyed.entries()) observe(facts, String(values[column] ?? "").trim());
  }
  await rm(file, { force: true });
  return surveyed;
}

/** The narrowest type for what was seen; what GDAL knows already stays. */
export function surveyedField({ field, facts }: { field: SourceField; facts: ColumnFacts }): SourceField {
  return field.type === "text" ? { ...field, type: typeOf(facts) } : field;
}
