import type { Geometry } from "@archipel/geo/geojson.ts";
import { writeEwkb } from "@archipel/geo/wkb.ts";
import type { Delivery } from "../../delivery/delivery.ts";
import { type RuleOptions, sridOf } from "../../environment.ts";
import { measure } from "../../geometry/measures.ts";
import { planeOf, toPlane } from "../../geometry/plane.ts";
import { type CompiledModel, compileModel } from "../../model/compile.ts";
import type { Model } from "../../model/model.ts";
import type { MatchedTable } from "../../rules/table.ts";
import { snapShape } from "../borders.ts";
import type { OneClick, Target } from "../recipe.ts";
import { comparedTables, defaultPrecision } from "../repairs/snap-precision.ts";
import { shapeSubjectOf } from "../shapes.ts";
import { eachRow, isTargeted, type LayerContext, matchedIn, withTables } from "./layer.ts";
import { readShape } from "./read-shape.ts";

/**
 * Snaps all geometries of a table, and of the tables that rules compare with it, to one grid: a geometry that is snapped alone would separate
 * from its neighbours. A geometry that would get a fault stays unchanged.
 */
export function borderLayer(delivery: Delivery, { on, params }: OneClick, context: LayerContext): Delivery {
  const { effect, options } = context;
  const matched = matchedIn(delivery, context);
  const plane = planeOf(delivery.tables, options.srid);
  const { compared, precision: fine } = gridFor(matched.values(), on, context.model);
  const precision = params?.precision ?? fine;
  return withTables(delivery, (table) => {
    const found = matched.get(table);
    const rules = found?.model.geometry;
    if (!found || !rules || !compared.has(found.name)) return null;
    effect.begin(table);
    const srid = sridOf(table, options);
    const move = toPlane(srid, plane);
    const subject = shapeSubjectOf({ rules, srid, toPlane: move, emprise: null, complexity: options.complexity }, true, precision);
    const area = (geometry: Geometry) => measure(move?.(geometry) ?? geometry).area;
    return {
      rows: () => {
        const counts = effect.begin(table);
        return {
          take: (batch) =>
            eachRow(batch, (row) => {
              const read = row.ewkb && readShape(row.ewkb);
              if (!read) return row;
              const { geometry, isLeft } = snapShape(read.geometry, subject);
              const ewkb = writeEwkb(geometry, null, read.hasZ);
              if (isLeft) counts.left++;
              if (isLeft || Buffer.compare(ewkb, writeEwkb(read.geometry, null, read.hasZ)) === 0) return row;
              counts.shapes++;
              counts.area += area(geometry) - area(read.geometry);
              return { ...row, ewkb };
            }),
        };
      },
    };
  });
}

/** The tables that are snapped together, and the default grid size in metres. */
function gridFor(matched: Iterable<MatchedTable>, on: Target, model: CompiledModel): { compared: Set<string>; precision: number } {
  const asked = [...matched].filter((found) => isTargeted(on, found)).map(({ name }) => name);
  const compared = comparedTables(asked, model);
  return { compared, precision: defaultPrecision(compared, model) };
}

/** The grid size of a repair in metres: the chosen one, or the default for the model. */
export function precisionOf(delivery: Delivery, model: Model, { on, params }: OneClick, options: RuleOptions): number {
  const compiled = compileModel(model);
  return params?.precision ?? gridFor(matchedIn(delivery, { model: compiled, options }).values(), on, compiled).precision;
}
