/** Fill patterns that distinguish classes without colour. */
export const PATTERNS = ["hatch", "hatch-back", "hatch-dense", "cross", "dots"] as const;
export type Pattern = (typeof PATTERNS)[number];

const SIZE_PX = 16;

/** The name of a pattern's image in a style: `pattern/hatch/d33c2c`. */
export const patternImageName = (pattern: Pattern, colour: string) => `pattern/${pattern}/${colour.slice(1).toLowerCase()}`;

/**
 * The image for a name of `patternImageName`: straight (not premultiplied) RGBA, seamless, 16 px at ratio 2.
 * Undefined for any other name.
 */
export function patternImage(name: string): { width: number; height: number; data: Uint8ClampedArray } | undefined {
  const [prefix, pattern, colour] = name.split("/");
  const kind = PATTERNS.find((one) => one === pattern);
  if (prefix !== "pattern" || !kind || !colour || !/^[0-9a-f]{6}$/.test(colour)) return undefined;
  const [red, green, blue] = [0, 2, 4].map((start) => Number.parseInt(colour.slice(start, start + 2), 16)) as [number, number, number];
  const data = new Uint8ClampedArray(SIZE_PX * SIZE_PX * 4);
  for (let y = 0; y < SIZE_PX; y++) {
    for (let x = 0; x < SIZE_PX; x++) data.set([red, green, blue, Math.round(255 * ink(kind, x + 0.5, y + 0.5))], (y * SIZE_PX + x) * 4);
  }
  return { width: SIZE_PX, height: SIZE_PX, data };
}

export const PATTERN_PIXEL_RATIO = 2;

/** Share of a pixel that the pattern covers, 0…1: diagonal lines and dots that continue across the image's edges. */
function ink(pattern: Pattern, x: number, y: number): number {
  const line = (along: number, period: number, width: number) => {
    const away = Math.abs((((along % period) + period) % period) - period / 2);
    return Math.min(1, Math.max(0, (width - away) / 0.8 + 0.5));
  };
  switch (pattern) {
    case "hatch":
      return line(x + y, 16, 1.3);
    case "hatch-back":
      return line(x - y, 16, 1.3);
    case "hatch-dense":
      return line(x + y, 8, 1.2);
    case "cross":
      return Math.max(line(x + y, 16, 1.3), line(x - y, 16, 1.3));
    case "dots":
      return Math.min(1, Math.max(0, 2.6 - Math.hypot(((x + 4) % 8) - 4, ((y + 4) % 8) - 4)));
  }
}
