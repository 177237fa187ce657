import type { ExpressionSpecification } from "@maplibre/maplibre-gl-style-spec";
import { isDark } from "../colour.ts";
import { iconImageName, iconScale, MAX_HALO_SHARE } from "../icons/icon-image.ts";
import { isShape } from "../icons/shapes.ts";
import type { Appearance } from "../layer-style.ts";
import { byClass, classLooks, drawnFilter } from "./by-class.ts";
import { type Colour, type Drawing, filtered, type Layers, POINTS, type Size, styleLayerPrefix, times, type Varying } from "./drawing.ts";
import { sizeExpression } from "./sizes.ts";

/** Points are smaller at low zooms: zoom, share of their radius, width of their outline. */
const GROWTH = [
  { zoom: 8, share: 0.3, outlinePx: 0.5 },
  { zoom: 11, share: 0.5, outlinePx: 1 },
  { zoom: 14, share: 1, outlinePx: 1.5 },
  { zoom: 18, share: 1.5, outlinePx: 1.5 },
] as const;

/** Share of a disc that the pictogram on it takes. */
const PICTOGRAM_SHARE = 0.62;

/** Colour of a pictogram on its disc. */
export function pictogramColour(disc: string): string {
  return isDark(disc) ? "#ffffff" : "#1d242b";
}

/** Circles, or icons when the style has one. */
export function pointLayers(drawing: Drawing, ...conditions: readonly Varying<boolean>[]): Layers {
  const hasIcons = classLooks(drawing.style).some(({ icon }) => icon !== undefined);
  return hasIcons ? symbols(drawing, conditions) : [circles(drawing, conditions)];
}

function radiusOf(drawing: Drawing): Varying<number> {
  const { style } = drawing;
  return style.kind === "proportional" ? sizeExpression(style, "point") : byClass(style, ({ radiusPx }) => radiusPx ?? 5);
}

/** Sizes of a scale are drawn as its legend shows them, at every zoom. */
function growing(drawing: Drawing, value: (share: number) => Varying<number>): Size {
  if (drawing.style.kind === "proportional") return value(1);
  const stops = GROWTH.flatMap(({ zoom, share }) => [zoom, value(share)]);
  return ["interpolate", ["linear"], ["zoom"], ...stops] as unknown[] as ExpressionSpecification;
}

function outlineWidth({ style }: Drawing): Size {
  const width = style.appearance?.outlinePx ?? 1.5;
  return width === 0 ? 0 : ["interpolate", ["linear"], ["zoom"], 8, width / 3, 14, width];
}

function circles(drawing: Drawing, conditions: readonly Varying<boolean>[]): Layers[number] {
  const { layer, style, base, options } = drawing;
  const { palette, opacity } = options;
  const radius = radiusOf(drawing);
  return {
    ...base,
    id: `${styleLayerPrefix(layer.id)}circle`,
    type: "circle",
    filter: filtered(POINTS, drawnFilter(style), ...conditions),
    // Small circles are drawn over large ones.
    ...(style.kind === "proportional" && { layout: { "circle-sort-key": ["-", ["get", style.column]] } }),
    paint: {
      "circle-color": byClass(style, ({ colour }) => colour ?? palette.accent) as Colour,
      "circle-radius": growing(drawing, (share) => times(radius, share)),
      "circle-opacity": byClass(style, (look) => (look.opacity ?? 0.95) * opacity) as Size,
      "circle-stroke-color": byClass(style, ({ outline }) => outline ?? palette.labelHalo) as Colour,
      "circle-stroke-width": outlineWidth(drawing),
      "circle-stroke-opacity": opacity,
    },
  };
}

/** A shape, or a disc with a pictogram on it. Points never hide each other's icons: that would hide data. */
function symbols(drawing: Drawing, conditions: readonly Varying<boolean>[]): Layers {
  const { layer, style, base, options } = drawing;
  const { palette, opacity } = options;
  const radius = radiusOf(drawing);
  const filter = filtered(POINTS, drawnFilter(style), ...conditions);
  const colourOf = (look: Appearance) => look.colour ?? palette.accent;
  const pictogramOf = ({ icon }: Appearance) => (icon !== undefined && !isShape(icon) ? icon : undefined);
  const shapeOf = ({ icon = "circle" }: Appearance) => (isShape(icon) ? icon : "circle");
  const isDrawn = { "icon-allow-overlap": true, "icon-ignore-placement": true } as const;
  const order = style.kind === "proportional" ? { "symbol-sort-key": ["-", ["get", style.column]] as ["-", ["get", string]] } : {};
  const opaque = byClass(style, (look) => (look.opacity ?? 0.95) * opacity) as Size;
  const outlinePx = style.appearance?.outlinePx ?? 1.5;
  const halo = (share: number, width: number) =>
    typeof radius === "number"
      ? Math.min(width, radius * share * MAX_HALO_SHARE)
      : (["min", width, times(radius, share * MAX_HALO_SHARE)] as ExpressionSpecification);
  const haloWidth: Size =
    style.kind === "proportional"
      ? halo(1, outlinePx)
      : ([
          "interpolate",
          ["linear"],
          ["zoom"],
          ...GROWTH.flatMap(({ zoom, share, outlinePx: width }) => [zoom, halo(share, (width / 1.5) * outlinePx)]),
        ] as unknown[] as ExpressionSpecification);
  const shapes: Layers[number] = {
    ...base,
    id: `${styleLayerPrefix(layer.id)}icon`,
    type: "symbol",
    filter,
    layout: {
      ...isDrawn,
      ...order,
      "icon-image": byClass(style, (look) => iconImageName(shapeOf(look))) as Colour,
      "icon-size": growing(drawing, (share) => times(radius, share * 2 * iconScale("circle"))),
    },
    paint: {
      "icon-color": byClass(style, colourOf) as Colour,
      "icon-opacity": opaque,
      "icon-halo-color": byClass(style, ({ outline }) => outline ?? palette.labelHalo) as Colour,
      "icon-halo-width": haloWidth,
    },
  };
  const first = classLooks(style)
    .map(pictogramOf)
    .find((icon) => icon !== undefined);
  if (first === undefined) return [shapes];
  return [
    shapes,
    {
      ...base,
      id: `${styleLayerPrefix(layer.id)}pictogram`,
      type: "symbol",
      filter: filtered(
        POINTS,
        drawnFilter(style),
        ...conditions,
        byClass(style, (look) => pictogramOf(look) !== undefined),
      ),
      layout: {
        ...isDrawn,
        ...order,
        "icon-image": byClass(style, (look) => iconImageName(pictogramOf(look) ?? first)) as Colour,
        "icon-size": growing(drawing, (share) => times(radius, share * 2 * PICTOGRAM_SHARE * iconScale(first))),
      },
      paint: { "icon-color": byClass(style, (look) => pictogramColour(colourOf(look))) as Colour, "icon-opacity": opacity },
    },
  ];
}
