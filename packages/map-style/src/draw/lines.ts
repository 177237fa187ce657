import { mix } from "../colour.ts";
import type { Appearance } from "../layer-style.ts";
import { dashes } from "./areas.ts";
import { byClass, drawnFilter } from "./by-class.ts";
import {
  type Colour,
  type Drawing,
  filtered,
  type Layers,
  LINES,
  type Size,
  styleLayerPrefix,
  type Varying,
  widthByZoom,
} from "./drawing.ts";
import { sizeExpression } from "./sizes.ts";

/** Lines, over a casing if the style has one. */
export function lineLayers(drawing: Drawing): Layers {
  const { layer, style, base, options } = drawing;
  const { palette, opacity } = options;
  const prefix = styleLayerPrefix(layer.id);
  const filter = filtered(LINES, drawnFilter(style));
  const layout = { "line-join": "round", "line-cap": "round" } as const;
  const colourOf = (look: Appearance) => look.colour ?? palette.accent;
  const lineOpacity = byClass(style, (look) => (look.opacity ?? 0.9) * opacity) as Size;
  // A legend shows sizes as they are, so that they do not change with the zoom.
  const width: Varying<number> =
    style.kind === "proportional" ? sizeExpression(style, "line") : byClass(style, ({ widthPx }) => widthPx ?? 2);
  const onMap = (value: Varying<number>) => (style.kind === "proportional" ? value : widthByZoom(value));
  const casingPx = style.appearance?.outlinePx ?? 0;
  const sorted = style.kind === "proportional" ? { ...layout, "line-sort-key": ["get", style.column] as ["get", string] } : layout;
  const casing: Layers =
    casingPx === 0
      ? []
      : [
          {
            ...base,
            id: `${prefix}casing`,
            type: "line",
            filter,
            layout: sorted,
            paint: {
              "line-color": byClass(style, (look) => look.outline ?? mix(colourOf(look), palette.label, 0.5)) as Colour,
              "line-width": onMap(typeof width === "number" ? width + casingPx * 2 : ["+", width, casingPx * 2]),
              "line-opacity": lineOpacity,
            },
          },
        ];
  const dashed = dashes(drawing);
  return [
    ...casing,
    {
      ...base,
      id: `${prefix}line`,
      type: "line",
      filter,
      // Round ends would fill the gaps of dashes.
      layout: "line-dasharray" in dashed ? { ...sorted, "line-cap": "butt" } : sorted,
      paint: {
        "line-color": byClass(style, colourOf) as Colour,
        "line-width": onMap(width),
        "line-opacity": lineOpacity,
        ...dashed,
      },
    },
  ];
}
