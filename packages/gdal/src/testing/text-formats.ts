/** Small files of the formats that are texts: for tests. Positions are x, y and, where the format has it, a height. */

export interface TextPoint {
  name: string;
  at: readonly [number, number, number?];
}

/** GML 3.2 with one feature type for each list of points; `srsName` is null when it declares no CRS. */
export function buildGml(
  types: Readonly<Record<string, readonly TextPoint[]>>,
  srsName: string | null,
  declaration = '<?xml version="1.0" encoding="UTF-8"?>',
): string {
  const srs = srsName === null ? "" : ` srsName="${srsName}"`;
  const member = (type: string, { name, at }: TextPoint, index: number) =>
    `<gml:featureMember><a:${type} gml:id="${type}.${index}"><a:nom>${name}</a:nom><a:code>0${index + 1}</a:code><a:jour>2024-02-0${index + 1}</a:jour>` +
    `<a:geom><gml:Point${srs} srsDimension="${at.length}"><gml:pos>${at.join(" ")}</gml:pos></gml:Point></a:geom></a:${type}></gml:featureMember>`;
  const members = Object.entries(types).flatMap(([type, points]) => points.map((point, index) => member(type, point, index)));
  return `${declaration}\n<a:Lot xmlns:a="http://archipel.example/a" xmlns:gml="http://www.opengis.net/gml/3.2">${members.join("\n")}</a:Lot>`;
}

/** GPX 1.1 with waypoints, a route and a track through the same points. */
export function buildGpx(points: readonly TextPoint[], declaration = '<?xml version="1.0" encoding="UTF-8"?>'): string {
  const point = (tag: string, { name, at: [lon, lat, height] }: TextPoint) =>
    `<${tag} lat="${lat}" lon="${lon}">${height === undefined ? "" : `<ele>${height}</ele>`}<name>${name}</name></${tag}>`;
  const all = (tag: string) => points.map((one) => point(tag, one)).join("");
  const body = `${all("wpt")}<rte><name>Route</name>${all("rtept")}</rte><trk><name>Trace</name><trkseg>${all("trkpt")}</trkseg></trk>`;
  return `${declaration}\n<gpx version="1.1" creator="Archipel" xmlns="http://www.topografix.com/GPX/1/1">${body}</gpx>`;
}

/** MIF and MID (MapInfo 3), with a text and a whole number for each point. */
export function buildMif(
  points: readonly TextPoint[],
  coordSys: string,
  charset: string,
  encode: (text: string) => Buffer,
): { mif: Buffer; mid: Buffer } {
  const head = `Version 300\nCharset "${charset}"\nDelimiter ","\n${coordSys}\nColumns 2\n  NOM Char(40)\n  N Integer\nData\n\n`;
  const shapes = points.map(({ at: [x, y] }) => `Point ${x} ${y}\n    Symbol (35,0,12)\n`).join("");
  return { mif: encode(head + shapes), mid: encode(points.map(({ name }, index) => `"${name}",${index + 1}\n`).join("")) };
}

/** DXF of AutoCAD 2000: a line, a point, a text, a block that is inserted once, and a hatched area if wanted. */
export function buildDxf(options: {
  text: string;
  version?: string;
  codePage?: string;
  at?: readonly [number, number, number];
  isHatched?: boolean;
}): string {
  const [x, y, z] = options.at ?? [700_000, 6_600_000, 12.5];
  const place = (dx: number, dy: number, first = 10): (string | number)[] => [first, x + dx, first + 10, y + dy, first + 20, z];
  const origin = [10, 0, 20, 0, 30, 0];
  const block = [
    0,
    "BLOCK",
    8,
    "0",
    2,
    "ARBRE",
    70,
    0,
    ...origin,
    3,
    "ARBRE",
    1,
    "",
    0,
    "CIRCLE",
    8,
    "0",
    ...origin,
    40,
    1,
    0,
    "ENDBLK",
    8,
    "0",
  ];
  const corners = [place(0, 0), place(9, 0), place(9, 9), place(0, 0)].flatMap((corner) => corner.slice(0, 4));
  const hatch = [0, "HATCH", 8, "Bâti", ...origin, 210, 0, 220, 0, 230, 1, 2, "SOLID", 70, 1, 71, 0, 91, 1, 92, 2, 72, 0, 73, 1, 93, 4]
    .concat(corners)
    .concat([97, 0, 75, 0, 76, 1, 98, 0]);
  const entities = [
    ...(options.isHatched ? [hatch] : []),
    [0, "LINE", 8, "Voirie", ...place(0, 0), ...place(10, 10, 11)],
    [0, "POINT", 8, "Topo", ...place(1, 1)],
    [0, "TEXT", 8, "Noms", ...place(2, 2), 40, 2.5, 1, options.text],
    [0, "INSERT", 8, "Arbres", 2, "ARBRE", ...place(3, 3)],
    [0, "LINE", 67, 1, 8, "Cartouche", ...origin, 11, 297, 21, 210, 31, 0],
  ].flat();
  const header = [9, "$ACADVER", 1, options.version ?? "AC1015", 9, "$DWGCODEPAGE", 3, options.codePage ?? "ANSI_1252"];
  const section = (name: string, content: readonly (string | number)[]) => [0, "SECTION", 2, name, ...content, 0, "ENDSEC"];
  return [...section("HEADER", header), ...section("BLOCKS", block), ...section("ENTITIES", entities), 0, "EOF"]
    .map((value) => `${value}\n`)
    .join("");
}
