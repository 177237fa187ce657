import type { DrawnNode } from "../load/point-scene.ts";
import { type Camera, projector, type ScreenSize } from "../scene/camera.ts";

/** What the ends of the palettes mean. */
export interface Ranges {
  readonly heights: readonly [number, number];
  readonly intensities: readonly [number, number];
}

const SAMPLE = 8000;

/**
 * The heights and intensities of what is seen, without the few that are far from all others: one bird would take most of the colours.
 *
 * @returns null when there are no points
 */
export function rangesOf(nodes: readonly DrawnNode[], camera: Camera, screen: ScreenSize): Ranges | null {
  const total = nodes.reduce((sum, { count }) => sum + count, 0);
  const step = Math.max(1, Math.ceil(total / SAMPLE));
  const pixelOf = projector(camera, screen);
  const heights: number[] = [];
  const intensities: number[] = [];
  for (const { node, count } of nodes) {
    const { positions, measures } = node.points;
    for (let i = 0; i < count; i += step) {
      const z = node.corner[2] + (positions[3 * i + 2] as number);
      const pixel = pixelOf([node.corner[0] + (positions[3 * i] as number), node.corner[1] + (positions[3 * i + 1] as number), z]);
      if (!pixel || pixel[0] < 0 || pixel[1] < 0 || pixel[0] > screen.width || pixel[1] > screen.height) continue;
      heights.push(z);
      intensities.push(measures[2 * i] as number);
    }
  }
  if (heights.length === 0) return null;
  return { heights: spreadOf(heights, 1), intensities: spreadOf(intensities, 1) };
}

/** From the first to the ninety-ninth percentile, at least one unit. */
function spreadOf(values: number[], least: number): readonly [number, number] {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] as number;
  const [low, high] = [at(0.01), at(0.99)];
  return high - low < least ? [low - least / 2, low + least / 2] : [low, high];
}
