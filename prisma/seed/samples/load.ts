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
import { slugOf } from "@archipel/core-api/modules/datasets/policy.ts";
import { publishUpload } from "@archipel/core-api/modules/deliveries/uploads/service/publish.ts";
import { getUpload } from "@archipel/core-api/modules/deliveries/uploads/service/read.ts";
import { completeUpload, openUpload } from "@archipel/core-api/modules/deliveries/uploads/service/receive.ts";
import { buildZip } from "@archipel/gdal/testing/zip-builder.ts";
import type { DemoManagers } from "../demo/communities.ts";
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
    await completeUpload(core, actor, id, () => (content ? Readable.from([content]) : createReadStream(file)));
    const checked = await uploadAfter(core, actor, id, ["received", "checking"]);
    if (checked.status !== "checked") {
      say(`  ${fileName}: nothing could be published (${checked.error?.code})`);
      continue;
    }
    say(`  ${fileName}: ${await publish(core, actor, sample, record, checked)} in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  }
}

/** What is said of a delivery whose tables have no shapes: they can update layers, and are none. */
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
