/** Lightness and two axes of hue (Björn Ottosson's OKLab): equal distances look about equally different. */
export type Lab = readonly [lightness: number, a: number, b: number];
export type LinearRgb = readonly [red: number, green: number, blue: number];

/** The light of a colour `#rrggbb`, 0…1 for each channel. */
export function toLinear(colour: string): LinearRgb {
  const channel = (start: number) => {
    const value = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

/** The nearest colour of a screen. */
export function fromLinear(light: LinearRgb): string {
  const channel = (value: number) => {
    const shown = Math.min(1, Math.max(0, value));
    const encoded = shown <= 0.0031308 ? shown * 12.92 : 1.055 * shown ** (1 / 2.4) - 0.055;
    return Math.round(encoded * 255)
      .toString(16)
      .padStart(2, "0");
  };
  return `#${light.map(channel).join("")}`;
}

export function toLab(colour: string): Lab {
  const [red, green, blue] = toLinear(colour);
  const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const middle = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * long + 0.793617785 * middle - 0.0040720468 * short,
    1.9779984951 * long - 2.428592205 * middle + 0.4505937099 * short,
    0.0259040371 * long + 0.7827717662 * middle - 0.808675766 * short,
  ];
}

function fromLab([lightness, a, b]: Lab): string {
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return fromLinear([
    4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * middle + 1.707614701 * short,
  ]);
}

/** How different two colours look: about 0.02 is just visible on neighbouring areas, 1 is black and white. */
export function labDistance(first: string, second: string): number {
  const [one, other] = [toLab(first), toLab(second)];
  return Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
}

/** The colour at a share (0…1) of a ramp through these colours, in steps that look equal. */
export function alongRamp(colours: readonly string[], share: number): string {
  const place = Math.min(1, Math.max(0, share)) * (colours.length - 1);
  const index = Math.min(colours.length - 2, Math.floor(place));
  const [from, to] = [colours[index], colours[index + 1]];
  if (from === undefined || to === undefined) return colours[0] ?? "#000000";
  const [start, end, within] = [toLab(from), toLab(to), place - index];
  if (within === 0) return from.toLowerCase();
  if (within === 1) return to.toLowerCase();
  const between = (axis: 0 | 1 | 2) => start[axis] + (end[axis] - start[axis]) * within;
  return fromLab([between(0), between(1), between(2)]);
}
