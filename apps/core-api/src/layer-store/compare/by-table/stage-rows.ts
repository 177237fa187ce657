import { ruleFault } from "@archipel/contracts/field-check.ts";
import { quoteIdentifier, type SqlSession } from "@archipel/database/sql-session.ts";
import type { FeatureRow, Format } from "@archipel/gdal/model.ts";
import type { Geometry } from "@archipel/geo/geojson.ts";
import { WkbError, writeEwkb } from "@archipel/geo/wkb.ts";
import { promoteGeometry } from "@archipel/geo/wkb-promote.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
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
  kinds: RowKinds;
}

/** Rows with a shape, and of these the rows whose shape the layer cannot hold, by their type. */
export interface RowKinds {
  shapes: number;
  readonly others: Map<string, number>;
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
  plan.kinds.shapes += batch.filter(({ ewkb }) => ewkb !== null).length;
  const geometries = batch.map((row, index) => plain[index] ?? stagedShape(plan, row, placed[index] ?? null));
  const numbers = batch.map((row) => numberOf(plan, row));
  const cells = (index: number) => [
    String(batch[index]?.index),
    numbers[index] ?? null,
    arrayText(unfit[index] ?? []),
    arrayText(coarse[index] ?? []),
    ...texts.map((column) => column[index] ?? null),
    geometries[index] ?? null,
  ];
  const list = ["_row", "_number", "_unfit", "_coarse", ...columns.taken.map(({ field }) => field.column), "geom"].map(quoteIdentifier);
  // As text, which the database parses into the types of its columns. A COPY costs a fraction of an INSERT of arrays.
  await sql.copyFrom(`COPY ${rowsTable(plan)} (${list.join(", ")}) FROM STDIN`, linesOf(batch.length, cells));
}

/** Bytes sent together. */
const PART_CHARACTERS = 256 * 1024;

async function* linesOf(rows: number, cellsOf: (row: number) => readonly (string | number | null)[]): AsyncGenerator<Uint8Array> {
  let text = "";
  for (let row = 0; row < rows; row++) {
    text += `${cellsOf(row).map(cellText).join("\t")}\n`;
    if (text.length < PART_CHARACTERS) continue;
    yield Buffer.from(text);
    text = "";
  }
  if (text !== "") yield Buffer.from(text);
}

const SPECIAL = /[\\\t\n\r]/;
const ESCAPED: Readonly<Record<string, string>> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

/** A value in PostgreSQL's COPY text. */
function cellText(value: string | number | null): string {
  if (value === null) return "\\N";
  if (typeof value === "number" || !SPECIAL.test(value)) return String(value);
  return value.replace(/[\\\t\n\r]/g, (special) => ESCAPED[special] ?? special);
}

/** Names of columns as an array of PostgreSQL. */
function arrayText(names: readonly string[]): string {
  return `{${names.map((name) => `"${name.replaceAll(/["\\]/g, "\\$&")}"`).join(",")}}`;
}

/** The shape in the layer's CRS and type. It has heights if both have them, so that a flat file does not flatten the layer. */
function stagedShape({ spec, findings, kinds }: RowPlan, row: FeatureRow, shape: PlacedShape): string | null {
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
    kinds.others.set(shape.type, (kinds.others.get(shape.type) ?? 0) + 1);
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
