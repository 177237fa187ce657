// Publishes one file through core-api's services, as public data of a new community. Started by bench/serve.ts in its own process:
//   node bench/measure/publish-file.ts '{"file": …}'   prints a line of JSON
import { randomUUID } from "node:crypto";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { datasetRecord } from "@archipel/contracts/datasets.ts";
import type { MemberActor } from "@archipel/core-api/kernel/actor.ts";
import { publishUpload } from "@archipel/core-api/modules/deliveries/uploads/service/publish.ts";
import { getUpload } from "@archipel/core-api/modules/deliveries/uploads/service/read.ts";
import { completeUpload, openUpload } from "@archipel/core-api/modules/deliveries/uploads/service/receive.ts";
import { jobOver, startTestRunner } from "@archipel/core-api/testing/run-jobs.ts";
import { createTestCore } from "@archipel/core-api/testing/test-core.ts";
import { openDatabase } from "@archipel/database/database.ts";
import { openFileStore } from "@archipel/storage/file-store.ts";
import { createCommunity, createMember, createPortal } from "@archipel/testing/factories.ts";

/** A layer that is on the platform. */
export interface Published {
  layerId: string;
  tableName: string;
  portalSlug: string;
  rows: number;
}

const HOUR = 3600;
const url = process.env.DATABASE_URL;
if (!url) throw new Error("DATABASE_URL must name a scratch PostgreSQL database with PostGIS");
const { file } = JSON.parse(process.argv[2] ?? "") as { file: string };
const folder = await mkdtemp(path.join(tmpdir(), "archipel-publish-"));
const database = await openDatabase({ kind: "server", url, poolSize: 4 });
await database.migrate();
const { core, runner } = await startTestRunner({
  ...(await createTestCore(database)),
  storage: openFileStore(path.join(folder, "objects")),
});
const { id: communityId } = await createCommunity(database);
const person = await createMember(database, communityId, "manager");
const portal = await createPortal(database, communityId);
const actor: MemberActor = { userId: person.id, isOperator: false, isSuspended: false, communityId, role: "manager" };
const uploadId = randomUUID();
await openUpload(core, actor, { id: uploadId, fileName: path.basename(file), size: (await stat(file)).size });
await completeUpload(core, actor, uploadId, file);
const { jobId } = await getUpload(core, actor, uploadId);
if (jobId) await jobOver(core, jobId, HOUR);
const upload = await getUpload(core, actor, uploadId);
const published = await publishUpload(core, actor, {
  ...{ communityId, uploadId, status: "published" as const, portalIds: [portal.id] },
  target: { record: datasetRecord.parse({ title: path.basename(file), visibility: "public" }) },
  layers: upload.layers.map((layer) => ({ uploadLayerId: layer.id, title: layer.name })),
});
const job = await jobOver(core, published.jobId, HOUR);
if (job.status !== "success") throw new Error(`publication: ${JSON.stringify(job.error)}`);
const [layer] = await database.withSystem((tx) => tx.layer.findMany({ where: { datasetId: published.datasetId } }));
if (!layer) throw new Error("no layer was published");
await runner.stop();
await database.close();
await rm(folder, { recursive: true, force: true });
const { id: layerId, tableName, featureCount: rows } = layer;
process.stdout.write(`${JSON.stringify({ layerId, tableName, portalSlug: portal.slug, rows } satisfies Published)}\n`, () =>
  process.exit(0),
);
