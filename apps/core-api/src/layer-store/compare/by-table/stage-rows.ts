import { ruleFault } from "@archipel/contracts/field-check.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { FeatureRow, Format } from "@archipel/gdal/model.ts";
import type { Geometry } from "@archipel/geo/geojson.ts";
import { WkbError, writeEwkb } from "@archipel/geo/wkb.ts";
import { promoteGeometry } from "@archipel/geo/wkb-promote.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { columnTypes, fieldList } from "../../tables/layer-table.ts";
import { featureNumber } from "../rules/feature-number.ts";
import { fileValue } from "../rules/file-value.ts";
import { hasHeights, type PlacedShape, placeShapes, plainShape, type ShapeReader } from "../rules/shapes.ts";
import { fieldLabel, type UpdateColumns } from "./columns.ts";
import type { UpdateFindings } from "./findings.ts";
import { rowsTable, type UpdatedLayer } from "./tables.ts";

/** How rows of a file become rows of the layer. */
export interface RowPlan extends UpdatedLayer {
  columns: UpdateColumns;
  format: Format;
  /** Null for a table without geometry. */
  shapes: ShapeReader | null;
  findings: UpdateFindings;
  numbers: RowNumbers;
}

/** The fids by which rows identify features. Their findings only count when fid is the key. */
export interface RowNumbers {
  isAny: boolean;
  readonly findings: UpdateFindings;
}

/** Stages a batch of rows for the comparison. A value that does not fit makes a finding, and the layer keeps its own. */
export async function stageRows(sql: SqlSession, plan: RowPlan, batch: readonly FeatureRow[]): Promise<void> {
  const { columns, shapes, findings } = plan;
  const unfit = batch.map((): string[] => []);
  const coarse = batch.map((): string[] => []);
  const texts = columns.taken.map(({ place, field }) =>
    batch.map((row, index) => {
      const raw = row.values[place] ?? null;
      const { value: typed, isCoarse } = fileValue(field, raw, plan.format);
      if (isCoarse) coarse[index]?.push(field.column);
      const column = fieldLabel(field);
      if (typed === undefined) {
        unfit[index]?.push(field.column);
        findings.addRefusal(row.index, column, { code: `value-not-${field.type}`, params: { column, value: String(raw).slice(0, 80) } });
        return null;
      }
      // Rules apply to people who edit. A producer's file may break one: it is accepted, with a finding.
      const fault = ruleFault(field, typed);
      if (fault) findings.addRefusal(row.index, column, { code: fault.code, params: { ...fault.params, column } });
      return typed === null ? null : String(typed);
    }),
  );
  const plain = batch.map(({ ewkb }) => (shapes && ewkb ? plainShape(shapes, ewkb) : null));
  const others = batch.map(({ ewkb }, index) => (plain[index] === null ? ewkb : null));
  const placed = shapes ? await placeShapes(sql, shapes, others) : [];
  const geometries = batch.map((row, index) => plain[index] ?? stagedShape(plan, row, placed[index] ?? null));
  const numbers = batch.map((row) => numberOf(plan, row));
  const names = columns.taken.map((_one, index) => `c${index}`);
  await sql.query(
    `INSERT INTO ${rowsTable(plan)} (_row, _number, _unfit, _coarse${fieldList(columns.taken.map(({ field }) => field))}, geom)
     SELECT v.row, v.number, string_to_array(v.unfit, ','), string_to_array(v.coarse, ',')${columns.taken.map(({ field }, index) => `, v.c${index}::${columnTypes[field.type]}`).join("")},
       v.geom::geometry
     FROM unnest($1::integer[], $2::bigint[], $3::text[], $4::text[], $5::text[]${names.map((_name, index) => `, $${index + 6}::text[]`).join("")})
       AS v(row, number, unfit, coarse, geom${names.map((name) => `, ${name}`).join("")})`,
    [
      batch.map(({ index }) => index),
      numbers,
      unfit.map((list) => list.join(",")),
      coarse.map((list) => list.join(",")),
      geometries,
      ...texts,
    ],
  );
}

/** The shape in the layer's CRS and type. It has heights if both have them, so that a flat file does not flatten the layer. */
function stagedShape({ spec, findings }: RowPlan, row: FeatureRow, shape: PlacedShape): string | null {
  if (shape === null) return null;
  if (shape instanceof DomainError) {
    findings.addRefusal(row.index, null, shape);
    return null;
  }
  try {
    const wanted: Geometry = promoteGeometry(shape, spec.geometry.type);
    return Buffer.from(writeEwkb(wanted, spec.geometry.srid, spec.geometry.hasZ && hasHeights(wanted))).toString("hex");
  } catch (error) {
    if (!(error instanceof WkbError)) throw error;
    const params = { found: shape.type, layer: spec.geometry.type };
    findings.addRefusal(row.index, null, { code: "import-geometry-of-other-type", params });
    return null;
  }
}

/** The fid of a row's feature; null for a new feature. */
function numberOf({ columns: { fidPlace }, numbers }: RowPlan, row: FeatureRow): number | null {
  const written = featureNumber(row, fidPlace);
  if ("unreadable" in written) {
    const params = { value: written.unreadable };
    numbers.findings.add({ severity: "error", code: "import-number-unreadable", params, row: row.index });
    return null;
  }
  if (written.number !== null) numbers.isAny = true;
  return written.number;
}
