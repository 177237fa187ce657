import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { SaxesParser, type SaxesTagPlain } from "saxes";
import { UnreadableError } from "../model.ts";
import { COLLECTION_END, COLLECTION_HEAD } from "./geojson-ids.ts";
import { decodedText } from "./text-file.ts";

type Position = number[];
type Geometry = { type: string; coordinates: unknown } | { type: "GeometryCollection"; geometries: Geometry[] };

/** A Placemark while it is read. */
interface Placemark {
  properties: Record<string, string>;
  geometries: Geometry[];
}

const SHAPES = new Set(["Point", "LineString", "LinearRing", "Polygon", "Track"]);
const KEPT_CHARACTERS = 1_000_000;

/**
 * Rewrites KML documents (in UTF-8) as one GeoJSON FeatureCollection, because GDAL's own reader drops altitudes and ExtendedData. Every
 * Placemark becomes a feature with its name, description, folder and extended data. Tracks become lines. Network links and overlays are not
 * followed.
 *
 * @throws UnreadableError broken — for a document type declaration, or XML that is not well formed
 */
export async function prepareKml(sources: readonly string[], target: string): Promise<void> {
  const done: string[] = [];
  let count = 0;
  const emit = (feature: unknown) => done.push(`${count++ === 0 ? COLLECTION_HEAD : ",\n"}${JSON.stringify(feature)}`);
  await pipeline(async function* () {
    for (const source of sources) {
      const reader = kmlReader(emit);
      for await (const text of decodedText(source, "UTF-8")) {
        reader.write(text);
        yield* done.splice(0);
      }
      reader.close();
      yield* done.splice(0);
    }
    yield count === 0 ? COLLECTION_HEAD + COLLECTION_END : COLLECTION_END;
  }, createWriteStream(target));
}

function kmlReader(emit: (feature: unknown) => void): SaxesParser {
  const parser = new SaxesParser();
  const path: string[] = [];
  const folders: { depth: number; name: string }[] = [];
  let placemark: Placemark | null = null;
  let dataName = "";
  let text = "";
  let rings: Position[][] = [];
  let coordinates: Position[] = [];

  parser.on("doctype", () => fail("document type declaration"));
  parser.on("error", (error) => fail(error.message));
  parser.on("opentag", (tag: SaxesTagPlain) => {
    const name = localName(tag.name);
    path.push(name);
    text = "";
    if (name === "Placemark") placemark = { properties: folderOf(folders), geometries: [] };
    else if (name === "Folder" || name === "Document") folders.push({ depth: path.length, name: "" });
    else if (name === "Data" || name === "SimpleData") dataName = tag.attributes.name ?? "";
    else if (name === "Polygon") rings = [];
    else if (name === "coordinates" || name === "Track") coordinates = [];
  });
  const collect = (part: string) => {
    if (path.at(-1) !== "coordinates" && text.length > KEPT_CHARACTERS) return;
    text += part;
  };
  parser.on("text", collect);
  parser.on("cdata", collect);
  parser.on("closetag", () => {
    const name = path.pop() ?? "";
    const parent = path.at(-1);
    if (name === "coordinates") coordinates = positionsOf(text);
    else if (name === "coord" && parent === "Track") coordinates.push(text.trim().split(/\s+/).map(Number));
    else if (placemark && SHAPES.has(name)) {
      if (name === "LinearRing" && path.includes("Polygon")) rings.push(coordinates);
      else placemark.geometries.push(shapeOf(name, coordinates, rings));
    } else if (placemark && parent === "Placemark" && (name === "name" || name === "description")) placemark.properties[name] = text.trim();
    else if (placemark && (name === "SimpleData" || (name === "value" && parent === "Data")) && dataName)
      placemark.properties[dataName] = text.trim();
    else if (name === "name" && (parent === "Folder" || parent === "Document")) {
      const folder = folders.at(-1);
      if (folder && parent === "Folder") folder.name = text.trim();
    } else if (name === "Folder" || name === "Document") folders.pop();
    else if (name === "Placemark" && placemark) {
      emit({ type: "Feature", properties: placemark.properties, geometry: gather(placemark.geometries) });
      placemark = null;
    }
    text = "";
  });
  return parser;
}

function fail(detail: string): never {
  throw new UnreadableError("broken", detail);
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

function folderOf(folders: readonly { name: string }[]): Record<string, string> {
  const named = folders.map((folder) => folder.name).filter(Boolean);
  return named.length > 0 ? { folder: named.join(" / ") } : {};
}

/** "lon,lat[,altitude]" groups, separated by blanks. */
function positionsOf(text: string): Position[] {
  return text
    .trim()
    .split(/\s+/)
    .filter(Boolean)
    .map((group) => group.split(",").map(Number));
}

function shapeOf(name: string, coordinates: Position[], rings: Position[][]): Geometry {
  if (name === "Polygon") return { type: "Polygon", coordinates: rings };
  if (name === "Point") return { type: "Point", coordinates: coordinates[0] ?? [] };
  return { type: "LineString", coordinates };
}

function gather(geometries: Geometry[]): Geometry | null {
  const [first] = geometries;
  if (!first || geometries.length === 1) return first ?? null;
  if (!geometries.every((geometry) => geometry.type === first.type)) return { type: "GeometryCollection", geometries };
  return { type: `Multi${first.type}`, coordinates: geometries.map((geometry) => ("coordinates" in geometry ? geometry.coordinates : [])) };
}
