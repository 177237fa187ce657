import { bboxContains } from "@archipel/geo/bbox.ts";
import { canonicalSrid, crsOf } from "@archipel/geo/crs.ts";
import type { DeliveryTable } from "../../delivery/delivery.ts";
import { boxInDegrees, projectorOf } from "../../geometry/to-degrees.ts";

/** The CRS that a table should have. `from` is the CRS to reproject from; null when the CRS is only declared, for a table without one. */
export interface WantedCrs {
  srid: number;
  from: number | null;
}

/**
 * The CRS that a table should have: the one that a person names, or else the accepted one for the area of the data. A table without a CRS gets
 * the only one that its coordinates allow; when several are possible, a person must choose.
 */
export function wantedCrs(
  table: DeliveryTable,
  accepted: readonly number[] | undefined,
  known: number | null,
  named?: number,
): WantedCrs | null {
  if (known === null) {
    const candidates = (table.crs?.candidates ?? []).filter(
      (srid) => !accepted || accepted.map(canonicalSrid).includes(canonicalSrid(srid)),
    );
    const [only, ...others] = named === undefined ? candidates : [named];
    return only !== undefined && others.length === 0 && crsOf(only) ? { srid: only, from: null } : null;
  }
  const box = table.extent && projectorOf(known) && boxInDegrees(table.extent, projectorOf(known));
  if (!box) return null;
  const fitting = (named === undefined ? (accepted ?? []) : [named]).filter((srid) => {
    const crs = crsOf(srid);
    return crs && projectorOf(srid) && bboxContains(crs.domain, box);
  });
  // Of several systems, the one with the smallest domain is the most specific for the area.
  const [srid] = fitting.sort((a, b) => domainOf(a) - domainOf(b));
  return srid === undefined ? null : { srid, from: known };
}

function domainOf(srid: number): number {
  const [west, south, east, north] = crsOf(srid)?.domain ?? [0, 0, 0, 0];
  return (east - west) * (north - south);
}
