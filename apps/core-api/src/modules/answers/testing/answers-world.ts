import type { Report, ThemeAnswer } from "@archipel/answers/report/report.ts";
import type { AnswerPlace, LayerAnswers } from "@archipel/contracts/answers.ts";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import type { Database } from "@archipel/database/database.ts";
import type { Geometry } from "@archipel/geo/geojson.ts";
import { writeEwkb } from "@archipel/geo/wkb.ts";
import type { GeometryColumn } from "@archipel/geo/wkb-promote.ts";
import { createCommunity, createMember, createPortal } from "@archipel/testing/factories.ts";
import { anonymous, type MemberActor } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { buildTestLayer } from "../../../layer-store/tables/test-layer.ts";
import { giveToPerson } from "../../../testing/lens-world.ts";
import { createTestCore } from "../../../testing/test-core.ts";
import { reportAt } from "../service/report.ts";
import { choosePacks, declareLayer } from "../service/settings.ts";

/** A portal that answers with all packs, over small layers in Lambert 93 around one origin, in metres. */
export interface AnswersWorld {
  database: Database;
  core: Core;
  communityId: CommunityId;
  portalId: string;
  manager: MemberActor;
}

/** Lambert 93, near Nîmes. */
const ORIGIN = [810_000, 6_300_000] as const;

export async function buildAnswersWorld(database: Database): Promise<AnswersWorld> {
  const core = await createTestCore(database);
  const { id: communityId } = await createCommunity(database);
  const portalId = (await createPortal(database, communityId)).id;
  const manager = await actorOf(database, communityId);
  await choosePacks(core, manager, { communityId, portalId, packs: ["fr-plu", "fr-sup", "fr-ppr", "fr-risks"] });
  return { database, core, communityId, portalId, manager };
}

export async function actorOf(database: Database, communityId: CommunityId, role: "manager" | "member" = "manager"): Promise<MemberActor> {
  const { id: userId } = await createMember(database, communityId, role);
  return { userId, isOperator: false, isSuspended: false, communityId, role };
}

type Ring = readonly (readonly [x: number, y: number])[];
const shifted = (ring: Ring): [number, number][] => ring.map(([x, y]) => [ORIGIN[0] + x, ORIGIN[1] + y]);

/** A polygon by the corners of its rings, in metres from the origin; holes follow the shell. */
export function polygon(...rings: Ring[]): Geometry {
  return { type: "MultiPolygon", coordinates: [rings.map((ring) => shifted([...ring, ring[0] ?? [0, 0]]))] };
}
export const square = (x: number, y: number, width: number, height = width): Ring => [
  [x, y],
  [x + width, y],
  [x + width, y + height],
  [x, y + height],
];
export const pointAt = (x: number, y: number): Geometry => ({ type: "Point", coordinates: [ORIGIN[0] + x, ORIGIN[1] + y] });

const declaredDefault: LayerAnswers = {
  standard: null,
  tags: [],
  coverage: { kind: "everywhere" },
  accuracyM: null,
  scaleDenominator: null,
  captured: "2026-01-01",
  staleAfterDays: null,
  documents: [],
};

export interface WorldLayer {
  /** Names of text fields. */
  fields: readonly string[];
  type?: GeometryColumn["type"];
  features: { geometry: Geometry; values: (string | null)[] }[];
  declared: Partial<LayerAnswers>;
  visibility?: "public" | "members" | "private";
}

/** Publishes a layer in the portal, and declares it. */
export async function addLayer(world: AnswersWorld, { fields, type = "MultiPolygon", features, declared, visibility }: WorldLayer) {
  const { database, communityId, portalId } = world;
  // The last one is called like the centre in the statement that finds parcels.
  const hidden: LayerField = { name: "c", column: "c", type: "double", isHidden: true };
  const layerFields = [...fields.map((name): LayerField => ({ name, column: name.toLowerCase(), type: "text" })), hidden];
  const layer = await buildTestLayer(database, communityId, {
    geometry: { type, srid: 2154, hasZ: false },
    fields: layerFields,
    features,
    ...(visibility ? { dataset: { visibility } } : {}),
  });
  const { layerId, datasetId } = layer;
  await database.withSystem((tx) => tx.portalDataset.create({ data: { portalId, datasetId, communityId } }));
  await declareLayer(world.core, world.manager, { communityId, layerId, declared: { ...declaredDefault, ...declared } });
  return layer;
}

export const standard = (model: string, table: string) => ({ standard: { model, table } });

/** A place by metres from the origin. */
export async function placeAt({ database }: AnswersWorld, x: number, y: number): Promise<AnswerPlace> {
  const [[lon, lat]] = await degrees(database, [[x, y]]);
  return { kind: "point", lon, lat, precision: "exact" };
}

/** A drawn shape by metres from the origin. */
export async function drawnAt({ database }: AnswersWorld, ring: Ring): Promise<AnswerPlace> {
  const corners = await degrees(database, [...ring, ring[0] ?? [0, 0]]);
  return { kind: "drawn", geometry: { type: "Polygon", coordinates: [corners] } };
}

async function degrees(database: Database, ring: Ring): Promise<[[number, number], ...[number, number][]]> {
  const text = JSON.stringify({ type: "MultiPoint", coordinates: shifted(ring) });
  const rows = await database.sqlAs({ role: "system" }, (sql) =>
    sql.query<{ lon: number; lat: number }>(
      `SELECT ST_X(p) AS lon, ST_Y(p) AS lat FROM ST_DumpPoints(ST_SetSRID(ST_GeomFromGeoJSON($1::text), 2154)) d,
         LATERAL (SELECT ST_Transform(d.geom, 4326) AS p) s ORDER BY d.path`,
      [text],
    ),
  );
  const [first, ...others] = rows.map(({ lon, lat }): [number, number] => [lon, lat]);
  if (!first) throw new Error("a ring has a corner");
  return [first, ...others];
}

/** Gives a person columns of a layer in the squares that these corners make. @param ring null: everywhere */
export async function giveArea(
  world: AnswersWorld,
  userId: string,
  layer: { datasetId: string; layerId: string },
  { ring, columns = null }: { ring: Ring | null; columns?: string[] | null },
): Promise<void> {
  const corners = ring && (await degrees(world.database, [...ring, ring[0] ?? [0, 0]]));
  const area = corners && Buffer.from(writeEwkb({ type: "MultiPolygon", coordinates: [[corners]] }, 4326, false)).toString("hex");
  const { communityId, manager } = world;
  await giveToPerson(world.database, {
    communityId,
    datasetId: layer.datasetId,
    layerId: layer.layerId,
    userId,
    columns,
    area,
    givenById: manager.userId,
  });
}

export function reportOf({ core, portalId }: AnswersWorld, place: AnswerPlace, userId: string | null = null): Promise<Report> {
  return reportAt(core, { ...anonymous, userId }, { portalId, place, locale: "fr" });
}

export function themeIn({ themes }: Report, id: string): ThemeAnswer {
  const found = themes.find(({ theme }) => theme === id);
  if (!found) throw new Error(`no theme ${id}`);
  return found;
}
