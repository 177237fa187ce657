import { clampChroma, converter, formatHex, interpolate, parse } from "culori";
import type { Hex } from "./tokens.ts";

const toOklch = converter("oklch");
const BLACK: Hex = "#000000";
const WHITE: Hex = "#ffffff";

/** WCAG 2 contrast ratio of two colours, 1 to 21. */
export function contrastRatio(a: Hex, b: Hex): number {
  return ratioOf(luminance(a), luminance(b));
}

function ratioOf(one: number, two: number): number {
  return (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
}

/** The light of each value of a channel: a power takes longer than all else in a comparison. */
const LIGHT = Float64Array.from({ length: 256 }, (_, channel) => linear(channel / 255));

/** Relative luminance of WCAG 2. The guard compares thousands of colours, so nothing is allocated here. */
function luminance(colour: Hex): number {
  const value = Number.parseInt(colour.slice(1), 16);
  const [red = 0, green = 0, blue = 0] = [LIGHT[value >> 16], LIGHT[(value >> 8) & 255], LIGHT[value & 255]];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function linear(share: number): number {
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

/** `a` mixed with `b` in OKLab; `share` of b, 0 to 1. */
export function mix(a: Hex, b: Hex, share: number): Hex {
  return toHex(interpolate([a, b], "oklab")(share));
}

/** Whether light text would be more readable than dark text on it. */
export function isDark(colour: Hex): boolean {
  return contrastRatio(colour, WHITE) > contrastRatio(colour, BLACK);
}

/** The same hue at another OKLCH lightness (0 to 1), with chroma reduced to what sRGB can show. */
export function withLightness(colour: Hex, lightness: number): Hex {
  const source = toOklch(parse(colour));
  if (!source) return colour;
  return toHex(clampChroma({ ...source, l: lightness }, "oklch"));
}

/**
 * The colour nearest to `colour`, of the same hue, whose ratio reaches `minimum` on every background;
 * null when no lightness does (the backgrounds contradict each other).
 */
export function nearestReadable(colour: Hex, demands: readonly { background: Hex; minimum: number }[]): Hex | null {
  const backgrounds = demands.map(({ background, minimum }) => ({ luminance: luminance(background), minimum }));
  const passes = (own: number) => backgrounds.every((one) => ratioOf(own, one.luminance) >= one.minimum);
  if (passes(luminance(colour))) return colour;
  const tones = tonesOf(colour);
  for (let step = 1; step <= STEPS; step++) {
    for (const tone of [tones(-step), tones(step)]) if (tone && passes(tone.luminance)) return tone.colour;
  }
  return null;
}

interface Tone {
  readonly colour: Hex;
  readonly luminance: number;
}
/** A colour some steps lighter than it is, or darker; null beyond white and black. */
type Tones = (steps: number) => Tone | null;

/** Steps from black to white. */
const STEPS = 200;
/** Palettes ask again and again for tones of the same few colours, and reducing the chroma of one takes longest. */
const MOST_KEPT = 64;
const kept = new Map<Hex, Tones>();

function tonesOf(colour: Hex): Tones {
  const found = kept.get(colour) ?? newTones(colour);
  // The one that was asked for longest ago is the first.
  kept.delete(colour);
  kept.set(colour, found);
  for (const oldest of kept.keys()) if (kept.size > MOST_KEPT) kept.delete(oldest);
  return found;
}

function newTones(colour: Hex): Tones {
  const source = toOklch(parse(colour));
  const made = new Map<number, Tone>();
  return (steps) => {
    const lightness = (source?.l ?? 0.5) + steps / STEPS;
    if (lightness < 0 || lightness > 1) return null;
    const known = made.get(steps);
    if (known) return known;
    const toned = source ? toHex(clampChroma({ ...source, l: lightness }, "oklch")) : colour;
    const tone = { colour: toned, luminance: luminance(toned) };
    made.set(steps, tone);
    return tone;
  };
}

function toHex(colour: Parameters<typeof formatHex>[0]): Hex {
  return (formatHex(colour) ?? BLACK) as Hex;
}
