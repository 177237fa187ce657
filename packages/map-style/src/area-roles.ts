import type { ExpressionSpecification, LayerSpecification } from "@maplibre/maplibre-gl-style-spec";
import { isDark, mix } from "./colour.ts";
import { areaOpacity } from "./draw/areas.ts";
import { classLooks } from "./draw/by-class.ts";
import type { Appearance, LayerPalette, StatedStyle, StyledLayer } from "./layer-style.ts";
import type { LegendItem } from "./legend.ts";
import { overlayImageName } from "./overlay-patterns.ts";
import type { Pattern } from "./patterns.ts";

/**
 * How an area layer is drawn among the others, so that no two colours mix:
 * `cover` opaque paint, composed with the ground; the upper cover hides the lower one;
 * `hatch` lines in the colour of the class, over the covers;
 * `perimeter` an edge with a narrow tint inside, for areas that only say "within";
 * `outline` no paint at all;
 * `glaze` translucent paint, over photographs.
 */
export type AreaRole = "cover" | "hatch" | "perimeter" | "outline" | "glaze";

/** Columns of standards whose areas always apply in addition to a zone (prescriptions and information of a plan). */
const OVERLAY_COLUMNS = ["typepsc", "typeinf"];
/** Columns of standards whose areas cover a whole territory: they are the paint below all others. */
const BASE_COLUMNS = ["typezone"];
/** A style of a lower opacity only has a line. */
const FAINTEST = 0.1;
/** At most this opaque: a perimeter. */
const FAINT = 0.3;
/** A single colour at least this opaque is a thing of its own, such as a building. */
const SOLID = 0.5;

export interface RoledLayer {
  readonly layer: Pick<StyledLayer, "id" | "geometry" | "fields"> & { readonly bbox?: Box | null };
  readonly style: StatedStyle;
}
type Box = readonly [number, number, number, number];

/**
 * The role of each area layer that is drawn, by its id.
 * @param drawn top first
 * @param isOverPictures photographs are the ground: nothing can be composed with them
 */
export function areaRoles(drawn: readonly RoledLayer[], isOverPictures = false): ReadonlyMap<string, AreaRole> {
  const areas = drawn.filter(({ layer }) => layer.geometry === "polygon" || layer.geometry === "mixed");
  const isPainted = ({ style }: RoledLayer) => opacityOf(style) >= FAINTEST;
  const covers = areas.filter((one) => isPainted(one) && !usesColumn(one, OVERLAY_COLUMNS));
  const base = covers.findLast((one) => usesColumn(one, BASE_COLUMNS)) ?? covers.at(-1);
  const roleOf = (one: RoledLayer): AreaRole => {
    if (!isPainted(one)) return "outline";
    const isSolid = one.style.kind === "simple" && opacityOf(one.style) >= SOLID;
    const isAlone = !base || one === base || !doMeet(one.layer.bbox, base.layer.bbox);
    if (!usesColumn(one, OVERLAY_COLUMNS) && (isAlone || isSolid)) return isOverPictures ? "glaze" : "cover";
    return opacityOf(one.style) <= FAINT ? "perimeter" : "hatch";
  };
  return new Map(areas.map((one) => [one.layer.id, roleOf(one)]));
}

const opacityOf = (style: StatedStyle) => style.appearance?.opacity ?? 0.5;

function usesColumn({ layer, style }: RoledLayer, names: readonly string[]): boolean {
  if (!("column" in style)) return false;
  const field = layer.fields.find(({ column }) => column === style.column);
  return field !== undefined && names.includes(field.name.toLowerCase());
}

/** Layers without a known extent may meet any other. */
function doMeet(a: Box | null | undefined, b: Box | null | undefined): boolean {
  return !a || !b || (a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3]);
}

interface Paint {
  readonly style: StatedStyle;
  readonly palette: LayerPalette;
  /** Of the whole layer, 0…1. */
  readonly opacity: number;
}

/** The colour of a class as the map shows it on the ground, and as the legend shows it. */
export function paintedColour(colour: string, { style, palette, opacity }: Paint): string {
  return mix(groundOf(palette), colour, areaOpacity(lookWith(style, colour), palette) * opacity);
}

/** The ground below the areas. */
const groundOf = ({ ground, labelHalo }: LayerPalette) => ground ?? labelHalo;

/** Redraws the areas of a layer in its role; lines, points and labels stay as they are. */
export function drawInRole(layers: readonly LayerSpecification[], role: AreaRole, paint: Paint): LayerSpecification[] {
  if (role === "glaze") return [...layers];
  return layers.flatMap((layer): LayerSpecification[] => {
    if (layer.type !== "fill") return [layer];
    const isPattern = layer.paint?.["fill-pattern"] !== undefined;
    if (role === "cover") return [isPattern ? layer : covering(layer, paint)];
    // Without paint an area can still be clicked.
    if (isPattern) return [];
    const bare: LayerSpecification = { ...layer, paint: { ...layer.paint, "fill-opacity": 0 } };
    if (role === "hatch") return [bare, hatched(layer, paint)];
    return role === "perimeter" ? [bare, tinted(layer, paint)] : [bare];
  });
}

