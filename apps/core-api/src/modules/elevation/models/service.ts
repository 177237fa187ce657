import { randomUUID } from "node:crypto";
import { cloudFacts } from "@archipel/contracts/clouds.ts";
import type { ElevationModel, ModelSource, makeModelInput, startedModel } from "@archipel/contracts/elevation-models.ts";
import { heightProduct, modelMethod } from "@archipel/contracts/elevation-models.ts";
import type { Tx } from "@archipel/database/database.ts";
import { crsOf } from "@archipel/geo/crs.ts";
import { datumOfSrid } from "@archipel/geo/heights/height-names.ts";
import type { z } from "zod";
import type { MemberActor } from "../../../kernel/actor.ts";
import { audit } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { startJob } from "../../../kernel/jobs/rows.ts";
import { emit } from "../../../kernel/outbox.ts";
import { makeModelJob } from "./making/job.ts";
import type { ModelPlan } from "./making/plan.ts";
import { blocksOf, finestResolution, MOST_BLOCKS, readSources } from "./policy.ts";
import { modelRow, openJobOf, ownPoints, pointLayers, tileRows } from "./queries.ts";

const GROUND = ["2", "66"];

/** The layers of points that models can be made of. */
export function listModelSources(core: Core, actor: MemberActor): Promise<ModelSource[]> {
  return core.database.withTenant(actor, async (tx) =>
    (await pointLayers(tx, actor.communityId)).map(({ id, title, datasetId, dataset }) => {
      const tiles = dataset.attachments.map(({ cloud }) => cloudFacts.parse(cloud));
      const sum = (count: (tile: (typeof tiles)[number]) => number) => tiles.reduce((total, tile) => total + count(tile), 0);
      return {
        layerId: id,
        title,
        datasetId,
        datasetTitle: dataset.title,
        tiles: tiles.length,
        points: sum(({ points }) => points),
        ground: sum(({ classes }) => GROUND.reduce((total, code) => total + (classes[code] ?? 0), 0)),
      };
    }),
  );
}

/**
 * Starts the job that makes a model of heights from a layer of points.
 *
 * @throws DomainError when the layer or the dataset is not there, the points are in degrees, or the model would be too large
 */
export async function makeModel(
  core: Core,
  actor: MemberActor,
  input: z.infer<typeof makeModelInput>,
): Promise<z.infer<typeof startedModel>> {
  const { communityId, userId: actorId } = actor;
  const { layerId: sourceLayerId, product, method, resolution, withShade, follows, title, target } = input;
  const layerId = randomUUID();
  const job = await core.database.withTenant(actor, async (tx) => {
    const source = await ownPoints(tx, communityId, sourceLayerId);
    if (!source) throw new DomainError("not-found", "cloud-layer-not-found", {}, "layerId");
    if (crsOf(source.srid)?.unit === "degree") throw new DomainError("invalid", "elevation-points-in-degrees", {}, "layerId");
    await assertSize(tx, source.datasetId, resolution);
    const datasetId = "datasetId" in target ? await ownDatasetId(tx, actor, target.datasetId) : null;
    const datasetTitle = "title" in target ? target.title : null;
    const first = { sourceLayerId, product, method, resolution, withShade, title, follows, datasetId, datasetTitle };
    const plan = { layerId, first, sources: {}, done: [] } satisfies ModelPlan;
    await audit(tx, {
      communityId,
      actorId,
      action: "layer.model-started",
      resourceType: "layer",
      resourceId: layerId,
      summary: { title, product },
    });
    return startJob(tx, actor, {
      kind: makeModelJob.kind,
      subjectId: layerId,
      subject: title,
      datasetId: datasetId ?? source.datasetId,
      input: plan,
    });
  });
  await core.queue.enqueue(job);
  return { jobId: job.id, layerId };
}

