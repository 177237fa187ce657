import { randomUUID } from "node:crypto";
import { datasetRecord } from "@archipel/contracts/datasets.ts";
import type { Role } from "@archipel/contracts/members.ts";
import { type LayerUpdate, type UpdateChoice, type UpdateWay, updateChoice } from "@archipel/contracts/updates.ts";
import type { Position } from "@archipel/geo/geojson.ts";
import { createMember } from "@archipel/testing/factories.ts";
import type { MemberActor } from "../kernel/actor.ts";
import { publishUpload } from "../modules/deliveries/uploads/service/publish.ts";
import { applyUpdate } from "../modules/updates/service/apply.ts";
import { prepareRestoration, prepareUpdate } from "../modules/updates/service/prepare.ts";
import { getUpdate } from "../modules/updates/service/read.ts";
import { jobOver } from "./run-jobs.ts";
import { openUploadingWorld, uploadFile as uploadFileAs } from "./uploading-world.ts";

export interface Drawn {
  id?: number | string;
  geometry: { type: string; coordinates: unknown } | null;
  properties: Record<string, string | number | boolean | null>;
}

/** A square in Lambert 93, optionally with heights. */
export function flood(x: number, y: number, side = 100, z?: number): Drawn["geometry"] {
  const corners: [number, number][] = [
    [x, y],
    [x + side, y],
    [x + side, y + side],
    [x, y + side],
    [x, y],
  ];
  const ring = corners.map(([px, py], index): Position => (z === undefined ? [px, py] : [px, py, z + (index % 4)]));
  return { type: "Polygon", coordinates: [ring] };
}

export const X = 900_000.123456789;
export const Y = 6_500_000.987654321;

/** Four flood zones, named by a code. */
export const zones = (): Drawn[] =>
  ["A1", "A2", "A3", "A4"].map((code, index) => ({
    geometry: flood(X + index * 1000, Y),
    properties: { code, alea: index % 2 === 0 ? "fort" : "faible", hauteur: 0.5 + index, note: `zone ${index + 1}` },
  }));

/** GeoJSON text in a CRS by its code. */
export function geojson(features: readonly Drawn[], srid = 2154): string {
  const crs = { type: "name", properties: { name: `urn:ogc:def:crs:EPSG::${srid}` } };
  return JSON.stringify({
    type: "FeatureCollection",
    ...(srid !== 4326 && { crs }),
    features: features.map((feature) => ({ type: "Feature", ...feature })),
  });
}

/** For tests: people of a community with jobs that run, and functions to publish, compare, apply and restore. */
export async function updateWorld() {
  const world = await openUploadingWorld();
  const { database, core, runner, manager } = world;
  const { communityId } = manager;
  const person = async (role: Role, community = communityId): Promise<MemberActor> => {
    const { id: userId } = await createMember(database, community, role);
    return { userId, communityId: community, role, isOperator: false, isSuspended: false };
  };

  async function uploadFile(fileName: string, content: string | Uint8Array, actor = manager) {
    const { id: uploadId, layers } = await uploadFileAs(core, actor, fileName, content);
    const [layer] = layers;
    if (!layer) throw new Error("the file has no layer");
    return { uploadId, uploadLayerId: layer.id };
  }

  /** Publishes a file as the one layer of a dataset. */
  async function publish(content: string | Uint8Array, fileName = "zones.geojson", actor = manager) {
    const { uploadId, uploadLayerId } = await uploadFile(fileName, content, actor);
    const { jobId, datasetId } = await publishUpload(core, actor, {
      communityId: actor.communityId,
      uploadId,
      target: { record: datasetRecord.parse({ title: `Zones ${randomUUID().slice(0, 8)}` }) },
      layers: [{ uploadLayerId, title: "Zones inondables" }],
      status: "published",
      portalIds: [],
    });
    await jobOver(core, jobId);
    const layer = await database.withSystem((tx) => tx.layer.findFirstOrThrow({ where: { datasetId } }));
    return { layerId: layer.id, datasetId, tableName: layer.tableName };
  }
  type Published = Awaited<ReturnType<typeof publish>>;

  async function over(update: LayerUpdate): Promise<LayerUpdate> {
    if (update.jobId) await jobOver(core, update.jobId);
    return getUpdate(core, manager, update.id);
  }

  /** Uploads a file and compares it with a layer. */
  async function compare(
    { layerId }: Pick<Published, "layerId">,
    content: string | Uint8Array,
    way: UpdateWay,
    choice: UpdateChoice = {},
    fileName = "nouveau.geojson",
  ): Promise<LayerUpdate> {
    const file = await uploadFile(fileName, content);
    return over(await prepareUpdate(core, manager, { communityId, layerId, ...file, way, choice: updateChoice.parse(choice) }));
  }

  /** Applies an update as a person does who reads what it would break. */
  async function apply(update: LayerUpdate): Promise<LayerUpdate> {
    const { baseRevision = 0, harms = [] } = update.preview ?? {};
    const confirm = harms.length > 0 ? { confirm: update.layerTitle } : {};
    return over(await applyUpdate(core, manager, { communityId, updateId: update.id, baseRevision, ...confirm }));
  }

  const compareRevision = async ({ layerId }: Pick<Published, "layerId">, revision: number) =>
    over(await prepareRestoration(core, manager, { communityId, layerId, revision }));

  /** All of a layer's features, to the last bit. */
  const featuresOf = ({ tableName }: Pick<Published, "tableName">) =>
    database.sqlAs({ role: "system" }, (sql) =>
      sql.query<Record<string, unknown> & { fid: number; version: number; ewkb: string }>(
        `SELECT to_jsonb(t.*) - 'geom' - 'geom_3857' - 'version' AS values, fid, version, encode(ST_AsEWKB(geom), 'hex') AS ewkb,
           encode(ST_AsEWKB(geom_3857), 'hex') AS drawn FROM layers."${tableName}" t ORDER BY fid`,
      ),
    );
  const stateOf = async (layer: Pick<Published, "tableName">) =>
    (await featuresOf(layer)).map(({ version: _version, ...feature }) => feature);

  return {
    ...{
      database,
      core,
      runner,
      communityId,
      manager,
      person,
      uploadFile,
      publish,
      over,
      compare,
      apply,
      compareRevision,
      featuresOf,
      stateOf,
    },
    close: world.close,
  };
}
