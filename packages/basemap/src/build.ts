import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { writePmtiles } from "./pmtiles-writer.ts";
import { type BasemapLayer, cutTiles, describeLayers } from "./tiling.ts";
import { OVERVIEW_MAX_ZOOM, WORLD_CREDITS, worldLayers } from "./world.ts";

/** An area drawn in full detail on top of the world: its layers, its bounds, its credits. */
export interface DetailedArea {
  layers: BasemapLayer[];
  /** west, south, east, north; degrees. */
  bounds: readonly [number, number, number, number];
  credits: string;
}

export interface BasemapReport {
  tiles: number;
  bytes: number;
  seconds: number;
}

/** `name` in the metadata of each basemap that is built here. */
export const BASEMAP_NAME = "Archipel basemap";

/**
 * Builds the offline basemap as one PMTiles file: the whole world to zoom 6, the detailed area to zoom 14. The file
 * is renamed into place only when it is complete.
 */
export async function buildBasemap(options: { detail?: DetailedArea; output: string }): Promise<BasemapReport> {
  const started = performance.now();
  const layers = [...worldLayers(), ...(options.detail?.layers ?? [])];
  const tiles = cutTiles(mergeSameName(layers));
  const archive = writePmtiles(tiles, {
    minZoom: 0,
    maxZoom: Math.max(OVERVIEW_MAX_ZOOM, ...layers.map((layer) => layer.maxZoom)),
    bounds: [-180, -85.0511, 180, 85.0511],
    metadata: {
      name: BASEMAP_NAME,
      type: "baselayer",
      attribution: [WORLD_CREDITS, options.detail?.credits].filter(Boolean).join(" · "),
      vector_layers: describeLayers(layers),
      overview_maxzoom: OVERVIEW_MAX_ZOOM,
      // A map names those whose data it shows: far from the detailed area, not its own.
      overview_attribution: WORLD_CREDITS,
      ...(options.detail && {
        detail_attribution: options.detail.credits,
        detail_bounds: options.detail.bounds,
        detail_minzoom: Math.min(...options.detail.layers.map((layer) => layer.minZoom)),
      }),
    },
  });
  await mkdir(path.dirname(options.output), { recursive: true });
  await removeAbandonedDrafts(options.output);
  const draft = `${options.output}.${process.pid}.part`;
  await writeFile(draft, archive, { flush: true });
  await rename(draft, options.output);
  return { tiles: tiles.length, bytes: archive.length, seconds: Math.round((performance.now() - started) / 100) / 10 };
}

/** Removes what killed runs left. */
async function removeAbandonedDrafts(output: string): Promise<void> {
  const { dir, base } = path.parse(output);
  for (const name of await readdir(dir)) {
    const writer = name.startsWith(`${base}.`) ? /\.(\d+)\.part$/.exec(name)?.[1] : undefined;
    if (writer !== undefined && !isRunning(Number(writer))) await rm(path.join(dir, name), { force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: the process runs under another account.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Merges layers of the same name and zooms into one, since both would write to the same tile. */
function mergeSameName(layers: readonly BasemapLayer[]): BasemapLayer[] {
  const merged = new Map<string, BasemapLayer>();
  for (const layer of layers) {
    const key = `${layer.name}:${layer.minZoom}:${layer.maxZoom}`;
    const known = merged.get(key);
    merged.set(key, known ? { ...known, features: [...known.features, ...layer.features] } : layer);
  }
  return [...merged.values()];
}
