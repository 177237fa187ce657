import { escapeMarkup } from "@archipel/i18n/escape-markup.ts";
import type { GroundName } from "./ground.ts";
import type { MapPalette } from "./palette.ts";
import type { Projection } from "./path.ts";
import type { Vertex } from "./shapes.ts";

/** Heights of the letters, in millimetres. */
const SIZES: Readonly<Record<GroundName["kind"], number>> = { town: 3.4, place: 2.7, road: 2.2 };
const ORDER: readonly GroundName["kind"][] = ["town", "place", "road"];
/** The mean width of a letter, as a share of its height. */
const LETTER = 0.56;
/** More names than this are read by nobody. */
const MOST = 14;
const BESIDE_MM = 5;
/** A street that turns more than this has no straight name. */
const MOST_TURN = 0.45;

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/**
 * Names of the ground, each once, where they hide neither one another nor what is kept free. A road has its name along its longest straight part.
 *
 * @param free boxes in millimetres where no name may be: the place, the scale, the north
 */
export function groundNames(names: readonly GroundName[], projection: Projection, palette: MapPalette, free: readonly Box[]): string {
  const taken = [...free];
  const written = new Set<string>();
  const drawn: string[] = [];
  for (const kind of ORDER) {
    for (const name of names) {
      if (name.kind !== kind || written.has(name.text) || drawn.length >= MOST) continue;
      const spots = kind === "road" ? alongLine(name, projection) : atPoints(name, projection);
      const spot = spots.find(({ box }) => !isOff(box, projection) && !taken.some((other) => doMeet(box, other)));
      if (spot === undefined) continue;
      taken.push(spot.box);
      written.add(name.text);
      drawn.push(textAt(name, spot, palette));
    }
  }
  return drawn.join("");
}

interface Spot {
  at: Vertex;
  degrees: number;
  box: Box;
}

const widthOf = ({ text, kind }: GroundName) => [...text].length * LETTER * SIZES[kind];

/** On its point, else a little above or below it. */
function atPoints({ text, kind, shapes }: GroundName, { at }: Projection): Spot[] {
  const half = widthOf({ text, kind, shapes }) / 2;
  return shapes.points.map(at).flatMap(([x, y]) =>
    [0, -BESIDE_MM, BESIDE_MM].map((aside): Spot => {
      const middle: Vertex = [x, y + aside];
      return { at: middle, degrees: 0, box: boxAround(middle, half, SIZES[kind] / 2) };
    }),
  );
}

/** In the middle of the longest part of the road that is straight enough and long enough for the name. */
function alongLine(name: GroundName, { at, widthMm, heightMm }: Projection): Spot[] {
  const wanted = widthOf(name) + 2;
  const isOnMap = ([x, y]: Vertex) => x > 0 && y > 0 && x < widthMm && y < heightMm;
  let best: { from: Vertex; to: Vertex; length: number } | null = null;
  for (const line of name.shapes.lines) {
    const vertices = line.map(at).filter(isOnMap);
    let start = 0;
    for (let end = 1; end < vertices.length; end++) {
      while (start < end - 1 && turnOf(vertices, start, end) > MOST_TURN) start++;
      const [from, to] = [vertices[start], vertices[end]];
      if (!from || !to) continue;
      const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
      if (length >= wanted && length > (best?.length ?? 0)) best = { from, to, length };
    }
  }
  if (best === null) return [];
  const { from, to } = best;
  const middle: Vertex = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
  let degrees = (Math.atan2(to[1] - from[1], to[0] - from[0]) * 180) / Math.PI;
  // Never upside down.
  if (degrees > 90) degrees -= 180;
  if (degrees < -90) degrees += 180;
  const [dx, dy] = [Math.abs(Math.cos((degrees * Math.PI) / 180)), Math.abs(Math.sin((degrees * Math.PI) / 180))];
  const [half, height] = [widthOf(name) / 2, SIZES.road / 2];
  return [{ at: middle, degrees, box: boxAround(middle, half * dx + height * dy, half * dy + height * dx) }];
}

/** How far a part of a line leaves the direction between its ends, in radians. */
function turnOf(vertices: readonly Vertex[], start: number, end: number): number {
  const [from, to] = [vertices[start], vertices[end]];
  if (!from || !to) return 0;
  const straight = Math.atan2(to[1] - from[1], to[0] - from[0]);
  let most = 0;
  for (let index = start; index < end; index++) {
    const [a, b] = [vertices[index], vertices[index + 1]];
    if (!a || !b) continue;
    const turn = Math.abs(Math.atan2(b[1] - a[1], b[0] - a[0]) - straight);
    most = Math.max(most, Math.min(turn, 2 * Math.PI - turn));
  }
  return most;
}

function textAt({ text, kind }: GroundName, { at: [x, y], degrees }: Spot, palette: MapPalette): string {
  const size = SIZES[kind];
  const place = `x="${rounded(x)}" y="${rounded(y + size * 0.35)}"`;
  const turned = degrees === 0 ? "" : ` transform="rotate(${rounded(degrees)} ${rounded(x)} ${rounded(y)})"`;
  const font = `font-family="Inter, sans-serif" font-size="${size}" text-anchor="middle"${kind === "town" ? ' font-weight="600"' : ""}`;
  const content = escapeMarkup(text);
  // The edge is a text of its own below: not every engine draws the edge of letters under them.
  return `<text ${place} ${font}${turned} fill="none" stroke="${palette.halo}" stroke-width="0.7" stroke-linejoin="round">${content}</text><text ${place} ${font}${turned} fill="${palette.name}">${content}</text>`;
}

const rounded = (value: number) => Math.round(value * 100) / 100;
const boxAround = ([x, y]: Vertex, halfWidth: number, halfHeight: number): Box => ({
  left: x - halfWidth - 0.8,
  right: x + halfWidth + 0.8,
  top: y - halfHeight - 0.6,
  bottom: y + halfHeight + 0.6,
});
const isOff = ({ left, right, top, bottom }: Box, { widthMm, heightMm }: Projection) =>
  left < 0 || top < 0 || right > widthMm || bottom > heightMm;
const doMeet = (a: Box, b: Box) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** The box of shapes on paper, with air around them. */
export function boxOf(vertices: readonly Vertex[], { at }: Projection, airMm: number): Box {
  const drawn = vertices.map(at);
  const [xs, ys] = [drawn.map(([x]) => x), drawn.map(([, y]) => y)];
  return { left: Math.min(...xs) - airMm, right: Math.max(...xs) + airMm, top: Math.min(...ys) - airMm, bottom: Math.max(...ys) + airMm };
}
