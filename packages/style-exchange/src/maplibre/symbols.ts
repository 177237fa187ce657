import { ICONS, type Icon, SHAPES } from "@archipel/map-style/icons/names.ts";
import { PATTERNS } from "@archipel/map-style/patterns.ts";
import { type Paint, paintOfChannels } from "../model/colour.ts";
import type { Geometry, Stroke, SymbolLayer } from "../model/look.ts";
import { pictogramOf, pictureName } from "../model/marks.ts";
import type { Notes, Place } from "../model/notes.ts";
import { type Sample, valueAt } from "./expressions.ts";
import { recordOf, type StyleLayer } from "./json.ts";

/** Pixels that an icon of a sprite has at size 1, when nothing says more. */
const SPRITE_RADIUS_PX = 10;
/** Our icons are 24 pixels at size 1. */
const OWN_RADIUS_PX = 12;

/** What a layer draws of a feature, bottom first. */
export function drawnBy(layer: StyleLayer, sample: Sample, geometry: Geometry, notes: Notes, place: Place): SymbolLayer[] {
  const read = new Values(layer, sample);
  if (layer.type === "fill") return geometry === "polygon" ? fill(read, notes, place) : [];
  if (layer.type === "line") return geometry === "point" ? [] : [{ kind: "stroke", stroke: line(read) }];
  if (geometry !== "point") return [];
  if (layer.type === "circle") return [circle(read)];
  return layer.layout["icon-image"] === undefined ? [] : icon(read, notes, place);
}

class Values {
  readonly #layer: StyleLayer;
  readonly #sample: Sample;
  constructor(layer: StyleLayer, sample: Sample) {
    this.#layer = layer;
    this.#sample = sample;
  }

  number(name: string, fallback: number, kind: "paint" | "layout" = "paint"): number {
    const value = valueAt(this.#layer, kind, name, this.#sample);
    return typeof value === "number" && Number.isFinite(value) ? value : fallback;
  }

  numbers(name: string): number[] | undefined {
    const value = valueAt(this.#layer, "paint", name, this.#sample);
    const list = Array.isArray(value) ? value : Array.isArray(recordOf(value)?.from) ? (recordOf(value)?.from as unknown[]) : undefined;
    return list?.filter((one) => typeof one === "number");
  }

  paint(name: string): Paint | undefined {
    const value = recordOf(valueAt(this.#layer, "paint", name, this.#sample));
    const [r, g, b, a] = [value?.r, value?.g, value?.b, value?.a];
    if (typeof r !== "number" || typeof g !== "number" || typeof b !== "number" || typeof a !== "number") return undefined;
    return paintOfChannels(r, g, b, a);
  }

  image(name: string, kind: "paint" | "layout"): string | undefined {
    const value = valueAt(this.#layer, kind, name, this.#sample);
    if (typeof value === "string") return value;
    const named = recordOf(value)?.name ?? recordOf(recordOf(value)?.to)?.name ?? recordOf(value)?.to;
    return typeof named === "string" ? named : undefined;
  }
}

const BLACK: Paint = { colour: "#000000", opacity: 1 };

function fill(read: Values, notes: Notes, place: Place): SymbolLayer[] {
  const { colour, opacity } = read.paint("fill-color") ?? BLACK;
  const whole = read.number("fill-opacity", 1);
  const image = read.image("fill-pattern", "paint");
  const border = read.paint("fill-outline-color");
  const stroke: Stroke | undefined = border && { ...border, widthPx: 1 };
  if (image === undefined) return [{ kind: "fill", colour, opacity: opacity * whole, stroke }];
  const [prefix, name, ink] = image.split("/");
  const pattern = prefix === "pattern" ? PATTERNS.find((one) => one === name) : undefined;
  if (pattern) return [{ kind: "pattern", pattern, colour: `#${ink ?? "000000"}`, opacity: whole }];
  notes.add("picture-left", place, { name: pictureName(image) });
  return [{ kind: "fill", colour: colour === "#000000" ? "#808080" : colour, opacity: whole, stroke }];
}

function line(read: Values): Stroke {
  const { colour, opacity } = read.paint("line-color") ?? BLACK;
  const widthPx = read.number("line-width", 1);
  const dash = read.numbers("line-dasharray");
  // An array without a gap is a solid line.
  const isDashed = dash?.some((one, index) => index % 2 === 1 && one > 0);
  return {
    colour,
    opacity: opacity * read.number("line-opacity", 1),
    widthPx,
    dashPx: isDashed ? dash?.map((one) => one * widthPx) : undefined,
  };
}

function circle(read: Values): SymbolLayer {
  const { colour, opacity } = read.paint("circle-color") ?? BLACK;
  const border = read.paint("circle-stroke-color") ?? BLACK;
  return {
    kind: "mark",
    icon: "circle",
    colour,
    opacity: opacity * read.number("circle-opacity", 1),
    radiusPx: read.number("circle-radius", 5),
    stroke: {
      colour: border.colour,
      opacity: border.opacity * read.number("circle-stroke-opacity", 1),
      widthPx: read.number("circle-stroke-width", 0),
    },
  };
}

function icon(read: Values, notes: Notes, place: Place): SymbolLayer[] {
  const image = read.image("icon-image", "layout");
  if (!image) return [];
  const own = ownIcon(image);
  const found = own ?? pictogramOf(image);
  if (!own) notes.add(found ? "svg-icon" : "svg-shape", place, { name: pictureName(image), icon: found ?? "circle" });
  const size = read.number("icon-size", 1, "layout");
  const { colour, opacity } = read.paint("icon-color") ?? { colour: own ? "#000000" : "#808080", opacity: 1 };
  const halo = read.paint("icon-halo-color");
  const widthPx = read.number("icon-halo-width", 0);
  return [
    {
      kind: "mark",
      icon: found ?? "circle",
      colour,
      opacity: opacity * read.number("icon-opacity", 1),
      radiusPx: size * (own ? OWN_RADIUS_PX : SPRITE_RADIUS_PX),
      stroke: halo && widthPx > 0 ? { ...halo, widthPx } : undefined,
    },
  ];
}

/** Pixels of the radius of a layer's icons at size 1. */
export function iconRadius({ layout }: StyleLayer): number {
  return JSON.stringify(layout["icon-image"] ?? "").includes('"icon/') ? OWN_RADIUS_PX : SPRITE_RADIUS_PX;
}

/** The icon of a name that we gave. */
function ownIcon(image: string): Icon | undefined {
  return image.startsWith("icon/") ? ICONS.find((one) => `icon/${one}` === image) : undefined;
}

/** A pictogram above its disc is one mark of ours: the disc's colour and size with the pictogram. */
export function onDiscs(layers: readonly SymbolLayer[]): SymbolLayer[] {
  const marks = layers.filter((layer) => layer.kind === "mark");
  const [disc, pictogram] = marks;
  const isPair = marks.length === 2 && disc?.icon === "circle" && pictogram && !(SHAPES as readonly string[]).includes(pictogram.icon);
  return isPair ? [{ ...disc, icon: pictogram.icon }] : [...layers];
}
