import type { ElevationLayer } from "@archipel/contracts/elevation.ts";
import { type RasterFacts, rasterFacts } from "@archipel/contracts/rasters.ts";
import { bboxAround } from "@archipel/geo/bbox.ts";
import { crsOf } from "@archipel/geo/crs.ts";
import type { HeightsRow } from "./queries.ts";

export const METRES_OF_A_DEGREE = 111_320;

/** A raster of heights, and the dataset that it belongs to. */
export interface HeightRaster {
  readonly row: HeightsRow;
  readonly srid: number;
  /** Metres of one unit of its CRS. */
  readonly unitMetres: number;
  readonly cellMetres: number;
}

export function heightRasterOf(row: HeightsRow): HeightRaster[] {
  const { srid, pixelSize }: RasterFacts = rasterFacts.parse(row.raster);
  if (srid === null) return [];
  const unitMetres = crsOf(srid)?.unit === "degree" ? METRES_OF_A_DEGREE : 1;
  return [{ row, srid, unitMetres, cellMetres: Math.max(...pixelSize) * unitMetres }];
}

/** The order in which rasters are asked for a height: finest first, then the most recent. */
export function finestFirst(rasters: readonly HeightRaster[]): HeightRaster[] {
  return rasters.toSorted((a, b) => a.cellMetres - b.cellMetres || dateOf(b.row).localeCompare(dateOf(a.row)));
}

const dateOf = ({ revisedOn, producedOn }: HeightsRow): string => revisedOn || producedOn;

/** The vertical references of France in file names, as IGN names its tiles (`…_LAMB93_IGN69.tif`). */
const DATUMS: Readonly<Record<string, string>> = {
  IGN69: "NGF-IGN69",
  IGN78: "NGF-IGN78",
  REUN89: "IGN 1989 (La Réunion)",
  GUAD88: "IGN 1988 (Guadeloupe)",
  MART87: "IGN 1987 (Martinique)",
  GUYA77: "NGG 1977 (Guyane)",
};

/** The vertical reference in a file's name; null when it does not say one. */
function datumOf(fileName: string): string | null {
  const found = /(?:^|[_.-])(IGN69|IGN78|REUN89|GUAD88|MART87|GUYA77)(?=[_.-]|$)/i.exec(fileName)?.[1];
  return (found && DATUMS[found.toUpperCase()]) ?? null;
}

/** The datasets of rasters, in the rasters' order. */
export function layersOf(rasters: readonly HeightRaster[]): ElevationLayer[] {
  const byDataset = Map.groupBy(rasters, ({ row }) => row.datasetId);
  return [...byDataset.values()].flatMap((own) => {
    const [first] = own;
    if (!first) return [];
    const { datasetId, datasetSlug, datasetTitle, isSynthetic } = first.row;
    const datums = new Set(own.map(({ row }) => datumOf(row.fileName)));
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
