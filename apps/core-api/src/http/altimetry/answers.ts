import type { Heights } from "@archipel/contracts/elevation.ts";
import { climbOf } from "@archipel/geo/heights/climb.ts";
import type { Actor } from "../../kernel/actor.ts";
import type { Core } from "../../kernel/core.ts";
import { type Catalogue, heightsAt, profileAlong } from "../../modules/elevation/service.ts";
import type { Polygons } from "../../modules/elevation/statistics/policy.ts";
import { figuresIn } from "../../modules/elevation/statistics/service.ts";

type Place = [lon: number, lat: number];
type Caller = { readonly core: Core; readonly actor: Actor };

/** The height of places without one, as the national service writes it. */
const NO_HEIGHT = -99_999;
/** Files say heights to the centimetre at best. */
const rounded = (height: number) => Math.round(height * 100) / 100;

export interface Shape {
  /** Heights alone. */
  readonly isZOnly: boolean;
  /** With each height its dataset. */
  readonly withMeasures: boolean;
}

type Elevation = number | { lon: number; lat: number; z: number; acc: string; measures?: object[]; access?: "outside" };

/** Heights at places, in their order. */
export async function heightsAtPlaces({ core, actor }: Caller, catalogue: Catalogue, places: Place[], shape: Shape) {
  const found = await heightsAt(core, actor, { ...catalogue, places });
  return { elevations: elevationsOf(found, places, shape), vertical_datum: datumOf(found) };
}

/** Heights at equal distances along a line, and how much it climbs and descends. */
export async function heightsOfLine(
  { core, actor }: Caller,
  catalogue: Catalogue,
  { line, samples }: { line: Place[]; samples: number },
  shape: Shape,
) {
  const found = await profileAlong(core, actor, { ...catalogue, line, samples });
  const { climb, descent } = climbOf(found.heights);
  return {
    elevations: elevationsOf(found, found.places, shape),
    height_differences: { positive: rounded(climb), negative: -rounded(descent) || 0 },
    length: rounded(found.lengthMetres),
    vertical_datum: datumOf(found),
  };
}

/** Figures of an area. All are null where no dataset has heights. */
export async function areaFigures({ core, actor }: Caller, catalogue: Catalogue, area: Polygons) {
  const found = await figuresIn(core, actor, area, catalogue);
  const { spread } = found;
  return {
    statistics: spread && {
      count: spread.count,
      min: rounded(spread.min),
      max: rounded(spread.max),
      mean: rounded(spread.mean),
      median: rounded(spread.median),
      std: rounded(spread.deviation),
      step: rounded(found.stepMetres),
    },
    area: Math.round(found.area),
    covered: Math.round(found.share * 10_000) / 10_000,
    ...(found.outside > 0 && { outside: Math.round(found.outside * 10_000) / 10_000 }),
    sources: [...new Set(found.sources)].flatMap((index) => (found.layers[index] ? [sourceOf(found.layers[index])] : [])),
    vertical_datum: datumOf(found),
  };
}

type Found = { readonly layers: Heights["layers"]; readonly sources: readonly number[] };

const sourceOf = ({ datasetSlug, title, verticalDatum, resolutionMetres }: Heights["layers"][number]) => ({
  source_name: datasetSlug,
  title,
  vertical_datum: verticalDatum,
  resolution: resolutionMetres,
});

function elevationsOf(found: Heights, places: readonly Place[], { isZOnly, withMeasures }: Shape): Elevation[] {
  const outside = new Set(found.outside);
  return places.map(([lon, lat], index) => {
    const height = found.heights[index] ?? null;
    const z = height === null ? NO_HEIGHT : rounded(height);
    if (isZOnly) return z;
    const layer = found.layers[found.sources[index] ?? -1];
    const acc = layer ? `${layer.resolutionMetres} m` : "";
    // The place is outside the area that grants open to the caller: whether it has a height is not said.
    const closed = outside.has(index) && { access: "outside" as const };
    return { lon, lat, z, acc, ...closed, ...(withMeasures && { measures: layer ? [{ ...sourceOf(layer), z }] : [] }) };
  });
}

/** The vertical reference of all heights; null when they have several, or when files do not say it. */
function datumOf({ layers, sources }: Found): string | null {
  const datums = new Set(sources.flatMap((index) => (layers[index] ? [layers[index].verticalDatum] : [])));
  const [datum = null] = datums;
  return datums.size === 1 ? datum : null;
}
