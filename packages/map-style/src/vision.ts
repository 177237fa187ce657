import { fromLinear, type LinearRgb, labDistance, toLinear } from "./oklab.ts";

/** Ways to see that a style is checked against. `grey` is also a print without colours. */
export const VISIONS = ["deuteranopia", "protanopia", "tritanopia", "grey"] as const;
export type Vision = (typeof VISIONS)[number];

type Matrix = readonly [LinearRgb, LinearRgb, LinearRgb];

/**
 * Light as these people see it, for linear RGB. The first three by Machado, Oliveira and Fernandes, "A Physiologically-based Model for
 * Simulation of Color Vision Deficiency" (2009), at full severity; grey is the luminance of sRGB.
 */
export const VISION_MATRICES: Readonly<Record<Vision, Matrix>> = {
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
  grey: [
    [0.2126, 0.7152, 0.0722],
    [0.2126, 0.7152, 0.0722],
    [0.2126, 0.7152, 0.0722],
  ],
};

/** A colour as a person with this vision sees it. */
export function seenAs(colour: string, vision: Vision): string {
  const light = toLinear(colour);
  const [red, green, blue] = VISION_MATRICES[vision].map((row) => row[0] * light[0] + row[1] * light[1] + row[2] * light[2]);
  return fromLinear([red ?? 0, green ?? 0, blue ?? 0]);
}

/** The values of an SVG `feColorMatrix` with `color-interpolation-filters="linearRGB"`. */
export function visionFilter(vision: Vision): string {
  return [...VISION_MATRICES[vision].map((row) => [...row, 0, 0].join(" ")), "0 0 0 1 0"].join(" ");
}

/** Colours of two classes nearer than this are confused on a map, where classes are not side by side. */
const CONFUSED_BELOW = 0.055;

/** Pairs of colours, by index, that a person with this vision confuses. */
export function confusedPairs(colours: readonly string[], vision: Vision): [number, number][] {
  const seen = colours.map((colour) => seenAs(colour, vision));
  return seen.flatMap((one, first) =>
    seen.flatMap((other, second): [number, number][] =>
      second > first && labDistance(one, other) < CONFUSED_BELOW ? [[first, second]] : [],
    ),
  );
}

/** Whether the colours stay distinct for people with any colour vision. Grey is not asked for: few palettes can. */
export function isSafeForAll(colours: readonly string[]): boolean {
  return VISIONS.every((vision) => vision === "grey" || confusedPairs(colours, vision).length === 0);
}
