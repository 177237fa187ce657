import { createWriteStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { feature } from "topojson-client";
import type { GeometryObject as GeometryOf, Objects, Properties, Topology as TopologyOf } from "topojson-specification";
import { UnreadableError } from "../model.ts";
import { COLLECTION_END, COLLECTION_HEAD } from "./geojson-ids.ts";

type GeometryObject = GeometryOf<Properties>;
type Topology = TopologyOf<Objects<Properties>>;

/** Positions that the geometries of one file may have together: an arc can be used any number of times, in each of them. */
const MAX_POSITIONS = 20_000_000;
const MAX_OBJECTS = 200;
/** Whole numbers that JavaScript would round. */
const LONG_WHOLE = /\d{16}/;

/** The objects of one file are read one after the other: the file is parsed once. */
let last: { path: string; topology: Topology } | null = null;

/**
 * Names of the objects of a topology (TopoJSON 1.0, in UTF-8): each is a layer.
 *
 * @throws UnreadableError broken
 */
export async function topologyObjects(path: string): Promise<string[]> {
  const { objects } = await topologyIn(path);
  const isFilled = (object: GeometryObject | undefined) => object?.type !== "GeometryCollection" || object.geometries.length > 0;
  const names = Object.keys(objects).filter((name) => isFilled(objects[name]));
  if (names.length > MAX_OBJECTS) throw new UnreadableError("broken", `${names.length} objects; at most ${MAX_OBJECTS}`);
  return names;
}

/**
 * Writes one object of a topology as a FeatureCollection. GDAL's own reader drops features without a geometry, and takes arcs
 * that do not exist for empty ones.
 *
 * @throws UnreadableError broken — also when arcs are used so often that the result would be far larger than the file
 */
export async function writeTopologyObject(path: string, target: string, name: string): Promise<void> {
  const topology = await topologyIn(path);
  const object = Object.hasOwn(topology.objects, name) ? topology.objects[name] : undefined;
  if (!object) throw new UnreadableError("broken", `no object ${name} in the topology`);
  const geometries = object.type === "GeometryCollection" ? object.geometries : [object];
  let positions = 0;
  await pipeline(async function* () {
    yield COLLECTION_HEAD;
    for (const [index, geometry] of geometries.entries()) {
      positions += positionsIn(topology, geometry);
      if (positions > MAX_POSITIONS) throw new UnreadableError("broken", `its arcs make more than ${MAX_POSITIONS} positions`);
      yield `${index === 0 ? "" : ",\n"}${JSON.stringify(featureOf(topology, geometry, index))}`;
    }
    yield COLLECTION_END;
  }, createWriteStream(target));
}

function featureOf(topology: Topology, geometry: GeometryObject, index: number): unknown {
  try {
    // In a list, a collection of geometries is one feature.
    return feature(topology, { type: "GeometryCollection", geometries: [geometry] }).features[0];
  } catch {
    throw new UnreadableError("broken", `feature ${index + 1}: arcs that do not exist, or no geometry of TopoJSON`);
  }
}

/** Positions of a geometry, counted before they are made. */
function positionsIn({ arcs }: Topology, geometry: GeometryObject): number {
  let count = 0;
  const visit = (part: unknown, depth: number): void => {
    if (depth > 32) throw new UnreadableError("broken", "nested too deep");
    if (typeof part === "number") count += arcs[part < 0 ? ~part : part]?.length ?? 0;
    else if (Array.isArray(part)) for (const one of part) visit(one, depth + 1);
    else if (isRecord(part)) visit(part.arcs ?? part.geometries, depth + 1);
  };
  visit(geometry, 0);
  return count;
}

async function topologyIn(path: string): Promise<Topology> {
  if (last?.path === path) return last.topology;
  last = null;
  const text = (await readFile(path, "utf8")).replace(/^\uFEFF/, "");
  let parsed: unknown;
  try {
    parsed = LONG_WHOLE.test(text) ? JSON.parse(text, keepDigits) : JSON.parse(text);
  } catch (error) {
    throw new UnreadableError("broken", error instanceof Error ? error.message : String(error));
  }
  if (!isTopology(parsed)) throw new UnreadableError("broken", "no objects or no arcs in the topology");
  last = { path, topology: parsed };
  return parsed;
}

/** Whole numbers beyond 2^53 keep their digits when they are written again. */
function keepDigits(_key: string, value: unknown, context?: { source?: string }): unknown {
  const isCut = typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value);
  return isCut && context?.source && /^-?\d+$/.test(context.source) ? rawJson(context.source) : value;
}

/** `JSON.rawJSON` of the engine, which TypeScript's library lacks. */
function rawJson(source: string): unknown {
  const { rawJSON } = JSON as { rawJSON?: (text: string) => unknown };
  return rawJSON ? rawJSON(source) : source;
}

function isTopology(value: unknown): value is Topology {
  return (
    isRecord(value) && value.type === "Topology" && isRecord(value.objects) && Array.isArray(value.arcs) && value.arcs.every(Array.isArray)
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
