import { createRandom } from "./random.ts";

/** A smooth field over the plane, roughly in [-1, 1]. */
export type Noise = (east: number, north: number) => number;

const DIRECTIONS = 256;
const COSINES = Float64Array.from({ length: DIRECTIONS }, (_, index) => Math.cos((index / DIRECTIONS) * 2 * Math.PI));
const SINES = Float64Array.from({ length: DIRECTIONS }, (_, index) => Math.sin((index / DIRECTIONS) * 2 * Math.PI));

/** The numbers 0 to 255 in an order drawn from a seed, twice. */
function permutationOf(seed: number): Uint8Array {
  const random = createRandom(seed);
  const permutation = new Uint8Array(2 * DIRECTIONS);
  for (let index = 0; index < DIRECTIONS; index++) permutation[index] = index;
  for (let index = DIRECTIONS - 1; index > 0; index--) {
    const other = random.integer(0, index);
    const kept = permutation[index] as number;
    permutation[index] = permutation[other] as number;
    permutation[other] = kept;
  }
  permutation.copyWithin(DIRECTIONS, 0, DIRECTIONS);
  return permutation;
}

/** Gradient noise (Perlin's lattice) of wavelength 1. */
function gradientNoise(permutation: Uint8Array, east: number, north: number): number {
  const column = Math.floor(east);
  const row = Math.floor(north);
  const dx = east - column;
  const dy = north - row;
  const left = permutation[column & 255] as number;
  const right = permutation[(column + 1) & 255] as number;
  const southWest = permutation[left + (row & 255)] as number;
  const southEast = permutation[right + (row & 255)] as number;
  const northWest = permutation[left + ((row + 1) & 255)] as number;
  const northEast = permutation[right + ((row + 1) & 255)] as number;
  const u = dx * dx * dx * (dx * (dx * 6 - 15) + 10);
  const v = dy * dy * dy * (dy * (dy * 6 - 15) + 10);
  const south = slope(southWest, dx, dy) * (1 - u) + slope(southEast, dx - 1, dy) * u;
  const north_ = slope(northWest, dx, dy - 1) * (1 - u) + slope(northEast, dx - 1, dy - 1) * u;
  return 1.5 * (south * (1 - v) + north_ * v);
}

const slope = (direction: number, dx: number, dy: number) => (COSINES[direction] as number) * dx + (SINES[direction] as number) * dy;

/** Several octaves of gradient noise: each has half the wavelength (metres) and `gain` times the amplitude of the previous one. */
export function fractalNoise(seed: number, wavelengthMetres: number, octaves: number, gain = 0.5): Noise {
  const permutations = Array.from({ length: octaves }, (_, octave) => permutationOf(seed * 31 + octave));
  let reach = 0;
  for (let octave = 0, weight = 1; octave < octaves; octave++, weight *= gain) reach += weight;
  return (east, north) => {
    let sum = 0;
    let weight = 1;
    let frequency = 1 / wavelengthMetres;
    for (const permutation of permutations) {
      sum += weight * gradientNoise(permutation, east * frequency, north * frequency);
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
