import { existsSync } from "node:fs";
import { type AreaFeature, readBasemapArea, type WorldPoint } from "@archipel/basemap/read-area.ts";
import { WORLD_CREDITS } from "@archipel/basemap/world.ts";
import { clipped } from "@archipel/report-print/map/clip.ts";
import { invisibleMetres, type MapFrame } from "@archipel/report-print/map/frame.ts";
import type { Ground, GroundName } from "@archipel/report-print/map/ground.ts";
import { NO_SHAPES, type Shapes, together, type Vertex } from "@archipel/report-print/map/shapes.ts";
import { basemapFileOf } from "../../../env.ts";
import type { Core } from "../../../kernel/core.ts";
import type { FrameCorners } from "../queries/map.ts";

/** Layers of the basemap that a printed map shows. */
const LAYERS = ["land", "ground", "river", "building", "road", "place", "commune_label", "place_label", "commune"];
const WOODS = ["feuillus", "coniferes"];
const LAKES = ["plan_d_eau"];
const MAIN_ROADS = ["primary", "secondary", "local"];
const PATHS = ["track"];
const TOWNS = ["town", "village", "commune", "municipality"];
/** Limits that tiles round by more than this on paper are not where they are drawn; at a scale smaller than this they are noise. */
const LIMIT_MM = 0.4;
const LIMITS_TO = 300_000;
/** More tiles are read at a smaller scale. */
const MOST_TILES = 6;
/** More vertices of houses and ways than this are grey noise, and a heavy file. */
const MOST_VERTICES = 25_000;

/** The ground of a map from the platform's basemap; null where it shows nothing of the place. A broken basemap costs the ground only. */
export async function readGround({ env, log }: Core, frame: MapFrame, corners: FrameCorners | undefined): Promise<Ground | null> {
  const file = basemapFileOf(env);
  if (corners === undefined || !existsSync(file)) return null;
  try {
    const xs = [corners.nwX, corners.neX, corners.swX, corners.seX].map(worldX);
    const ys = [corners.nwY, corners.neY, corners.swY, corners.seY].map(worldY);
    const box = { west: Math.min(...xs), east: Math.max(...xs), north: Math.min(...ys), south: Math.max(...ys) };
    const { features, credits, step } = await readBasemapArea(file, box, { layers: LAYERS, outlines: ["commune"], mostTiles: MOST_TILES });
    const stepMm = (step * frame.widthMm) / (box.east - box.west);
    return features.length === 0
      ? null
      : groundOf(
          features,
          { frame, place: inFrame(frame, corners), hasLimits: stepMm <= LIMIT_MM && frame.denominator <= LIMITS_TO },
          shortCredits(credits),
        );
  } catch (error) {
    log.warn({ err: error }, "the basemap is missing on a printed map");
    return null;
  }
}

const AROUND_M = 2 * Math.PI * 6_378_137;
export const worldX = (metres: number) => metres / AROUND_M + 0.5;
export const worldY = (metres: number) => 0.5 - metres / AROUND_M;

/**
 * From the square of Web Mercator to metres of the frame's CRS. Within a frame of some kilometres both are affine to each other to less than
 * what one sees on paper.
 */
export function inFrame({ west, south, east, north }: MapFrame, c: FrameCorners): (point: WorldPoint) => Vertex {
  const [nw, ne, sw, se] = [
    [worldX(c.nwX), worldY(c.nwY)],
    [worldX(c.neX), worldY(c.neY)],
    [worldX(c.swX), worldY(c.swY)],
    [worldX(c.seX), worldY(c.seY)],
  ] as const;
  const half = (axis: 0 | 1) => ({
    u: (ne[axis] - nw[axis] + se[axis] - sw[axis]) / 2,
    v: (sw[axis] - nw[axis] + se[axis] - ne[axis]) / 2,
    middle: (nw[axis] + ne[axis] + sw[axis] + se[axis]) / 4,
  });
  const [x, y] = [half(0), half(1)];
  const determinant = x.u * y.v - x.v * y.u;
  return ([px, py]) => {
    const [dx, dy] = [px - x.middle, py - y.middle];
    const along = (dx * y.v - dy * x.v) / determinant + 0.5;
    const down = (dy * x.u - dx * y.u) / determinant + 0.5;
    return [west + along * (east - west), north - down * (north - south)];
  };
}