async function assertSize(tx: Tx, datasetId: string, resolution: number): Promise<void> {
  const tiles = (await tileRows(tx, datasetId)).map(({ cloud }) => cloudFacts.parse(cloud));
  const boxes = tiles.map(({ min, max }): [number, number, number, number] => [min[0], min[1], max[0], max[1]]);
  const finest = finestResolution(
    boxes,
    tiles.reduce((sum, { points }) => sum + points, 0),
  );
  if (resolution < finest) throw new DomainError("invalid", "elevation-model-too-fine", { least: finest }, "resolution");
  if (blocksOf(boxes, resolution).length > MOST_BLOCKS)
    throw new DomainError("invalid", "elevation-model-too-large", { most: MOST_BLOCKS }, "resolution");
}

async function ownDatasetId(tx: Tx, { communityId }: MemberActor, datasetId: string): Promise<string> {
  const dataset = await tx.dataset.findUnique({ where: { id: datasetId, communityId }, select: { id: true } });
  if (!dataset) throw new DomainError("not-found", "dataset-not-found", {}, "target");
  return dataset.id;
}

/** What a layer of heights was made of, and whether it is up to date. */
export function getModel(core: Core, actor: MemberActor, layerId: string): Promise<ElevationModel> {
  return core.database.withTenant(actor, (tx) => describe(tx, actor, layerId));
}

async function describe(tx: Tx, { communityId }: MemberActor, layerId: string): Promise<ElevationModel> {
  const row = await modelRow(tx, communityId, layerId);
  if (!row) throw new DomainError("not-found", "elevation-model-not-found");
  const { product, method, resolution, withShade, verticalSrid, follows, broughtAt, source } = row;
  const known = readSources.parse(row.sources);
  const tiles = source ? await tileRows(tx, source.datasetId) : [];
  const isSame = tiles.length === Object.keys(known).length && tiles.every(({ id, revision }) => known[id]?.revision === revision);
  return {
    layerId,
    product: heightProduct.parse(product),
    method: modelMethod.nullable().parse(method),
    ...{ resolution, withShade, follows, broughtAt },
    verticalDatum: datumOfSrid(verticalSrid),
    source: source && { layerId: source.id, title: source.title, datasetId: source.datasetId, datasetTitle: source.dataset.title },
    isBehind: source !== null && !isSame,
    jobId: await openJobOf(tx, communityId, layerId),
  };
}

/** Says whether changed points change the model. */
export function setFollowing(
  core: Core,
  actor: MemberActor,
  { layerId, follows }: { layerId: string; follows: boolean },
): Promise<ElevationModel> {
  const { communityId, userId: actorId } = actor;
  return core.database.withTenant(actor, async (tx) => {
    const row = await modelRow(tx, communityId, layerId);
    if (!row) throw new DomainError("not-found", "elevation-model-not-found");
    if (row.follows !== follows) {
      await tx.elevationModel.update({ where: { layerId, communityId }, data: { follows } });
      const about = { communityId, actorId, resourceType: "dataset", resourceId: row.layer.datasetId };
      await audit(tx, {
        ...about,
        action: follows ? "layer.follows-points" : "layer.follows-no-points",
        summary: { title: row.layer.title },
      });
      await emit(tx, "dataset.updated", communityId, { datasetId: row.layer.datasetId });
    }
    return describe(tx, actor, layerId);
  });
}

/**
 * Starts the job that brings a model up to date with its points.
 *
 * @throws DomainError when it has no points any more, or a job works on it
 */
export async function bringModel(core: Core, actor: MemberActor, layerId: string): Promise<z.infer<typeof startedModel>> {
  const job = await core.database.withTenant(actor, async (tx) => {
    const row = await modelRow(tx, actor.communityId, layerId);
    if (!row) throw new DomainError("not-found", "elevation-model-not-found");
    if (!row.source) throw new DomainError("conflict", "elevation-points-gone");
    const { title, datasetId } = row.layer;
    const input = { layerId, first: null, sources: {}, done: [] };
    return startJob(tx, actor, { kind: makeModelJob.kind, subjectId: layerId, subject: title, datasetId, input });
  });
  await core.queue.enqueue(job);
  return { jobId: job.id, layerId };
}
