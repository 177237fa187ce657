import type { ExpressionSpecification, SymbolLayerSpecification } from "@maplibre/maplibre-gl-style-spec";
import type { StyleLabel } from "../layer-style.ts";
import { templateParts } from "../style-columns.ts";
import { drawnFilter } from "./by-class.ts";
import { type Drawing, filtered, type Layers, styleLayerPrefix, type Varying } from "./drawing.ts";

/** Marks areas not to name in a tile: islets of a named area, and areas named in a neighbouring tile (`packages/geo`, `mvt/encode-tile.ts`). */
const UNNAMED = "archipel:unnamed";

const SIZE_PX = 12;
const HALO_PX = 1.6;

/** Texts of features. */
export function labelLayers({ layer, style, base, options }: Drawing, ...conditions: readonly Varying<boolean>[]): Layers {
  const { label } = style;
  if (!label) return [];
  const { palette, opacity, font } = options;
  const size = label.sizePx ?? SIZE_PX;
  const minzoom = Math.max(label.minZoom ?? 12, base.minzoom ?? 0);
  const maxzoom = Math.min(label.maxZoom ?? 24, base.maxzoom ?? 24);
  if (minzoom >= maxzoom) return [];
  return [
    {
      ...base,
      id: `${styleLayerPrefix(layer.id)}label`,
      type: "symbol",
      filter: filtered(["!", ["has", UNNAMED]], drawnFilter(style), ...conditions),
      minzoom,
      ...(maxzoom < 24 && { maxzoom }),
      layout: {
        "text-field": textOf(label),
        "text-font": [font],
        "text-size": size,
        "text-max-width": 8,
        ...placement(layer.geometry, style.appearance?.radiusPx, size),
        // Texts with the lowest key are placed first.
        ...(label.priorityColumn && {
          "symbol-sort-key": ["-", ["to-number", ["get", label.priorityColumn], 0]] as ExpressionSpecification,
        }),
      },
      paint: {
        "text-color": label.colour ?? palette.label,
        "text-halo-color": label.haloColour ?? palette.labelHalo,
        "text-halo-width": label.haloPx ?? HALO_PX,
        "text-opacity": opacity,
      },
    },
  ];
}

function placement(geometry: string, radiusPx: number | undefined, sizePx: number): NonNullable<SymbolLayerSpecification["layout"]> {
  if (geometry === "line") return { "symbol-placement": "line" };
  if (geometry !== "point") return {};
  // Below the point, in sizes of the text.
  const away = radiusPx === undefined ? 0.8 : Math.max(0.6, Math.round(((radiusPx + 4.6) / sizePx) * 100) / 100);
  return { "text-anchor": "top", "text-offset": [0, away] };
}

function textOf(label: StyleLabel): ExpressionSpecification {
  const value = (column: string): ExpressionSpecification => ["to-string", ["get", column]];
  if (label.template === undefined) return value(label.column);
  const parts = templateParts(label.template).map((part) => ("column" in part ? value(part.column) : part.text));
  return parts.length === 0 ? value(label.column) : (["concat", ...parts] as ExpressionSpecification);
}
