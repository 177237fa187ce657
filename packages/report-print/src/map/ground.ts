import type { MapPalette } from "./palette.ts";
import { type Projection, pathOf } from "./path.ts";
import type { Shapes } from "./shapes.ts";

/** What a basemap has around a place: a muted ground, so that a reader recognises where it is. In metres of the frame's CRS. */
export interface Ground {
  /** Land in the sea; null where the basemap does not know land from sea. */
  land: Shapes | null;
  woods: Shapes;
  /** Lakes; rivers are lines. */
  water: Shapes;
  buildings: Shapes;
  /** Of communes, as lines, where they are exact enough for the scale. */
  limits: Shapes;
  /** `path`: tracks, and ways that no car uses. */
  roads: Readonly<Record<"main" | "minor" | "path", Shapes>>;
  names: readonly GroundName[];
  /** What a map that shows this must name. */
  credits: string;
}

/** A name at a point, or along a line. Of several points, the first that is free has it. */
export interface GroundName {
  text: string;
  kind: "town" | "place" | "road";
  shapes: Shapes;
}

/** Metres on the ground, so that a road keeps its width at every scale; the least width in millimetres. */
const ROADS = { main: { metres: 9, leastMm: 0.7 }, minor: { metres: 6, leastMm: 0.45 }, path: { metres: 1.5, leastMm: 0.2 } } as const;
const RIVER = { metres: 4, leastMm: 0.35 } as const;
/** Houses on a smaller map are grey noise. */
const HOUSES_TO = 15_000;
const WAYS_TO = 40_000;

/** Sea, woods and water: what is below the colours of findings. */
export function groundBelow({ land, woods, water }: Ground, projection: Projection, palette: MapPalette): string {
  const { widthMm: w, heightMm: h } = projection;
  const sea = land === null ? "" : `<path d="M0 0h${w}v${h}h-${w}z" fill="${palette.water}"/>${filled(land, palette.ground, projection)}`;
  return `${sea}${filled(woods, palette.woods, projection)}${filled({ ...water, lines: [] }, palette.water, projection)}${stroked({ ...water, areas: [] }, palette.water, widthOf(RIVER, projection), projection)}`;
}

/** Houses and ways: what is drawn over the colours. */
export function groundAbove({ buildings, roads }: Ground, projection: Projection, palette: MapPalette): string {
  const houses = projection.denominator > HOUSES_TO ? "" : filled(buildings, palette.buildings, projection);
  const drawn = (["path", "minor", "main"] as const).filter((kind) => kind === "main" || projection.denominator <= WAYS_TO);
  const path = drawn.includes("path") ? stroked(roads.path, palette.roadEdge, widthOf(ROADS.path, projection), projection, "1.2 0.7") : "";
  const paved = drawn.filter((kind) => kind !== "path");
  const edges = paved.map((kind) => stroked(roads[kind], palette.roadEdge, widthOf(ROADS[kind], projection) + 0.25, projection));
  const surfaces = paved.map((kind) => stroked(roads[kind], palette.road, widthOf(ROADS[kind], projection), projection));
  return `${houses}${path}${edges.join("")}${surfaces.join("")}`;
}

function widthOf({ metres, leastMm }: { metres: number; leastMm: number }, { denominator }: Projection): number {
  return Math.round(Math.max(leastMm, Math.min(3.5, (metres * 1_000) / denominator)) * 100) / 100;
}

function filled(shapes: Shapes, colour: string, projection: Projection): string {
  const path = pathOf({ ...shapes, lines: [] }, projection);
  return path === "" ? "" : `<path d="${path}" fill="${colour}" fill-rule="evenodd"/>`;
}

function stroked(shapes: Shapes, colour: string, widthMm: number, projection: Projection, dashes?: string): string {
  const path = pathOf({ ...shapes, areas: [] }, projection);
  const dashed = dashes === undefined ? "" : ` stroke-dasharray="${dashes}"`;
  return path === ""
    ? ""
    : `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${widthMm}" stroke-linejoin="round" stroke-linecap="${dashes ? "butt" : "round"}"${dashed}/>`;
}
