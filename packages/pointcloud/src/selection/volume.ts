import { Area, PLACE } from "../clip/area.ts";
import type { Bounds } from "../copc/open-copc.ts";
import type { Triple } from "../las/header.ts";

/** What a person drew around points on a screen: the points that the view shows inside a ring. */
export interface DrawnVolume {
  /** Subtracted from coordinates before they are projected, to keep digits. In the CRS of the cloud. */
  origin: Triple;
  /** Sixteen numbers, column by column: projects (x, y, z, 1). The screen goes from −1 to 1 after the division by w; behind the eye, w is not above 0. */
  matrix: readonly number[];
  /** Corners on the screen. */
  ring: readonly (readonly [x: number, y: number])[];
  /** Lowest and highest height. */
  heights: readonly [low: number, high: number];
  /** Only points of these classes; null for all. */
  classes: readonly number[] | null;
}

/** Tests points and boxes against a drawn volume. */
export class VolumeTest {
  readonly classes: ReadonlySet<number> | null;
  private readonly area: Area;
  private readonly volume: DrawnVolume;

  /** @throws AreaError when the ring is no area */
  constructor(volume: DrawnVolume) {
    this.volume = volume;
    this.area = new Area([[volume.ring]]);
    this.classes = volume.classes && new Set(volume.classes);
  }

  contains(x: number, y: number, z: number): boolean {
    const { heights } = this.volume;
    if (z < heights[0] || z > heights[1]) return false;
    const [px, py, w] = this.project(x, y, z);
    return w > 0 && this.area.contains(px / w, py / w);
  }

  /** Whether points of a box may be inside. A box that the eye is in, or beside, always may. */
  mayTouch({ min, max }: Bounds): boolean {
    const { heights } = this.volume;
    if (max[2] < heights[0] || min[2] > heights[1]) return false;
    let [west, south, east, north] = [
      Number.POSITIVE_INFINITY,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
    ];
    for (let corner = 0; corner < 8; corner++) {
      const [px, py, w] = this.project(
        corner & 1 ? max[0] : min[0],
        corner & 2 ? max[1] : min[1],
        // The part of the box between the heights alone.
        corner & 4 ? Math.min(max[2], heights[1]) : Math.max(min[2], heights[0]),
      );
      if (w <= 0) return true;
      west = Math.min(west, px / w);
      east = Math.max(east, px / w);
      south = Math.min(south, py / w);
      north = Math.max(north, py / w);
    }
    return this.area.placeOf([west, south, east, north]) !== PLACE.outside;
  }

  private project(x: number, y: number, z: number): [x: number, y: number, w: number] {
    const { origin, matrix } = this.volume;
    const [dx, dy, dz] = [x - origin[0], y - origin[1], z - origin[2]];
    const row = (r: number) =>
      (matrix[r] as number) * dx + (matrix[r + 4] as number) * dy + (matrix[r + 8] as number) * dz + (matrix[r + 12] as number);
    return [row(0), row(1), row(3)];
  }
}
