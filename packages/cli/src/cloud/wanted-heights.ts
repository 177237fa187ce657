import { HEIGHT_PRODUCTS } from "@archipel/contracts/elevation-models.ts";
import type { HeightChoices } from "@archipel/contracts/uploads.ts";
import { oneOf, realNumber, wholeNumber } from "../args.ts";

const text = { type: "string" } as const;
/** Options that say what rasters of heights hold. `--heights` is that of point clouds. */
export const heightOptions = { product: text, nodata: text } as const;

interface Values {
  product?: string | undefined;
  nodata?: string | undefined;
  heights?: string | undefined;
}

/** What a command line says of rasters of heights; null without any. @throws UsageError */
export function wantedHeights({ product, nodata, heights }: Values): HeightChoices | null {
  if (product === undefined && nodata === undefined && heights === undefined) return null;
  const empty = realNumber("--nodata", nodata);
  const srid = wholeNumber("--heights", heights);
  return {
    ...(product !== undefined && { product: oneOf("--product", [...HEIGHT_PRODUCTS, "none"], product) }),
    ...(srid !== null && { verticalSrid: srid }),
    ...(empty !== undefined && { nodata: empty }),
  };
}
