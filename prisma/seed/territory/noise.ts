import { createRandom } from "./random.ts";

/** A smooth field over the plane, roughly in [-1, 1]. */
export type Noise = (east: number, north: number) => number;

/** Gradient noise (Perlin's lattice) of wavelength 1, from a seed. */
function gradientNoise(seed: number): Noise {
  const random = createRandom(seed);
  const permutation = new Uint8Array(512);
  for (let index = 0; index < 256; index++) permutation[index] = index;
  for (let index = 255; index > 0; index--) {
    const other = random.integer(0, index);
    const kept = permutation[index] as number;
    permutation[index] = permutation[other] as number;
    permutation[other] = kept;
  }
  permutation.copyWithin(256, 0, 256);
  const cosines = Float64Array.from({ length: 256 }, (_, index) => Math.cos((index / 256) * 2 * Math.PI));
  const sines = Float64Array.from({ length: 256 }, (_, index) => Math.sin((index / 256) * 2 * Math.PI));
  const slope = (column: number, row: number, dx: number, dy: number) => {
    const hash = permutation[(permutation[column & 255] as number) + (row & 255)] as number;
    return (cosines[hash] as number) * dx + (sines[hash] as number) * dy;
  };
  return (east, north) => {
    const column = Math.floor(east);
    const row = Math.floor(north);
    const dx = east - column;
    const dy = north - row;
    const u = dx * dx * dx * (dx * (dx * 6 - 15) + 10);
    const v = dy * dy * dy * (dy * (dy * 6 - 15) + 10);
    const south = slope(column, row, dx, dy) * (1 - u) + slope(column + 1, row, dx - 1, dy) * u;
    const north_ = slope(column, row + 1, dx, dy - 1) * (1 - u) + slope(column + 1, row + 1, dx - 1, dy - 1) * u;
    return 1.5 * (south * (1 - v) + north_ * v);
  };
}

/** Several octaves of gradient noise: each has half the wavelength (metres) and `gain` times the amplitude of the previous one. */
export function fractalNoise(seed: number, wavelengthMetres: number, octaves: number, gain = 0.5): Noise {
  const fields = Array.from({ length: octaves }, (_, octave) => gradientNoise(seed * 31 + octave));
  let reach = 0;
  for (let octave = 0, weight = 1; octave < octaves; octave++, weight *= gain) reach += weight;
  return (east, north) => {
    let sum = 0;
    let weight = 1;
    let frequency = 1 / wavelengthMetres;
    for (const field of fields) {
      sum += weight * field(east * frequency, north * frequency);
      weight *= gain;
      frequency *= 2;
    }
    return (sum / reach) * 1.4;
  };
}

/** Hermite step from 0 at `low` to 1 at `high`. */
export function smoothStep(low: number, high: number, value: number): number {
  const t = Math.min(1, Math.max(0, (value - low) / (high - low)));
  return t * t * (3 - 2 * t);
}
