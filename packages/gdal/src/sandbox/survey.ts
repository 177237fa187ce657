import { closeSync, createReadStream, openSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { writeAll } from "@archipel/sandbox/write-all.ts";
import { parseCopyText } from "../copy-text.ts";
import { type ColumnFacts, emptyFacts, observe, observeMoment, typeOf } from "../formats/csv-columns.ts";
import { isoText, momentType } from "../formats/moments.ts";
import type { SourceField } from "../model.ts";
import type { Gdal } from "./wasm.ts";

/**
 * Reads all attributes of one layer to find the types of its texts and its empty columns. GPX has twenty columns of which two are
 * used; in GML without its schema every column is text.
 *
 * @param selection options of ogr2ogr that select the features: a filter, the name of the layer
 * @param isExact takes texts as they are, to find days and moments: spaces and an empty text count
 */
export async function surveyFields(
  gdal: Gdal,
  dataset: number,
  workDirectory: string,
  fields: readonly SourceField[],
  selection: readonly string[],
  isExact = false,
): Promise<Surveyed[]> {
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
      for (const [column, { facts }] of surveyed.entries()) {
        const value = values[column] ?? null;
        if (!isExact) observe(facts, isoText(String(value ?? "").trim()));
        else if (value !== null) observeMoment(facts, String(value));
      }
  }
  await rm(file, { force: true });
  return surveyed;
}

/** The narrowest type for the values seen; types that GDAL knows already are kept. Whether moments have a zone, it does not know. */
export function surveyedField({ field, facts }: Surveyed): SourceField {
  if (field.type === "text") return { ...field, type: typeOf(facts) };
  return field.type === "datetime" ? { ...field, type: momentType(facts) ?? "datetime" } : field;
}

/** Texts stay texts, unless all are days or moments. */
export function surveyedMoment({ field, facts }: Surveyed): SourceField {
  return { ...field, type: momentType(facts) ?? field.type };
}

/** A column of long digits: whole numbers if 64 bits hold all of them. */
export function surveyedDigits({ field, facts }: Surveyed): SourceField {
  return { ...field, type: facts.longs === 0 && facts.numbers === facts.filled ? "integer" : "text" };
}

/** Whether the moments of a column that stays text are of several kinds. */
export function hasMixedMoments({ facts }: Surveyed): boolean {
  return facts.filled > 0 && momentType(facts) === "text";
}

export interface Surveyed {
  field: SourceField;
  facts: ColumnFacts;
}
