import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { datasetRecord } from "@archipel/contracts/datasets.ts";
import type { Upload } from "@archipel/contracts/uploads.ts";
import type { MemberActor } from "@archipel/core-api/kernel/actor.ts";
import type { Core } from "@archipel/core-api/kernel/core.ts";
import { proposalsFor } from "@archipel/core-api/modules/answers/propose/propose.ts";
import { acceptProposals } from "@archipel/core-api/modules/answers/service/settings.ts";
import { slugOf } from "@archipel/core-api/modules/datasets/policy.ts";
import { publishUpload } from "@archipel/core-api/modules/deliveries/uploads/service/publish.ts";
import { getUpload } from "@archipel/core-api/modules/deliveries/uploads/service/read.ts";
import { completeUpload, openUpload } from "@archipel/core-api/modules/deliveries/uploads/service/receive.ts";
import { getPortal, updatePortal } from "@archipel/core-api/modules/portals/service.ts";
import { buildZip } from "@archipel/gdal/testing/zip-builder.ts";
import type { DemoManagers } from "../demo/communities.ts";
import { demoPortals } from "../demo/portals.ts";
import { type Sample, samples } from "./catalogue.ts";

/** Loads real files in the same way as people's files: uploaded, checked in the sandbox, published by a job. Needs a job runner. */
export async function loadSamples(core: Core, managers: DemoManagers, folder: string, say: (text: string) => void): Promise<void> {
  for (const sample of samples) {
    const actor = managers[sample.community];
    const record = datasetRecord.parse(sample.record);
    const file = path.join(folder, sample.file);
    const fileName = path.basename(file).replace(/\.shp$/, ".zip");
    if (await isDone(core, actor, slugOf(record.title), fileName)) continue;
    const started = performance.now();
    const content = file.endsWith(".shp") ? await zipOfShapefile(file) : null;
    const size = content?.length ?? (await stat(file)).size;
    const id = randomUUID();
    await openUpload(core, actor, { id, fileName, size });
    await completeUpload(core, actor, id, content ? Readable.from([content]) : createReadStream(file));
    const checked = await uploadAfter(core, actor, id, ["received", "checking"]);
    if (checked.status !== "checked") {
      say(`  ${fileName}: nothing could be published (${checked.error?.code})`);
      continue;
    }
    const done = await publish(core, actor, sample, record, checked);
    say(`  ${fileName}: ${done} in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  }
  await listShared(core, managers);
  for (const portal of demoPortals) await declareDelivered(core, managers[portal.community], portal.slug, say);
}

/** Lists shared samples in the portals of other communities. */
async function listShared(core: Core, managers: DemoManagers): Promise<void> {
  for (const { sharedWith = [], record, community } of samples) {
    for (const { slug, community: owner } of demoPortals.filter((portal) => sharedWith.includes(portal.slug))) {
      const actor = managers[owner];
      const { communityId } = managers[community];
      const found = await core.database.withSystem(async (tx) => ({
        dataset: await tx.dataset.findUnique({ where: { communityId_slug: { communityId, slug: slugOf(record.title) } } }),
        portal: await tx.portal.findUnique({ where: { slug }, select: { id: true } }),
      }));
      if (!found.dataset || !found.portal) continue;
      const datasetId = found.dataset.id;
      const { datasets } = await getPortal(core, actor, found.portal.id);
      if (datasets.some((listed) => listed.datasetId === datasetId)) continue;
      const kept = datasets.map(({ datasetId: id, isVisible }) => ({ datasetId: id, isVisible }));
      const changed = [...kept, { datasetId, isVisible: false }];
      await updatePortal(core, actor, { communityId: actor.communityId, portalId: found.portal.id, datasets: changed });
    }
  }
}

/** Declares what the deliveries of a portal propose, as its manager would with one click. */
async function declareDelivered(core: Core, actor: MemberActor, slug: string, say: (text: string) => void): Promise<void> {
  const portal = await core.database.withSystem((tx) => tx.portal.findUnique({ where: { slug }, select: { id: true } }));
  if (!portal) return;
  const layerIds = (await proposalsFor(core, actor, portal.id)).map(({ layerId }) => layerId);
  if (layerIds.length === 0) return;
  const { declared } = await acceptProposals(core, actor, { communityId: actor.communityId, portalId: portal.id, layerIds });
  say(`  ${slug}: ${declared} layers declared for answers`);
}

/** What is said of a delivery whose tables have no shapes: they can update layers, but cannot be published. */
const NO_SHAPES = "nothing was published: no table has shapes";

/** Whether it was published before, or was read and holds nothing to publish. */
function isDone(core: Core, actor: MemberActor, slug: string, fileName: string): Promise<boolean> {
  const { communityId } = actor;
  return core.database.withTenant(actor, async (tx) => {
    const published = await tx.dataset.count({ where: { communityId, slug, status: "published" } });
    return published > 0 || (await tx.upload.count({ where: { communityId, fileName, status: { in: ["failed", "checked"] } } })) > 0;
  });
}

async function publish(core: Core, actor: MemberActor, sample: Sample, record: ReturnType<typeof datasetRecord.parse>, upload: Upload) {
  const spatial = upload.layers.filter((layer) => layer.geometryType !== "None" && layer.featureCount > 0);
  const layers = spatial.filter((layer) => layer.errorCount === 0 && layer.chosenSrid !== null);
  if (layers.length === 0) return spatial.length === 0 ? NO_SHAPES : `nothing was published: all ${spatial.length} layers have errors`;
  const portals = await core.database.withTenant(actor, (tx) =>
    tx.portal.findMany({ where: { slug: { in: sample.portals }, communityId: actor.communityId }, select: { id: true } }),
  );
  await publishUpload(core, actor, {
    communityId: actor.communityId,
    uploadId: upload.id,
    target: { record },
    layers: layers.map((layer) => ({ uploadLayerId: layer.id, title: layer.name })),
    status: "published",
    portalIds: portals.map((portal) => portal.id),
  });
  const published = await uploadAfter(core, actor, upload.id, ["publishing"]);
  if (published.status !== "published") throw new Error(`${upload.fileName} could not be published: ${published.error?.code}`);
  const features = layers.reduce((sum, layer) => sum + layer.featureCount, 0);
  const left = spatial.length - layers.length;
  return `${layers.length} layers, ${features} features${left > 0 ? `, ${left} layers left out for their errors` : ""}`;
}

/** Waits until an upload has left all these states. */
async function uploadAfter(core: Core, actor: MemberActor, uploadId: string, underWay: string[]): Promise<Upload> {
  for (;;) {
    const upload = await getUpload(core, actor, uploadId);
    if (!underWay.includes(upload.status)) return upload;
    await sleep(300);
  }
}

async function zipOfShapefile(shp: string): Promise<Buffer> {
  const stem = path.basename(shp, ".shp");
  const parts = (await readdir(path.dirname(shp))).filter((name) => name.startsWith(`${stem}.`));
  return buildZip(await Promise.all(parts.map(async (name) => ({ name, content: await readFile(path.join(path.dirname(shp), name)) }))));
}
