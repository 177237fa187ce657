import { seededRandom } from "@archipel/geo/seeded-random.ts";
import { shapefile } from "../lay-files.ts";
import { readFixture } from "../read-fixture.ts";
import { buildZip } from "../zip-builder.ts";
import { smallGeoPackage } from "./geopackage-files.ts";
import type { HostileFile } from "./hostile-file.ts";

const EACH = 8;

/** Valid small files with random bytes changed; the seed is fixed, so every run is the same. */
export function mutations(): HostileFile[] {
  const honest: [fileName: string, content: () => Uint8Array | Promise<Uint8Array>][] = [
    ["zones.zip", () => buildZip(shapefile({ cpg: "UTF-8" }))],
    ["zones.gpkg", smallGeoPackage],
    [
      "zones.geojson",
      () =>
        text(
          '{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::2154"}},"features":[{"type":"Feature","id":7,"geometry":{"type":"MultiPolygon","coordinates":[[[[700000,6600000],[700100,6600000],[700100,6600100],[700000,6600000]]]]},"properties":{"nom":"Forêt","n":1.5,"jour":"2024-02-29","liste":[1,2]}}]}',
        ),
    ],
    ["zones.csv", () => text('nom;lon;lat;WKT\n"Forêt";2,5;48,5;"POINT(2.5 48.5)"\nPré;3;49;"POINT(3 49)"\n')],
    [
      "zones.kml",
      () =>
        text(
          '<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>Forêt</name><ExtendedData><Data name="n"><value>1</value></Data></ExtendedData><Polygon><outerBoundaryIs><LinearRing><coordinates>2,48,5 3,48,5 3,49,5 2,48,5</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></Document></kml>',
        ),
    ],
    [
      "zones.gml",
      () =>
        text(
          '<?xml version="1.0"?><c:C xmlns:c="urn:c" xmlns:gml="http://www.opengis.net/gml/3.2"><c:member><c:Z gml:id="z1"><c:nom>Forêt</c:nom><c:g><gml:Polygon srsName="urn:ogc:def:crs:EPSG::2154" gml:id="g1"><gml:exterior><gml:LinearRing><gml:posList>700000 6600000 700100 6600000 700100 6600100 700000 6600000</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></c:g></c:Z></c:member></c:C>',
        ),
    ],
    [
      "trace.gpx",
      () =>
        text(
          '<?xml version="1.0"?><gpx version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1"><trk><name>Tour</name><trkseg><trkpt lat="48" lon="2"><ele>5</ele></trkpt><trkpt lat="48.1" lon="2.1"><ele>6</ele></trkpt></trkseg></trk></gpx>',
        ),
    ],
    [
      "plan.dxf",
      () =>
        text(
          "  0\nSECTION\n  2\nENTITIES\n  0\nLINE\n  8\nMURS\n 10\n0.0\n 20\n0.0\n 30\n1.0\n 11\n10.0\n 21\n5.0\n 31\n1.0\n  0\nENDSEC\n  0\nEOF\n",
        ),
    ],
    [
      "zones.mif",
      () =>
        text(
          'Version 300\nCharset "WindowsLatin1"\nDelimiter ","\nCoordSys Earth Projection 1, 104\nColumns 1\n  nom Char(20)\nData\n\nPoint 2 48\nPoint 3 49\n',
        ),
    ],
    ["stops.xlsx", () => readFixture("stops.libreoffice.xlsx")],
    ["stops.ods", () => readFixture("stops.libreoffice.ods")],
    ["types.parquet", () => readFixture("types.zstd.parquet")],
    ["native.parquet", () => readFixture("native.parquet")],
  ];
  return honest.flatMap(([fileName, content], kind) =>
    Array.from({ length: EACH }, (_, round) => ({
      name: `mutation ${round + 1} of ${fileName}`,
      fileName,
      content: async () => mutated(Buffer.from(await content()), kind * 100 + round),
    })),
  );
}

const text = (content: string) => Buffer.from(content, "utf8");

/** Changes from one byte to one in fifty; in odd rounds also removes or repeats a piece. */
function mutated(bytes: Buffer, seed: number): Buffer {
  const random = seededRandom(seed);
  const changes = 1 + Math.floor((random() * bytes.length) / 50);
  for (let change = 0; change < changes; change++) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
  if (seed % 2 === 0) return bytes;
  const [from, to] = [random(), random()].map((share) => Math.floor(share * bytes.length)).sort((a, b) => a - b);
  const piece = bytes.subarray(from, to);
  return seed % 4 === 1 ? Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]) : Buffer.concat([bytes, piece, piece]);
}
