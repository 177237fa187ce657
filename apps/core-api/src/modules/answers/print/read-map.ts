import type { Finding, Report } from "@archipel/answers/report/report.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { withStatementLimits } from "@archipel/database/statement-limits.ts";
import { featureKey, type MapFacts, type Surroundings } from "@archipel/report-print/compose/facts.ts";
import { frameAround, invisibleMetres, type MapFrame } from "@archipel/report-print/map/frame.ts";
import type { GroundName } from "@archipel/report-print/map/ground.ts";
import { isRecognised } from "@archipel/report-print/map/recognised.ts";
import { NO_SHAPES, type Shapes, together, type Vertex } from "@archipel/report-print/map/shapes.ts";
import { isWithin } from "@archipel/report-print/map/within.ts";
import { type Actor, scopeOf } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { throwOutage } from "../../../kernel/refusal.ts";
import { COMMUNE_LAYER_NAME_FIELDS } from "../../../layer-store/describe/commune-code.ts";
import { inLens } from "../../access/lens/service/through-lens.ts";
import type { Located } from "../locate/locate.ts";
import { type Candidate, fieldNamed } from "../policy/candidate.ts";
import { drawnRows, type FrameCorners, frameCorners, placeBox, placeShape } from "../queries/map.ts";
import { apart } from "../queries/read-layer.ts";
import { graticuleOf } from "./graticule.ts";
import { readGround } from "./read-ground.ts";
import { shapesIn } from "./read-shapes.ts";

/** A layer of the map may take this long; layers that were not begun by the end are not drawn. */
const LAYER_MILLISECONDS = 800;
const MAP_MILLISECONDS = 2_000;
/** More parcels than this are no background, nor are those of a map at a smaller scale. */
const MOST_PARCELS = 1_500;
const PARCELS_TO = 10_000;
const MOST_COMMUNES = 60;
const MOST_FEATURES = 200;
/** Vertices of all that findings speak of, after what nobody would see was left out. */
const MOST_VERTICES = 20_000;

/** What the maps of a printed report show: the surroundings of the place, and the features of findings, as far as the caller may see them. */
export async function readMap(
  core: Core,
  actor: Actor,
  located: Located,
  candidates: readonly Candidate[],
  report: Report,
): Promise<MapFacts | null> {
  const reading = <Read>(work: (sql: SqlSession) => Promise<Read>) =>
    withStatementLimits({ milliseconds: LAYER_MILLISECONDS, isParallel: false }, () =>
      core.database.sqlAs({ role: "tenant", ...scopeOf(actor) }, work),
    );
  const read = await reading(async (sql) => {
    const box = await placeBox(sql, located.metric);
    if (!box) return null;
    const frame = frameAround(box);
    const place = await placeShape(sql, located.metric, invisibleMetres(frame));
    if (place === null) return null;
    const reader = new MapReader(core, sql, frame, located.crs);
    return {
      box,
      place: shapesIn(place),
      around: await readBackground(reader, candidates),
      features: new Map([
        ...(await reader.features(
          report,
          candidates.filter(({ lens }) => lens === null),
        )),
        ...(await throughLens(sql, actor, candidates, (parts) => reader.features(report, parts))),
      ]),
    };
  });
  if (read === null) return null;
  // After the transaction: a file is read without holding a connection.
  const { box, place, around, features } = read;
  const near = await withGround(core, around);
  const situation = isRecognised(near) ? near : await widerThan(near.frame);
  return { ...near, place, features, situation };

  /** The first of the wider surroundings that tells where the place is; a graticule when no surroundings do. */
  async function widerThan({ denominator }: MapFrame): Promise<Surroundings> {
    const frames = WIDER.filter((scale) => scale > denominator).map((scale) => frameAround(box, scale));
    const steps = await reading((sql) =>
      inTurn(frames, (frame) => readBackground(new MapReader(core, sql, frame, located.crs), candidates)),
    );
    for (const step of steps) {
      const surroundings = await withGround(core, step);
      if (isRecognised(surroundings)) return surroundings;
    }
    const last = steps.find(({ frame }) => frame.denominator >= OF_GRATICULE) ?? steps.at(-1) ?? around;
    return { ...(await withGround(core, last)), graticule: graticuleOf(last.frame, last.corners) };
  }
}

/** Scales at which a place is looked for in its surroundings, one after the other. */
const WIDER = [2_500, 10_000, 25_000, 50_000, 100_000, 500_000, 1_000_000] as const;
const OF_GRATICULE = 25_000;

/** Reads the layers that the caller sees in part, in the scope of the grants. */
async function throughLens<Found>(
  sql: SqlSession,
  actor: Actor,
  candidates: readonly Candidate[],
  work: (parts: readonly Candidate[]) => Promise<Map<string, Found>>,
): Promise<Map<string, Found>> {
  const parts = candidates.filter(({ lens }) => lens !== null);
  return parts.length === 0 ? new Map() : inLens(sql, actor, () => work(parts));
}

type Background = Pick<Surroundings, "frame" | "parcels" | "communes"> & { corners: FrameCorners | undefined };