type Fill = Extract<LayerSpecification, { type: "fill" }>;
type Colour = Exclude<NonNullable<Fill["paint"]>["fill-color"], undefined>;

/** The paint is composed with the ground at full opacity: whatever is below, the colour is that of the legend. */
function covering(layer: Fill, paint: Paint): LayerSpecification {
  const colour = mapOutputs(layer.paint?.["fill-color"], (given) => paintedColour(given, { ...paint, opacity: 1 }));
  // The opacity of the layer as a whole: areas of the layer that overlap do not mix.
  const { "fill-opacity": _each, ...given } = layer.paint ?? {};
  return {
    ...layer,
    paint: { ...given, "fill-color": colour as Colour, ...(paint.opacity < 1 && { "fill-layer-opacity": paint.opacity }) },
  };
}

function hatched({ paint: _paint, id, ...layer }: Fill, { style, palette, opacity }: Paint): LayerSpecification {
  const image = mapOutputs(_paint?.["fill-color"], (given) =>
    overlayImageName(patternOf(style, given), inkOf(given, palette), palette.labelHalo),
  );
  return {
    ...layer,
    id: id.replace(/fill$/, "hatch"),
    paint: { "fill-pattern": image as ExpressionSpecification, "fill-opacity": opacity, "fill-antialias": false },
  };
}

/** A band along the inside of the edge. */
function tinted({ paint, id, ...layer }: Fill, { opacity }: Paint): LayerSpecification {
  return {
    ...layer,
    id: id.replace(/fill$/, "edge"),
    type: "line",
    layout: { "line-join": "round" },
    paint: {
      "line-color": paint?.["fill-color"] ?? "#888888",
      "line-width": BAND_PX,
      "line-offset": BAND_PX / 2,
      "line-opacity": BAND_OPACITY * opacity,
    },
  };
}

const BAND_PX = 5;
const BAND_OPACITY = 0.4;

/** Lines on a dark ground are lighter, so that each class is seen. */
const inkOf = (colour: string, palette: LayerPalette) => (isDark(palette.labelHalo) ? mix(colour, "#ffffff", 0.2) : colour);

/** The pattern of the class of a colour. Each class needs one when only its lines are drawn. */
function patternOf(style: StatedStyle, colour: string): Pattern {
  return lookWith(style, colour).pattern ?? "hatch-back";
}

/** The appearance of the class that has a colour. */
function lookWith(style: StatedStyle, colour: string): Appearance {
  return classLooks(style).find((look) => look.colour === colour) ?? style.appearance ?? {};
}

/** The legend of a layer in its role, with the colours that the map shows. */
export function legendInRole(items: readonly LegendItem[], role: AreaRole | undefined, paint: Paint): LegendItem[] {
  return items.map((item) => {
    const drawn = { ...item, drawnColour: item.colour };
    if (item.shape !== "area" || !role || role === "glaze") return { ...drawn, opacity: item.opacity * paint.opacity };
    if (role === "cover") {
      const drawnColour = paintedColour(item.colour, { ...paint, opacity: 1 });
      return { ...item, role, drawnColour, colour: paintedColour(item.colour, paint), opacity: 1 };
    }
    const pattern = role === "hatch" ? patternOf(paint.style, item.colour) : undefined;
    return { ...drawn, role, colour: inkOf(item.colour, paint.palette), pattern };
  });
}

/** Whether a legend shows only the lines of an area: the map shows the colours below between them. */
export const isOverlay = ({ role }: LegendItem): boolean => role === "hatch" || role === "perimeter" || role === "outline";

/** Which arguments of an expression are its results. */
const RESULTS: Readonly<Record<string, (index: number, last: number) => boolean>> = {
  match: (index, last) => index === last || (index >= 3 && index % 2 === 1),
  case: (index, last) => index === last || (index >= 2 && index % 2 === 0),
  step: (index) => index >= 2 && index % 2 === 0,
  interpolate: (index) => index >= 4 && index % 2 === 0,
  coalesce: (index) => index >= 1,
};

/** Changes the colours that an expression results in, and nothing else of it. */
export function mapOutputs(value: unknown, change: (colour: string) => string): unknown {
  if (typeof value === "string") return /^#[0-9a-f]{6}$/i.test(value) ? change(value) : value;
  if (!Array.isArray(value)) return value;
  const isResult = RESULTS[String(value[0])];
  if (!isResult) return value;
  return value.map((part: unknown, index) => (index > 0 && isResult(index, value.length - 1) ? mapOutputs(part, change) : part));
}
