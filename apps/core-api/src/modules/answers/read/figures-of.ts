import type { Figures } from "@archipel/answers/relations/figures.ts";
import type { MeasuredRow } from "../queries/read-layer.ts";

/** What was measured of a thing, as relations read it. */
export function figuresOf(row: MeasuredRow): Figures {
  return {
    shape: row.dimension === 2 ? "area" : row.dimension === 1 ? "line" : "point",
    now: { areaM2: row.nowM2, lengthM: row.nowM, count: row.nowCount },
    grown: { areaM2: row.grownM2, lengthM: row.grownM, count: row.grownCount },
    shrunk: { areaM2: row.shrunkM2, lengthM: row.shrunkM, count: row.shrunkCount },
    coversPlace: row.coversPlace,
    distanceM: row.distanceM,
  };
}
