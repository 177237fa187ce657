import type { MapFrame } from "./frame.ts";
import type { Shapes, Vertex } from "./shapes.ts";

/** From metres to millimetres on paper, y downwards. */
export interface Projection {
  widthMm: number;
  heightMm: number;
  /** Of the scale on paper. */
  denominator: number;
  at(vertex: Vertex): Vertex;
}

/** The frame drawn at this width. */
export function projectionOf(frame: MapFrame, widthMm: number): Projection {
  const factor = widthMm / (frame.east - frame.west);
  return {
    widthMm,
    heightMm: rounded((frame.heightMm * widthMm) / frame.widthMm),
    denominator: (frame.denominator * frame.widthMm) / widthMm,
    at: ([x, y]) => [rounded((x - frame.west) * factor), rounded((frame.north - y) * factor)],
  };
}

/** To a hundredth of a millimetre. */
const rounded = (mm: number) => Math.round(mm * 100) / 100;

/** Areas and lines as one SVG path. A vertex that falls on the one before it is left out. */
export function pathOf({ areas, lines }: Shapes, { at }: Pick<Projection, "at">): string {
  const rings = areas.flatMap((area) => area.map((ring) => `${polyline(ring, at)}z`));
  return [...rings, ...lines.map((line) => polyline(line, at))].join("");
}

function polyline(vertices: readonly Vertex[], at: Projection["at"]): string {
  let path = "";
  let last: Vertex | null = null;
  for (const vertex of vertices) {
    const [x, y] = at(vertex);
    if (last !== null && x === last[0] && y === last[1]) continue;
    path += `${last === null ? "M" : "L"}${x} ${y}`;
    last = [x, y];
  }
  return path;
}
