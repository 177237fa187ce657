import type { Geometry } from "@archipel/geo/geojson.ts";
import { hasHeights, keepHeights, withHeightsOf } from "@archipel/geo/heights-between.ts";
import { writeEwkb } from "@archipel/geo/wkb.ts";
import type { CellValue, Delivery, DeliveryTable } from "../../delivery/delivery.ts";
import { sridOf } from "../../environment.ts";
import { readWkt } from "../../geometry/read-wkt.ts";
import { projectorOf } from "../../geometry/to-degrees.ts";
import { textOf } from "../../rules/cell.ts";
import { type Edit, rowOfEdit } from "../recipe.ts";
import { metresOf } from "../unit.ts";
import { eachRow, type LayerContext, type TableChange, withTables } from "./layer.ts";
import { readShape } from "./read-shape.ts";
import { typedValue, withValues } from "./typed.ts";

/** The manual edits of one row. A later edit overrides an earlier one; a removed row stays removed. */
interface RowEdits {
  values: Map<number, CellValue>;
  shape: Geometry | null;
  isRemoved: boolean;
}

/** Applies manual edits of cells, geometries and rows. Rows keep their numbers: a removed row leaves a gap. */
export function editLayer(delivery: Delivery, edits: readonly Edit[], { effect, options }: LayerContext): Delivery {
  return withTables(delivery, (table): TableChange | null => {
    const own = edits.filter((edit) => isOf(edit, table));
    if (own.length === 0) return null;
    effect.begin(table);
    const becameText = new Set<number>();
    const srid = sridOf(table, options);
    const rows = gather(own, table, becameText, srid);
    const fields = table.fields.map((field, column) => (becameText.has(column) ? { ...field, type: "text" as const } : field));
    const removed = [...rows.values()].filter(({ isRemoved }) => isRemoved).length;
    const hasNewShapes = [...rows.values()].some(({ shape }) => shape !== null);
    return {
      facts: {
        fields,
        rowCount: Math.max(0, table.rowCount - removed),
        ...(hasNewShapes ? { geometryType: typeWith(table.geometryType) } : {}),
      },
      rows: () => {
        const counts = effect.begin(table);
        return {
          take: (batch) =>
            eachRow(batch, (row) => {
              const edited = rows.get(row.row);
              if (!edited) return withValues(row, new Map(), becameText);
              if (edited.isRemoved) {
                counts.rows++;
                return null;
              }
              counts.cells += edited.values.size;
              const changed = withValues(row, edited.values, becameText);
              if (!edited.shape) return changed;
              counts.shapes++;
              const { isGeometryUnreadable: _, ...rest } = changed;
              return { ...rest, ewkb: redrawn(edited.shape, row.ewkb, srid) };
            }),
        };
      },
    };
  });
}

function isOf(edit: Edit, table: DeliveryTable): boolean {
  const { table: name, file } = rowOfEdit(edit);
  return name === table.name && (file === undefined || file === table.file);
}

function gather(edits: readonly Edit[], table: DeliveryTable, becameText: Set<number>, srid: number | null): Map<number, RowEdits> {
  const rows = new Map<number, RowEdits>();
  const projector = projectorOf(srid);
  for (const edit of edits) {
    const { row } = rowOfEdit(edit);
    const known = rows.get(row) ?? { values: new Map<number, CellValue>(), shape: null, isRemoved: false };
    rows.set(row, known);
    if ("removeRow" in edit) known.isRemoved = true;
    else if ("setShape" in edit) {
      const drawn = readWkt(edit.setShape.wkt);
      // Without a projector the CRS is unknown: the coordinates are kept as given.
      known.shape = edit.setShape.crs === "table" || !projector ? drawn : withHeightsOf(projector.fromDegrees(drawn), drawn);
    } else {
      const { field, value } = edit.set;
      const column = table.fields.findIndex(({ name }) => name.toUpperCase() === field.toUpperCase());
      const source = table.fields[column];
      if (!source) continue;
      const typed = value === null ? null : typedValue(textOf(value), source.type);
      if (typed === undefined) becameText.add(column);
      known.values.set(column, typed ?? (value === null ? null : textOf(value)));
    }
  }
  return rows;
}

/** The map shows geometries rounded and in degrees: a vertex that moved less than this (metres) was not edited. */
const SAME_VERTEX = 0.001;

/** The edited geometry as EWKB. Without heights it takes those of the previous geometry, and the exact vertices that were not moved. */
function redrawn(shape: Geometry, before: Uint8Array | null, srid: number | null): Uint8Array {
  const old = hasHeights(shape) || before === null ? null : readShape(before);
  const kept = old ? keepHeights(shape, old.geometry, SAME_VERTEX / metresOf(srid)) : shape;
  return writeEwkb(kept, null, hasHeights(kept) || (old?.hasZ ?? false));
}

function typeWith(type: string | null): string {
  return type !== null && / Z$/.test(type) ? "Geometry Z" : "Geometry";
}