interface Drawn {
  frame: MapFrame;
  place: (point: WorldPoint) => Vertex;
  hasLimits: boolean;
}

function groundOf(features: readonly AreaFeature[], { frame, place, hasLimits }: Drawn, credits: string): Ground {
  const { west, south, east, north } = frame;
  const margin = (east - west) / 40;
  const box = { west: west - margin, south: south - margin, east: east + margin, north: north + margin };
  const leastM = invisibleMetres(frame);
  let vertices = 0;
  const shapesOf = (isWanted: (feature: AreaFeature) => boolean): Shapes =>
    together(
      features.filter(isWanted).map((feature) => {
        const shapes = clipped(placed(feature, place), box, leastM);
        vertices += countOf(shapes);
        return vertices > MOST_VERTICES ? NO_SHAPES : shapes;
      }),
    );
  const kindOf = ({ properties }: AreaFeature) => String(properties.kind ?? "");
  const of = (layer: string, kinds?: readonly string[]) => (feature: AreaFeature) =>
    feature.layer === layer && (kinds === undefined || kinds.includes(kindOf(feature)));
  const land = features.some(of("land")) ? shapesOf(of("land")) : null;
  return {
    land,
    woods: shapesOf(of("ground", WOODS)),
    water: together([shapesOf(of("ground", LAKES)), shapesOf(of("river"))]),
    roads: {
      main: shapesOf(of("road", MAIN_ROADS)),
      minor: shapesOf((feature) => feature.layer === "road" && ![...MAIN_ROADS, ...PATHS, "ferry"].includes(kindOf(feature))),
      path: shapesOf(of("road", PATHS)),
    },
    buildings: shapesOf(of("building")),
    limits: hasLimits ? shapesOf(of("commune")) : NO_SHAPES,
    names: largestFirst(features).flatMap((feature) =>
      namesOf(feature, kindOf(feature), (one) => clipped(placed(one, place), box, leastM)),
    ),
    credits,
  };
}

/** Towns of more people are named first. */
const largestFirst = (features: readonly AreaFeature[]) =>
  features.toSorted((a, b) => Number(b.properties.population ?? 0) - Number(a.properties.population ?? 0));

function namesOf(feature: AreaFeature, kind: string, shapesOf: (feature: AreaFeature) => Shapes): GroundName[] {
  const { layer, properties } = feature;
  const text = String(properties.name ?? properties.nom ?? "").trim();
  if (text === "" || text.length > 60) return [];
  if (layer === "road") return kind === "ferry" ? [] : nonEmpty({ text, kind: "road", shapes: shapesOf(feature) });
  if (feature.kind !== "point") return [];
  return nonEmpty({ text, kind: layer === "commune_label" || TOWNS.includes(kind) ? "town" : "place", shapes: shapesOf(feature) });
}

const nonEmpty = (name: GroundName): GroundName[] => (name.shapes.points.length + name.shapes.lines.length === 0 ? [] : [name]);

function placed({ kind, parts }: AreaFeature, place: (point: WorldPoint) => Vertex): Shapes {
  const moved = parts.map((part) => part.map(place));
  if (kind === "polygon") return { ...NO_SHAPES, areas: [moved] };
  return kind === "line" ? { ...NO_SHAPES, lines: moved } : { ...NO_SHAPES, points: moved.flat() };
}

const countOf = ({ areas, lines, points }: Shapes) => [...areas.flat(), ...lines].reduce((sum, { length }) => sum + length, points.length);

/** Where the detailed basemap shows, the world below it does not. */
const shortCredits = (credits: string) => (credits.startsWith(`${WORLD_CREDITS} · `) ? credits.slice(WORLD_CREDITS.length + 3) : credits);
