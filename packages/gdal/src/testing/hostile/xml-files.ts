import { type Bait, type HostileFile, nested } from "./hostile-file.ts";

interface Dialect {
  extension: string;
  root: string;
  /** A document of one point around `inner`, with `text` as a value. */
  around: (inner: string, text: string) => string;
}

const dialects: Dialect[] = [
  {
    extension: "kml",
    root: "kml",
    around: (inner, text) =>
      `<kml xmlns="http://www.opengis.net/kml/2.2"><Document>${inner}<Placemark><name>${text}</name><Point><coordinates>2,48</coordinates></Point></Placemark></Document></kml>`,
  },
  {
    extension: "gpx",
    root: "gpx",
    around: (inner, text) =>
      `<gpx version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1">${inner}<wpt lat="48" lon="2"><name>${text}</name></wpt></gpx>`,
  },
  {
    extension: "gml",
    root: "wfs:FeatureCollection",
    around: (inner, text) =>
      `<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs" xmlns:gml="http://www.opengis.net/gml" xmlns:a="urn:a">${inner}<gml:featureMember><a:zone gml:id="z1"><a:nom>${text}</a:nom><a:geom><gml:Point srsName="EPSG:4326"><gml:pos>48 2</gml:pos></gml:Point></a:geom></a:zone></gml:featureMember></wfs:FeatureCollection>`,
  },
];

/** XML with entities, addresses and floods of elements, in each dialect that we read. */
export function xmlFiles(bait: Bait): HostileFile[] {
  return [...dialects.flatMap((dialect) => ofDialect(dialect, bait)), ...kmlFiles(bait), ...gmlFiles(bait)];
}

