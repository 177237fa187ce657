import type { CloudEngine } from "@archipel/point-view/draw/cloud-engine.ts";
import type { Box } from "@archipel/point-view/scene/box.ts";
import { type Face, faceCentre } from "@archipel/point-view/scene/clip.ts";
import type { Triple } from "@archipel/pointcloud/las/header.ts";

type Pixel = readonly [number, number];
type Seen = Pick<CloudEngine, "pixelOf" | "toScene">;

/** The middle of a side of a box of the layer on the screen; null behind the eye. */
export function faceOnScreen(engine: Seen, box: Box, face: Face): Pixel | null {
  return engine.pixelOf(engine.toScene(faceCentre(box, face)));
}

/** The corners of a box, each with those that it has an edge to. */
const EDGES: readonly (readonly [from: number, to: number])[] = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((corner) =>
  [1, 2, 4].filter((bit) => (corner & bit) === 0).map((bit) => [corner, corner | bit] as const),
);

/** The twelve edges of a box of the layer on the screen, without those that begin or end behind the eye. */
export function edgesOnScreen(engine: Seen, { min, max }: Box): (readonly [Pixel, Pixel])[] {
  const corners = [0, 1, 2, 3, 4, 5, 6, 7].map((i) =>
    engine.pixelOf(engine.toScene([(i & 1 ? max : min)[0], (i & 2 ? max : min)[1], (i & 4 ? max : min)[2]])),
  );
  return EDGES.flatMap(([from, to]) => {
    const [a, b] = [corners[from], corners[to]];
    return a && b ? [[a, b] as const] : [];
  });
}

/** A side that is seen from its front moves by no pixel: less than this, a hand could throw it kilometres away. */
const LEAST_PIXELS = 0.05;

/**
 * Metres that a side moves outward along its axis when it is dragged by some pixels: as far as its middle follows the pointer along the axis as
 * it is seen.
 */
export function metresOf(engine: Seen, box: Box, face: Face, [dx, dy]: Pixel): number {
  const centre = faceCentre(box, face);
  const beside: Triple = [...centre];
  // A share of the box, so that the perspective is that of the side.
  const step = Math.max(0.1, (box.max[face.axis] - box.min[face.axis]) / 50);
  beside[face.axis] += step;
  const [from, to] = [engine.pixelOf(engine.toScene(centre)), engine.pixelOf(engine.toScene(beside))];
  if (!from || !to) return 0;
  const [ax, ay] = [(to[0] - from[0]) / step, (to[1] - from[1]) / step];
  const length = Math.hypot(ax, ay);
  return length * step < LEAST_PIXELS ? 0 : (dx * ax + dy * ay) / length ** 2;
}

/** Metres of one press of an arrow: a fiftieth of the box, in round numbers. */
export function stepOf({ min, max }: Box, { axis }: Face): number {
  const step = (max[axis] - min[axis]) / 50;
  return Math.max(0.1, 10 ** Math.round(Math.log10(step)));
}
