import type { Triple } from "@archipel/pointcloud/las/header.ts";
import { type Box, centreOf } from "./box.ts";
import { type Camera, fitted, type ScreenSize } from "./camera.ts";

/** A path of the camera through several views. It begins and ends slowly and never jerks. */
export interface Flight {
  readonly stops: readonly Camera[];
  /** Second at which each stop is reached; the first is 0. */
  readonly times: readonly number[];
}

/** Most stops of a flight: an address carries them. */
export const MOST_STOPS = 24;

/** A calm pace: degrees, doublings of the distance, and distances to the target in a second. */
const PACE = { turn: 14, tilt: 9, zoom: 0.28, travel: 0.22 } as const;
/** No part is shorter, so that one can see where one is. */
const SHORTEST_S = 2.5;
const LONGEST_S = 30;

/** What is interpolated of a camera: its distance by its logarithm, so that it shrinks by the same share each second. */
type Values = readonly [x: number, y: number, z: number, zoom: number, azimuth: number, tilt: number];

export function flightOf(stops: readonly Camera[]): Flight {
  const values = valuesOf(stops);
  const times = [0];
  for (let i = 1; i < values.length; i++) {
    const [a, b] = [values[i - 1] as Values, values[i] as Values];
    const metres = Math.hypot(b[0] - a[0], b[1] - a[1], b[2] - a[2]);
    const seconds = Math.max(
      Math.abs(b[4] - a[4]) / PACE.turn,
      Math.abs(b[5] - a[5]) / PACE.tilt,
      Math.abs(b[3] - a[3]) / PACE.zoom,
      metres / (PACE.travel * Math.max(1, 2 ** ((a[3] + b[3]) / 2))),
    );
    times.push((times[i - 1] as number) + Math.min(LONGEST_S, Math.max(SHORTEST_S, seconds)));
  }
  return { stops, times };
}

export function secondsOf({ times }: Flight): number {
  return times.at(-1) ?? 0;
}

/** The stop that was passed last. */
export function stopAt({ times }: Flight, seconds: number): number {
  return Math.max(
    0,
    times.findLastIndex((time) => time <= seconds),
  );
}

/**
 * The camera at a second of the flight: cubic curves through the stops, whose speed does not jump.
 *
 * @param flight with at least one stop
 */
export function cameraAt(flight: Flight, seconds: number): Camera {
  const { stops, times } = flight;
  const values = valuesOf(stops);
  const last = stops.length - 1;
  const at = Math.min(Math.max(0, last - 1), stopAt(flight, seconds));
  const [from, to] = [values[at] as Values, values[Math.min(last, at + 1)] as Values];
  const length = (times[Math.min(last, at + 1)] as number) - (times[at] as number);
  if (length === 0) return cameraOf(from);
  const share = Math.min(1, Math.max(0, (seconds - (times[at] as number)) / length));
  const speed = (i: number, k: number): number => {
    if (i <= 0 || i >= last) return 0;
    const [before, after] = [values[i - 1] as Values, values[i + 1] as Values];
    return ((after[k] as number) - (before[k] as number)) / ((times[i + 1] as number) - (times[i - 1] as number));
  };
  const [s2, s3] = [share ** 2, share ** 3];
  const mixed = (k: number) =>
    (2 * s3 - 3 * s2 + 1) * (from[k] as number) +
    (s3 - 2 * s2 + share) * length * speed(at, k) +
    (3 * s2 - 2 * s3) * (to[k] as number) +
    (s3 - s2) * length * speed(at + 1, k);
  return cameraOf([mixed(0), mixed(1), mixed(2), mixed(3), mixed(4), mixed(5)]);
}

/** The flight goes on from where the camera is now, to the stop that comes next. */
export function resumed(flight: Flight, seconds: number, camera: Camera): Flight {
  const rest = flight.stops.slice(stopAt(flight, seconds) + 1);
  return flightOf(rest.length > 0 ? [camera, ...rest] : [camera, ...flight.stops]);
}

/** A flight over more ground would be too high to see a house. */
const WIDEST_TOUR = 1600;
/** Metres between the eye and the highest point of the tiles. */
const CLEARANCE = 30;
/** Stops between the two looks at the whole: east and north of the middle in half widths, distance in half widths, direction, tilt. */
const TOUR = [
  [-0.35, -0.4, 0.8, 40, 64],
  [0.1, -0.25, 0.5, 95, 70],
  [0.4, 0.15, 0.55, 150, 68],
  [0.1, 0.4, 0.5, 215, 70],
  [-0.3, 0.15, 0.45, 280, 72],
  [0, 0, 0.8, 325, 62],
] as const;

/**
 * A flight over tiles: from a look at the ground around the middle down over it, once around, and back.
 *
 * @param boxes of the tiles, in the scene
 */
export function tourOver(boxes: readonly Box[], whole: Box, screen: ScreenSize): Flight {
  const middle = centreOf(whole);
  const first = boxes.toSorted((a, b) => awayFrom(a, middle) - awayFrom(b, middle))[0] ?? whole;
  const isWide = Math.max(whole.max[0] - whole.min[0], whole.max[1] - whole.min[1]) > WIDEST_TOUR * 1.5;
  // Of many tiles, the middle may be a gap: the flight is over the tile that is nearest to it.
  const [x, y] = isWide ? centreOf(first) : middle;
  const half = Math.min(WIDEST_TOUR, whole.max[0] - whole.min[0], whole.max[1] - whole.min[1]) / 2;
  const near = boxes.filter(({ min, max }) => min[0] < x + half && max[0] > x - half && min[1] < y + half && max[1] > y - half);
  const [low, high] = heightsOf(near.length > 0 ? near : [whole]);
  const ground: Box = { min: [x - half, y - half, low], max: [x + half, y + half, high] };
  const overview = fitted(ground, screen);
  const stops = TOUR.map(([east, north, distance, azimuth, tilt]): Camera => {
    const target: Triple = [x + east * half, y + north * half, 0];
    const [bottom, top] = heightsOf(boxes.filter((box) => awayFrom(box, target) === 0));
    const level = Number.isFinite(bottom) ? bottom + (top - bottom) / 3 : low;
    // The eye stays above everything that may be under it.
    const lowest = (high + CLEARANCE - level) / Math.cos((tilt * Math.PI) / 180);
    return { target: [target[0], target[1], level], distance: Math.max(distance * half, lowest), azimuth, tilt };
  });
  return flightOf([overview, ...stops, { ...overview, azimuth: 360 }]);
}

const awayFrom = ({ min, max }: Box, [x, y]: Triple): number =>
  Math.hypot(Math.max(min[0] - x, 0, x - max[0]), Math.max(min[1] - y, 0, y - max[1]));
const heightsOf = (boxes: readonly Box[]): readonly [number, number] => [
  Math.min(...boxes.map(({ min }) => min[2])),
  Math.max(...boxes.map(({ max }) => max[2])),
];

/** Directions are unrolled, so that a turn over north goes the short way. */
function valuesOf(stops: readonly Camera[]): Values[] {
  let last = stops[0]?.azimuth ?? 0;
  return stops.map(({ target: [x, y, z], distance, azimuth, tilt }, i) => {
    last = i === 0 ? azimuth : last + shortTurn(azimuth - last);
    return [x, y, z, Math.log2(Math.max(1e-3, distance)), last, tilt];
  });
}

const shortTurn = (degrees: number): number => ((((degrees + 180) % 360) + 360) % 360) - 180;

function cameraOf([x, y, z, zoom, azimuth, tilt]: Values): Camera {
  return { target: [x, y, z], distance: 2 ** zoom, azimuth, tilt };
}
