// @database server
import { buffer } from "node:stream/consumers";
import { datasetRecord } from "@archipel/contracts/datasets.ts";
import { buildZip } from "@archipel/gdal/testing/zip-builder.ts";
import { readFrom } from "@archipel/pointcloud/byte-io.ts";
import { CopcReader } from "@archipel/pointcloud/copc/open-copc.ts";
import { openCloud } from "@archipel/pointcloud/open-cloud.ts";
import { summarise } from "@archipel/pointcloud/summarise.ts";
import { cloudFile } from "@archipel/pointcloud/testing/cloud-file.ts";
import { syntheticPoints } from "@archipel/pointcloud/testing/synthetic-cloud.ts";
import { createCommunity, createMember } from "@archipel/testing/factories.ts";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { anonymous, type MemberActor } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { type JobRun, JobStoppedError } from "../../../kernel/jobs/handler.ts";
import { createServer } from "../../../server.ts";
import { bearer } from "../../../testing/bearer.ts";
import { jobOver } from "../../../testing/run-jobs.ts";
import { openUploadingWorld, type UploadingWorld } from "../../../testing/uploading-world.ts";
import { listAttachments } from "../../attachments/service.ts";
import { comparedWithBefore, compareWithBefore } from "../../clouds/comparing/service.ts";
import { openCloudLayer } from "../../clouds/service/open.ts";
import { forgetRevision, listRevisions, restoreRevision } from "../../clouds/service/revisions.ts";
import { eraseDataset } from "../../datasets/bin/erase.ts";
import { deleteDataset, getDataset } from "../../datasets/service.ts";
import { writeClouds } from "./publish/clouds.ts";
import { publishPlan } from "./publish/plan.ts";
import { uploadOfJob } from "./queries.ts";
import { discardUpload } from "./service/change.ts";
import { publishUpload } from "./service/publish.ts";
import { setRasterCrs } from "./service/rasters.ts";
import { getUpload, listFindings } from "./service/read.ts";

let core: Core;
let app: FastifyInstance;
let manager: MemberActor;
let world: UploadingWorld;

beforeAll(async () => {
  world = await openUploadingWorld();
  ({ core, manager } = world);
  app = await createServer(world.base);
});
afterAll(async () => {
  await app.close();
  await world.close();
});

const POINTS = 4000;

async function tile(format: 1 | 6, change: (file: Buffer) => void = () => {}): Promise<Buffer> {
  const points = syntheticPoints({ format, extraBytes: 0, total: POINTS, seed: 3 }, 0, POINTS);
  points.classification?.set([2, 2, 6], 0);
  const written = format === 6 ? ({ compression: "variable" } as const) : ({ compression: "none", header: { versionMinor: 2 } } as const);
  const file = Buffer.from(await cloudFile({ format, extraBytes: 0, ...written }, [points]));
  change(file);
  return file;
}
/** The CRS becomes a record that nobody knows. */
const withoutCrs = (file: Buffer) => void file.write("Somebody\0\0\0\0\0\0\0\0", 229, "latin1");

type Upload = Awaited<ReturnType<UploadingWorld["uploadFile"]>>;
const findingsOf = async (upload: Upload) =>
  (await listFindings(core, manager, { communityId: manager.communityId, uploadId: upload.id, limit: 100 })).items;

async function publish(
  upload: Upload,
  visibility: "public" | "members" = "public",
  documents: "all" | string[] = "all",
  datasetId?: string,
) {
  const publication = await publishUpload(core, manager, {
    communityId: manager.communityId,
    uploadId: upload.id,
    target: datasetId === undefined ? { record: datasetRecord.parse({ title: "Relief", visibility }) } : { datasetId },
    layers: [],
    documents,
    status: "published",
    portalIds: [],
  });
  expect((await jobOver(core, publication.jobId)).status).toBe("success");
  return publication.datasetId;
}

