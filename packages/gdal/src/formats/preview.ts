import type { RasterBand } from "../model.ts";

/** Percentiles drawn as black and white: a few extreme values must not darken the picture. */
const LOW = 0.02;
const HIGH = 0.98;
/** Light from the north-west, 45° high, as relief is drawn. */
const LIGHT = [-0.5, 0.5, Math.SQRT1_2] as const;

/**
 * Draws pixel values. Three bands or more are red, green and blue (a fourth byte band is opacity). One band is grey, with relief shading
 * unless its values are bytes.
 *
 * @param values band by band, row by row
 * @param size columns, rows
 * @returns RGBA, row by row
 */
export function drawPreview(values: Float32Array, [width, height]: readonly [number, number], bands: readonly RasterBand[]): Uint8Array {
  const pixels = width * height;
  const band = (index: number) => values.subarray(index * pixels, (index + 1) * pixels);
  const isEmpty = (index: number, at: number) => {
    const value = values[index * pixels + at] ?? Number.NaN;
    const nodata = bands[index]?.nodata ?? null;
    return !Number.isFinite(value) || (nodata !== null && value === Math.fround(nodata));
  };
  const rgba = new Uint8Array(pixels * 4);
  const isColour = bands.length >= 3;
  const areBytes = bands.every(({ type }) => type === "Byte");
  const shown = isColour ? [0, 1, 2] : [0, 0, 0];
  const scales = shown.map(
    (index) => (areBytes && isColour ? [0, 255] : rangeOf(band(index), (at) => isEmpty(index, at))) as [number, number],
  );
  const shade = isColour || areBytes ? null : shadesOf(band(0), width, height);
  for (let at = 0; at < pixels; at++) {
    const isGone = isColour ? shown.every((index) => isEmpty(index, at)) : isEmpty(0, at);
    if (isGone) continue;
    for (const [channel, index] of shown.entries()) {
      const [low, high] = scales[channel] ?? [0, 255];
      const share = high > low ? ((band(index)[at] ?? low) - low) / (high - low) : 0.5;
      const grey = shade ? 0.35 * share + 0.65 * (shade[at] ?? 0) : share;
      rgba[at * 4 + channel] = Math.round(255 * Math.min(1, Math.max(0, grey)));
    }
    rgba[at * 4 + 3] = areBytes && bands.length === 4 ? (band(3)[at] ?? 255) : 255;
  }
  return rgba;
}

/** The range that holds nearly all values. */
function rangeOf(values: Float32Array, isEmpty: (at: number) => boolean): [number, number] {
  const known = values.filter((_, at) => !isEmpty(at)).sort();
  if (known.length === 0) return [0, 1];
  const at = (share: number) => known[Math.min(known.length - 1, Math.floor(share * known.length))] ?? 0;
  return [at(LOW), at(HIGH)];
}

/** Brightness of each pixel by hill shading. Heights are exaggerated in proportion to the slopes of the picture. */
function shadesOf(heights: Float32Array, width: number, height: number): Float32Array {
  const slopes = new Float32Array(width * height * 2);
  const sizes: number[] = [];
  const heightAt = (x: number, y: number, other: number) => {
    const value = heights[Math.min(height - 1, Math.max(0, y)) * width + Math.min(width - 1, Math.max(0, x))] ?? other;
    return Number.isFinite(value) ? value : other;
  };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const own = heights[at] ?? 0;
      const east = heightAt(x + 1, y, own) - heightAt(x - 1, y, own);
      const north = heightAt(x, y - 1, own) - heightAt(x, y + 1, own);
      slopes[at * 2] = east;
      slopes[at * 2 + 1] = north;
      const size = Math.hypot(east, north);
      if (size > 0) sizes.push(size);
    }
  }
  const typical = sizes.toSorted((a, b) => a - b)[Math.floor(sizes.length * 0.75)] ?? 1;
  const shades = new Float32Array(width * height);
  for (let at = 0; at < shades.length; at++) {
    const [x, y] = [-(slopes[at * 2] ?? 0) / typical, -(slopes[at * 2 + 1] ?? 0) / typical];
    const length = Math.hypot(x, y, 1);
    shades[at] = Math.max(0, (x * LIGHT[0] + y * LIGHT[1] + LIGHT[2]) / length);
  }
  return shades;
}
