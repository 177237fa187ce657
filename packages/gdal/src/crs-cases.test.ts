import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import cases from "./testing/crs-cases.json" with { type: "json" };
import { testFiles, utf8 } from "./testing/lay-files.ts";
import { ESRI_LAMBERT_93 } from "./testing/prj-texts.ts";
import { buildShapefile } from "./testing/shapefile-builder.ts";
import { buildGml, buildMif } from "./testing/text-formats.ts";
import { buildZip, type ZippedFile } from "./testing/zip-builder.ts";

/** `cases.json` holds places projected by PROJ, and projection texts that PROJ wrote in the style of ESRI and IGN, without any code. */
type Position = [number, number];
interface Case {
  what: string;
  expected: number;
  files: (name: string) => ZippedFile[];
}

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "archipel-gdal-test-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const pair = ([x = 0, y = 0]: readonly number[]): Position => [x, y];
const positions = new Map(Object.entries(cases.positions).map(([key, at]) => [key, pair(at)]));
const positionOf = (srid: number): Position => pair([...positions].find(([key]) => key.startsWith(`${srid} `))?.[1] ?? []);
const anywhere = positionOf(2154);
const around = ([x, y]: Position): Position[] => {
  const side = Math.abs(x) <= 360 && Math.abs(y) <= 90 ? 0.02 : 2000;
  return [
    [x, y],
    [x, y + side],
    [x + side, y + side],
    [x, y],
  ];
};
const shapes = (position: Position, prj?: string) => (name: string) =>
  buildShapefile({ name, shapes: [around(position)], fields: [{ name: "N", width: 2 }], values: [[utf8("1")]], ...(prj ? { prj } : {}) });
const gml = (position: Position, srsName: string) => (name: string) => [
  { name: `${name}.gml`, content: utf8(buildGml({ [name]: around(position).map((at) => ({ name: "a", at })) }, srsName)) },
];
const mif = (position: Position, coordSys: string) => (name: string) => {
  const { mif: main, mid } = buildMif(
    around(position).map((at) => ({ name: "a", at })),
    coordSys,
    "Neutral",
    utf8,
  );
  return [
    { name: `${name}.mif`, content: main },
    { name: `${name}.mid`, content: mid },
  ];
};
const geojson = (position: Position, crs?: string) => (name: string) => {
  const features = around(position).map((coordinates) => ({ type: "Feature", properties: {}, geometry: { type: "Point", coordinates } }));
  const named = crs ? { crs: { type: "name", properties: { name: crs } } } : {};
  return [{ name: `${name}.geojson`, content: utf8(JSON.stringify({ type: "FeatureCollection", ...named, features })) }];
};
const csv =
  (position: Position, header: string, prefix = "") =>
  (name: string) => {
    const lines = around(position).map(([x, y]) => (prefix ? `"${prefix}POINT (${x} ${y})"` : `${x},${y}`));
    return [{ name: `${name}.csv`, content: utf8([header, ...lines].join("\n")) }];
  };

/** CRS whose coordinates differ by a metre at most: coordinates identify the family only, and the one in force is expected. */
const inForce = new Map([
  [4559, 5490],
  [32620, 5490],
  [32622, 2972],
  [32740, 2975],
  [32738, 4471],
  [32621, 4467],
  [32630, 25830],
  [32631, 25831],
  [32632, 25832],
]);
/** Zones of one grid and older grids share their coordinates, so coordinates cannot identify them. They are proposed only. */
const sharedCoordinates = new Set([25830, 25831, 25832, 32630, 32631, 32632, 27561, 27562, 27563, 27564, 3034, 3313, 3163, 3170, 3297]);
const degrees = new Set([4171, 4258, 4275, 5489, 4624, 4627, 4470, 4463]);

const declared: Case[] = [
  ...Object.entries(cases.esri).map(([srid, wkt]) => ({
    what: `.prj as ESRI writes ${srid}`,
    expected: Number(srid),
    files: shapes(positionOf(Number(srid)), wkt),
  })),
  ...Object.entries(cases.ign).map(([name, { srid, wkt, at }]) => ({
    what: `.prj with IGN's name ${name}`,
    expected: srid,
    files: shapes(positions.get(at) ?? anywhere, wkt),
  })),
  ...(
    [
      ["no name, parallels of MapInfo", ESRI_LAMBERT_93.replace("RGF93_Lambert_93", "unnamed").replace("49.0]", "49.00000000001]"), 2154],
      ["parallels the other way round", ESRI_LAMBERT_93.replace('1",44.0', '1",49.0').replace('2",49.0', '2",44.0'), 2154],
      ["a bare code", "EPSG:2154", 2154],
      ["a bare name of IGN", "IGNF:LAMB93", 2154],
      ["a bare title", "RGF93 / Lambert-93", 2154],
      ["a URN", "urn:ogc:def:crs:EPSG::2154", 2154],
    ] as const
  ).map(([what, prj, expected]) => ({ what: `.prj: ${what}`, expected, files: shapes(anywhere, prj) })),
];

