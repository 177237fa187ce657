import { crsCatalogue, crsOf } from "./crs.ts";

/**
 * What IGN calls the CRS of France in its registry.
 * Source: IGN-F registry (as PROJ holds it), each compared with its EPSG twin.
 */
const ignNames: readonly (readonly [srid: number, ...names: string[]])[] = [
  [4326, "WGS84G", "WGS84"],
  [4171, "RGF93G", "RGF93GEO"],
  [4258, "ETRS89G", "ETRS89GEO"],
  [4275, "NTFG", "NTFGEO"],
  [2154, "LAMB93", "RGF93LAMB93"],
  [27572, "LAMBE"],
  [27571, "LAMB1C"],
  [27573, "LAMB3C"],
  [27574, "LAMB4C"],
  [27561, "LAMB1"],
  [27562, "LAMB2"],
  [27563, "LAMB3"],
  [27564, "LAMB4"],
  ...Array.from({ length: 9 }, (_, zone) => [3942 + zone, `RGF93CC${42 + zone}`] as const),
  [3034, "ETRS89LCC"],
  [3035, "ETRS89LAEA"],
  [32620, "WGS84UTM20", "UTM20W84GUAD", "UTM20W84MART"],
  [32622, "WGS84UTM22", "UTM22W84"],
  [4559, "RRAF91UTM20", "UTM20RRAF91"],
  [5490, "RGAF09UTM20", "UTM20RGAF09"],
  [2972, "RGFG95UTM22", "UTM22RGFG95"],
  [2975, "RGR92UTM40S", "RGR92UTM", "UTM40RGR92"],
  [3727, "REUN47GAUSSL"],
  [4471, "RGM04UTM38S", "UTM38RGM04"],
  [4467, "RGSPM06U21", "RGSPM06UTM21", "UTM21RGSPM06"],
  [3163, "RGNCLAM"],
  ...[57, 58, 59].map((zone) => [3112 + zone, `RGNCUTM${zone}S`] as const),
  ...[5, 6, 7, 8].map((zone) => [3291 + zone, `RGPFUTM${zone}S`] as const),
  [5489, "RGAF09GEO", "RGAF09G"],
  [4558, "RRAFG91", "RRAF91GEO"],
  [4624, "RGFG95GEO", "RGFG95G"],
  [4627, "RGR92GEO", "RGR92G"],
  [4470, "RGM04GEO", "RGM04G"],
  [4463, "RGSPM06GEO", "RGSPM06G"],
];

const sridOf = new Map<string, number>([
  ...crsCatalogue.flatMap(({ srid, title }): [string, number][] => [
    [plain(title), srid],
    [plain(title.replace(/^RGF93 v1/, "RGF93")), srid],
    [plain(title.replace(/^RGF93 v1 \/ /, "")), srid],
    [plain(title.replace(/^RGF93 v1 \/ CC/, "RGF93 CC zone ")), srid],
  ]),
  ...ignNames.flatMap(([srid, ...names]) => names.map((name): [string, number] => [plain(name), srid])),
]);

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}

/**
 * The EPSG code of a CRS that is only named: a code (`EPSG:2154`, `IGNF:LAMB93`), an address or a URN of one, or a title ("RGF93 / Lambert-93",
 * `RGF93_CC46`); null when it names none of the catalogue.
 */
export function sridOfName(text: string): number | null {
  const name = text.trim().replace(/^"(.*)"$/, "$1");
  if (/(^|[:/])CRS:?84h?$/i.test(name)) return 4326;
  const code =
    /^(?:EPSG:{1,2}|urn:(?:x-)?ogc:def:crs:EPSG:[\w.]*:|https?:\/\/www\.opengis\.net\/(?:def\/crs\/EPSG\/[\w.]+\/|gml\/srs\/epsg\.xml#))(\d{1,6})$/i.exec(
      name,
    )?.[1];
  if (code !== undefined) return crsOf(Number(code))?.srid ?? null;
  const ign = /(?:^|[:/])IGNF(?:[:/][\w.]*)*[:/](\w+)$/i.exec(name)?.[1] ?? /^IGNF:(\w+)$/i.exec(name)?.[1];
  return sridOf.get(plain(ign ?? name)) ?? null;
}
