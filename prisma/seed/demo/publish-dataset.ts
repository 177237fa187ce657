import type { DatasetRecord } from "@archipel/contracts/datasets.ts";
import type { MemberActor } from "@archipel/core-api/kernel/actor.ts";
import type { Core } from "@archipel/core-api/kernel/core.ts";
import { slugOf } from "@archipel/core-api/modules/datasets/policy.ts";
import { createDataset, setDatasetStatus } from "@archipel/core-api/modules/datasets/service.ts";
import { type Bbox, unionAll } from "@archipel/geo/bbox.ts";
import type { LayerStyle } from "@archipel/map-style/layer-style.ts";
import type { TerritoryLayer } from "../territory/feature.ts";
import { publishTerritoryLayer } from "./publish-layer.ts";

/** A layer of a dataset; null: the automatic style. */
export type StyledLayer = readonly [layer: TerritoryLayer, style: LayerStyle | null];

/** Publishes a dataset with its layers, top first, and returns its id. A published one of the same title is left unchanged. */
export async function publishDataset(
  core: Core,
  actor: MemberActor,
  record: DatasetRecord,
  layers: readonly StyledLayer[],
): Promise<string> {
  const { communityId } = actor;
  const slug = slugOf(record.title);
  const known = await core.database.withTenant(actor, (tx) =>
    tx.dataset.findUnique({ where: { communityId_slug: { communityId, slug } } }),
  );
  const dataset = known ?? (await createDataset(core, actor, record));
  for (const [position, [layer, style]] of layers.entries()) {
    await publishTerritoryLayer(core, actor, dataset, layer, position, style ?? { kind: "auto" });
  }
  if (known?.status === "published") return dataset.id;
  await core.database.withTenant(actor, async (tx) => {
    const stored = await tx.layer.findMany({ where: { datasetId: dataset.id, communityId }, select: { bbox: true } });
    const bbox = unionAll(stored.flatMap(({ bbox: [west, south, east, north] }) => corners(west, south, east, north)));
    await tx.dataset.update({ where: { id: dataset.id, communityId }, data: { bbox: bbox ?? [] } });
  });
  await setDatasetStatus(core, actor, dataset.id, "published");
  return dataset.id;
}

function corners(west?: number, south?: number, east?: number, north?: number): Bbox[] {
  return west === undefined || south === undefined || east === undefined || north === undefined ? [] : [[west, south, east, north]];
}
