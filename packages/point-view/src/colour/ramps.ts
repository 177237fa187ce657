import type { Colouring } from "../draw/point-look.ts";
import { type Colour, classColour } from "./classes.ts";

type RampName = "heights" | "grey" | "returns" | "period";

/** Evenly spaced stops. All are bright enough for shading to be seen on them, on a light and on a dark page. */
const RAMPS: Readonly<Record<RampName, readonly Colour[]>> = {
  // From deep water over meadows and earth to snow: what people know from maps of heights, lighter with height throughout.
  heights: [
    [42, 72, 140],
    [38, 128, 150],
    [72, 168, 122],
    [150, 194, 98],
    [226, 202, 104],
    [236, 170, 110],
    [244, 214, 190],
    [255, 250, 245],
  ],
  grey: [
    [45, 45, 48],
    [250, 250, 248],
  ],
  // Four kinds: only, first of several, between, last.
  returns: [
    [222, 184, 120],
    [80, 160, 220],
    [120, 200, 110],
    [200, 90, 90],
  ],
  period: [
    [68, 1, 84],
    [59, 82, 139],
    [33, 145, 140],
    [94, 201, 98],
    [253, 231, 37],
  ],
};

/** The palette of a colouring; null when points have their own colours, or those of their class. */
export function rampOf(colouring: Colouring): RampName | null {
  const names: Partial<Record<Colouring, RampName>> = { elevation: "heights", intensity: "grey", return: "returns", date: "period" };
  return names[colouring] ?? null;
}

/** The colour at a share of a palette. Kinds of returns are not mixed. */
export function rampColour(name: RampName, share: number): Colour {
  const stops = RAMPS[name];
  const at = Math.min(1, Math.max(0, share)) * (stops.length - 1);
  if (name === "returns") return stops[Math.round(at)] as Colour;
  const low = Math.min(stops.length - 2, Math.floor(at));
  const [from, to] = [stops[low] as Colour, stops[low + 1] as Colour];
  const mixed = (channel: 0 | 1 | 2) => Math.round(from[channel] + (to[channel] - from[channel]) * (at - low));
  return [mixed(0), mixed(1), mixed(2)];
}

/** Where the kinds of returns are in their palette, as the shader has them: only, first of several, between, last. */
export const RETURN_SHARES = [0, 0.35, 0.7, 1] as const;

/** The kind of a return: 0 only, 1 first of several, 2 between, 3 last. The same rule as the shader's. */
export function returnKind(number: number, of: number): 0 | 1 | 2 | 3 {
  if (of < 2) return 0;
  if (number <= 1) return 1;
  return number >= of ? 3 : 2;
}

/** The colours of the graphics card: 256 classes, of which those hidden are transparent, then 256 of the palette. */
export function paletteBytes(colouring: Colouring, hidden: ReadonlySet<number>): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(2 * 256 * 4);
  const ramp = rampOf(colouring) ?? "grey";
  for (let i = 0; i < 256; i++) {
    bytes.set([...classColour(i), hidden.has(i) ? 0 : 255], 4 * i);
    bytes.set([...rampColour(ramp, i / 255), 255], 4 * (256 + i));
  }
  return bytes;
}

export const cssColour = ([red, green, blue]: Colour): string => `rgb(${red} ${green} ${blue})`;