test("a tile is read, published as COPC, and served by parts to those who may see its dataset", async () => {
  const source = await tile(6);
  const upload = await world.uploadFile("LHD_FXX_0292_6833_PTS_LAMB93_IGN69.laz", source);
  expect(upload).toMatchObject({ status: "checked", driver: "laz", layers: [], rasters: [], error: null });
  const [cloud] = upload.clouds;
  expect(cloud).toMatchObject({ points: POINTS, srid: 2154, verticalSrid: 5720, product: "lidar-hd", crs: { how: "declared" } });
  expect(cloud?.footprint?.[1]?.[0]).toBeCloseTo(-2.49, 1);
  expect((await findingsOf(upload)).map(({ rule, severity }) => [rule, severity])).toEqual([["cloud-density-low", "warning"]]);

  const datasetId = await publish(upload);
  const [kept, ...others] = await listAttachments(core, anonymous, datasetId);
  expect(others).toEqual([]);
  expect(kept).toMatchObject({
    fileName: "LHD_FXX_0292_6833_PTS_LAMB93_IGN69.copc.laz",
    mediaType: "application/vnd.laszip+copc",
    cloud: { format: "copc", points: POINTS, classes: cloud?.classes, footprint: cloud?.footprint },
    raster: null,
  });
  const west = Math.min(...(cloud?.footprint ?? []).map(([lon]) => lon));
  expect((await getDataset(core, manager, datasetId)).bbox?.[0]).toBeCloseTo(west, 5);
  const url = `/downloads/attachments/${kept?.id}`;
  const part = await app.inject({ url, headers: { range: "bytes=0-374" } });
  expect([part.statusCode, part.rawPayload.length, part.rawPayload.toString("latin1", 0, 4)]).toEqual([206, 375, "LASF"]);
  const whole = (await app.inject({ url })).rawPayload;
  const read = readFrom(whole);
  expect((await CopcReader.open(read)).cloud.header.pointCount).toBe(POINTS);
  const { statistics } = await summarise(await openCloud(read));
  const counted = Object.fromEntries([...statistics.byClass].map((count, value) => [String(value), count]).filter(([, count]) => count));
  expect(counted).toEqual(cloud?.classes);

  // The dataset keeps its tile when the upload is deleted; erasing the dataset deletes it.
  await discardUpload(core, manager, upload.id);
  const key = `sha256/${String(part.headers.etag).slice(1, -1)}`;
  expect((await buffer(await core.storage.get(key))).length).toBe(whole.length);
  await deleteDataset(core, manager, datasetId);
  await eraseDataset(core, manager, datasetId);
  await expect(core.storage.get(key).then(buffer)).rejects.toThrow();
});

test("a stranger reads no tile of a dataset for members", async () => {
  const upload = await world.uploadFile("tile.laz", await tile(6));
  const datasetId = await publish(upload, "members");
  const [kept] = await listAttachments(core, manager, datasetId);
  const url = `/downloads/attachments/${kept?.id}`;
  expect((await app.inject({ url, headers: bearer(manager.userId) })).statusCode).toBe(200);
  const stranger = (await createMember(world.database, (await createCommunity(world.database)).id, "manager")).id;
  expect((await app.inject({ url, headers: { ...bearer(stranger), range: "bytes=0-374" } })).statusCode).toBe(404);
  expect((await app.inject({ url })).statusCode).toBe(404);
});

