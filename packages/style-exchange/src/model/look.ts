import type { Appearance } from "@archipel/map-style/layer-style.ts";
import type { Pattern } from "@archipel/map-style/patterns.ts";
import { hundredths, limited, tenths } from "./measures.ts";
import type { Notes, Place } from "./notes.ts";

export type Geometry = "point" | "line" | "polygon";

/** A symbol of a file for one geometry, layer by layer, bottom first. Absent parts are not drawn. */
export interface Stroke {
  readonly colour: string;
  readonly opacity: number;
  readonly widthPx: number;
  /** In pixels, beginning with a dash. */
  readonly dashPx?: readonly number[] | undefined;
}
export type SymbolLayer =
  | { readonly kind: "fill"; readonly colour: string; readonly opacity: number; readonly stroke?: Stroke | undefined }
  | {
      readonly kind: "pattern";
      readonly pattern: Pattern;
      readonly colour: string;
      readonly opacity: number;
      readonly stroke?: Stroke | undefined;
    }
  | { readonly kind: "stroke"; readonly stroke: Stroke }
  | {
      readonly kind: "mark";
      readonly icon: NonNullable<Appearance["icon"]>;
      readonly colour: string;
      readonly opacity: number;
      readonly radiusPx: number;
      readonly stroke?: Stroke | undefined;
    };

const WIDTHS = [0, 20] as const;
const RADII = [0, 40] as const;
const DASHES = [0, 50] as const;
const OUTLINES = [0, 10] as const;

/** Opacity of the colour under a hatch that has no ground of its own: our patterns are drawn over a colour. */
const UNDER_HATCH = 0.3;

/** The layers of a symbol as one appearance of ours. Null when none of them is drawn on this geometry. */
export function lookOf(layers: readonly SymbolLayer[], geometry: Geometry, notes: Notes, place: Place): Appearance | null {
  if (geometry === "point") return markLook(layers, notes, place);
  return geometry === "line" ? lineLook(layers, notes, place) : areaLook(layers, notes, place);
}

function areaLook(layers: readonly SymbolLayer[], notes: Notes, place: Place): Appearance | null {
  const fills = layers.filter((layer) => layer.kind === "fill");
  const patterns = layers.filter((layer) => layer.kind === "pattern");
  const strokes = layers.flatMap((layer) => ("stroke" in layer && layer.stroke ? [layer.stroke] : [])).filter(isSeen);
  const seen = fills.filter(({ opacity }) => opacity > 0);
  const [first] = patterns;
  // Two hatches across each other.
  const isCross =
    patterns.length === 2 &&
    patterns.some((one) => one.pattern === "hatch-back") &&
    patterns.some((one) => one.pattern.startsWith("hatch") && one.pattern !== "hatch-back");
  const pattern = first && (isCross ? { ...first, pattern: "cross" as const } : first);
  if (seen.length > 1 || (patterns.length > 1 && !isCross) || strokes.length > 1)
    notes.add("symbol-layers", place, { count: layers.length });
  const fill = seen.at(-1);
  const stroke = strokes.at(-1);
  if (!fill && !pattern && !stroke) return null;
  const outline = stroke ? strokeLook(stroke, notes, place) : { widthPx: 0 };
  const { colour: outlineColour, opacity: _, ...line } = { colour: undefined, opacity: 1, ...outline };
  const colour = fill?.colour ?? pattern?.colour ?? stroke?.colour;
  return {
    ...(colour && { colour }),
    opacity: fill ? hundredths(fill.opacity) : pattern ? hundredths(UNDER_HATCH * pattern.opacity) : 0,
    ...(outlineColour && outlineColour !== colour && { outline: outlineColour }),
    ...line,
    ...(pattern && { pattern: pattern.pattern }),
  };
}

function lineLook(layers: readonly SymbolLayer[], notes: Notes, place: Place): Appearance | null {
  const strokes = layers.flatMap((layer) => ("stroke" in layer && layer.stroke ? [layer.stroke] : [])).filter(isSeen);
  const top = strokes.at(-1);
  if (!top) return null;
  const under = strokes.length === 2 ? strokes[0] : undefined;
  const isCased = under !== undefined && under.widthPx > top.widthPx;
  if (strokes.length > 1 && !isCased) notes.add("symbol-layers", place, { count: strokes.length });
  return {
    ...strokeLook(top, notes, place),
    ...(isCased && { outline: under.colour, outlinePx: limited(tenths((under.widthPx - top.widthPx) / 2), OUTLINES, notes, place) }),
  };
}

function markLook(layers: readonly SymbolLayer[], notes: Notes, place: Place): Appearance | null {
  const marks = layers.filter((layer) => layer.kind === "mark");
  if (marks.length > 1) notes.add("symbol-layers", place, { count: marks.length });
  // A pictogram above a disc is a pictogram of ours; otherwise the first layer is the largest.
  const mark = marks.find(({ icon }) => icon !== "circle") ?? marks[0];
  if (!mark) return null;
  return {
    colour: mark.colour,
    opacity: hundredths(mark.opacity),
    radiusPx: limited(tenths(mark.radiusPx), RADII, notes, place),
    ...(mark.icon !== "circle" && { icon: mark.icon }),
    ...(mark.stroke && isSeen(mark.stroke)
      ? { outline: mark.stroke.colour, outlinePx: limited(tenths(mark.stroke.widthPx), OUTLINES, notes, place) }
      : { outlinePx: 0 }),
  };
}

const isSeen = ({ opacity, widthPx }: Stroke) => opacity > 0 && widthPx > 0;

function strokeLook(stroke: Stroke, notes: Notes, place: Place): { colour: string; opacity: number; widthPx: number; dash?: number[] } {
  const widthPx = limited(tenths(stroke.widthPx), WIDTHS, notes, place);
  const { dashPx } = stroke;
  const dash =
    dashPx && dashPx.length >= 2 && widthPx > 0
      ? evenly(dashPx).map((one) => limited(tenths(one / widthPx), DASHES, notes, place))
      : undefined;
  const isDashed = dash?.some((gap, index) => index % 2 === 1 && gap > 0);
  return { colour: stroke.colour, opacity: hundredths(stroke.opacity), widthPx, ...(dash && isDashed && { dash }) };
}

/** At most eight dashes and gaps; an odd list is repeated, as in SVG. */
function evenly(dashes: readonly number[]): readonly number[] {
  return (dashes.length % 2 === 1 ? [...dashes, ...dashes] : dashes).slice(0, 8);
}
