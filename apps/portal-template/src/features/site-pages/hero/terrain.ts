/** A terrain of points for the hero: heights from a few octaves of waves, in perspective. Pure; the canvas only paints it. */

export interface TerrainPoint {
  /** Share of the canvas, 0 to 1. */
  readonly x: number;
  readonly y: number;
  readonly sizePx: number;
  /** 0 lowest, 1 highest. */
  readonly height: number;
  /** 1 near, 0 at the horizon. */
  readonly nearness: number;
}

const LINES = 104;
const SPACING = 0.1;
const POINTS = 240;

/** Height in 0…1 at a place of the endless terrain. */
export function heightAt(x: number, z: number): number {
  const ridge = 1 - Math.abs(Math.sin(x * 0.55 + 1.3 * Math.sin(z * 0.31)));
  const hills = 0.5 + 0.5 * Math.sin(x * 1.1 + z * 0.83) * Math.cos(z * 0.57 - x * 0.4);
  const grain = 0.5 + 0.25 * Math.sin(x * 4.3 + z * 2.1) + 0.25 * Math.sin(z * 5.7 - x * 3.1);
  return Math.min(1, Math.max(0, 0.55 * ridge * ridge + 0.33 * hills + 0.12 * grain));
}

/** Calls `paint` for each point from the horizon to the front. `travel`: the distance flown. */
export function eachPoint(travel: number, paint: (point: TerrainPoint) => void): void {
  const start = Math.ceil(travel / SPACING) * SPACING;
  for (let line = LINES - 1; line >= 0; line--) {
    const z = start + line * SPACING;
    const depth = z - travel + 0.9;
    const nearness = Math.max(0, 1 - (depth - 0.9) / (LINES * SPACING));
    for (let i = 0; i < POINTS; i++) {
      const x = (i / (POINTS - 1) - 0.5) * 16;
      const height = heightAt(x, z);
      const screenX = 0.5 + x / depth / 3.2;
      if (screenX < -0.02 || screenX > 1.02) continue;
      paint({ x: screenX, y: 0.2 + (1.05 - 0.78 * height) / depth / 1.35, sizePx: 0.7 + 2.1 * nearness * nearness, height, nearness });
    }
  }
}
