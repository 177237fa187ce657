import type { Triple } from "@archipel/pointcloud/las/header.ts";
import { type Box, centreOf, diagonalOf } from "./box.ts";

/** Where one looks from: around a target, as with a map that can be tilted. Angles in degrees, lengths in metres. */
export interface Camera {
  readonly target: Triple;
  readonly distance: number;
  /** Compass direction of the look: 0 is north, 90 is east. */
  readonly azimuth: number;
  /** 0 looks straight down, 90 along the ground. */
  readonly tilt: number;
}

export interface ScreenSize {
  readonly width: number;
  readonly height: number;
}

/** Vertical angle of view. */
export const FIELD_OF_VIEW = 50;
const STEEPEST = 0;
/** Below the horizon nothing can be grabbed. */
const FLATTEST = 88;
const NEAREST = 1;
const RADIANS = Math.PI / 180;

/** Half the height of what is seen, at distance 1. */
const HALF_HEIGHT = Math.tan((FIELD_OF_VIEW * RADIANS) / 2);

/** The directions of the look: forward, to the right, and up on the screen. */
export function axesOf({ azimuth, tilt }: Camera): { forward: Triple; right: Triple; up: Triple } {
  const [sinA, cosA, sinT, cosT] = [
    Math.sin(azimuth * RADIANS),
    Math.cos(azimuth * RADIANS),
    Math.sin(tilt * RADIANS),
    Math.cos(tilt * RADIANS),
  ];
  return { forward: [sinA * sinT, cosA * sinT, -cosT], right: [cosA, -sinA, 0], up: [sinA * cosT, cosA * cosT, sinT] };
}

export function eyeOf(camera: Camera): Triple {
  return along(camera.target, axesOf(camera).forward, -camera.distance);
}

/** Pixels of one metre at a distance of one metre. */
export function pixelScale({ height }: ScreenSize): number {
  return height / (2 * HALF_HEIGHT);
}

/** A camera whose angles, distance and target are possible. `reach`: the box of all points. */
export function limited(camera: Camera, reach: Box): Camera {
  const margin = diagonalOf(reach) / 2;
  const inside = (axis: 0 | 1 | 2) => clamp(camera.target[axis], reach.min[axis] - margin, reach.max[axis] + margin);
  return {
    target: [inside(0), inside(1), inside(2)],
    distance: clamp(camera.distance, NEAREST, Math.max(10, diagonalOf(reach) * 4)),
    azimuth: ((camera.azimuth % 360) + 360) % 360,
    tilt: clamp(camera.tilt, STEEPEST, FLATTEST),
  };
}

/** Turns around the target. Positive degrees turn the look to the right and towards the horizon. */
export function orbited(camera: Camera, azimuth: number, tilt: number): Camera {
  return { ...camera, azimuth: camera.azimuth + azimuth, tilt: clamp(camera.tilt + tilt, STEEPEST, FLATTEST) };
}

/**
 * Moves over the ground so that what was under the first pixel is under the second, as paper under a finger. Near the horizon, where a
 * pixel is kilometres, it moves by the scale at the target.
 */
export function panned(camera: Camera, screen: ScreenSize, from: readonly [number, number], to: readonly [number, number]): Camera {
  const [a, b] = [groundAt(camera, screen, from), groundAt(camera, screen, to)];
  if (a && b) return { ...camera, target: [camera.target[0] + a[0] - b[0], camera.target[1] + a[1] - b[1], camera.target[2]] };
  const metres = camera.distance / pixelScale(screen);
  return moved(camera, (from[0] - to[0]) * metres, (to[1] - from[1]) * metres);
}

/** Moves over the ground, in metres to the right and forward. */
export function moved(camera: Camera, right: number, forward: number): Camera {
  const [sinA, cosA] = [Math.sin(camera.azimuth * RADIANS), Math.cos(camera.azimuth * RADIANS)];
  const [x, y, z] = camera.target;
  return { ...camera, target: [x + right * cosA + forward * sinA, y - right * sinA + forward * cosA, z] };
}