/** The 26 CRS that the French validator of planning documents accepts, as GML names them. */
const accepted: [names: string[], srid: number][] = [
  [["IGNF:WGS84", "CRS:84", "urn:ogc:def:crs:OGC:1.3:CRS84", "https://registre.ign.fr/ign/IGNF/crs/IGNF/WGS84"], 4326],
  [
    [
      "EPSG:2154",
      "IGNF:RGF93LAMB93",
      "IGNF:LAMB93",
      "http://www.opengis.net/def/crs/EPSG/0/2154",
      "http://registre.ign.fr/ign/IGNF/crs/IGNF/RGF93LAMB93",
    ],
    2154,
  ],
  [["EPSG:32620", "IGNF:WGS84UTM20", "http://registre.ign.fr/ign/IGNF/crs/IGNF/WGS84UTM20"], 32620],
  [["EPSG:4559", "urn:ogc:def:crs:EPSG::4559"], 4559],
  [["EPSG:5490", "IGNF:RGAF09UTM20"], 5490],
  [["EPSG:2972", "IGNF:RGFG95UTM22", "http://registre.ign.fr/ign/IGNF/crs/IGNF/RGFG95UTM22"], 2972],
  [["EPSG:2975", "IGNF:RGR92UTM40S", "http://registre.ign.fr/ign/IGNF/crs/IGNF/RGR92UTM40S"], 2975],
  [["EPSG:4471", "IGNF:RGM04UTM38S", "http://registre.ign.fr/ign/IGNF/crs/IGNF/RGM04UTM38S"], 4471],
  [["EPSG:4467", "IGNF:RGSPM06U21", "http://registre.ign.fr/ign/IGNF/crs/IGNF/RGSPM06U21"], 4467],
  ...Array.from({ length: 9 }, (_, zone): [string[], number] => [
    [`EPSG:${3942 + zone}`, `IGNF:RGF93CC${42 + zone}`, `http://www.opengis.net/def/crs/EPSG/0/${3942 + zone}`],
    3942 + zone,
  ]),
];
const named: Case[] = [
  ...accepted.flatMap(([names, srid]) =>
    names.map((name) => ({ what: `GML, ${name}`, expected: srid, files: gml(positionOf(srid), name) })),
  ),
  // Latitude first, as EPSG has it, in addresses and URNs.
  ...["urn:ogc:def:crs:EPSG::4326", "http://www.opengis.net/def/crs/EPSG/0/4326"].map((name) => ({
    what: `GML, ${name}`,
    expected: 4326,
    files: gml([45.76, 4.85], name),
  })),
  {
    what: "MIF, Lambert-93",
    expected: 2154,
    files: mif(anywhere, 'CoordSys Earth Projection 3, 33, "m", 3, 46.5, 44, 49.00000000002, 700000, 6600000'),
  },
  {
    what: "MIF, CC46",
    expected: 3946,
    files: mif(positionOf(3946), 'CoordSys Earth Projection 3, 33, "m", 3, 46, 45.25, 46.75, 1700000, 5200000'),
  },
  { what: "MIF, WGS 84", expected: 4326, files: mif(positionOf(4326), "CoordSys Earth Projection 1, 104") },
  {
    what: "MIF, WGS 84 / UTM 20N",
    expected: 32620,
    files: mif(positionOf(32620), 'CoordSys Earth Projection 8, 104, "m", -63, 0, 0.9996, 500000, 0'),
  },
  {
    what: "MIF, RGR92 / UTM 40S",
    expected: 2975,
    files: mif(positionOf(2975), 'CoordSys Earth Projection 8, 33, "m", 57, 0, 0.9996, 500000, 10000000'),
  },
  ...(
    [
      ["Lambert II étendu, NTF of Paris", 27572, '3, 1002, "m", 0, 46.8, 45.898918964419, 47.696014502038, 600000, 2200000'],
      [
        "Lambert II étendu, NTF of Greenwich",
        27572,
        '3, 107, "m", 2.337229166667, 46.8, 45.898918964419, 47.696014502038, 600000, 2200000',
      ],
      ["Lambert I Nord, NTF of Paris", 27561, '3, 1002, "m", 0, 49.5, 48.598522847174, 50.395911631678, 600000, 200000'],
      ["Lambert III Sud, NTF of Paris", 27563, '3, 1002, "m", 0, 44.1, 43.199291275544, 44.996093814511, 600000, 200000'],
      ["Lambert-93, an ellipsoid of its own", 2154, '3, 999, 0, 0, 0, 0, "m", 3, 46.5, 44, 49, 700000, 6600000'],
    ] as const
  ).map(
    ([name, srid, coordSys]): Case => ({
      what: `MIF, ${name}`,
      expected: srid,
      files: mif(positionOf(srid), `CoordSys Earth Projection ${coordSys}`),
    }),
  ),
  { what: "MIF, NonEarth", expected: 2154, files: mif(anywhere, 'CoordSys NonEarth Units "m" Bounds (0, 0) (10000000, 10000000)') },
  { what: "GeoJSON, EPSG 2154 + heights", expected: 2154, files: geojson(anywhere, "urn:ogc:def:crs:EPSG::5698") },
  { what: "GeoJSON, RGF93 v2b", expected: 2154, files: geojson(anywhere, "urn:ogc:def:crs:EPSG::9794") },
  { what: "GeoJSON, CRS84", expected: 4326, files: geojson(positionOf(4326), "urn:ogc:def:crs:OGC:1.3:CRS84") },
  { what: "GeoJSON in metres that names nothing", expected: 2154, files: geojson(anywhere) },
  { what: "GeoJSON in metres of Réunion that names nothing", expected: 2975, files: geojson(positionOf(2975)) },
  { what: "CSV, EWKT", expected: 3946, files: csv(positionOf(3946), "geom", "SRID=3946;") },
  { what: "CSV, x and y", expected: 2154, files: csv(anywhere, "x,y") },
  { what: "CSV, lon and lat", expected: 4326, files: csv(positionOf(4326), "lon,lat") },
];

