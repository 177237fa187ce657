import type { RasterFacts } from "@archipel/contracts/rasters.ts";
import type { RasterInspectionFinding } from "@archipel/gdal/model.ts";
import { type Bbox, bboxAround } from "@archipel/geo/bbox.ts";
import { groupTiles } from "../../../elevation/tiles/policy.ts";
import { factsOf, productOfRaster, type StoredRaster } from "./rasters.ts";

/** A tile, with its box in the units of its CRS. */
interface Tile {
  readonly path: string;
  readonly facts: RasterFacts;
  readonly box: Bbox;
}

const MOST_OVERLAPS = 100;
/** Cells that neighbours may share: many producers repeat the border. */
const SHARED_CELLS = 2;
/** A grid that begins at another place than its neighbour, as a share of a cell. */
const SHIFT = 0.02;

/** What tiles of heights of one delivery have between them, with the CRS of their places. */
export function tileFindings(rasters: readonly StoredRaster[]): { srid: number; found: RasterInspectionFinding[] }[] {
  const tiles = rasters.flatMap((raster): Tile[] =>
    raster.srid !== null && productOfRaster(raster, false) !== null
      ? [{ path: raster.path, facts: factsOf(raster), box: bboxAround(raster.corners) }]
      : [],
  );
  const groups = groupTiles(tiles);
  const inside = groups.map(({ group, tiles: own }) => ({
    srid: group.srid,
    found: [...overlaps(own, group.resolution), ...shifts(own, group.resolution)],
  }));
  return [...inside, ...differing(groups)];
}

type Group = ReturnType<typeof groupTiles<Tile>>[number];

/** Tiles of one product in several layers. */
function differing(groups: readonly Group[]): { srid: number; found: RasterInspectionFinding[] }[] {
  return [...Map.groupBy(groups, ({ group }) => group.product)].flatMap(([product, own]) => {
    const [first] = own;
    if (!first || own.length < 2) return [];
    const steps = own.map(({ group, tiles }) => `${group.resolution} (${tiles.length})`).join(", ");
    const params = { product, layers: own.length, steps };
    return [{ srid: first.group.srid, found: [{ rule: "heights-steps-differ", severity: "warning", subject: null, params }] }];
  });
}

/** Tiles that cover the same ground: their heights may differ there. */
function overlaps(tiles: readonly Tile[], resolution: number): RasterInspectionFinding[] {
  const found: RasterInspectionFinding[] = [];
  const sorted = tiles.toSorted((a, b) => a.box[0] - b.box[0]);
  for (const [index, one] of sorted.entries())
    for (let next = index + 1; next < sorted.length; next++) {
      const other = sorted[next];
      if (!other || other.box[0] >= one.box[2] || found.length === MOST_OVERLAPS) break;
      const box = common(one.box, other.box);
      if (Math.min(box[2] - box[0], box[3] - box[1]) <= SHARED_CELLS * resolution * 1.01) continue;
      const [west, south, east, north] = box;
      const percent = Math.max(1, Math.round((100 * areaOf(box)) / Math.min(areaOf(one.box), areaOf(other.box))));
      const params = { file: one.path, other: other.path, percent };
      const place = { at: [(west + east) / 2, (south + north) / 2] as [number, number], box };
      found.push({ rule: "heights-overlap", severity: "warning", subject: one.path, params, ...place });
    }
  return found;
}

const common = (a: Bbox, b: Bbox): Bbox => [Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])];
const areaOf = ([west, south, east, north]: Bbox): number => Math.max(0, east - west) * Math.max(0, north - south);

/** Tiles whose cells do not continue those of the first one: a line of the map would show between them. */
function shifts(tiles: readonly Tile[], resolution: number): RasterInspectionFinding[] {
  const [first] = tiles;
  if (!first) return [];
  const isShifted = ({ box }: Tile) =>
    [box[0] - first.box[0], box[3] - first.box[3]].some((apart) => {
      const share = Math.abs(apart / resolution - Math.round(apart / resolution));
      return share > SHIFT;
    });
  const odd = tiles.filter(isShifted);
  const [one] = odd;
  if (!one) return [];
  const params = { file: one.path, other: first.path, tiles: odd.length };
  const at: [number, number] = [(one.box[0] + one.box[2]) / 2, (one.box[1] + one.box[3]) / 2];
  return [{ rule: "heights-shifted", severity: "info", subject: one.path, params, at }];
}
