import { bboxContains } from "@archipel/geo/bbox.ts";
import { canonicalSrid, crsOf } from "@archipel/geo/crs.ts";
import type { DeliveryTable } from "../../delivery/delivery.ts";
import { boxInDegrees, projectorOf } from "../../geometry/to-degrees.ts";

/** A system for a table: its coordinates are moved into it, or it is only said (for a table that does not say its own). */
export interface WantedCrs {
  srid: number;
  from: number | null;
}

/**
 * The system that a table should be in: the one that a person names, else the one of those accepted that is meant for where it lies. A
 * table that says none gets the only one that its coordinates allow; where there are several, only a person can know.
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
  // Of several, the smallest domain is the one that was made for the place.
  const [srid] = fitting.sort((a, b) => domainOf(a) - domainOf(b));
  return srid === undefined ? null : { srid, from: known };
}

function domainOf(srid: number): number {
  const [west, south, east, north] = crsOf(srid)?.domain ?? [0, 0, 0, 0];
  return (east - west) * (north - south);
}
