import { HEIGHT_SYSTEMS, heightSystemOf } from "@archipel/geo/heights-crs.ts";

/** Compound systems of France whose parts GDAL writes without codes. */
const OF_COMPOUND: Readonly<Record<number, number>> = { 5698: 5720, 5699: 5721, 9794: 5720 };
/** Other names of systems of heights, as ESRI and IGN write them. */
const NAMES: readonly (readonly [RegExp, number])[] = [
  [/ign[\W_]*(19)?69/i, 5720],
  [/ign[\W_]*(19)?78/i, 5721],
  [/reunion|reun[\W_]*(19)?89/i, 5758],
  [/guadeloupe|guad[\W_]*(19)?88/i, 5757],
  [/martinique|mart[\W_]*(19)?87/i, 5756],
  [/ngg|guyan/i, 5755],
  [/egm[\W_]*(20)?08/i, 3855],
  [/egm[\W_]*(19)?96/i, 5773],
  [/evrf\W*2007/i, 5621],
];

/**
 * The EPSG code of the vertical part of a compound CRS: by its code, by that of the compound, or by its name.
 *
 * @param projjson as GDAL writes it
 * @returns null when the CRS has no vertical part, or one that we do not know
 */
export function verticalOf(projjson: unknown): number | null {
  if (!isRecord(projjson)) return null;
  const compound = codeOf(projjson);
  if (!Array.isArray(projjson.components)) return isRecord(projjson.source_crs) ? verticalOf(projjson.source_crs) : null;
  const [, part] = projjson.components as unknown[];
  const vertical = isRecord(part) && isRecord(part.source_crs) ? part.source_crs : part;
  const code = codeOf(vertical) ?? (compound === null ? null : (OF_COMPOUND[compound] ?? null));
  if (code !== null) return heightSystemOf(code) ? code : null;
  return isRecord(vertical) && typeof vertical.name === "string" ? byName(vertical.name) : null;
}

function byName(name: string): number | null {
  const bare = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, "");
  const exact = HEIGHT_SYSTEMS.find(({ title }) => bare(title) === bare(name));
  return exact?.srid ?? NAMES.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}

function codeOf(crs: unknown): number | null {
  const id = isRecord(crs) ? crs.id : null;
  return isRecord(id) && id.authority === "EPSG" && Number.isInteger(Number(id.code)) ? Number(id.code) : null;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
