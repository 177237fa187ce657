import type { LayerSpecification } from "@maplibre/maplibre-gl-style-spec";
import { CONFIDENCE_COLUMN } from "./confidence.ts";
import { areaLayers } from "./draw/areas.ts";
import type { Base, Drawing, DrawOptions, Layers } from "./draw/drawing.ts";
import { clusterLayers, heatLayers } from "./draw/gathered.ts";
import { labelLayers } from "./draw/labels.ts";
import { lineLayers } from "./draw/lines.ts";
import { pointLayers } from "./draw/points.ts";
import type { StatedStyle, StyledLayer } from "./layer-style.ts";

/** MapLibre layers of one data layer, bottom first. */
export function layerToStyle(layer: StyledLayer, style: StatedStyle, options: DrawOptions): LayerSpecification[] {
  const base = baseOf(layer, style, options);
  if (base.maxzoom !== undefined && base.maxzoom <= (base.minzoom ?? 0)) return [];
  return trusted(layersOf({ layer, style, base, options }), options.confidenceAtLeast ?? 0);
}

function baseOf(layer: StyledLayer, style: StatedStyle, { source, minZoom }: DrawOptions): Base {
  const minzoom = minZoom === undefined && style.minZoom === undefined ? undefined : Math.max(minZoom ?? 0, style.minZoom ?? 0);
  return {
    source,
    "source-layer": layer.name,
    ...(minzoom !== undefined && { minzoom }),
    ...(style.maxZoom !== undefined && style.maxZoom < 24 && { maxzoom: style.maxZoom }),
  };
}

function layersOf(drawing: Drawing): Layers {
  const { layer, style } = drawing;
  if (style.kind === "heat") return heatLayers(drawing, style);
  if (style.kind === "clusters") return clusterLayers(drawing, style);
  const has = (kind: StyledLayer["geometry"]) => layer.geometry === kind || layer.geometry === "mixed";
  return [
    ...(has("polygon") ? areaLayers(drawing) : []),
    ...(has("line") ? lineLayers(drawing) : []),
    ...(has("point") ? pointLayers(drawing) : []),
    ...labelLayers(drawing),
  ];
}

function trusted(layers: LayerSpecification[], atLeast: number): LayerSpecification[] {
  if (atLeast === 0) return layers;
  const enough = [">=", ["coalesce", ["get", CONFIDENCE_COLUMN], 100], atLeast];
  return layers.map((layer) => {
    const filter = "filter" in layer && layer.filter ? ["all", layer.filter, enough] : enough;
    return { ...layer, filter } as LayerSpecification;
  });
}