function ofDialect({ extension, root, around }: Dialect, { url, secretPath }: Bait): HostileFile[] {
  const laughs = Array.from({ length: 10 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join("");
  const files: Record<string, () => string | Uint8Array> = {
    "a billion laughs": () => `<!DOCTYPE ${root} [<!ENTITY l0 "ha">${laughs}]>${around("", "&l10;")}`,
    "an entity that is a file": () => `<!DOCTYPE ${root} [<!ENTITY x SYSTEM "file://${secretPath}">]>${around("", "&x;")}`,
    "an entity that is an address": () => `<!DOCTYPE ${root} [<!ENTITY x SYSTEM "${url}/x">]>${around("", "&x;")}`,
    "a document type at an address": () => `<!DOCTYPE ${root} SYSTEM "${url}/x.dtd">${around("", "a")}`,
    "a parameter entity": () => `<!DOCTYPE ${root} [<!ENTITY % x SYSTEM "${url}/x.dtd"> %x;]>${around("", "a")}`,
    "a document type behind a long comment": () =>
      `<?xml version="1.0"?><!--${"x".repeat(100_000)}--><!DOCTYPE ${root} [<!ENTITY x SYSTEM "file://${secretPath}">]>${around("", "&x;")}`,
    "a document type in UTF-16": () =>
      Buffer.from(
        `\uFEFF<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE ${root} [<!ENTITY x SYSTEM "file://${secretPath}">]>${around("", "&x;")}`,
        "utf16le",
      ),
    "a style sheet at an address": () => `<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="${url}/x.xsl"?>${around("", "a")}`,
    "an inclusion of a file": () =>
      around(`<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file://${secretPath}" parse="text"/>`, "a"),
    "a schema at an address": () =>
      around("", "a").replace(
        /^<([^ >]+)/,
        `<$1 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:a ${url}/a.xsd"`,
      ),
    "a schema that is a file": () =>
      around("", "a").replace(
        /^<([^ >]+)/,
        `<$1 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:a file://${secretPath}"`,
      ),
    "elements in one another, 200,000 deep": () => around(nested("<a>", "x", "</a>", 200_000), "a"),
    "elements never closed": () => around("<a>".repeat(200_000), "a"),
    "a hundred thousand attributes": () => around(`<a ${Array.from({ length: 100_000 }, (_, n) => `b${n}="1"`).join(" ")}/>`, "a"),
    "a hundred thousand namespaces": () =>
      around(`<a ${Array.from({ length: 100_000 }, (_, n) => `xmlns:b${n}="urn:${n}"`).join(" ")}/>`, "a"),
    "a text of twenty million letters": () => around("", "x".repeat(20_000_000)),
    "character data never closed": () => around("<![CDATA[", "a"),
    "an unknown entity": () => around("", "&nothing;"),
    "characters that XML forbids": () => around("", "&#0;&#1;\u0002"),
    "an encoding that does not exist": () => `<?xml version="1.0" encoding="UTF-7"?>${around("", "+ADw-script+AD4-")}`,
    "half of the document": () => around("", "a".repeat(500)).slice(0, 400),
    "noise behind the start": () => Buffer.concat([Buffer.from(around("", "a").slice(0, 90)), Buffer.alloc(5_000, 0xfe)]),
  };
  return Object.entries(files).map(([name, content]) => ({
    name: `${extension.toUpperCase()}: ${name}`,
    fileName: `data.${extension}`,
    content,
  }));
}

function kmlFiles({ url, secretPath }: Bait): HostileFile[] {
  const mark = (coordinates: string, kind = "Point") =>
    `<Placemark><${kind}><coordinates>${coordinates}</coordinates></${kind}></Placemark>`;
  const kml = (inner: string) => `<kml xmlns="http://www.opengis.net/kml/2.2"><Document>${inner}</Document></kml>`;
  const files: Record<string, () => string> = {
    "a link to an address": () => kml(`<NetworkLink><Link><href>${url}/a.kml</href></Link></NetworkLink>${mark("1,2")}`),
    "a link to a file": () => kml(`<NetworkLink><Link><href>${secretPath}</href></Link></NetworkLink>${mark("1,2")}`),
    "an overlay from an address": () => kml(`<GroundOverlay><Icon><href>${url}/a.png</href></Icon></GroundOverlay>${mark("1,2")}`),
    "a style from an address": () =>
      kml(`<Placemark><styleUrl>${url}/s.kml#a</styleUrl><Point><coordinates>1,2</coordinates></Point></Placemark>`),
    "coordinates that are words": () => kml(mark("north,south,up")),
    "coordinates that are no numbers": () => kml(mark("NaN,NaN") + mark("1e999,-1e999") + mark("1e308,1e308")),
    "a line of a million commas": () => kml(mark(",".repeat(1_000_000), "LineString")),
    "folders in one another, 100,000 deep": () => kml(nested("<Folder>", mark("1,2"), "</Folder>", 100_000)),
    "geometries in one another, 10,000 deep": () =>
      kml(
        `<Placemark>${nested("<MultiGeometry>", "<Point><coordinates>1,2</coordinates></Point>", "</MultiGeometry>", 10_000)}</Placemark>`,
      ),
  };
  return Object.entries(files).map(([name, content]) => ({ name: `KML: ${name}`, fileName: "data.kml", content }));
}

function gmlFiles({ url, secretPath }: Bait): HostileFile[] {
  const gml = (geometry: string) =>
    `<a:c xmlns:a="urn:a" xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:xlink="http://www.w3.org/1999/xlink"><a:featureMember><a:z gml:id="z1"><a:g>${geometry}</a:g></a:z></a:featureMember></a:c>`;
  const files: Record<string, () => string> = {
    "a geometry at an address": () => gml(`<gml:Surface><gml:patches xlink:href="${url}/p.gml#p"/></gml:Surface>`),
    "a curve member in a file": () => gml(`<gml:MultiCurve><gml:curveMember xlink:href="file://${secretPath}#c"/></gml:MultiCurve>`),
    "a geometry that names itself": () => gml('<gml:MultiSurface gml:id="m"><gml:surfaceMember xlink:href="#m"/></gml:MultiSurface>'),
    "a CRS at an address": () => gml(`<gml:Point srsName="${url}/crs.xml"><gml:pos>1 2</gml:pos></gml:Point>`),
    "a CRS that is a file": () => gml(`<gml:Point srsName="${secretPath}"><gml:pos>1 2</gml:pos></gml:Point>`),
    "positions of two thousand million dimensions": () =>
      gml('<gml:LineString srsDimension="2147483647"><gml:posList>1 2 3 4</gml:posList></gml:LineString>'),
    "positions of minus one dimension": () => gml('<gml:LineString srsDimension="-1"><gml:posList>1 2 3 4</gml:posList></gml:LineString>'),
    "positions that are no numbers": () => gml("<gml:LineString><gml:posList>NaN 1e999 a b -INF 1e308</gml:posList></gml:LineString>"),
    "surfaces in one another, 50,000 deep": () =>
      gml(
        nested(
          "<gml:MultiSurface><gml:surfaceMember>",
          "<gml:Point><gml:pos>1 2</gml:pos></gml:Point>",
          "</gml:surfaceMember></gml:MultiSurface>",
          50_000,
        ),
      ),
    "an arc through infinity": () =>
      gml("<gml:Curve><gml:segments><gml:Arc><gml:posList>0 0 1e308 1e308 -1e308 0</gml:posList></gml:Arc></gml:segments></gml:Curve>"),
    "a feature with ten thousand kinds of fields": () =>
      gml("<gml:Point><gml:pos>1 2</gml:pos></gml:Point>").replace(
        "<a:g>",
        `${Array.from({ length: 10_000 }, (_, n) => `<a:f${n}>1</a:f${n}>`).join("")}<a:g>`,
      ),
  };
  return Object.entries(files).map(([name, content]) => ({ name: `GML: ${name}`, fileName: "data.gml", content }));
}
