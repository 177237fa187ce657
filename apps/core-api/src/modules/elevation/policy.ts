import type { ElevationLayer } from "@archipel/contracts/elevation.ts";
import type { HeightProduct } from "@archipel/contracts/elevation-models.ts";
import { type RasterFacts, rasterFacts } from "@archipel/contracts/rasters.ts";
import { bboxAround } from "@archipel/geo/bbox.ts";
import { crsOf } from "@archipel/geo/crs.ts";
import { datumOfSrid, heightsNamed } from "@archipel/geo/heights/height-names.ts";
import { type FilePart, filePartOf } from "../access/file-parts/service.ts";
import type { HeightsRow } from "./queries.ts";

export const METRES_OF_A_DEGREE = 111_320;

/** A raster of heights, and the dataset that it belongs to. */
export interface HeightRaster {
  readonly row: HeightsRow;
  readonly srid: number;
  /** Metres of one unit of its CRS. */
  readonly unitMetres: number;
  readonly cellMetres: number;
  /** Of the surface with its trees and houses: asked only where no terrain is known. */
  readonly isSurface: boolean;
  /** The areas in which grants open it; null: it is open whole. */
  readonly part: FilePart | null;
  /** Not by a role: a grant opens it, whole or in part. */
  readonly isGranted: boolean;
}

export function heightRasterOf(row: HeightsRow, isGranted: boolean): HeightRaster[] {
  const { srid, pixelSize }: RasterFacts = rasterFacts.parse(row.raster);
  // Heights above the ground are no elevations.
  const product = productOf(row);
  if (srid === null || product === "chm") return [];
  const part = row.grantIds && filePartOf(row.grantIds, row.isForEveryone === true);
  const unitMetres = crsOf(srid)?.unit === "degree" ? METRES_OF_A_DEGREE : 1;
  return [{ row, srid, unitMetres, cellMetres: Math.max(...pixelSize) * unitMetres, isSurface: product === "dsm", part, isGranted }];
}

/** Of a layer of heights, its own; else what the name of the file says. */
const productOf = ({ product, fileName }: HeightsRow): HeightProduct | null => product ?? heightsNamed(fileName).product;

/** The order in which rasters are asked for a height: the ground before the surface, the finest first, the most recent dataset, its most recent file. */
export function finestFirst(rasters: readonly HeightRaster[]): HeightRaster[] {
  return rasters.toSorted(
    (a, b) =>
      Number(a.isSurface) - Number(b.isSurface) ||
      a.cellMetres - b.cellMetres ||
      dateOf(b.row).localeCompare(dateOf(a.row)) ||
      (a.row.datasetId === b.row.datasetId ? b.row.createdAt.getTime() - a.row.createdAt.getTime() : 0),
  );
}

const dateOf = ({ revisedOn, producedOn }: HeightsRow): string => revisedOn || producedOn;

/** The datasets of rasters, in the rasters' order. */
export function layersOf(rasters: readonly HeightRaster[]): ElevationLayer[] {
  const byDataset = Map.groupBy(rasters, ({ row }) => row.datasetId);
  return [...byDataset.values()].flatMap((own) => {
    const [first] = own;
    if (!first) return [];
    const { datasetId, datasetSlug, datasetTitle, isSynthetic } = first.row;
    const datums = new Set(own.map(({ row }) => datumOfSrid(row.verticalSrid ?? heightsNamed(row.fileName).verticalSrid)));
    const [datum = null] = datums;
    return [
      {
        datasetId,
        datasetSlug,
        title: datasetTitle,
        isSynthetic,
        date: dateOf(first.row),
        resolutionMetres: Math.min(...own.map(({ cellMetres }) => cellMetres)),
        verticalDatum: datums.size === 1 ? datum : null,
        bbox: bboxAround(
          own.flatMap(({ row }) => [
            [row.west, row.south],
            [row.east, row.north],
          ]),
        ),
      },
    ];
  });
}
