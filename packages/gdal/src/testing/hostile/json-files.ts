import { type Bait, type HostileFile, nested } from "./hostile-file.ts";

const collection = (...features: string[]) => `{"type":"FeatureCollection","features":[${features.join(",")}]}`;
const feature = (geometry: string, properties = "{}") => `{"type":"Feature","geometry":${geometry},"properties":${properties}}`;
const point = (coordinates: string) => feature(`{"type":"Point","coordinates":${coordinates}}`);
const polygon = (coordinates: string) => feature(`{"type":"Polygon","coordinates":${coordinates}}`);
const whole = collection(point("[2,48]"), point("[3,49]"), polygon("[[[0,0],[1,0],[1,1],[0,0]]]"));

/** GeoJSON that is too deep, too large, of wrong types, truncated, or in another encoding. */
export function jsonFiles({ url, secretPath }: Bait): HostileFile[] {
  const files: Record<string, () => string | Uint8Array> = {
    "a million arrays in the coordinates": () => collection(point(nested("[", "1", "]", 1_000_000))),
    "a million arrays in a property": () => collection(feature("null", `{"a":${nested("[", "1", "]", 1_000_000)}}`)),
    "a million objects in a property": () => collection(feature("null", `{"a":${nested('{"a":', "1", "}", 1_000_000)}}`)),
    "a million arrays and nothing else": () => nested("[", "", "]", 1_000_000),
    "a million arrays never closed": () => `{"type":"FeatureCollection","features":${"[".repeat(1_000_000)}`,
    "geometry collections in one another, 100,000 deep": () =>
      collection(feature(nested('{"type":"GeometryCollection","geometries":[', '{"type":"Point","coordinates":[1,2]}', "]}", 100_000))),
    "feature collections in one another": () => nested('{"type":"FeatureCollection","features":[', whole, "]}", 10_000),
    "NaN as a coordinate": () => collection(point("[NaN,NaN]")),
    "Infinity as a coordinate": () => collection(point("[Infinity,-Infinity]")),
    "1e308 as a coordinate": () => collection(point("[1e308,-1e308]"), polygon("[[[1e308,0],[0,1e308],[-1e308,0],[1e308,0]]]")),
    "1e999 as a coordinate": () => collection(point("[1e999,1e999]")),
    "a number of 100,000 digits": () => collection(point(`[${"9".repeat(100_000)},1]`)),
    "texts as coordinates": () => collection(point('["2","48"]'), polygon('[["a","b"]]')),
    "null as coordinates": () => collection(point("null"), point("[null,null]")),
    "objects as coordinates": () => collection(point('{"x":1}'), polygon('{"a":[[1,2]]}')),
    "positions of one number": () => collection(point("[1]"), polygon("[[[1],[2],[3],[1]]]")),
    "positions of a thousand numbers": () => collection(point(`[${Array.from({ length: 1000 }, (_, n) => n).join(",")}]`)),
    "no coordinates at all": () => collection(feature('{"type":"Polygon"}'), feature('{"type":"MultiPolygon","coordinates":[]}')),
    "a million empty rings": () => collection(polygon(`[${"[],".repeat(999_999)}[]]`)),
    "a hundred thousand rings of one point": () => collection(polygon(`[${"[[1,1]],".repeat(99_999)}[[1,1]]]`)),
    "a ring of a million equal points": () => collection(polygon(`[[${"[1,1],".repeat(999_999)}[1,1]]]`)),
    "a type that is a number": () => '{"type":5,"features":[{"type":7}]}',
    "features that are null": () => '{"type":"FeatureCollection","features":null}',
    "features that are an object": () => '{"type":"FeatureCollection","features":{"type":"Feature"}}',
    "features that are numbers": () => '{"type":"FeatureCollection","features":[1,2,3]}',
    "properties that are an array": () => collection(feature('{"type":"Point","coordinates":[1,2]}', "[1,2,3]")),
    "a key ten thousand times": () => collection(feature("null", `{${'"a":1,'.repeat(9_999)}"a":2}`)),
    "ten thousand keys": () => collection(feature("null", `{${Array.from({ length: 10_000 }, (_, n) => `"k${n}":${n}`).join(",")}}`)),
    "a key of a million letters": () => collection(feature("null", `{"${"k".repeat(1_000_000)}":1}`)),
    "a text of thirty million letters": () => collection(feature("null", `{"a":"${"x".repeat(30_000_000)}"}`)),
    "keys that are SQL": () => collection(feature("null", `{"a\\"; DROP TABLE layers; --":1,"'":2,"\\\\":3,"fid":"x","geom":"y"}`)),
    "keys that are prototypes": () => collection(feature("null", '{"__proto__":{"a":1},"constructor":2,"toString":3}')),
    "control characters": () => collection(feature("null", '{"a":"\\u0000\\u0001\\ufffe\\ud800"}')),
    "lone surrogates": () => collection(feature("null", '{"\\ud800":"\\udfff"}')),
    "bytes that are no UTF-8": () =>
      Buffer.concat([
        Buffer.from('{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":"'),
        Buffer.from([0xff, 0xfe, 0xc0, 0x80]),
        Buffer.from('"},"geometry":null}]}'),
      ]),
    "UTF-16, little end first": () => Buffer.from(`\uFEFF${whole}`, "utf16le"),
    "UTF-16, big end first": () => Buffer.from(`\uFEFF${whole}`, "utf16le").swap16(),
    "zeros after the end": () => Buffer.concat([Buffer.from(whole), Buffer.alloc(100_000)]),
    "another document after the end": () => `${whole}${whole}`,
    "a comment before the start": () => `/* a */ ${whole}`,
    "a CRS that is an address": () =>
      whole.replace('"features"', `"crs":{"type":"link","properties":{"href":"${url}/crs","type":"proj4"}},"features"`),
    "a CRS that is a file": () => whole.replace('"features"', `"crs":{"type":"name","properties":{"name":"${secretPath}"}},"features"`),
    "a CRS read over the network": () =>
      whole.replace('"features"', `"crs":{"type":"name","properties":{"name":"/vsicurl/${url}/crs.wkt"}},"features"`),
    "an ESRI answer that asks for the next page": () =>
      `{"objectIdFieldName":"a","geometryType":"esriGeometryPoint","exceededTransferLimit":true,"fields":[{"name":"a","type":"esriFieldTypeOID"}],"features":[{"attributes":{"a":1},"geometry":{"x":1,"y":2}}],"url":"${url}"}`,
    "a STAC answer with a next page": () =>
      `{"type":"FeatureCollection","stac_version":"1.0.0","links":[{"rel":"next","href":"${url}/next"}],"features":[{"type":"Feature","stac_version":"1.0.0","geometry":null,"properties":{},"assets":{"a":{"href":"${url}/a.tif"}}}]}`,
    TopoJSON: () => '{"type":"Topology","arcs":[[[0,0],[1,1]]],"objects":{"a":{"type":"LineString","arcs":[9999999]}}}',
    "a text that is an address": () => `${url}/data.geojson`,
    "an address in quotes": () => `"${url}/data.geojson"`,
    "only white space": () => " ".repeat(2_000_000),
    "one brace": () => "{",
  };
  for (const share of [0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
    files[`cut at ${share * 100} %`] = () => whole.slice(0, Math.floor(whole.length * share));
  const lines: Record<string, () => string> = {
    "lines, the tenth of which is cut": () => `${`${point("[1,2]")}\n`.repeat(9)}{"type":"Feature","geom\n${point("[1,2]")}`,
    "lines that are each a collection": () => `${whole}\n`.repeat(50),
    "a line of twenty million letters": () =>
      `${point("[1,2]")}\n{"type":"Feature","geometry":null,"properties":{"a":"${"x".repeat(20_000_000)}"}}\n`,
    "a hundred thousand empty lines": () => `${point("[1,2]")}${"\n".repeat(100_000)}${point("[1,2]")}`,
  };
  return [
    ...Object.entries(files).map(([name, content]) => ({ name: `GeoJSON: ${name}`, fileName: "zones.geojson", content })),
    ...Object.entries(lines).map(([name, content]) => ({ name: `GeoJSON lines: ${name}`, fileName: "zones.geojsonl", content })),
  ];
}
