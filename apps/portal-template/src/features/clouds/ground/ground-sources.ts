import type { Relief } from "@archipel/contracts/elevation.ts";
import type { PortalPictures } from "@archipel/contracts/portals.ts";
import { type Bbox, bboxAround, bboxesIntersect } from "@archipel/geo/bbox.ts";
import type { LayerSpecification, StyleSpecification } from "maplibre-gl";
import type { GroundKind } from "../cloud-address.ts";
import type { OpenedCloud } from "../opened-cloud.ts";

/** What a portal has to lay below a cloud, besides its map. */
export interface GroundSources {
  /** Heights of the ground, if there are some where the points are. */
  readonly relief: Relief | null;
  /** Datasets of aerial pictures where the points are, top first. */
  readonly pictures: readonly PortalPictures[];
  /** The pictures of an operator's own basemap: its raster layers alone. */
  readonly basemap: StyleSpecification | null;
}

export const NO_SOURCES: GroundSources = { relief: null, pictures: [], basemap: null };

interface Found {
  readonly relief: Relief | null;
  readonly pictures: readonly PortalPictures[];
  /** The style of an operator's own basemap. */
  readonly style: StyleSpecification | null;
}

/** What of a portal's heights and pictures lies where the tiles are. Previews of heights are pictures too, but no aerial ones. */
export function sourcesFor(tiles: OpenedCloud["tiles"], { relief, pictures, style }: Found): GroundSources {
  const corners = tiles.flatMap(({ footprint }) => footprint ?? []);
  if (corners.length === 0) return NO_SOURCES;
  const box = bboxAround(corners);
  const heights = new Set(relief?.layers.map(({ datasetId }) => datasetId));
  const isHere = (one: readonly [number, number, number, number]) => bboxesIntersect([...one] as Bbox, box);
  return {
    relief: relief?.layers.some(({ bbox }) => isHere(bbox)) ? relief : null,
    pictures: pictures.filter(({ datasetId, bbox }) => !heights.has(datasetId) && isHere(bbox)),
    basemap: style && rastersOf(style),
  };
}

/** The kinds of ground that can be shown. The map is everywhere. */
export function groundKinds({ relief, pictures, basemap }: GroundSources): GroundKind[] {
  return ["map", ...(relief ? (["terrain"] as const) : []), ...(pictures.length > 0 || basemap ? (["picture"] as const) : [])];
}

/** A style with its raster layers alone; null without any. */
export function rastersOf(style: StyleSpecification): StyleSpecification | null {
  const layers = style.layers.filter((layer): layer is LayerSpecification & { source: string } => layer.type === "raster");
  if (layers.length === 0) return null;
  const used = new Set(layers.map(({ source }) => source));
  return {
    version: 8,
    sources: Object.fromEntries(Object.entries(style.sources).filter(([id]) => used.has(id))),
    layers: layers.map((layer) => ({ ...layer, layout: { ...layer.layout, visibility: "visible" } }) as LayerSpecification),
  };
}
