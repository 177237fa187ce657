/** What the name of a file says of it, by the naming of IGN: `LHD_FXX_0292_6833_PTS_LAMB93_IGN69.copc.laz`, `Semis_2023_0292_6833_LA93_IGN69.laz`. */
export interface NamedProduct {
  /** LiDAR HD, or another delivery that is named in the same way. */
  product: "lidar-hd" | "ign";
  /** EPSG codes of the projection and of the heights. */
  srid: number;
  verticalSrid: number | null;
  /** West, south, east, north of the tile, in metres; null when the name has none. */
  tile: [number, number, number, number] | null;
}

/** Words of the projections in names, and their EPSG codes. */
const PROJECTIONS: Readonly<Record<string, number>> = {
  LA93: 2154,
  LAMB93: 2154,
  RGAF09UTM20: 5490,
  RGFG95UTM22: 2972,
  RGR92UTM40S: 2975,
  RGM04UTM38S: 4471,
};
/** Words of the heights: IGN69 (mainland), IGN78 (Corsica), and those overseas. */
const HEIGHTS: Readonly<Record<string, number>> = {
  IGN69: 5720,
  IGN78: 5721,
  IGN1988: 5757,
  IGN1987: 5756,
  NGG1977: 5755,
  REUN89: 5758,
  SHOM53: 5793,
};

const NAME = new RegExp(`_(${Object.keys(PROJECTIONS).join("|")})(?:_(${Object.keys(HEIGHTS).join("|")}))?(?=[_.]|$)`, "i");
/** Kilometres of the west and of the north edge: the last pair of the name, since a year may come before it. */
const TILE = /^.*_(\d{4})_(\d{4})_/;

/** Reads the name of a file; null when it does not follow IGN's naming. @param fileName with or without its folders */
export function productOfName(fileName: string): NamedProduct | null {
  const name = fileName.slice(fileName.lastIndexOf("/") + 1);
  const [, projection = "", heights] = NAME.exec(name) ?? [];
  const srid = PROJECTIONS[projection.toUpperCase()];
  if (srid === undefined) return null;
  const [, east, north] = TILE.exec(name) ?? [];
  return {
    product: /^LHD_|^LIDAR[-_ ]?HD/i.test(name) ? "lidar-hd" : "ign",
    srid,
    verticalSrid: (heights && HEIGHTS[heights.toUpperCase()]) || null,
    tile: east && north ? [Number(east) * 1000, (Number(north) - 1) * 1000, (Number(east) + 1) * 1000, Number(north) * 1000] : null,
  };
}