/** Goes nearer by a factor below 1, away above. `towards`: what stays under its pixel. */
export function zoomed(camera: Camera, factor: number, towards: Triple = camera.target): Camera {
  const { target } = camera;
  const mixed = (axis: 0 | 1 | 2) => towards[axis] + (target[axis] - towards[axis]) * factor;
  return { ...camera, distance: Math.max(NEAREST, camera.distance * factor), target: [mixed(0), mixed(1), mixed(2)] };
}

/** Sees a whole box from the south, so that north is up: as near as its corners allow. */
export function fitted(box: Box, screen: ScreenSize, tilt = 50): Camera {
  const camera: Camera = { target: centreOf(box), distance: 1, azimuth: 0, tilt };
  const corners = [0, 1, 2, 3, 4, 5, 6, 7].map(
    (i): Triple => [(i & 1 ? box.max : box.min)[0], (i & 2 ? box.max : box.min)[1], (i & 4 ? box.max : box.min)[2]],
  );
  const margin = Math.min(screen.width, screen.height) * 0.04;
  const isSeen = (distance: number) =>
    corners.every((corner) => {
      const pixel = pixelOf({ ...camera, distance }, screen, corner);
      return pixel && pixel[0] > margin && pixel[0] < screen.width - margin && pixel[1] > margin && pixel[1] < screen.height - margin;
    });
  let [near, far] = [NEAREST, Math.max(10, diagonalOf(box) * 8)];
  for (let i = 0; i < 30; i++) {
    const middle = (near + far) / 2;
    if (isSeen(middle)) far = middle;
    else near = middle;
  }
  return { ...camera, distance: far };
}

/** Where the look through a pixel meets the level of the target; null above the horizon, and for places beyond ten distances. */
export function groundAt(camera: Camera, screen: ScreenSize, pixel: readonly [number, number]): Triple | null {
  const { from, direction } = rayThrough(camera, screen, pixel);
  const length = (camera.target[2] - from[2]) / direction[2];
  return direction[2] < 0 && length > 0 && length < camera.distance * 10 ? along(from, direction, length) : null;
}

export interface Ray {
  readonly from: Triple;
  /** Of length 1. */
  readonly direction: Triple;
}

/** The line of sight through a pixel, counted from the upper left corner. */
export function rayThrough(camera: Camera, screen: ScreenSize, [x, y]: readonly [number, number]): Ray {
  const { forward, right, up } = axesOf(camera);
  const scale = pixelScale(screen);
  const [dx, dy] = [(x - screen.width / 2) / scale, (screen.height / 2 - y) / scale];
  const direction = along(along(forward, right, dx), up, dy);
  const length = Math.hypot(...direction);
  return { from: eyeOf(camera), direction: [direction[0] / length, direction[1] / length, direction[2] / length] };
}

type Projected = readonly [x: number, y: number, depth: number];

/** Where a place is on the screen, and how far in front of the eye; null behind it. */
export function pixelOf(camera: Camera, screen: ScreenSize, place: Triple): Projected | null {
  return projector(camera, screen)(place);
}

/** `pixelOf` for many places of one view. */
export function projector(camera: Camera, screen: ScreenSize): (place: Triple) => Projected | null {
  const { forward, right, up } = axesOf(camera);
  const eye = eyeOf(camera);
  const pixels = pixelScale(screen);
  return (place) => {
    const from: Triple = [place[0] - eye[0], place[1] - eye[1], place[2] - eye[2]];
    const depth = dot(from, forward);
    if (depth <= 0) return null;
    const scale = pixels / depth;
    return [screen.width / 2 + dot(from, right) * scale, screen.height / 2 - dot(from, up) * scale, depth];
  };
}

export function dot(a: Triple, b: Triple): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function along(from: Triple, direction: Triple, length: number): Triple {
  return [from[0] + direction[0] * length, from[1] + direction[1] * length, from[2] + direction[2] * length];
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
