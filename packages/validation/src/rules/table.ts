import { createHash } from "node:crypto";
import { type Geometry, geometryBbox } from "@archipel/geo/geojson.ts";
import { writeEwkb } from "@archipel/geo/wkb.ts";
import { isCode } from "../codes.ts";
import type { DeliveryRow, DeliveryTable } from "../delivery/delivery.ts";
import type { Environment } from "../environment.ts";
import type { ExtraTable } from "../extras/extra.ts";
import type { Place } from "../finding.ts";
import { toPlane } from "../geometry/plane.ts";
import { bboxInDegrees, projectorOf } from "../geometry/to-degrees.ts";
import { toWkt } from "../geometry/wkt.ts";
import type { Condition } from "../model/condition.ts";
import type { TableModel } from "../model/table.ts";
import type { Reporter } from "../reporter.ts";
import { isEmpty, textOf } from "./cell.ts";
import { characterFault } from "./characters.ts";
import { bindColumns } from "./columns.ts";
import { type ForeignKeyCheck, foreignKeyChecks, notedFields, notedKeys } from "./keys.ts";
import { relatedKeys } from "./relations.ts";
import { checkShape, type SeenShape } from "./shape.ts";
import { conditionCheckOf, type Look } from "./tests.ts";
import { valueCheckOf } from "./values.ts";

/** A table of the delivery beside the table model that it answers to. */
export interface MatchedTable {
  table: DeliveryTable;
  /** Key of the model's `tables`. */
  name: string;
  model: TableModel;
  fileModel: string;
  /** Shapes that were there, and among them those that could not be compared with others. */
  shapes: number;
  notCompared: number;
}

/** Reads a table once: asks its rows what a row can answer alone, notes what others are to be compared with. Yields the rows of each batch. */
export async function* checkTable(
  matched: MatchedTable,
  rows: AsyncIterable<DeliveryRow[]>,
  environment: Environment,
): AsyncGenerator<number> {
  const { table, model } = matched;
  const ask = rowCheckOf(matched, environment);
  let count = 0;
  for await (const batch of rows) {
    for (const row of batch) ask(row);
    count += batch.length;
    yield batch.length;
  }
  if (count === 0 && !model.mayBeEmpty)
    environment.reporter.report(
      "FILE_EMPTY",
      { fileModel: matched.fileModel, file: table.file, table: table.name },
      { params: { file: table.file } },
    );
}

/** Everything that is asked of each row, made once for a table. */
function rowCheckOf(matched: MatchedTable, environment: Environment): (row: DeliveryRow) => void {
  const { table, model, fileModel, name } = matched;
  const { reporter, store, files, extras } = environment;
  const number = environment.tables.push(matched) - 1;
  const place: Place = { fileModel, file: table.file, table: table.name };
  const bound = bindColumns(table, model, place, reporter);
  const fields = bound.map(({ field, column }) => ({ field, column, check: valueCheckOf(field, environment.model.lists) }));
  const columns = new Map(bound.map(({ field, column }) => [field.name, column]));
  const identifying = bound.find(({ field }) => field.identifies);
  const conditions = (model.conditions ?? []).map((condition) => ({ condition, keeps: conditionCheckOf(condition) }));
  const foreignKeys: ForeignKeyCheck[] = foreignKeyChecks(model, environment.model, columns);
  const noted = notedFields(name, environment.model).filter(({ field }) => columns.has(field));
  const keys = notedKeys(name, environment.model);
  const shapes = shapeReaderOf(matched, environment, number);
  const seen: ExtraTable = {
    table,
    name,
    fileModel,
    number,
    store,
    fields: bound,
    text: (row, field) => textOf(row.values[columns.get(field) ?? -1]),
  };

  return (row) => {
    const featureId = identifying ? textOf(row.values[identifying.column]) : row.id;
    const look = (field: string) => textOf(row.values[columns.get(field) ?? -1]);
    const here = lazyPlace({ ...place, row: row.row, featureId }, () => shapes.bboxOf(row));
    for (const { field, column, check } of fields) {
      const text = textOf(row.values[column]);
      const faults = check(text);
      const spoilt = typeof row.values[column] === "string" ? characterFault(text) : null;
      if (spoilt) faults.push(spoilt);
      if (!isEmpty(text) && (field.type === "filename" || field.type === "path")) {
        const absent = files.fault(text, field.type);
        if (absent) faults.push(absent);
      }
      for (const { code, params } of faults)
        reporter.report(code, { ...here(), field: field.name }, { params, level: field.levels?.[code] });
    }
    for (const { condition, keeps } of conditions) {
      if (!keeps(look)) reportCondition(reporter, condition, here(), look);
    }
    for (const { check } of foreignKeys) {
      const fault = check(look);
      if (fault)
        reporter.report(
          "TABLE_FOREIGN_KEY_NOT_FOUND",
          { ...here(), field: fault.fields },
          { params: { fields: fault.fields, values: fault.values, target: fault.target }, level: fault.level },
        );
    }
    for (const { field, name: set } of noted) {
      const text = look(field);
      if (!isEmpty(text)) store.noteValue(set, text, { table: number, row: row.row, featureId });
    }
    for (const { fields: parts, name: set } of keys) {
      const values = parts.map(look);
      if (!values.every(isEmpty)) store.noteValue(set, JSON.stringify(values), { table: number, row: row.row, featureId });
    }
    shapes.check(row, featureId, look, here);
    for (const extra of extras) extra.row?.(row, seen);
  };
}

