import { closeSync, createReadStream, openSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { writeAll } from "@archipel/sandbox/write-all.ts";
import { parseCopyText } from "../copy-text.ts";
import { type ColumnFacts, emptyFacts, observe, typeOf } from "../formats/csv-columns.ts";
import type { SourceField } from "../model.ts";
import type { Gdal } from "./wasm.ts";

/**
 * Reads all attributes of one layer to find the types of its texts and its empty columns. GPX has twenty columns of which two are
 * used; in GML without its schema every column is text.
 *
 * @param selection options of ogr2ogr that select the features: a filter, the name of the layer
 */
export async function surveyFields(
  gdal: Gdal,
  dataset: number,
  workDirectory: string,
  fields: readonly SourceField[],
  selection: readonly string[],
): Promise<{ field: SourceField; facts: ColumnFacts }[]> {
  const surveyed = fields.map((field) => ({ field, facts: emptyFacts() }));
  const file = join(workDirectory, "survey");
  const descriptor = openSync(file, "w");
  try {
    const options = ["-f", "PGDUMP", "-nln", "rows", "-nlt", "NONE", "-lco", "LAUNDER=NO", "-lco", "CREATE_SCHEMA=NO"];
    gdal.translateTo((bytes) => writeAll(descriptor, bytes), dataset, [...options, ...selection]);
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

/** The narrowest type for the values seen; types that GDAL knows already are kept. */
export function surveyedField({ field, facts }: { field: SourceField; facts: ColumnFacts }): SourceField {
  return field.type === "text" ? { ...field, type: typeOf(facts) } : field;
}