const bare = [...positions].map(([key, position]) => {
  const srid = Number(key.split(" ")[0]);
  const expected = degrees.has(srid) ? 4326 : (inForce.get(srid) ?? srid);
  return { what: `nothing declared, ${key}`, expected, files: shapes(position), isIdentifiable: !sharedCoordinates.has(srid) };
});
const undeclared: Case[] = bare.filter(({ isIdentifiable }) => isIdentifiable);
const ambiguous: Case[] = bare.filter(({ isIdentifiable }) => !isIdentifiable);

const counted = [...declared, ...named, ...undeclared];

test("finds the right coordinate system for at least 95 of 100 files", async () => {
  const { inspect } = testFiles(() => directory);
  const all = [...counted, ...ambiguous];
  const { inspection } = await inspect(buildZip(all.flatMap(({ files }, index) => files(`case${index}`))), "cases.zip");
  const found = new Map(inspection.layers.map((layer) => [layer.name, layer.crs]));
  const results = all.map(({ what, expected }, index) => ({ what, expected, crs: found.get(`case${index}`) }));
  const wrong = results
    .slice(0, counted.length)
    .filter(({ expected, crs }) => crs?.srid !== expected)
    .map(({ what, expected, crs }) => `${what}: ${expected} expected, ${crs ? `${crs.srid} (${crs.how}, ${crs.name})` : "not read"}`);
  const share = 1 - wrong.length / counted.length;
  const summary = `CRS found right: ${counted.length - wrong.length} of ${counted.length} (${(100 * share).toFixed(1)} %)`;
  console.info([summary, ...wrong.map((line) => `wrong: ${line}`)].join("\n  "));
  expect(share, wrong.join("\n")).toBeGreaterThanOrEqual(0.95);
  // A wrong guess costs one click: the right CRS is among the proposals.
  const guesses = results.slice(declared.length + named.length);
  expect(guesses.filter(({ expected, crs }) => !crs?.candidates.slice(0, 10).includes(expected)).map(({ what }) => what)).toEqual([]);
});

