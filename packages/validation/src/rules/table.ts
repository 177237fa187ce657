import { createHash } from "node:crypto";
import type { Bbox } from "@archipel/geo/bbox.ts";
import { type Geometry, geometryBbox } from "@archipel/geo/geojson.ts";
import { bboxOfWkb, writeEwkb } from "@archipel/geo/wkb.ts";
import { type Code, isCode } from "../codes.ts";
import type { DeliveryRow, DeliveryTable } from "../delivery/delivery.ts";
import { type Environment, sridOf } from "../environment.ts";
import type { ExtraTable } from "../extras/extra.ts";
import type { Place, RepairId } from "../finding.ts";
import type { FindingCollector } from "../finding-collector.ts";
import { toPlane } from "../geometry/plane.ts";
import { boxInDegrees, projectorOf } from "../geometry/to-degrees.ts";
import { toWkt } from "../geometry/wkt.ts";
import type { Condition } from "../model/condition.ts";
import type { TableModel } from "../model/table.ts";
import { cellSubjectOf, repairOfCell } from "../repair/cells.ts";
import { comparedTables, defaultPrecision } from "../repair/repairs/snap-precision.ts";
import { repairOfShape, shapeSubjectOf } from "../repair/shapes.ts";
import { isBeyondAscii, isEmpty, textOf } from "./cell.ts";
import { cellFaultsOf } from "./cell-faults.ts";
import { bindColumns } from "./columns.ts";
import { type ForeignKeyCheck, foreignKeyChecks, notedFields, notedKeys, wholeRowsOf } from "./keys.ts";
import { relatedKeys } from "./relations.ts";
import { type CheckedShape, checkShape } from "./shape.ts";
import { conditionCheckOf, type FieldReader } from "./tests.ts";
import { wholeRowOf } from "./whole-row.ts";

/** A table of the delivery and its table model. */
export interface MatchedTable {
  table: DeliveryTable;
  /** Key of the model's `tables`. */
  name: string;
  model: TableModel;
  fileModel: string;
  /** Number of geometries. */
  shapes: number;
  /** Number of geometries that could not be compared with others. */
  notCompared: number;
  /** True until a text with another character is read. */
  isAscii: boolean;
}

/** Reads a table once: checks each row, and notes the values that are compared later. Yields the number of rows of each batch. */
export async function* checkTable(
  matched: MatchedTable,
  rows: AsyncIterable<DeliveryRow[]>,
  environment: Environment,
): AsyncGenerator<number> {
  const { table, model } = matched;
  const checkRow = rowCheckOf(matched, environment);
  let count = 0;
  for await (const batch of rows) {
    for (const row of batch) checkRow(row);
    count += batch.length;
    yield batch.length;
  }
  if (count === 0 && !model.mayBeEmpty)
    environment.collector.add(
      "FILE_EMPTY",
      { fileModel: matched.fileModel, file: table.file, table: table.name },
      { params: { file: table.file } },
    );
}

/** Prepares the checks of a row, once per table. */
function rowCheckOf(matched: MatchedTable, environment: Environment): (row: DeliveryRow) => void {
  const { table, model, fileModel, name } = matched;
  const { collector, store, files, extras } = environment;
  const number = environment.tables.push(matched) - 1;
  const place: Place = { fileModel, file: table.file, table: table.name };
  const bound = bindColumns(table, model, place, collector);
  const surroundings = { model: environment.model, files, name: environment.delivery.name };
  const fields = bound.map(({ field, column }) => {
    const check = cellFaultsOf(field, environment.model.lists, files);
    return { field, column, check, subject: cellSubjectOf(field, name, surroundings) };
  });
  const repairOf = (code: Code, row: DeliveryRow, wanted: string): RepairId | null => {
    const known = fields.find(({ field }) => field.name === wanted);
    // A finding that is only counted needs no repair, and finding one is costlier than the check.
    return known && collector.isListed(code) ? repairOfCell(code, row.values[known.column] ?? null, known.subject) : null;
  };
  const columns = new Map(bound.map(({ field, column }) => [field.name, column]));
  const identifying = bound.find(({ field }) => field.identifies);
  const conditions = (model.conditions ?? []).map((condition) => ({ condition, holds: conditionCheckOf(condition) }));
  const foreignKeys: ForeignKeyCheck[] = foreignKeyChecks(model, environment.model, columns);
  const noted = notedFields(name, environment.model).filter(({ field }) => columns.has(field));
  const keys = notedKeys(name, environment.model);
  const isUnique = (model.geometry?.unique ?? false) || model.fields.some(({ unique }) => unique);
  const shapes = shapeReaderOf(matched, environment, number);
  const idOf = (row: DeliveryRow) => (identifying ? textOf(row.values[identifying.column]) : row.id);
  const placeOf = (row: DeliveryRow) => lazyPlace({ ...place, row: row.row, featureId: idOf(row) }, () => shapes.bboxOf(row));
  const note = (set: string, value: string, row: DeliveryRow) => {
    store.noteValue(set, value, { table: number, row: row.row, featureId: idOf(row) });
    shapes.noteExtent(row);
  };
  const seen: ExtraTable = {
    table,
    name,
    fileModel,
    fields: bound,
    text: (row, field) => textOf(row.values[columns.get(field) ?? -1]),
    repairOf,
    placeOf: (row, field) => ({ ...placeOf(row)(), field }),
    note,
  };

  return (row) => {
    if (matched.isAscii) matched.isAscii = !row.values.some(isBeyondAscii);
    const fieldText = (field: string) => textOf(row.values[columns.get(field) ?? -1]);
    const here = placeOf(row);
    for (const { field, column, check } of fields) {
      for (const { code, params } of check(row.values[column]))
        collector.add(
          code,
          { ...here(), field: field.name },
          { params, level: field.levels?.[code], repair: repairOf(code, row, field.name) },
        );
    }
    for (const { condition, holds } of conditions) {
      if (!holds(fieldText)) reportCondition(collector, condition, here(), fieldText);
    }
    for (const { check } of foreignKeys) {
      const fault = check(fieldText);
      if (fault)
        collector.add(
          "TABLE_FOREIGN_KEY_NOT_FOUND",
          { ...here(), field: fault.fields },
          {
            params: { fields: fault.fields, values: fault.values, target: fault.target },
            level: fault.level,
            repair: fault.meant ? "fill-from-code-list" : null,
          },
        );
    }
    for (const { field, name: set } of noted) {
      const text = fieldText(field);
      if (!isEmpty(text)) note(set, text, row);
    }
    for (const { fields: parts, name: set } of keys) {
      const values = parts.map(fieldText);
      if (!values.every(isEmpty)) note(set, JSON.stringify(values), row);
    }
    if (isUnique) note(wholeRowsOf(name), wholeRowOf(row), row);
    shapes.check(row, idOf(row), fieldText, here);
    for (const extra of extras) extra.row?.(row, seen);
  };
}

