import type { LineLayerSpecification } from "@maplibre/maplibre-gl-style-spec";
import { isDark, mix } from "../colour.ts";
import type { Appearance, LayerPalette } from "../layer-style.ts";
import { patternImageName } from "../patterns.ts";
import { byClass, classLooks, drawnFilter, listByClass } from "./by-class.ts";
import { AREAS, type Colour, type Drawing, filtered, type Layers, type Size, styleLayerPrefix, widthByZoom } from "./drawing.ts";

/** Opacity of an area's colour; lower on a dark map, where bright colours glare. */
export function areaOpacity(appearance: Appearance, palette: LayerPalette): number {
  return (appearance.opacity ?? 0.5) * (isDark(palette.labelHalo) ? 0.62 : 1);
}

/** A line without dashes, where other classes have some. */
const SOLID = [1, 0] as const;

/** Dashes of lines, or nothing when no class has dashes. */
export function dashes(drawing: Drawing): Pick<NonNullable<LineLayerSpecification["paint"]>, "line-dasharray"> {
  if (classLooks(drawing.style).every(({ dash }) => dash === undefined)) return {};
  return { "line-dasharray": listByClass(drawing.style, ({ dash }) => dash ?? SOLID) as number[] };
}

/** Fill, pattern and outline. */
export function areaLayers(drawing: Drawing): Layers {
  const { layer, style, base, options } = drawing;
  const { palette, opacity } = options;
  const prefix = styleLayerPrefix(layer.id);
  const isDrawn = drawnFilter(style);
  const colourOf = (look: Appearance) => look.colour ?? palette.accent;
  const patterned = classLooks(style).find(({ pattern }) => pattern !== undefined);
  const imageOf = (look: Appearance) =>
    patternImageName(look.pattern ?? patterned?.pattern ?? "hatch", mix(colourOf(look), palette.label, 0.4));
  return [
    {
      ...base,
      id: `${prefix}fill`,
      type: "fill",
      filter: filtered(AREAS, isDrawn),
      paint: {
        "fill-color": byClass(style, colourOf) as Colour,
        "fill-opacity": byClass(style, (look) => areaOpacity(look, palette) * opacity) as Size,
        "fill-antialias": false,
      },
    },
    ...(patterned
      ? [
          {
            ...base,
            id: `${prefix}pattern`,
            type: "fill" as const,
            filter: filtered(
              AREAS,
              isDrawn,
              byClass(style, ({ pattern }) => pattern !== undefined),
            ),
            paint: {
              "fill-pattern": byClass(style, imageOf) as Colour,
              "fill-opacity": byClass(style, (look) => Math.min(1, areaOpacity(look, palette) * 1.4) * opacity) as Size,
              // The outline covers its edge.
              "fill-antialias": false,
            },
          },
        ]
      : []),
    {
      ...base,
      id: `${prefix}outline`,
      type: "line",
      filter: filtered(AREAS, isDrawn),
      layout: { "line-join": "round" },
      paint: {
        "line-color": byClass(style, (look) => look.outline ?? colourOf(look)) as Colour,
        "line-width": widthByZoom(byClass(style, ({ widthPx }) => widthPx ?? 1)),
        "line-opacity": ["interpolate", ["linear"], ["zoom"], 9, 0.35 * opacity, 13, 0.9 * opacity],
        ...dashes(drawing),
      },
    },
  ];
}
