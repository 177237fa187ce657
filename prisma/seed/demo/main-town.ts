import type { TerritoryLayer } from "../territory/feature.ts";
import type { Territory } from "../territory/territory.ts";

type Layers = Pick<Territory, "base" | "planning" | "hazards" | "lidar">;

export function layerOf(territory: Layers, name: string): TerritoryLayer {
  const all = [...territory.base, ...territory.planning, ...territory.hazards, ...territory.lidar];
  const layer = all.find((candidate) => candidate.name === name);
  if (!layer) throw new Error(`the territory has no layer ${name}`);
  return layer;
}

/** The largest town, where maps open. */
export function mainTown(territory: Layers): { lon: number; lat: number } {
  let best = { population: -1, lon: 0, lat: 0 };
  for (const { geometry, properties } of layerOf(territory, "lieu").features()) {
    const population = Number(properties.population ?? 0);
    const [lon, lat] = geometry.type === "Point" ? geometry.coordinates : [];
    if (population > best.population && lon !== undefined && lat !== undefined) best = { population, lon, lat };
  }
  return { lon: best.lon, lat: best.lat };
}