function reportCondition(
  collector: FindingCollector,
  { name, message, code, field, level }: Condition,
  place: Place,
  fieldText: FieldReader,
): void {
  const params = { name, value: field === undefined ? "" : fieldText(field), "condition.fr": message.fr, "condition.en": message.en };
  const own = code !== undefined && isCode(code) ? code : "DATABASE_CONSTRAINT_MISMATCH";
  collector.add(own, { ...place, field: field ?? null }, { params, level });
}

/** The bounding box of a row's geometry, in the CRS of its table. */
function boxOf({ ewkb }: DeliveryRow): Bbox | null {
  // checkShape reports an unreadable geometry.
  return ewkb && bboxOfWkb(ewkb);
}

/** Computes the bounding box of a row only when a finding needs it. */
function lazyPlace(place: Place, bbox: () => Place["bbox"]): () => Place {
  let whole: Place | null = null;
  return () => {
    whole ??= { ...place, bbox: bbox() ?? null };
    return whole;
  };
}

interface ShapeReader {
  bboxOf(row: DeliveryRow): Place["bbox"];
  /** Notes the extent of a row, for findings that are reported after the row was read. */
  noteExtent(row: DeliveryRow): void;
  check(row: DeliveryRow, featureId: string | null, fieldText: (field: string) => string, here: () => Place): void;
}

function shapeReaderOf(matched: MatchedTable, environment: Environment, number: number): ShapeReader {
  const { table, model, name } = matched;
  const { collector, store, plane, emprise, options } = environment;
  const rules = model.geometry;
  const field = rules?.field ?? "WKT";
  // A text column with the geometry's name counts as geometry, so that each row with an unreadable text is reported.
  const column = table.geometryType === null ? table.fields.findIndex(({ name }) => name.toUpperCase() === field.toUpperCase()) : -1;
  const hasGeometry = table.geometryType !== null || column >= 0;
  const srid = sridOf(table, options);
  const projector = projectorOf(srid);
  const move = toPlane(srid, plane);
  const related = relatedKeys(name, environment.model);
  let last: { row: number; seen: CheckedShape | null } = { row: 0, seen: null };
  const isRounded = options.profile === "national";
  const asked = rules && { rules, srid, toPlane: move, emprise, complexity: options.complexity, isRounded };
  const subject =
    asked && shapeSubjectOf(asked, related !== null, defaultPrecision(comparedTables([name], environment.model), environment.model));
  const see = (row: DeliveryRow): CheckedShape | null => {
    if (last.row !== row.row) {
      const seen = row.ewkb && asked ? checkShape(row.ewkb, asked) : null;
      last = { row: row.row, seen };
    }
    return last.seen;
  };
  let lastNoted = 0;
  const noteExtent = (row: DeliveryRow) => {
    if (lastNoted === row.row) return;
    lastNoted = row.row;
    const extent = boxOf(row);
    if (extent) store.noteExtent(number, row.row, extent);
  };
  return {
    noteExtent,
    bboxOf: (row) => boxInDegrees(boxOf(row), projector),
    check: (row, featureId, fieldText, here) => {
      if (!rules || !hasGeometry) return;
      if (!row.ewkb) {
        if (row.isGeometryUnreadable || (column >= 0 && !isEmpty(textOf(row.values[column]))))
          collector.add(
            "ATTRIBUTE_GEOMETRY_INVALID",
            { ...here(), field },
            { params: { fault: "unreadable" }, level: rules.level, repair: null },
          );
        else if (rules.required) collector.add("ATTRIBUTE_UNEXPECTED_NULL", { ...here(), field }, { params: { field }, repair: null });
        return;
      }
      matched.shapes++;
      const seen = see(row);
      for (const fault of seen?.faults ?? []) {
        const { code, params, at } = fault;
        const isListed = collector.isListed(code);
        const place = at && projector && isListed ? toWkt(projector.toDegrees({ type: "Point", coordinates: at })) : null;
        const drawn = isListed && subject && seen?.geometry;
        const repair = drawn ? repairOfShape(fault, drawn, subject) : null;
        collector.add(code, { ...here(), field, place }, { params, level: rules.level, repair });
      }
      if (rules.unique) store.noteValue(`shape:${name}`, digest(row.ewkb), { table: number, row: row.row, featureId });
      if (!related) return;
      if (seen?.plane)
        noteShape(environment, name, seen.plane.geometry, related.map(fieldText), { table: number, row: row.row, featureId });
      else matched.notCompared++;
      noteExtent(row);
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
