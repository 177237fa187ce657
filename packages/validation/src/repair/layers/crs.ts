import { type Geometry, geometryBbox, type Position } from "@archipel/geo/geojson.ts";
import { withHeightsOf } from "@archipel/geo/heights-between.ts";
import { readWkb, WkbError, writeEwkb } from "@archipel/geo/wkb.ts";
import type { Delivery, DeliveryTable } from "../../delivery/delivery.ts";
import { sridOf } from "../../environment.ts";
import { type Projector, projectorOf } from "../../geometry/to-degrees.ts";
import type { OneClick } from "../recipe.ts";
import { wantedCrs } from "../repairs/reproject.ts";
import { eachRow, isTargeted, type LayerContext, matchedIn, withTables } from "./layer.ts";

/** Reprojects tables. Heights stay. */
export function crsLayer(delivery: Delivery, { on, params }: OneClick, context: LayerContext): Delivery {
  const { effect, model, options } = context;
  const matched = matchedIn(delivery, context);
  effect.isWide = true;
  return withTables(delivery, (table) => {
    const found = matched.get(table);
    if (!found || !isTargeted(on, found) || table.geometryType === null) return null;
    const known = sridOf(table, options);
    if ((on.code === "crs-unknown") !== (known === null)) return null;
    const wanted = wantedCrs(table, model.model.crs, known, params?.srid);
    if (!wanted) return null;
    effect.begin(table);
    effect.immediate.files++;
    const crs: DeliveryTable["crs"] = { srid: wanted.srid, name: null, how: "declared", candidates: [] };
    const [from, to] = [projectorOf(wanted.from), projectorOf(wanted.srid)];
    if (!from || !to) return { facts: { crs } };
    const move = (geometry: Geometry) => moved(geometry, from, to);
    return {
      facts: { crs, extent: table.extent && movedBox(table.extent, move) },
      rows: () => {
        const counts = effect.begin(table);
        return {
          take: (batch) =>
            eachRow(batch, (row) => {
              if (!row.ewkb) return row;
              counts.shapes++;
              return { ...row, ewkb: movedBytes(row.ewkb, move) };
            }),
        };
      },
    };
  });
}

function movedBytes(ewkb: Uint8Array, move: (geometry: Geometry) => Geometry): Uint8Array {
  try {
    const { geometry, hasZ } = readWkb(ewkb);
    return writeEwkb(move(geometry), null, hasZ);
  } catch (error) {
    if (error instanceof WkbError) return ewkb;
    throw error;
  }
}

/** Reprojects a geometry. Projectors drop heights, so they are put back. */
function moved(geometry: Geometry, from: Projector, to: Projector): Geometry {
  return withHeightsOf(to.fromDegrees(from.toDegrees(geometry)), geometry);
}

function movedBox([west, south, east, north]: [number, number, number, number], move: (geometry: Geometry) => Geometry) {
  const coordinates: Position[] = [
    [west, south],
    [west, north],
    [east, south],
    [east, north],
  ];
  return geometryBbox(move({ type: "MultiPoint", coordinates }));
}
