import { crsCatalogue, crsOf } from "./crs.ts";

/**
 * IGN's names of the CRS of France.
 * Source: IGN-F registry (as PROJ holds it), each compared with the EPSG CRS of the same definition.
 */
const ignNames: readonly (readonly [srid: number, ...names: string[]])[] = [
  [4326, "WGS84G", "WGS84GDD", "WGS84"],
  [4171, "RGF93G", "RGF93GDD"],
  [4258, "ETRS89G"],
  [4275, "NTFG"],
  [2154, "LAMB93", "RGF93LAMB93"],
  [27572, "LAMBE", "NTFLAMB2E", "LAMB2C", "NTFLAMB2C"],
  [27571, "LAMB1C", "NTFLAMB1C"],
  [27573, "LAMB3C", "NTFLAMB3C"],
  [27574, "LAMB4C", "NTFLAMB4C"],
  [27561, "LAMB1", "NTFLAMB1"],
  [27562, "LAMB2", "NTFLAMB2"],
  [27563, "LAMB3", "NTFLAMB3"],
  [27564, "LAMB4", "NTFLAMB4"],
  ...Array.from({ length: 9 }, (_, zone) => [3942 + zone, `RGF93CC${42 + zone}`] as const),
  [3034, "ETRS89LCC"],
  [3035, "ETRS89LAEA"],
  [32620, "WGS84UTM20"],
  [4559, "RRAFUTM20", "RRAF UTM Nord fuseau 20", "UTM20W84MART"],
  [5490, "RGAF09UTM20"],
  [2972, "RGFG95UTM22", "UTM22RGFG95"],
  [3313, "RGFG95UTM21", "UTM21RGFG95"],
  [2975, "RGR92UTM40S"],
  [3727, "REUN47GAUSSL"],
  [4471, "RGM04UTM38S"],
  [4467, "RGSPM06U21"],
  [3163, "RGNCLAM", "RGNC Lambert Nouvelle-Caledonie", "RGNCLAMBNC"],
  ...[57, 58, 59].map((zone) => [3112 + zone, `RGNCUTM${zone}S`] as const),
  ...[5, 6, 7, 8].map((zone) => [3291 + zone, `RGPFUTM${zone}S`] as const),
  [5489, "RGAF09G", "RGAF09GDD"],
  [4558, "RRAFG", "RRAFGDD", "WGS84MARTG"],
  [4624, "RGFG95G", "RGFG95GDD"],
  [4627, "RGR92G", "RGR92GDD"],
  [4470, "RGM04G", "RGM04GDD"],
  [4463, "RGSPM06G", "RGSPM06GDD"],
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
 * The EPSG code of a CRS given by name: a code (`EPSG:2154`, `IGNF:LAMB93`), an address or a URN of one, or a title ("RGF93 / Lambert-93",
 * `RGF93_CC46`). Null when the catalogue has no CRS of this name.
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
