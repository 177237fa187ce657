import { makeGeoTiff } from "../../packages/gdal/src/testing/make-geotiff.ts";

type Colour = readonly [red: number, green: number, blue: number];

/** The colours of the photo's quarters, and a place (lon, lat) inside each. Lambert-93 is rotated by four degrees here. */
export const QUARTERS: readonly { readonly colour: Colour; readonly at: readonly [number, number] }[] = [
  { colour: [230, 0, 126], at: [-5.2595, 46.496942] },
  { colour: [20, 80, 230], at: [-5.241345, 46.498257] },
  { colour: [250, 200, 0], at: [-5.257975, 46.486912] },
  { colour: [0, 150, 90], at: [-5.239823, 46.488227] },
];

/** A place outside the photo but inside its bounding box. */
export const BESIDE = [-5.2632, 46.50045] as const;

/** An artificial aerial photo of the old town: four quarters, each in one colour. GeoTIFF in Lambert-93. */
export function plainPhoto(): Buffer {
  const [columns, rows] = [200, 160];
  const values = Uint8Array.from({ length: columns * rows * 3 }, (_, at) => {
    const pixel = Math.floor(at / 3);
    const isEast = pixel % columns >= columns / 2;
    const isSouth = pixel >= (columns * rows) / 2;
    return QUARTERS[(isEast ? 1 : 0) + (isSouth ? 2 : 0)]?.colour[at % 3] ?? 0;
  });
  return makeGeoTiff({ size: [columns, rows], values, bands: 3, srid: 2154, place: [67_400, 6_633_000, 10] });
}
