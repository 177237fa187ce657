import type { CommunityId } from "@archipel/contracts/ids.ts";
import { MAP_PREVIEW } from "@archipel/contracts/map-limits.ts";
import type { PreviewShape, SavedState } from "@archipel/contracts/maps.ts";
import type { Core } from "../../../kernel/core.ts";
import { outlines, publicLayers } from "../queries/outlines.ts";

/** More layers would cover one another. */
const MAX_LAYERS = 3;
/** The pixels of a map that the drawing shows. */
const SHOWN_PX = 900;
const TILE_PX = 512;
const WORLD_M = 40_075_016.685_578_49;

interface Drawn {
  communityId: CommunityId;
  portalId: string;
}

/**
 * Outlines of the layers that a state shows, as anyone sees them: the drawing of a published map must not show what only members see. Empty
 * when nothing can be drawn, also when that takes too long: a map is saved without its drawing.
 */
export async function drawPreview(core: Core, { communityId, portalId }: Drawn, state: SavedState): Promise<PreviewShape[]> {
  const wanted = state.layers.filter(({ opacity }) => opacity > 0).map(({ id }) => id);
  if (wanted.length === 0) return [];
  const frame = frameOf(state.view);
  const read = core.database.sqlAs({ role: "tenant", userId: null, communityId }, async (sql) => {
    const layers = await publicLayers(sql, portalId, wanted);
    const shapes: PreviewShape[] = [];
    for (const id of wanted) {
      const layer = layers.find((one) => one.id === id);
      if (!layer || shapes.length === MAX_LAYERS) continue;
      const shape = shapeOf(layer.geometryType);
      const path = await outlines(sql, layer.tableName, shape, frame);
      if (path) shapes.unshift({ shape, path });
    }
    return shapes;
  });
  return read.catch((err: unknown) => {
    core.log.warn({ err, portalId }, "a saved map has no drawing");
    return [];
  });
}

function shapeOf(geometryType: string): PreviewShape["shape"] {
  if (/point/i.test(geometryType)) return "point";
  return /line/i.test(geometryType) ? "line" : "area";
}

/** The part of the world in the drawing: its north-west corner in Web Mercator metres, and metres per unit. */
function frameOf({ lon, lat, zoom }: SavedState["view"]): { west: number; north: number; metresPerUnit: number } {
  const metresPerUnit = (WORLD_M / (TILE_PX * 2 ** zoom)) * (SHOWN_PX / MAP_PREVIEW.width);
  const x = (lon / 360) * WORLD_M;
  const y = (Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI)) * WORLD_M;
  return { west: x - (MAP_PREVIEW.width / 2) * metresPerUnit, north: y + (MAP_PREVIEW.height / 2) * metresPerUnit, metresPerUnit };
}
