import { drawScene, type Scene, type Tile } from "./clouds/scene.ts";
import type { TerritoryLayer } from "./feature.ts";
import { cellAt } from "./grid.ts";
import { hillshadeAreas, type IsoArea, shallowAreas } from "./isolines.ts";
import { fromLambert93, toLambert93 } from "./lambert93.ts";
import { buildLandscape } from "./landscape.ts";
import { baseLayers } from "./layers/base.ts";
import { hazardLayers } from "./layers/hazards.ts";
import { lidarLayers } from "./layers/lidar.ts";
import { planDocuments, planningLayers } from "./layers/planning.ts";

/**
 * Les Brélandes: an invented archipelago in the open Atlantic, completely synthetic. The bytes are the same on every machine.
 * Coordinates in EPSG:4326; generated in EPSG:2154.
 */
export interface Territory {
  /** West, south, east, north in degrees. */
  readonly bbox: [number, number, number, number];
  readonly base: TerritoryLayer[];
  readonly planning: TerritoryLayer[];
  readonly hazards: TerritoryLayer[];
  readonly lidar: TerritoryLayer[];
  readonly plans: ReturnType<typeof planDocuments>;
  /** For the basemap's relief: areas of shadow and light, and of shallow sea, in EPSG:2154 metres. */
  shading(): { shadow: IsoArea[]; light: IsoArea[]; shallow: IsoArea[] };
  /** What a scanner would see of a kilometre square. */
  scene(tile: Tile): Scene;
  /** Metres above the sea at a place, negative under it, NaN outside. */
  heightAt(lon: number, lat: number): number;
}

export function generateTerritory(): Territory {
  const land = buildLandscape();
  const { grid, heights } = land.relief;
  const [west, south] = fromLambert93(grid.west, grid.south);
  const [east, north] = fromLambert93(grid.west + grid.columns * grid.cellMetres, grid.south + grid.rows * grid.cellMetres);
  return {
    bbox: [Math.min(west, east) - 0.06, Math.min(south, north) - 0.06, Math.max(west, east) + 0.06, Math.max(south, north) + 0.06],
    base: baseLayers(land),
    planning: planningLayers(land),
    hazards: hazardLayers(land),
    lidar: lidarLayers(land),
    plans: planDocuments(),
    shading: () => ({ ...hillshadeAreas(land.relief), shallow: shallowAreas(land.relief, [40, 22, 9, 3]) }),
    scene: (tile) => drawScene(land, tile),
    heightAt: (lon, lat) => {
      const cell = cellAt(grid, ...toLambert93(lon, lat));
      return cell < 0 ? Number.NaN : (heights[cell] as number);
    },
  };
}

let shared: Territory | undefined;

/** The territory, made once for all who only read it: it takes seconds. */
export const sharedTerritory = () => (shared ??= generateTerritory());