/** Numbers of a CoordSys of MapInfo: projection, then unit and parameters. Its datum comes between them. */
const UTM = (meridian: number, south = false) => [8, `"m", ${meridian}, 0, 0.9996, 500000, ${south ? 10_000_000 : 0}`] as const;
const numbers: Record<number, readonly [projection: number, parameters: string]> = {
  2154: [3, '"m", 3, 46.5, 44, 49, 700000, 6600000'],
  2972: UTM(-51),
  2975: UTM(57, true),
  4467: UTM(-57),
  4471: UTM(45, true),
  3727: [8, '"m", 55.533333333333, -21.116666666667, 1, 160000, 50000'],
  ...Object.fromEntries(
    Array.from({ length: 9 }, (_, n) => [3942 + n, [3, `"m", 3, ${42 + n}, ${41.25 + n}, ${42.75 + n}, 1700000, ${1_200_000 + 1e6 * n}`]]),
  ),
};
const [GRS80, ETRS89, WGS84, REUNION, GRS80_OWN, GRS80_SEVEN] = [
  "33",
  "115",
  "104",
  "86",
  "999, 0, 0, 0, 0",
  "9999, 0, 0, 0, 0, 0, 0, 0, 0, 0",
];
const byNumbers = (srid: number, datum: string, numbersOf = srid) => {
  const [projection, parameters] = numbers[numbersOf] ?? [];
  return mif(positionOf(srid), `CoordSys Earth Projection ${projection}, ${datum}, ${parameters}`);
};
const BELGIUM = cases.esri["3034"]
  .replace(/^PROJCS\["[^"]*"/, 'PROJCS["Belge_Lambert_2008"')
  .replace(/PROJECTION.*$/, "")
  .concat(
    'PROJECTION["Lambert_Conformal_Conic"],PARAMETER["False_Easting",649328.0],PARAMETER["False_Northing",665262.0],PARAMETER["Central_Meridian",4.35921583333333],PARAMETER["Standard_Parallel_1",49.8333333333333],PARAMETER["Standard_Parallel_2",51.1666666666667],PARAMETER["Latitude_Of_Origin",50.797815],UNIT["Meter",1.0]]',
  );
const NOVA_SCOTIA = cases.esri["5490"].replace(
  /^PROJCS.*?SPHEROID/,
  'PROJCS["NAD_1983_UTM_Zone_20N",GEOGCS["GCS_North_American_1983",DATUM["D_North_American_1983",SPHEROID',
);

test("recognises a coordinate system by its numbers, and asks where two have the same", async () => {
  const { inspect } = testFiles(() => directory);
  const mapInfo = Object.keys(numbers).map(Number);
  const known: Case[] = [
    ...mapInfo
      .filter((srid) => srid !== 3727)
      .flatMap((srid) =>
        [GRS80, ETRS89].map((datum) => ({ what: `MIF ${srid}, datum ${datum}`, expected: srid, files: byNumbers(srid, datum) })),
      ),
    // North of the equator, GDAL takes this ellipsoid for NAD83.
    ...[2154, 2975, 4471, 3946].flatMap((srid) =>
      [GRS80_OWN, GRS80_SEVEN].map((datum) => ({ what: `MIF ${srid}, datum ${datum}`, expected: srid, files: byNumbers(srid, datum) })),
    ),
    { what: "MIF 3727", expected: 3727, files: byNumbers(3727, REUNION) },
    { what: "MIF 32740", expected: 32740, files: byNumbers(2975, WGS84) },
    { what: ".prj of a CRS outside of the catalogue", expected: 3812, files: shapes([649_700, 649_700], BELGIUM) },
    { what: ".prj of a zone of Canada", expected: 26920, files: shapes([454_000, 4_944_000], NOVA_SCOTIA) },
  ];
  const unknown: Case[] = [
    // RGAF09 and RRAF 1991 have the same numbers and the same area.
    { what: "MIF 5490", expected: 5490, files: mif(positionOf(5490), `CoordSys Earth Projection 8, ${GRS80}, ${UTM(-63)[1]}`) },
    { what: "MIF 2972, an ellipsoid of its own", expected: 2972, files: byNumbers(2972, GRS80_OWN) },
    { what: "MIF, zone 40S of the datum of 1947", expected: 2975, files: byNumbers(2975, REUNION) },
    { what: "MIF, Lambert-93 on another ellipsoid", expected: 2154, files: byNumbers(2154, WGS84) },
    {
      what: "MIF, zone 22N far from Guyane",
      expected: 26922,
      files: mif([400_000, 6_000_000], `CoordSys Earth Projection 8, ${GRS80}, ${UTM(-51)[1]}`),
    },
  ];
  const all = [...known, ...unknown];
  const { inspection } = await inspect(buildZip(all.flatMap(({ files }, index) => files(`case${index}`))), "cases.zip");
  const found = new Map(inspection.layers.map((layer) => [layer.name, layer.crs]));
  const results = all.map(({ what, expected }, index) => ({ what, expected, crs: found.get(`case${index}`) }));
  const wrong = results.slice(0, known.length).filter(({ expected, crs }) => crs?.srid !== expected);
  expect(wrong).toEqual([]);
  const asked = results.slice(known.length);
  expect(asked.map(({ what, crs }) => [what, crs?.srid])).toEqual(asked.map(({ what }) => [what, null]));
  expect(asked.slice(0, 4).map(({ crs }) => crs?.candidates[0])).toEqual(asked.slice(0, 4).map(({ expected }) => expected));
});
