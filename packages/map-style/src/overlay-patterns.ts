import { PATTERNS, type Pattern } from "./patterns.ts";

/** Patterns for areas drawn over other areas: wide spaces that let the ground through, and a halo that keeps the lines apart from any colour. */
const SIZE_PX = 24;

/** The name of an overlay's image in a style: `overlay/hatch/d33c2c/ffffff`. */
export const overlayImageName = (pattern: Pattern, colour: string, halo: string) =>
  `overlay/${pattern}/${colour.slice(1).toLowerCase()}/${halo.slice(1).toLowerCase()}`;

/** The image for a name of `overlayImageName`: straight RGBA, seamless, 24 px at ratio 2. Undefined for any other name. */
export function overlayImage(name: string): { width: number; height: number; data: Uint8ClampedArray } | undefined {
  const [prefix, pattern, colour, halo] = name.split("/");
  const kind = PATTERNS.find((one) => one === pattern);
  if (prefix !== "overlay" || !kind || !isHex(colour) || !isHex(halo)) return undefined;
  const [ink, edge] = [channels(colour), channels(halo)];
  const data = new Uint8ClampedArray(SIZE_PX * SIZE_PX * 4);
  for (let y = 0; y < SIZE_PX; y++) {
    for (let x = 0; x < SIZE_PX; x++) {
      const away = distance(kind, x + 0.5, y + 0.5);
      const inked = within(away, 1.7);
      const haloed = within(away, 3.1) * 0.75;
      const alpha = inked + (1 - inked) * haloed;
      const channel = (index: 0 | 1 | 2) => (alpha === 0 ? 0 : (ink[index] * inked + edge[index] * (1 - inked) * haloed) / alpha);
      data.set([channel(0), channel(1), channel(2), alpha * 255], (y * SIZE_PX + x) * 4);
    }
  }
  return { width: SIZE_PX, height: SIZE_PX, data };
}

const isHex = (text: string | undefined): text is string => text !== undefined && /^[0-9a-f]{6}$/.test(text);
const channels = (hex: string): [number, number, number] => [part(hex, 0), part(hex, 2), part(hex, 4)];
const part = (hex: string, start: number) => Number.parseInt(hex.slice(start, start + 2), 16);

/** Share of a pixel within a distance from the middle of a stroke. */
const within = (away: number, reach: number) => Math.min(1, Math.max(0, reach - away + 0.5));

/** Pixels from the nearest stroke or dot of the pattern; strokes continue across the image's edges. */
function distance(pattern: Pattern, x: number, y: number): number {
  const line = (along: number, period: number) => {
    const place = ((along % period) + period) % period;
    return Math.min(place, period - place) / Math.SQRT2;
  };
  switch (pattern) {
    case "hatch":
      return line(x + y, 24);
    case "hatch-back":
      return line(x - y, 24);
    case "hatch-dense":
      return line(x + y, 12);
    case "cross":
      return Math.min(line(x + y, 24), line(x - y, 24));
    case "dots":
      return Math.max(0, Math.hypot(((x + 6) % 12) - 6, ((y + 6) % 12) - 6) - 1);
  }
}
