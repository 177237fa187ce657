import { clampChroma, converter, formatHex, interpolate, parse } from "culori";
import type { Hex } from "./tokens.ts";

const toOklch = converter("oklch");
const BLACK: Hex = "#000000";
const WHITE: Hex = "#ffffff";

/** WCAG 2 contrast ratio of two colours, 1 to 21. */
export function contrastRatio(a: Hex, b: Hex): number {
  const [one, two] = [luminance(a), luminance(b)];
  return (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
}

/** Relative luminance of WCAG 2. The guard compares thousands of colours, so nothing is allocated here. */
function luminance(colour: Hex): number {
  const value = Number.parseInt(colour.slice(1), 16);
  return 0.2126 * linear(value >> 16) + 0.7152 * linear((value >> 8) & 255) + 0.0722 * linear(value & 255);
}

function linear(channel: number): number {
  const share = channel / 255;
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
  const passes = (candidate: Hex) => demands.every((d) => contrastRatio(candidate, d.background) >= d.minimum);
  if (passes(colour)) return colour;
  const start = toOklch(parse(colour))?.l ?? 0.5;
  for (let step = 1; step <= 200; step++) {
    for (const lightness of [start - step / 200, start + step / 200]) {
      if (lightness < 0 || lightness > 1) continue;
      const candidate = withLightness(colour, lightness);
      if (passes(candidate)) return candidate;
    }
  }
  return null;
}

function toHex(colour: Parameters<typeof formatHex>[0]): Hex {
  return (formatHex(colour) ?? BLACK) as Hex;
}
