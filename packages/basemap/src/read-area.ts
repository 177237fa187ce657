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
  /** The least distance between two positions of the tiles, in the square of Web Mercator. */
  step: number;
}

/** Steps along the side of a tile. Source: Mapbox Vector Tile specification, the usual extent. */
const EXTENT = 4_096;

const KINDS = [null, "point", "line", "polygon"] as const;

/**
 * What a basemap has in an area, at the most detailed zoom at which few tiles contain it.
 *
 * @param file a PMTiles archive of vector tiles
 * @param layers names of layers; others are not decoded
 * @param outlines those of them whose areas are wanted by their edges, as lines, without the edges that tiles cut
 */
export async function readBasemapArea(
  file: string,
  { west, south, east, north }: { west: number; south: number; east: number; north: number },
  { layers, outlines = [], mostTiles }: { layers: readonly string[]; outlines?: readonly string[]; mostTiles: number },
): Promise<BasemapArea> {
  const handle = await open(file);
  try {
    const archive = new PMTiles(new FileSource(handle, file));
    const [{ maxZoom }, metadata] = await Promise.all([archive.getHeader(), archive.getMetadata()]);
    const tiles = tilesOf({ west, south, east, north }, maxZoom, mostTiles);
    const read = await Promise.all(
      tiles.map(async ({ z, x, y }) => {
        const tile = await archive.getZxy(z, x, y);
        return tile ? featuresOf(new Uint8Array(tile.data), { z, x, y }, { layers, outlines }) : [];
      }),
    );
    const { attribution } = metadata as { attribution?: unknown };
    return {
      features: read.flat(),
      credits: typeof attribution === "string" ? attribution : "",
      step: 1 / (EXTENT * 2 ** (tiles[0]?.z ?? 0)),
    };
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

function featuresOf(
  bytes: Uint8Array,
  { z, x, y }: Tile,
  wanted: { layers: readonly string[]; outlines: readonly string[] },
): AreaFeature[] {
  const { layers } = new VectorTile(new PbfReader(bytes));
  const side = 2 ** z;
  return wanted.layers.flatMap((name) => {
    const layer = layers[name];
    return Array.from({ length: layer?.length ?? 0 }, (_, index) => layer?.feature(index)).flatMap((feature): AreaFeature[] => {
      const kind = feature && KINDS[feature.type];
      if (!feature || !kind) return [];
      const { extent, properties } = feature;
      const world = (at: { x: number; y: number }): WorldPoint => [(x + at.x / extent) / side, (y + at.y / extent) / side];
      const isOutlined = kind === "polygon" && wanted.outlines.includes(name);
      const parts = isOutlined ? feature.loadGeometry().flatMap((ring) => uncut(ring, extent)) : feature.loadGeometry();
      return [{ layer: name, properties, kind: isOutlined ? "line" : kind, parts: parts.map((part) => part.map(world)) }];
    });
  });
}

interface TilePoint {
  x: number;
  y: number;
}

/** The runs of a ring within its tile: beyond it, or along its side, are the edges by which it was cut, and what the neighbour has too. */
function uncut(ring: readonly TilePoint[], extent: number): TilePoint[][] {
  const isOut = (a: TilePoint, b: TilePoint) =>
    Math.max(a.x, b.x) <= 0 || Math.max(a.y, b.y) <= 0 || Math.min(a.x, b.x) >= extent || Math.min(a.y, b.y) >= extent;
  const runs: TilePoint[][] = [];
  let run: TilePoint[] = [];
  for (const [index, point] of ring.entries()) {
    const before = ring[index - 1];
    if (!before) continue;
    if (isOut(before, point)) {
      run = [];
      continue;
    }
    if (run.length === 0) {
      run = [before];
      runs.push(run);
    }
    run.push(point);
  }
  return runs;
}