function reportCondition(reporter: Reporter, { name, message, code, field, level }: Condition, place: Place, look: Look): void {
  const params = { name, value: field === undefined ? "" : look(field), "condition.fr": message.fr, "condition.en": message.en };
  const own = code !== undefined && isCode(code) ? code : "DATABASE_CONSTRAINT_MISMATCH";
  reporter.report(own, { ...place, field: field ?? null }, { params, level });
}

/** The box of a row's shape is only looked for when something is reported of the row. */
function lazyPlace(place: Place, bbox: () => Place["bbox"]): () => Place {
  let whole: Place | null = null;
  return () => {
    whole ??= { ...place, bbox: bbox() ?? null };
    return whole;
  };
}

interface ShapeReader {
  bboxOf(row: DeliveryRow): Place["bbox"];
  check(row: DeliveryRow, featureId: string | null, look: (field: string) => string, here: () => Place): void;
}

function shapeReaderOf(matched: MatchedTable, environment: Environment, number: number): ShapeReader {
  const { table, model, name } = matched;
  const { reporter, store, plane, emprise, options } = environment;
  const rules = model.geometry;
  const field = rules?.field ?? "WKT";
  // A column of texts, none of which is a shape, is a geometry all the same: each row says that it has none.
  const column = table.geometryType === null ? table.fields.findIndex(({ name }) => name.toUpperCase() === field.toUpperCase()) : -1;
  const hasGeometry = table.geometryType !== null || column >= 0;
  const srid = table.crs?.srid ?? options.srid ?? null;
  const projector = projectorOf(srid);
  const move = toPlane(srid, plane);
  const related = relatedKeys(name, environment.model);
  let last: { row: number; seen: SeenShape | null } = { row: 0, seen: null };
  const see = (row: DeliveryRow): SeenShape | null => {
    if (last.row !== row.row) {
      const seen = row.ewkb && rules ? checkShape(row.ewkb, { rules, srid, toPlane: move, emprise, complexity: options.complexity }) : null;
      last = { row: row.row, seen };
    }
    return last.seen;
  };
  return {
    bboxOf: (row) => {
      const geometry = see(row)?.geometry;
      return geometry ? bboxInDegrees(geometry, projector) : null;
    },
    check: (row, featureId, look, here) => {
      if (!rules || !hasGeometry) return;
      if (!row.ewkb) {
        if (row.isGeometryUnreadable || (column >= 0 && !isEmpty(textOf(row.values[column]))))
          reporter.report(
            "ATTRIBUTE_GEOMETRY_INVALID",
            { ...here(), field },
            { params: { fault: "unreadable" }, level: rules.level, repair: null },
          );
        else if (rules.required) reporter.report("ATTRIBUTE_UNEXPECTED_NULL", { ...here(), field }, { params: { field }, repair: null });
        return;
      }
      matched.shapes++;
      const seen = see(row);
      for (const { code, params, at } of seen?.faults ?? []) {
        const place = at && projector && reporter.isListed(code) ? toWkt(projector.toDegrees({ type: "Point", coordinates: at })) : null;
        reporter.report(code, { ...here(), field, place }, { params, level: rules.level });
      }
      if (rules.unique) store.noteValue(`shape:${name}`, digest(row.ewkb), { table: number, row: row.row, featureId });
      if (!related) return;
      if (seen?.plane) noteShape(environment, name, seen.plane.geometry, related.map(look), { table: number, row: row.row, featureId });
      else matched.notCompared++;
    },
  };
}

function noteShape(
  { store }: Environment,
  name: string,
  geometry: Geometry,
  keys: string[],
  row: { table: number; row: number; featureId: string | null },
): void {
  const box = geometryBbox(geometry);
  if (box) store.noteShape(name, writeEwkb(geometry, null, false), box, keys, row);
}

function digest(bytes: Uint8Array): string {
  return createHash("sha1").update(bytes).digest("base64");
}
