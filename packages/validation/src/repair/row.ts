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

/** A row, by its table (name, and path when two tables have the same name) and its number in the original. */
export interface RowPlace {
  file?: string | undefined;
  table: string;
  row: number;
}

/** One row of a delivery, for display and editing. */
export interface RowAsRead {
  table: DeliveryTable;
  /** Null when a repair removed the row, or the row does not exist. */
  values: CellValue[] | null;
  /** In degrees; null when the row has no geometry or its CRS is unknown. */
  shape: Geometry | null;
}

/** Finds a row by reading its table up to the row; null when the table does not exist. */
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

/** The table of a place. A repair may have changed its path, so a table with a unique name matches with any path. */
function tableAt(delivery: Delivery, { file, table: name }: Omit<RowPlace, "row">): DeliveryTable | null {
  const named = delivery.tables.filter((table) => table.name === name);
  return named.find((table) => table.file === file) ?? (named.length === 1 ? (named[0] ?? null) : null);
}

/** The fields of a table by column name, to check what a person types; empty for a table that matches no table of the model. */
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

/** The type of the field, when the text does not have this type; null when it does. */
export function wrongType(text: string, subject: CellSubject | undefined): Field["type"] | null {
  return subject?.judge(text).includes("ATTRIBUTE_INVALID_FORMAT") ? subject.field.type : null;
}

const DECIMALS = 1e9;

function placed(ewkb: Uint8Array, srid: number | null): Geometry | null {
  const moved = projectorOf(srid)?.toDegrees(readWkb(ewkb).geometry);
  return moved ? mapPositions(moved, ([lon, lat]) => [Math.round(lon * DECIMALS) / DECIMALS, Math.round(lat * DECIMALS) / DECIMALS]) : null;
}
