import type { GroundPicture, GroundSquare } from "@archipel/point-view/scene/ground.ts";

export interface DrawnGround {
  readonly picture: GroundPicture;
  readonly credits: readonly string[];
}

export type DrawGround = (square: GroundSquare, signal: AbortSignal) => Promise<DrawnGround>;

/** What lies below the points. */
export interface LaidGround {
  readonly pictures: readonly GroundPicture[];
  /** Their height in the CRS of the layer. */
  readonly level: number;
  readonly credits: readonly string[];
}

export const NO_GROUND: LaidGround = { pictures: [], level: 0, credits: [] };

export function laidGround(drawn: readonly DrawnGround[], level: number): LaidGround {
  return { pictures: drawn.map(({ picture }) => picture), level, credits: [...new Set(drawn.flatMap(({ credits }) => credits))] };
}
