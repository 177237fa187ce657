import type { Profile } from "@archipel/contracts/elevation.ts";
import { climbOf } from "@archipel/geo/heights/climb.ts";
import { csvLineOf } from "@archipel/i18n/csv-text.ts";

export interface ProfileFigures {
  readonly min: number;
  readonly max: number;
  readonly climb: number;
  readonly descent: number;
  /** Rise over run of the steepest step, without its direction. */
  readonly steepest: number;
  /** Share of the places without a height, 0 to 1. */
  readonly missing: number;
}

/** What a profile says; null without any height. Steps to and from places without a height do not count. */
export function figuresOf({ heights, metres }: Pick<Profile, "heights" | "metres">): ProfileFigures | null {
  const known = heights.filter((height) => height !== null);
  if (known.length === 0) return null;
  let steepest = 0;
  for (const [index, height] of heights.entries()) {
    const before = heights[index - 1];
    if (height === null || before === null || before === undefined) continue;
    const run = (metres[index] ?? 0) - (metres[index - 1] ?? 0);
    if (run > 0) steepest = Math.max(steepest, Math.abs(height - before) / run);
  }
  const missing = 1 - known.length / heights.length;
  return { min: Math.min(...known), max: Math.max(...known), ...climbOf(heights), steepest, missing };
}

/** Rise over run around a place, between its neighbours; null where one of them has no height. */
export function slopeAt({ heights, metres }: Pick<Profile, "heights" | "metres">, index: number): number | null {
  const [from, to] = [Math.max(0, index - 1), Math.min(heights.length - 1, index + 1)];
  const [low, high] = [heights[from] ?? null, heights[to] ?? null];
  const run = (metres[to] ?? 0) - (metres[from] ?? 0);
  return low === null || high === null || run <= 0 ? null : (high - low) / run;
}

/** Round heights to label an axis with, at most `most` of them, and the range that they span. */
export function ticksOf(min: number, max: number, most: number): readonly number[] {
  const span = Math.max(1, max - min);
  const raw = span / Math.max(1, most - 1);
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= raw) ?? raw;
  const first = Math.floor(min / step) * step;
  const count = Math.ceil((Math.max(max, min + 1) - first) / step) + 1;
  return Array.from({ length: count }, (_, index) => Number((first + index * step).toFixed(6)));
}

/** The lines of a chart, in a box of the given size: each run of places with heights is one. */
export function pathsOf(
  { heights, metres }: Pick<Profile, "heights" | "metres">,
  size: { readonly width: number; readonly height: number; readonly low: number; readonly high: number },
): string[] {
  const length = metres.at(-1) || 1;
  const paths: string[] = [];
  let path = "";
  for (const [index, height] of heights.entries()) {
    if (height === null) {
      if (path) paths.push(path);
      path = "";
      continue;
    }
    const x = ((metres[index] ?? 0) / length) * size.width;
    const y = (1 - (height - size.low) / (size.high - size.low || 1)) * size.height;
    path += `${path ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`;
  }
  return path ? [...paths, path] : paths;
}

/** Indexes that follow one another, as first and last. */
export function runsOf(indexes: readonly number[]): [first: number, last: number][] {
  const runs: [number, number][] = [];
  for (const index of indexes) {
    const run = runs.at(-1);
    if (run?.[1] === index - 1) run[1] = index;
    else runs.push([index, index]);
  }
  return runs;
}

/** Every value of a profile as CSV, with points as decimal signs: programs read it. */
export function csvOf({ heights, metres, places }: Profile, head: readonly string[]): string {
  const rows = heights.map((height, index) => {
    const [lon = 0, lat = 0] = places[index] ?? [];
    return csvLineOf([rounded(metres[index] ?? 0, 2), height === null ? null : rounded(height, 2), rounded(lon, 7), rounded(lat, 7)], ",");
  });
  return csvLineOf([...head], ",") + rows.join("");
}

const rounded = (value: number, decimals: number) => Number(value.toFixed(decimals));