test("tiles of a zip are published together, with the CRS of their name or of a person; faults are on the map", async () => {
  const faulty = await tile(1, (file) => {
    withoutCrs(file);
    // The first point has return 0 of 0.
    file[file.readUInt32LE(96) + 14] = 0;
  });
  const upload = await world.uploadFile(
    "tiles.zip",
    buildZip([
      { name: "t/semis_0292_6833_LA93_IGN69.las", content: await tile(1, withoutCrs) },
      { name: "t/points.las", content: faulty },
      { name: "t/cut.laz", content: (await tile(6)).subarray(0, 9000) },
      { name: "t/notice.pdf", content: Buffer.from("%PDF-1.4 notice") },
    ]),
  );
  expect(upload.clouds.map(({ path, srid, crs }) => [path, srid, crs.how])).toEqual([
    ["t/semis_0292_6833_LA93_IGN69.las", 2154, "by-name"],
    ["t/points.las", 2154, "guessed"],
  ]);
  const findings = await findingsOf(upload);
  const byRule = new Map(findings.map((finding) => [finding.rule, finding]));
  expect(byRule.get("cloud-broken")).toMatchObject({
    severity: "error",
    params: { subject: "t/cut.laz", fault: "truncated" },
    point: null,
  });
  expect(byRule.get("cloud-overlap")).toMatchObject({ params: { percent: 100 } });
  expect(byRule.get("cloud-return-number")).toMatchObject({ params: { subject: "t/points.las", index: 1 } });
  expect(byRule.get("cloud-return-number")?.point?.[1]).toBeCloseTo(48.6, 0);
  expect(byRule.has("crs-guessed")).toBe(true);

  const about = { communityId: manager.communityId, uploadId: upload.id, path: "t/points.las" };
  await expect(setRasterCrs(core, manager, { ...about, srid: 2975 })).rejects.toMatchObject({ code: "raster-outside-crs" });
  const chosen = await setRasterCrs(core, manager, { ...about, srid: 3857 });
  expect(chosen).toMatchObject({ status: "checking", clouds: [{ srid: 2154 }, { srid: 3857 }] });
  expect((await jobOver(core, chosen.jobId ?? "")).status).toBe("success");
  expect((await getUpload(core, manager, upload.id)).clouds[1]).toMatchObject({ srid: 3857, crs: { how: "guessed" } });
  const again = new Map((await findingsOf(upload)).map((finding) => [finding.rule, finding]));
  expect(again.has("crs-guessed")).toBe(false);
  expect(again.get("cloud-return-number")?.point?.[1]).toBeCloseTo(52.2, 0);

  // All tiles of a dataset are one layer, in one CRS.
  await expect(publish(upload)).rejects.toMatchObject({
    code: "cloud-crs-differs",
    params: { file: "points", srid: 3857, expected: 2154 },
  });
  const named = await publish(upload, "public", ["t/semis_0292_6833_LA93_IGN69.las", "t/notice.pdf"]);
  const other = await publish(upload, "public", ["t/points.las"]);
  const kept = [...(await listAttachments(core, anonymous, named)), ...(await listAttachments(core, anonymous, other))];
  const shown = kept.map(({ fileName, cloud }) => [fileName, cloud?.srid ?? null, cloud?.pointFormat ?? null]);
  expect(shown.sort()).toEqual([
    ["notice.pdf", null, null],
    ["points.copc.laz", 3857, 6],
    ["semis_0292_6833_LA93_IGN69.copc.laz", 2154, 6],
  ]);
  for (const { id, cloud } of kept.filter((one) => one.cloud !== null)) {
    const { rawPayload } = await app.inject({ url: `/downloads/attachments/${id}` });
    expect((await openCloud(readFrom(rawPayload))).crs.horizontalEpsg).toBe(cloud?.srid);
  }
});

test("a tile that is published again into its dataset, alone or in a zip, is its next revision; its layer stays", async () => {
  const name = "LHD_FXX_0292_6833_PTS_LAMB93_IGN69.laz";
  const datasetId = await publish(await world.uploadFile(name, await tile(6)));
  const [layer] = (await getDataset(core, manager, datasetId)).layers;
  expect(layer).toMatchObject({ kind: "pointcloud", title: "Nuage de points", featureCount: 1, revision: 1 });
  // One point of ground is a building now.
  const points = syntheticPoints({ format: 6, extraBytes: 0, total: POINTS, seed: 3 }, 0, POINTS);
  points.classification?.set([6, 2, 6], 0);
  const changed = Buffer.from(await cloudFile({ format: 6, extraBytes: 0, compression: "variable" }, [points]));
  const upload = await world.uploadFile("delivery.zip", buildZip([{ name: `t/${name}`, content: changed }]));
  await publish(upload, "public", "all", datasetId);
  const opened = await openCloudLayer(core, anonymous, layer?.id ?? "");
  expect(opened.tiles).toMatchObject([{ revision: 2, facts: { points: POINTS } }]);
  const [latest] = await listRevisions(core, manager, { communityId: manager.communityId, attachmentId: opened.tiles[0]?.id ?? "" });
  expect(latest).toMatchObject({ revision: 2, fileName: "delivery.zip", difference: { points: { before: POINTS, after: POINTS } } });
  const { before = 0, after = 0 } = latest?.difference?.classes["6"] ?? {};
  expect(after - before).toBe(1);
  // Point by point, somebody asks once, and it is kept.
  const compared = { communityId: manager.communityId, attachmentId: opened.tiles[0]?.id ?? "", revision: 2 };
  expect(await comparedWithBefore(core, manager, compared)).toEqual({ against: 1, changes: null, jobId: null });
  await expect(compareWithBefore(core, manager, { ...compared, revision: 1 })).rejects.toMatchObject({ code: "cloud-nothing-before" });
  await expect(compareWithBefore(core, manager, { ...compared, revision: 9 })).rejects.toMatchObject({ code: "cloud-revision-not-found" });
  const { jobId } = await compareWithBefore(core, manager, compared);
  expect((await jobOver(core, jobId ?? "")).status).toBe("success");
  const { changes } = await compareWithBefore(core, manager, compared);
  expect(changes).toMatchObject({ cell: 10, gained: 0, lost: 0, reclassified: 1, moves: [{ from: 2, to: 6, points: 1 }] });
  expect(changes?.cells).toMatchObject([{ gained: 0, lost: 0, reclassified: 1 }]);
  expect(changes?.footprint?.[1]?.[0]).toBeCloseTo(-2.49, 1);
  // Restored, the new revision is compared with the one that it replaced; without the one before, it must be compared again.
  await restoreRevision(core, manager, { ...compared, revision: 1 });
  const back = await compareWithBefore(core, manager, { ...compared, revision: 3 });
  await jobOver(core, back.jobId ?? "");
  const restored = await comparedWithBefore(core, manager, { ...compared, revision: 3 });
  expect(restored.changes?.moves).toEqual([{ from: 6, to: 2, points: 1 }]);
  await forgetRevision(core, manager, compared);
  expect(await comparedWithBefore(core, manager, { ...compared, revision: 3 })).toEqual({ against: 1, changes: null, jobId: null });
  await publish(upload, "public", "all", datasetId);
  // Published again, it is the same.
  await publish(upload, "public", "all", datasetId);
  expect((await openCloudLayer(core, anonymous, layer?.id ?? "")).tiles[0]?.revision).toBe(4);
});