/** What the portal has around a place, for everyone: a background that not everyone may see would make the document a restricted one. */
async function readBackground(reader: MapReader, candidates: readonly Candidate[]): Promise<Background> {
  const tagged = (tag: string) => candidates.filter(({ facts, isRestricted }) => facts.tags.includes(tag) && !isRestricted);
  const { frame } = reader;
  return {
    frame,
    parcels: frame.denominator <= PARCELS_TO ? await reader.background(tagged("parcels"), MOST_PARCELS) : null,
    communes: await reader.background(tagged("communes"), MOST_COMMUNES),
    corners: await reader.corners(),
  };
}

async function withGround(core: Core, { corners, ...background }: Background): Promise<Surroundings> {
  return { ...background, ground: await readGround(core, background.frame, corners), graticule: null };
}

async function inTurn<Item, Made>(items: readonly Item[], make: (item: Item) => Promise<Made>): Promise<Made[]> {
  const made: Made[] = [];
  for (const item of items) made.push(await make(item));
  return made;
}

class MapReader {
  readonly frame: MapFrame;
  readonly #core: Core;
  readonly #sql: SqlSession;
  readonly #crs: number;
  readonly #end = performance.now() + MAP_MILLISECONDS;

  constructor(core: Core, sql: SqlSession, frame: MapFrame, crs: number) {
    this.#core = core;
    this.#sql = sql;
    this.frame = frame;
    this.#crs = crs;
  }

  corners(): Promise<FrameCorners | undefined> {
    return frameCorners(this.#sql, { ...this.frame, crs: this.#crs });
  }

  /** The first of the layers that has something here; null when none has, or it is too much. */
  async background(layers: readonly Candidate[], most: number): Promise<Surroundings["communes"]> {
    for (const layer of layers) {
      const rows = await this.#rows(layer, null, most);
      if (rows.length === 0) continue;
      if (rows.length > most) return null;
      const shapes = rows.map(({ shape }) => shapesIn(shape));
      const names = rows.flatMap(({ name, spot }, index): GroundName[] => {
        const points = spotsIn(shapes[index] ?? NO_SHAPES, shapesIn(spot).points[0], this.frame);
        return name ? [{ text: name, kind: "town", shapes: { ...NO_SHAPES, points } }] : [];
      });
      return { layer: layer.title, shapes: outlines(shapes), names };
    }
    return null;
  }

  /** The features that findings name, by layer. */
  async features(report: Report, candidates: readonly Candidate[]): Promise<Map<string, Shapes>> {
    const found = new Map<string, Shapes>();
    let vertices = 0;
    for (const [layerId, fids] of featuresOf(report)) {
      const layer = candidates.find(({ id }) => id === layerId);
      if (!layer) continue;
      for (const { fid, shape } of await this.#rows(layer, fids, MOST_FEATURES)) {
        const shapes = shapesIn(shape);
        vertices += verticesOf(shapes);
        if (vertices <= MOST_VERTICES) found.set(featureKey(layerId, String(fid)), shapes);
      }
    }
    return found;
  }

  /** A layer that is slow or broken is not drawn. */
  async #rows(layer: Candidate, fids: readonly number[] | null, most: number) {
    if (performance.now() > this.#end) return [];
    const { west, south, east, north } = this.frame;
    // A little more than the frame, so that where shapes are cut is not seen.
    const margin = (east - west) / 20;
    const box = { west: west - margin, south: south - margin, east: east + margin, north: north + margin, crs: this.#crs };
    const isCommunes = layer.facts.tags.includes("communes");
    const nameColumn = isCommunes ? (fieldNamed(layer, COMMUNE_LAYER_NAME_FIELDS)?.column ?? null) : null;
    const wanted = { fids, toleranceM: invisibleMetres(this.frame), most, nameColumn };
    return apart(this.#sql, () => drawnRows(this.#sql, layer, box, wanted)).catch((error: unknown) => {
      throwOutage(error);
      const code = typeof error === "object" && error !== null && "code" in error && typeof error.code === "string" ? error.code : null;
      this.#core.log.warn({ layerId: layer.id, code }, "a layer is missing on a printed map");
      return [];
    });
  }
}

/** Of the findings whose position is known. */
function featuresOf({ themes }: Report): Map<string, number[]> {
  const wanted = new Map<string, Set<number>>();
  const drawn = themes.flatMap(({ findings }) => findings).filter(({ relation }: Finding) => relation.kind !== "commune");
  for (const { layer, features } of drawn) {
    const known = wanted.get(layer) ?? new Set();
    for (const id of features) if (/^\d{1,10}$/.test(id)) known.add(Number(id));
    wanted.set(layer, known);
  }
  return new Map([...wanted].map(([layer, fids]) => [layer, [...fids]]));
}

/** Where the name of an area may be: in its middle, else beside it, for the place is often there. */
function spotsIn({ areas }: Shapes, middle: Vertex | undefined, { north, south }: MapFrame): Vertex[] {
  if (middle === undefined) return [];
  const step = (north - south) / 6;
  const beside = [
    [0, 1],
    [0, -1],
    [1, 0],
    [-1, 0],
  ].map(([dx = 0, dy = 0]): Vertex => [middle[0] + dx * step, middle[1] + dy * step]);
  return [middle, ...beside.filter((spot) => isWithin(spot, areas.flat()))];
}

/** Areas by their limits only. */
function outlines(all: readonly Shapes[]): Shapes {
  return { ...together(all), points: [] };
}

function verticesOf({ areas, lines, points }: Shapes): number {
  return [...areas.flat(), ...lines].reduce((sum, { length }) => sum + length, points.length);
}
