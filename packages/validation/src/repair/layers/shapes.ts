import type { Geometry } from "@archipel/geo/geojson.ts";
import type { Delivery } from "../../delivery/delivery.ts";
import { sridOf } from "../../environment.ts";
import { measure } from "../../geometry/measures.ts";
import { planeOf, toPlane } from "../../geometry/plane.ts";
import { relatedKeys } from "../../rules/relations.ts";
import type { OneClick } from "../recipe.ts";
import type { ShapeRepair } from "../repairs/repair.ts";
import { comparedTables, defaultPrecision } from "../repairs/snap-precision.ts";
import { repairedShape, shapeSubjectOf, writeRepairedShape } from "../shapes.ts";
import { eachRow, isTargeted, type LayerContext, matchedIn, withTables } from "./layer.ts";
import { readShape } from "./read-shape.ts";

/** Applies a repair of geometries to all geometries that have the fault. */
export function shapeLayer(delivery: Delivery, repair: ShapeRepair, { on, params }: OneClick, context: LayerContext): Delivery {
  const { effect, options, model } = context;
  const matched = matchedIn(delivery, context);
  const plane = planeOf(delivery.tables, options.srid);
  return withTables(delivery, (table) => {
    const found = matched.get(table);
    const rules = found?.model.geometry;
    if (!found || !rules || !isTargeted(on, found)) return null;
    effect.begin(table);
    const srid = sridOf(table, options);
    const move = toPlane(srid, plane);
    const asked = { rules, srid, toPlane: move, emprise: null, complexity: options.complexity };
    const precision = params?.precision ?? defaultPrecision(comparedTables([found.name], model), model);
    const subject = shapeSubjectOf(asked, relatedKeys(found.name, model) !== null, precision);
    const area = (geometry: Geometry) => measure(move?.(geometry) ?? geometry).area;
    return {
      facts: { geometryType: widened(table.geometryType) },
      rows: () => {
        const counts = effect.begin(table);
        return {
          take: (batch) =>
            eachRow(batch, (row) => {
              const geometry = row.ewkb && (on.row === undefined || on.row === row.row) ? readShape(row.ewkb)?.geometry : null;
              const fault = geometry && subject.judge(geometry).find(({ code }) => code === on.code);
              const repaired = fault ? repairedShape(repair, fault, geometry, subject) : null;
              if (!row.ewkb || !geometry || !repaired) return row;
              counts.shapes++;
              counts.area += area(repaired) - area(geometry);
              return { ...row, ewkb: writeRepairedShape(repaired, row.ewkb) };
            }),
        };
      },
    };
  });
}

/** A repair may split a geometry into several parts, so the table's type becomes the general `Geometry` unless it is a multi type. */
function widened(type: string | null): string | null {
  if (type === null || type.startsWith("Multi")) return type;
  return / Z$/.test(type) ? "Geometry Z" : "Geometry";
}
