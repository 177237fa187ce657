/** Coordinates in metres, x then y. */
export type Vertex = readonly [x: number, y: number];

/** What a map draws: areas by their rings, lines and points. */
export interface Shapes {
  areas: readonly (readonly (readonly Vertex[])[])[];
  lines: readonly (readonly Vertex[])[];
  points: readonly Vertex[];
}

export const NO_SHAPES: Shapes = { areas: [], lines: [], points: [] };

/** Several shapes as one. */
export function together(all: readonly Shapes[]): Shapes {
  return {
    areas: all.flatMap(({ areas }) => areas),
    lines: all.flatMap(({ lines }) => lines),
    points: all.flatMap(({ points }) => points),
  };
}
