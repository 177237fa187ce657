import type { CellBox, HeightFacts } from "@archipel/geo/heights/check-heights.ts";
import { datumOfSrid, type NamedHeights } from "@archipel/geo/heights/height-names.ts";
import { heightSystemOf } from "@archipel/geo/heights-crs.ts";
import type { GroundBox } from "@archipel/pointcloud/summarise.ts";
import type { RasterInspectionFinding } from "../model.ts";

/** Smaller shares of empty cells are borders and water. */
const GAP_SHARE = 0.01;
/** A gap that deserves a word of its own, as a share of all cells. */
const ONE_GAP_SHARE = 0.005;
const LEAST_GAP = 4;

/** The upper left corner of a raster, and the sides of its cells. */
export interface CellPlaces {
  readonly west: number;
  readonly north: number;
  readonly sides: readonly [width: number, height: number];
  readonly size: readonly [columns: number, rows: number];
}

const middleOf = ({ west, north, sides }: CellPlaces, column: number, row: number): [number, number] => [
  west + (column + 0.5) * sides[0],
  north - (row + 0.5) * sides[1],
];

function boxOf({ west, north, sides }: CellPlaces, [left, top, right, bottom]: CellBox): GroundBox {
  return [west + left * sides[0], north - bottom * sides[1], west + right * sides[0], north - top * sides[1]];
}

/** What the cells of a raster of heights have that deserves a look, each with its place. */
export function heightFindings(facts: HeightFacts, places: CellPlaces, subject: string | null): RasterInspectionFinding[] {
  const found: RasterInspectionFinding[] = [];
  const { undeclared, implausible, emptyShare, gaps, range } = facts;
  const cells = places.size[0] * places.size[1];
  if (undeclared) {
    const { value, column, row } = undeclared;
    const params = { value: shortNumber(value), nodata: value, cells: undeclared.cells };
    found.push({ rule: "heights-no-nodata", severity: "warning", subject, params, at: middleOf(places, column, row) });
  }
  if (implausible) {
    const { value, column, row } = implausible;
    const params = { value: Math.round(value), cells: implausible.cells };
    found.push({ rule: "heights-implausible", severity: "warning", subject, params, at: middleOf(places, column, row) });
  }
  if (range === null) found.push({ rule: "heights-none", severity: "error", subject, params: {} });
  else if (emptyShare > GAP_SHARE) {
    found.push({ rule: "heights-gaps", severity: "info", subject, params: { percent: Math.max(1, Math.round(100 * emptyShare)) } });
    for (const gap of gaps) {
      const [left, top, right, bottom] = gap;
      if ((right - left) * (bottom - top) < ONE_GAP_SHARE * cells || Math.min(right - left, bottom - top) < LEAST_GAP) continue;
      const box = boxOf(places, gap);
      const [west, south, east, north] = box;
      const params = { width: Math.round(east - west), height: Math.round(north - south), cells: (right - left) * (bottom - top) };
      found.push({ rule: "heights-gap", severity: "info", subject, params, at: [(west + east) / 2, (south + north) / 2], box });
    }
  }
  return found;
}

/** Powers of ten for values that have too many digits. */
const shortNumber = (value: number): string => (Math.abs(value) >= 1e9 ? value.toExponential(4) : String(value));

/** What the file and its name say of the reference of the heights. @param stated EPSG code in the CRS of the file */
export function datumFindings(
  stated: number | null,
  named: NamedHeights,
  chosen: number | null | undefined,
  subject: string | null,
): RasterInspectionFinding[] {
  if (chosen !== undefined && chosen !== null) return [];
  if (stated === null && named.verticalSrid === null) return [{ rule: "heights-datum-unknown", severity: "warning", subject, params: {} }];
  if (stated === null || named.verticalSrid === null || stated === named.verticalSrid) return [];
  const titleOf = (srid: number) => datumOfSrid(srid) ?? heightSystemOf(srid)?.title ?? `EPSG:${srid}`;
  const params = { stated: titleOf(stated), named: titleOf(named.verticalSrid) };
  return [{ rule: "heights-datum-contradicts", severity: "warning", subject, params }];
}
