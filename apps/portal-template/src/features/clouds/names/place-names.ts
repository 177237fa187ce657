import { type Camera, projector, type ScreenSize } from "@archipel/point-view/scene/camera.ts";
import type { Triple } from "@archipel/pointcloud/las/header.ts";

/** A name at its place in the scene. */
export interface SceneName {
  readonly text: string;
  readonly place: Triple;
  /** 0 is the most important. */
  readonly rank: number;
  /** Pixels of its letters. */
  readonly size: number;
  /** Of the text, in pixels. */
  readonly width: number;
}

/** A name on the screen: its middle. */
export interface PlacedName {
  readonly name: SceneName;
  readonly x: number;
  readonly y: number;
}

/** More names could not be read, and each costs time in every frame. */
const MOST = 40;
/** Pixels between two names. */
const APART = 6;
/** In distances of the camera: farther away, the ground is so aslant that names are heaped. */
const FARTHEST = 8;

/** Chooses the names that are written in a view: the nearest and most important first, each where no other is written. */
export function placeNames(names: readonly SceneName[], camera: Camera, screen: ScreenSize): PlacedName[] {
  const project = projector(camera, screen);
  const seen = names.flatMap((name) => {
    const pixel = project(name.place);
    if (!pixel || pixel[2] > camera.distance * FARTHEST || !isOnScreen(pixel, name, screen)) return [];
    return [{ name, x: pixel[0], y: pixel[1], order: pixel[2] * (1 + name.rank) }];
  });
  const placed: PlacedName[] = [];
  for (const { order: _, ...one } of seen.toSorted((a, b) => a.order - b.order)) {
    if (placed.length === MOST) break;
    if (!placed.some((other) => doMeet(one, other))) placed.push(one);
  }
  return placed;
}

/** A name that is cut by the edge could not be read. */
function isOnScreen([x, y]: readonly number[], { width, size }: SceneName, screen: ScreenSize): boolean {
  const [right, down] = [width / 2, size / 2];
  return (x ?? 0) >= right && (x ?? 0) <= screen.width - right && (y ?? 0) >= down && (y ?? 0) <= screen.height - down;
}

function doMeet(a: PlacedName, b: PlacedName): boolean {
  return Math.abs(a.x - b.x) < (a.name.width + b.name.width) / 2 + APART && Math.abs(a.y - b.y) < (a.name.size + b.name.size) * 0.6 + APART;
}
