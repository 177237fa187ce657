import { type Geometry, mapPositions } from "@archipel/geo/geojson.ts";
import { readWkb } from "@archipel/geo/wkb.ts";
import type { CellValue, Delivery, DeliveryTable } from "../delivery/delivery.ts";
import type { RuleOptions } from "../environment.ts";
import { projectorOf } from "../geometry/to-degrees.ts";
import { compileModel } from "../model/compile.ts";
import type { Field } from "../model/field.ts";
import type { Model } from "../model/model.ts";
import { bindingOf } from "../rules/columns.ts";
import { FileIndex } from "../rules/documents.ts";
import { cellSubjectOf } from "./cells.ts";
import { matchedIn } from "./layers/layer.ts";
import type { CellSubject } from "./repairs/repair.ts";

/** A row by its table (name, and path where two tables have one name) and its number in the original. */
export interface RowPlace {
  file?: string | undefined;
  table: string;
  row: number;
}

/** One row of a delivery, as a person looks at it. */
export interface RowAsRead {
  table: DeliveryTable;
  /** Null when a repair took the row out, or there never was one. */
  values: CellValue[] | null;
  /** In degrees; null when there is none, or it cannot be placed. */
  shape: Geometry | null;
}

/** Finds a row by reading its table as far as it goes; null when there is no such table. */
export async function readRow(delivery: Delivery, { file, table: name, row }: RowPlace, { srid }: RuleOptions): Promise<RowAsRead | null> {
  const table = tableAt(delivery, { file, table: name });
  if (!table) return null;
  for await (const batch of table.rows()) {
    const found = batch.find((one) => one.row === row);
    if (found) return { table, values: found.values, shape: found.ewkb && placed(found.ewkb, table.crs?.srid ?? srid ?? null) };
    if ((batch.at(-1)?.row ?? 0) > row) break;
  }
  return { table, values: null, shape: null };
}

/** The table of a place. Paths may have changed by a repair: a table that is alone of its name is meant whatever its path. */
function tableAt(delivery: Delivery, { file, table: name }: Omit<RowPlace, "row">): DeliveryTable | null {
  const named = delivery.tables.filter((table) => table.name === name);
  return named.find((table) => table.file === file) ?? (named.length === 1 ? (named[0] ?? null) : null);
}

/** Fields of a table by the names of its columns, ready to judge what a person writes; none for a table that answers to no model. */
export function subjectsOf(delivery: Delivery, model: Model, options: RuleOptions, table: DeliveryTable): ReadonlyMap<string, CellSubject> {
  const compiled = compileModel(model);
  const found = matchedIn(delivery, { model: compiled, options }).get(table);
  if (!found) return new Map();
  const surroundings = { model: compiled, files: new FileIndex(delivery), name: delivery.name };
  return new Map(
    bindingOf(table, found.model).bound.map(({ field, column }) => [
      table.fields[column]?.name ?? field.name,
      cellSubjectOf(field, found.name, surroundings),
    ]),
  );
}

/** The type that a field asks for, when a text is not of it; null when it may be written. */
export function wrongType(text: string, subject: CellSubject | undefined): Field["type"] | null {
  return subject?.judge(text).includes("ATTRIBUTE_INVALID_FORMAT") ? subject.field.type : null;
}

const DECIMALS = 1e9;

function placed(ewkb: Uint8Array, srid: number | null): Geometry | null {
  const moved = projectorOf(srid)?.toDegrees(readWkb(ewkb).geometry);
  return moved ? mapPositions(moved, ([lon, lat]) => [Math.round(lon * DECIMALS) / DECIMALS, Math.round(lat * DECIMALS) / DECIMALS]) : null;
}
