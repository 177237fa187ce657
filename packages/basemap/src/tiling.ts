import { fromGeojsonVt } from "@maplibre/vt-pbf";
import type { Feature } from "geojson";
import GeoJSONVT from "geojson-vt";
import type { ArchiveTile } from "./pmtiles-writer.ts";

/** One layer of the basemap. A feature with `minzoom` in its properties is left out below that zoom. */
export interface BasemapLayer {
  name: string;
  minZoom: number;
  maxZoom: number;
  features: Iterable<Feature>;
  /** Simplification in tile units below the last zoom; 3 by default. */
  tolerance?: number;
}

/** Cuts layers into vector tiles of 4096 units, at every zoom of each layer. */
export function cutTiles(layers: readonly BasemapLayer[]): ArchiveTile[] {
  const tiles = new Map<string, { z: number; x: number; y: number; layers: Parameters<typeof fromGeojsonVt>[0] }>();
  for (const layer of layers) {
    const index = new GeoJSONVT(
      { type: "FeatureCollection", features: [...layer.features] },
      { maxZoom: layer.maxZoom, indexMaxZoom: layer.maxZoom, indexMaxPoints: 0, tolerance: layer.tolerance ?? 3, extent: 4096, buffer: 64 },
    );
    for (const { z, x, y } of index.tileCoords) {
      if (z < layer.minZoom) continue;
      const tile = index.getTile(z, x, y);
      const features = (tile?.features ?? []).filter((feature) => Number(feature.tags?.minzoom ?? 0) <= z);
      if (features.length === 0) continue;
      const key = `${z}/${x}/${y}`;
      const entry = tiles.get(key) ?? { z, x, y, layers: {} };
      entry.layers[layer.name] = { features } as (typeof entry.layers)[string];
      tiles.set(key, entry);
    }
  }
  return [...tiles.values()].map(({ z, x, y, layers: cut }) => ({ z, x, y, data: fromGeojsonVt(cut, { version: 2, extent: 4096 }) }));
}

/** `vector_layers` of TileJSON: names, zooms and attributes. */
export function describeLayers(
  layers: readonly BasemapLayer[],
): { id: string; minzoom: number; maxzoom: number; fields: Record<string, string> }[] {
  const described = new Map<string, { id: string; minzoom: number; maxzoom: number; fields: Record<string, string> }>();
  for (const layer of layers) {
    const entry = described.get(layer.name) ?? { id: layer.name, minzoom: layer.minZoom, maxzoom: layer.maxZoom, fields: {} };
    entry.minzoom = Math.min(entry.minzoom, layer.minZoom);
    entry.maxzoom = Math.max(entry.maxzoom, layer.maxZoom);
    for (const feature of layer.features) {
      for (const [name, value] of Object.entries(feature.properties ?? {})) {
        if (value !== null) entry.fields[name] = typeof value === "number" ? "Number" : typeof value === "boolean" ? "Boolean" : "String";
      }
    }
    described.set(layer.name, entry);
  }
  return [...described.values()];
}