test("an attempt after a crash goes on with the tiles that are not written, and says how far it is", async () => {
  const archive = buildZip([
    { name: "a_LA93_IGN69.laz", content: await tile(6) },
    { name: "b_LA93_IGN69.laz", content: await tile(6) },
  ]);
  const { id } = await world.uploadFile("two.zip", archive);
  const { communityId } = manager;
  const upload = await core.database.withWorker(communityId, (tx) => uploadOfJob(tx, communityId, id));
  if (!upload?.objectKey) throw new Error("the upload has no file");
  const written = { path: "a_LA93_IGN69.laz", key: "sha256/kept", size: 1, pointFormat: 6, version: "1.4" };
  const documents = [written.path, "b_LA93_IGN69.laz"];
  const plan = publishPlan.parse({ datasetId: id, status: "draft", layers: [], documents, attachments: null, clouds: [written] });
  const reported: [number, number | null][] = [];
  const remembered: unknown[] = [];
  const run = {
    job: { communityId },
    progress: async (_step: string, done: number, total: number | null) => void reported.push([done, total]),
    remember: async (_tx: unknown, input: object) => void remembered.push(structuredClone(input)),
  } as unknown as JobRun;
  await core.storage.withFile(upload.objectKey, (path) => writeClouds(core, run, plan, upload, path));
  expect(plan.clouds).toEqual([written, expect.objectContaining({ path: "b_LA93_IGN69.laz", pointFormat: 6 })]);
  expect(remembered).toEqual([plan]);
  expect(reported[0]).toEqual([POINTS, 2 * POINTS]);
  expect(reported.map(([done]) => done)).toEqual(reported.map(([done]) => done).sort((a, b) => a - b));
  await core.storage.withFile(upload.objectKey, (path) =>
    expect(
      writeClouds(core, { ...run, progress: () => Promise.reject(new JobStoppedError()) }, { ...plan, clouds: [] }, upload, path),
    ).rejects.toThrow(JobStoppedError),
  );
});

test("a cloud that cannot be read fails with its fault, and one that cannot be placed is not published", async () => {
  const cut = await world.uploadFile("cut.laz", (await tile(6)).subarray(0, 5000));
  expect(cut).toMatchObject({ status: "failed", clouds: [], error: { code: "nothing-to-publish" } });
  expect((await findingsOf(cut)).map(({ rule }) => rule)).toEqual(["cloud-broken"]);
  const nowhere = await tile(1, (file) => {
    withoutCrs(file);
    for (const axis of [0, 1]) file.writeDoubleLE(9e9, 155 + 8 * axis);
  });
  const lost = await world.uploadFile("lost.las", nowhere);
  expect(lost.clouds[0]).toMatchObject({ srid: null, footprint: null });
  await expect(publish(lost)).rejects.toMatchObject({ code: "crs-not-chosen" });
});
