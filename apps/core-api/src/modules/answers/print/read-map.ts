import type { Finding, Report } from "@archipel/answers/report/report.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { withStatementLimits } from "@archipel/database/statement-limits.ts";
import { featureKey, type MapFacts } from "@archipel/report-print/compose/facts.ts";
import { frameAround, invisibleMetres, type MapFrame } from "@archipel/report-print/map/frame.ts";
import { type Shapes, together } from "@archipel/report-print/map/shapes.ts";
import { type Actor, scopeOf } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { throwOutage } from "../../../kernel/refusal.ts";
import { inLens } from "../../access/lens/service/through-lens.ts";
import type { Located } from "../locate/locate.ts";
import type { Candidate } from "../policy/candidate.ts";
import { drawnRows, frameCorners, placeBox, placeShape } from "../queries/map.ts";
import { apart } from "../queries/read-layer.ts";
import { readGround } from "./read-ground.ts";
import { shapesIn } from "./read-shapes.ts";

/** A layer of the map may take this long; layers that were not begun by the end are not drawn. */
const LAYER_MILLISECONDS = 800;
const MAP_MILLISECONDS = 2_000;
/** More parcels than this are no background. */
const MOST_PARCELS = 1_500;
const MOST_COMMUNES = 60;
const MOST_FEATURES = 200;
/** Vertices of all that findings speak of, after what nobody would see was left out. */
const MOST_VERTICES = 20_000;

/** What the maps of a printed report show: the ground of the basemap, the portal's parcels and communes, and the features of findings, as far as the caller may see them. */
export async function readMap(
  core: Core,
  actor: Actor,
  located: Located,
  candidates: readonly Candidate[],
  report: Report,
): Promise<MapFacts | null> {
  const read = await withStatementLimits({ milliseconds: LAYER_MILLISECONDS, isParallel: false }, () =>
    core.database.sqlAs({ role: "tenant", ...scopeOf(actor) }, async (sql) => {
      const box = await placeBox(sql, located.metric);
      if (!box) return null;
      const frame = frameAround(box);
      const place = await placeShape(sql, located.metric, invisibleMetres(frame));
      if (place === null) return null;
      const reader = new MapReader(core, sql, frame, located.crs);
      // A background that not everyone may see would make the document a restricted one.
      const tagged = (tag: string) => candidates.filter(({ facts, isRestricted }) => facts.tags.includes(tag) && !isRestricted);
      return {
        frame,
        place: shapesIn(place),
        parcels: await reader.background(tagged("parcels"), MOST_PARCELS),
        communes: await reader.background(tagged("communes"), MOST_COMMUNES),
        features: new Map([
          ...(await reader.features(
            report,
            candidates.filter(({ lens }) => lens === null),
          )),
          ...(await throughLens(sql, actor, candidates, (parts) => reader.features(report, parts))),
        ]),
        corners: await frameCorners(sql, { ...frame, crs: located.crs }),
      };
    }),
  );
  if (read === null) return null;
  // After the transaction: a file is read without holding a connection.
  const { corners, ...map } = read;
  return { ...map, ground: await readGround(core, map.frame, corners) };
}

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

class MapReader {
  readonly #core: Core;
  readonly #sql: SqlSession;
  readonly #frame: MapFrame;
  readonly #crs: number;
  readonly #end = performance.now() + MAP_MILLISECONDS;

  constructor(core: Core, sql: SqlSession, frame: MapFrame, crs: number) {
    this.#core = core;
    this.#sql = sql;
    this.#frame = frame;
    this.#crs = crs;
  }

  /** The first of the layers that has something here; null when none has, or it is too much. */
  async background(layers: readonly Candidate[], most: number): Promise<MapFacts["parcels"]> {
    for (const layer of layers) {
      const rows = await this.#rows(layer, null, most);
      if (rows.length === 0) continue;
      return rows.length > most ? null : { layer: layer.title, shapes: outlines(rows.map(({ shape }) => shapesIn(shape))) };
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
    const { west, south, east, north } = this.#frame;
    // A little more than the frame, so that where shapes are cut is not seen.
    const margin = (east - west) / 20;
    const box = { west: west - margin, south: south - margin, east: east + margin, north: north + margin, crs: this.#crs };
    const wanted = { fids, toleranceM: invisibleMetres(this.#frame), most };
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

/** Areas by their limits only. */
function outlines(all: readonly Shapes[]): Shapes {
  return { ...together(all), points: [] };
}

function verticesOf({ areas, lines, points }: Shapes): number {
  return [...areas.flat(), ...lines].reduce((sum, { length }) => sum + length, points.length);
}
