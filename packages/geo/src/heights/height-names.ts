/** Heights of the ground, of the surface, and of what is on the ground. */
export type HeightProduct = "dtm" | "dsm" | "chm";

/** The vertical references of France: their words in file names, as IGN names its tiles (`…_LAMB93_IGN69.tif`), and their EPSG codes. */
const DATUMS: readonly { words: readonly string[]; srid: number; name: string }[] = [
  { words: ["IGN69"], srid: 5720, name: "NGF-IGN69" },
  { words: ["IGN78"], srid: 5721, name: "NGF-IGN78" },
  { words: ["REUN89"], srid: 5758, name: "IGN 1989 (La Réunion)" },
  { words: ["GUAD88", "IGN1988"], srid: 5757, name: "IGN 1988 (Guadeloupe)" },
  { words: ["MART87", "IGN1987"], srid: 5756, name: "IGN 1987 (Martinique)" },
  { words: ["GUYA77", "NGG1977"], srid: 5755, name: "NGG 1977 (Guyane)" },
  { words: ["MAYO53", "SHOM1953"], srid: 5793, name: "SHOM 1953 (Mayotte)" },
  { words: ["EGM96"], srid: 5773, name: "EGM96" },
  { words: ["EGM2008", "EGM08"], srid: 3855, name: "EGM2008" },
  { words: ["EVRF2007"], srid: 5621, name: "EVRF2007" },
];
const DATUM_WORD = new RegExp(`(?:^|[_.-])(${DATUMS.flatMap(({ words }) => words).join("|")})(?=[_.-]|$)`, "i");

/** The name of a vertical reference for people; null for one that we do not know. */
export const datumOfSrid = (srid: number | null): string | null => DATUMS.find((datum) => datum.srid === srid)?.name ?? null;
/** Its word in names of files. */
export const wordOfDatum = (srid: number | null): string | null => DATUMS.find((datum) => datum.srid === srid)?.words[0] ?? null;

/** Words of systems of coordinates in names of IGN. */
const CRS_WORDS: Readonly<Record<string, number>> = {
  LAMB93: 2154,
  LA93: 2154,
  L93: 2154,
  RGAF09UTM20: 5490,
  RGFG95UTM22: 2972,
  RGR92UTM40S: 2975,
  RGM04UTM38S: 4471,
};
const CRS_WORD = new RegExp(`(?:^|[_.-])(${Object.keys(CRS_WORDS).join("|")})(?=[_.-]|$)`, "i");

/** The EPSG code of the system of coordinates that the name of a file says; null without any. */
export function sridNamed(fileName: string): number | null {
  const word = CRS_WORD.exec(fileName.slice(fileName.lastIndexOf("/") + 1))?.[1]?.toUpperCase();
  return word === undefined ? null : (CRS_WORDS[word] ?? null);
}

/** The word of a system of coordinates in names of IGN; null where it has none. */
export const wordOfSrid = (srid: number): string | null => Object.entries(CRS_WORDS).find(([, code]) => code === srid)?.[0] ?? null;

/** Words of products in names, French and English: terrain, surface, what is on the ground. */
const PRODUCTS: Readonly<Record<string, HeightProduct>> = {
  MNT: "dtm",
  DTM: "dtm",
  DEM: "dtm",
  MNS: "dsm",
  DSM: "dsm",
  MNH: "chm",
  CHM: "chm",
  NDSM: "chm",
};
/** `BDALTI` and `RGEALTI` are terrain models of IGN that do not say it otherwise. */
const TERRAIN_WORD = /(?:^|[_.-])(?:RGEALTI|BDALTI)(?:V\d)?(?=[_.-]|$)/i;
const PRODUCT_WORD = new RegExp(`(?:^|[_.-])(?:LHD[_-][A-Z]+[_-])?(${Object.keys(PRODUCTS).join("|")})(?=[_.-]|\\d|$)`, "i");

/** What the name of a file says of its heights. */
export interface NamedHeights {
  product: HeightProduct | null;
  /** EPSG code of the vertical reference. */
  verticalSrid: number | null;
}

/** What the name of a file says of its heights: `LHD_FXX_0292_6833_MNT_O_0M50_LAMB93_IGN69.tif`. Null where it does not say it. */
export function heightsNamed(fileName: string): NamedHeights {
  const name = fileName.slice(fileName.lastIndexOf("/") + 1).replace(/\s+/g, "_");
  const word = DATUM_WORD.exec(name)?.[1]?.toUpperCase();
  const product = PRODUCT_WORD.exec(name)?.[1]?.toUpperCase();
  const isTerrain = TERRAIN_WORD.test(name);
  return {
    product: (product && PRODUCTS[product]) || (isTerrain ? "dtm" : null),
    verticalSrid: (word && DATUMS.find(({ words }) => words.includes(word))?.srid) || null,
  };
}
