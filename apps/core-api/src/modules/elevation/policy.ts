import type { ElevationLayer } from "@archipel/contracts/elevation.ts";
import type { HeightProduct } from "@archipel/contracts/elevation-models.ts";
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
  /** Of the surface with its trees and houses: asked only where no terrain is known. */
  readonly isSurface: boolean;
}

export function heightRasterOf(row: HeightsRow): HeightRaster[] {
  const { srid, pixelSize }: RasterFacts = rasterFacts.parse(row.raster);
  // Heights above the ground are no elevations.
  const product = productOf(row);
  if (srid === null || product === "chm") return [];
  const unitMetres = crsOf(srid)?.unit === "degree" ? METRES_OF_A_DEGREE : 1;
  return [{ row, srid, unitMetres, cellMetres: Math.max(...pixelSize) * unitMetres, isSurface: product === "dsm" }];
}

/** Of a model that was made here, its own; else what the name of the file says. */
const productOf = ({ product, fileName }: HeightsRow): HeightProduct | null => product ?? heightsNamed(fileName).product;

/** The order in which rasters are asked for a height: the ground before the surface, the finest first, then the most recent. */
export function finestFirst(rasters: readonly HeightRaster[]): HeightRaster[] {
  return rasters.toSorted(
    (a, b) => Number(a.isSurface) - Number(b.isSurface) || a.cellMetres - b.cellMetres || dateOf(b.row).localeCompare(dateOf(a.row)),
  );
}

const dateOf = ({ revisedOn, producedOn }: HeightsRow): string => revisedOn || producedOn;

/** The vertical references of France: their words in file names, as IGN names its tiles (`…_LAMB93_IGN69.tif`), and their EPSG codes. */
const DATUMS: readonly { words: readonly string[]; srid: number; name: string }[] = [
  { words: ["IGN69"], srid: 5720, name: "NGF-IGN69" },
  { words: ["IGN78"], srid: 5721, name: "NGF-IGN78" },
  { words: ["REUN89"], srid: 5758, name: "IGN 1989 (La Réunion)" },
  { words: ["GUAD88", "IGN1988"], srid: 5757, name: "IGN 1988 (Guadeloupe)" },
  { words: ["MART87", "IGN1987"], srid: 5756, name: "IGN 1987 (Martinique)" },
  { words: ["GUYA77", "NGG1977"], srid: 5755, name: "NGG 1977 (Guyane)" },
];
const DATUM_WORD = new RegExp(`(?:^|[_.-])(${DATUMS.flatMap(({ words }) => words).join("|")})(?=[_.-]|$)`, "i");

/** The name of a vertical reference; null for one that is not of France. */
export const datumOfSrid = (srid: number | null): string | null => DATUMS.find((datum) => datum.srid === srid)?.name ?? null;
/** Its word in names of files. */
export const wordOfDatum = (srid: number | null): string | null => DATUMS.find((datum) => datum.srid === srid)?.words[0] ?? null;

/** Words of products in names, French and English: terrain, surface, what is on the ground. */
const PRODUCTS: Readonly<Record<string, HeightProduct>> = {
  MNT: "dtm",
  DTM: "dtm",
  MNS: "dsm",
  DSM: "dsm",
  MNH: "chm",
  CHM: "chm",
  NDSM: "chm",
};
const PRODUCT_WORD = new RegExp(`(?:^|[_.-])(?:LHD[_-][A-Z]+[_-])?(${Object.keys(PRODUCTS).join("|")})(?=[_.-]|\\d|$)`, "i");

/** What the name of a file says of its heights: `LHD_FXX_0292_6833_MNT_O_0M50_LAMB93_IGN69.tif`. Null where it does not say it. */
export function heightsNamed(fileName: string): { product: HeightProduct | null; datum: string | null } {
  const name = fileName.slice(fileName.lastIndexOf("/") + 1);
  const word = DATUM_WORD.exec(name)?.[1]?.toUpperCase();
  const product = PRODUCT_WORD.exec(name)?.[1]?.toUpperCase();
  return {
    product: (product && PRODUCTS[product]) || null,
    datum: (word && DATUMS.find(({ words }) => words.includes(word))?.name) || null,
  };
}

/** The datasets of rasters, in the rasters' order. */
export function layersOf(rasters: readonly HeightRaster[]): ElevationLayer[] {
  const byDataset = Map.groupBy(rasters, ({ row }) => row.datasetId);
  return [...byDataset.values()].flatMap((own) => {
    const [first] = own;
    if (!first) return [];
    const { datasetId, datasetSlug, datasetTitle, isSynthetic } = first.row;
    const datums = new Set(own.map(({ row }) => datumOfSrid(row.verticalSrid) ?? heightsNamed(row.fileName).datum));
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
