import { open } from "node:fs/promises";
import { VectorTile } from "@mapbox/vector-tile";
import { PbfReader } from "pbf";
import { PMTiles } from "pmtiles";
import { FileSource } from "./file-source.ts";

/** A position in the square of Web Mercator, from 0 to 1; y grows to the south. */
export type WorldPoint = readonly [x: number, y: number];

export interface AreaFeature {
  layer: string;
  properties: Readonly<Record<string, number | string | boolean>>;
  kind: "point" | "line" | "polygon";
  /** Lines; the rings of polygons; points as lines of one vertex. A feature that several tiles cut is returned once per tile. */
  parts: readonly (readonly WorldPoint[])[];
}

export interface BasemapArea {
  features: AreaFeature[];
  /** What a map of this must show. */
  credits: string;
}

const KINDS = [null, "point", "line", "polygon"] as const;

/**
 * What a basemap has in an area, at the most detailed zoom at which few tiles contain it.
 *
 * @param file a PMTiles archive of vector tiles
 * @param layers names of layers; others are not decoded
 */
export async function readBasemapArea(
  file: string,
  { west, south, east, north }: { west: number; south: number; east: number; north: number },
  { layers, mostTiles }: { layers: readonly string[]; mostTiles: number },
): Promise<BasemapArea> {
  const handle = await open(file);
  try {
    const archive = new PMTiles(new FileSource(handle, file));
    const [{ maxZoom }, metadata] = await Promise.all([archive.getHeader(), archive.getMetadata()]);
    const tiles = tilesOf({ west, south, east, north }, maxZoom, mostTiles);
    const read = await Promise.all(
      tiles.map(async ({ z, x, y }) => {
        const tile = await archive.getZxy(z, x, y);
        return tile ? featuresOf(new Uint8Array(tile.data), { z, x, y }, layers) : [];
      }),
    );
    const { attribution } = metadata as { attribution?: unknown };
    return { features: read.flat(), credits: typeof attribution === "string" ? attribution : "" };
  } finally {
    await handle.close();
  }
}

interface Tile {
  z: number;
  x: number;
  y: number;
}

/** The tiles of a box in the square of Web Mercator. */
function tilesOf(
  { west, south, east, north }: { west: number; south: number; east: number; north: number },
  maxZoom: number,
  most: number,
): Tile[] {
  for (let z = maxZoom; ; z--) {
    const side = 2 ** z;
    const [left, right, top, bottom] = [west, east, north, south].map((at) => Math.min(side - 1, Math.max(0, Math.floor(at * side))));
    if (left === undefined || right === undefined || top === undefined || bottom === undefined) return [];
    const [columns, rows] = [right - left + 1, bottom - top + 1];
    if (columns * rows > most && z > 0) continue;
    return Array.from({ length: Math.max(0, columns * rows) }, (_, index) => ({
      z,
      x: left + (index % columns),
      y: top + Math.floor(index / columns),
    }));
  }
}

function featuresOf(bytes: Uint8Array, { z, x, y }: Tile, wanted: readonly string[]): AreaFeature[] {
  const { layers } = new VectorTile(new PbfReader(bytes));
  const side = 2 ** z;
  return wanted.flatMap((name) => {
    const layer = layers[name];
    return Array.from({ length: layer?.length ?? 0 }, (_, index) => layer?.feature(index)).flatMap((feature): AreaFeature[] => {
      const kind = feature && KINDS[feature.type];
      if (!feature || !kind) return [];
      const { extent, properties } = feature;
      const world = (at: { x: number; y: number }): WorldPoint => [(x + at.x / extent) / side, (y + at.y / extent) / side];
      return [{ layer: name, properties, kind, parts: feature.loadGeometry().map((part) => part.map(world)) }];
    });
  });
}
