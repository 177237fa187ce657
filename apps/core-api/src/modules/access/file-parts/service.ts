import { createHash } from "node:crypto";
import type { Bbox } from "@archipel/geo/bbox.ts";
import { crsOf } from "@archipel/geo/crs.ts";
import { mercatorToLonLat } from "@archipel/geo/mercator.ts";
import { Area, AreaError, type Rings } from "@archipel/pointcloud/clip/area.ts";
import { projectRings } from "@archipel/pointcloud/clip/project-rings.ts";
import { projectorOf } from "@archipel/validation/geometry/to-degrees.ts";
import { LRUCache } from "lru-cache";
import type { Actor } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { perCore } from "../../../kernel/per-core.ts";
import { lensScopeOf, mayHaveGrants } from "../lens/service/through-lens.ts";
import { areasNear, boxOfAreas, grantedFileDatasets, grantedFiles } from "./queries.ts";

// Files of datasets that grants open inside areas: everything there, and nothing else. Who reads such a file cuts it by `areaOfPart`.

/** The areas in which the caller's grants open the files of a dataset. */
export interface FilePart {
  readonly grantIds: readonly string[];
  /** Changes with the areas: what a grant gives never changes. Part of every key under which something cut by them is kept. */
  readonly hash: string;
  /** Whether everyone sees the same. */
  readonly isForEveryone: boolean;
}

export function filePartOf(grantIds: readonly string[], isForEveryone: boolean): FilePart {
  const hash = createHash("sha256").update(grantIds.toSorted().join()).digest("base64url").slice(0, 16);
  return { grantIds, hash, isForEveryone };
}

/** What the caller's grants give of the files of a dataset: a part of them, or all of them when the part is null. Undefined: nothing. */
export async function filesThrough(core: Core, actor: Actor, datasetId: string): Promise<{ part: FilePart | null } | undefined> {
  if (!mayHaveGrants(actor)) return undefined;
  const given = await core.database.sqlAs(lensScopeOf(actor), (sql) => grantedFiles(sql, datasetId));
  return given && { part: given.grantIds && filePartOf(given.grantIds, given.isForEveryone) };
}

/** The datasets of whose files the caller's grants open something. */
export async function datasetsWithFiles(core: Core, actor: Actor): Promise<string[]> {
  return mayHaveGrants(actor) ? core.database.sqlAs(lensScopeOf(actor), grantedFileDatasets) : [];
}

/** The box of the areas in degrees: a layer's own box would say where its data lie elsewhere. */
export function boxOfPart(core: Core, part: FilePart): Promise<Bbox | null> {
  return core.database.sqlAs({ role: "system" }, (sql) => boxOfAreas(sql, part.grantIds));
}

/** Areas by their grants, their CRS and the box around which they are known. */
const areas = perCore(() => new LRUCache<string, PlacedPart>({ max: 1_000 }));
/** How far an edge may be from its place: a millimetre, in metres and in degrees. Callers that must not show more keep this distance. */
export const EDGE_TOLERANCE = { metres: 0.001, degrees: 1e-8 } as const;

/**
 * The areas of a part in the CRS of a file, exact inside a box.
 *
 * @param srid 3857, or the CRS of a file
 * @param around3857 the ground of the file. It is doubled, so that the sides of the box are no edges near the file.
 * @returns null when nothing of them is there, or when the CRS is unknown here: then nothing of the file is shown
 */
export async function areaOfPart(core: Core, part: FilePart, srid: number, around3857: Bbox): Promise<Area | null> {
  return (await placedPart(core, part, srid, around3857)).area;
}

/** The same with the polygons that make the area. */
export async function placedPart(core: Core, part: FilePart, srid: number, around3857: Bbox): Promise<PlacedPart> {
  const key = `${part.hash} ${srid} ${around3857.map(Math.round).join(" ")}`;
  const known = areas(core).get(key);
  if (known) return known;
  const [west, south, east, north] = around3857;
  const [dx, dy] = [(east - west) / 2 + 1_000, (north - south) / 2 + 1_000];
  const near: Bbox = [west - dx, south - dy, east + dx, north + dy];
  const polygons = await core.database.sqlAs({ role: "system" }, (sql) => areasNear(sql, part.grantIds, near));
  const placed = inCrs(polygons, srid);
  areas(core).set(key, placed);
  return placed;
}

interface PlacedPart {
  readonly area: Area | null;
  readonly polygons: readonly Rings[];
}
const NOWHERE: PlacedPart = { area: null, polygons: [] };

function inCrs(polygons: readonly Rings[], srid: number): PlacedPart {
  const projector = projectorOf(srid);
  if (polygons.length === 0 || !projector) return NOWHERE;
  const move = (x3857: number, y3857: number): readonly number[] => {
    const moved = projector.fromDegrees({ type: "Point", coordinates: mercatorToLonLat(x3857, y3857) });
    return moved.type === "Point" ? moved.coordinates : [Number.NaN, Number.NaN];
  };
  const tolerance = crsOf(srid)?.unit === "degree" ? EDGE_TOLERANCE.degrees : EDGE_TOLERANCE.metres;
  try {
    const placed = srid === 3857 ? polygons : projectRings(polygons, move, tolerance);
    return { area: new Area(placed), polygons: placed };
  } catch (error) {
    if (error instanceof AreaError) return NOWHERE;
    throw error;
  }
}
