// @database server
import { datasetRecord } from "@archipel/contracts/datasets.ts";
import { repairCloudsInput } from "@archipel/contracts/uploads.ts";
import { buildZip } from "@archipel/gdal/testing/zip-builder.ts";
import { readFrom } from "@archipel/pointcloud/byte-io.ts";
import { openCloud } from "@archipel/pointcloud/open-cloud.ts";
import { summarise } from "@archipel/pointcloud/summarise.ts";
import { cloudFile } from "@archipel/pointcloud/testing/cloud-file.ts";
import { syntheticPoints } from "@archipel/pointcloud/testing/synthetic-cloud.ts";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { z } from "zod";
import { anonymous, type MemberActor } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { createServer } from "../../../server.ts";
import { jobOver } from "../../../testing/run-jobs.ts";
import { openUploadingWorld, type UploadingWorld } from "../../../testing/uploading-world.ts";
import { listAttachments } from "../../attachments/service.ts";
import { getDataset } from "../../datasets/service.ts";
import { uploadOfJob } from "./queries.ts";
import { repairClouds } from "./service/cloud-repairs.ts";
import { publishUpload } from "./service/publish.ts";
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

async function tile(): Promise<Buffer> {
  const points = syntheticPoints({ format: 6, extraBytes: 0, total: POINTS, seed: 3 }, 0, POINTS);
  return Buffer.from(await cloudFile({ format: 6, extraBytes: 0, compression: "variable" }, [points]));
}

type Upload = Awaited<ReturnType<UploadingWorld["uploadFile"]>>;
const findingsOf = async (upload: Upload) =>
  (await listFindings(core, manager, { communityId: manager.communityId, uploadId: upload.id, limit: 100 })).items;

async function publish(upload: Upload, documents: string[]) {
  const publication = await publishUpload(core, manager, {
    communityId: manager.communityId,
    uploadId: upload.id,
    target: { record: datasetRecord.parse({ title: "Relief", visibility: "public" }) },
    layers: [],
    documents,
    status: "published",
    portalIds: [],
  });
  expect((await jobOver(core, publication.jobId)).status).toBe("success");
  return publication.datasetId;
}

test("a producer repairs tiles, sees them checked again, takes a repair back, and publishes what was checked", async () => {
  const points = syntheticPoints({ format: 6, extraBytes: 0, total: POINTS, seed: 3 }, 0, POINTS);
  points.classification?.set([8, 8, 19], 100);
  points.gpsTime?.set([Number.NaN], 200);
  for (const axis of ["x", "y", "z"] as const) points[axis].set([points[axis][0] as number], 300);
  const faulty = Buffer.from(await cloudFile({ format: 6, extraBytes: 0, compression: "variable" }, [points]));
  faulty.writeUInt32LE(1, 255);
  const path = "t/LHD_FXX_0292_6833_PTS_LAMB93_IGN78.laz";
  const other = "t/LHD_FXX_0292_6834_PTS_LAMB93_IGN69.laz";
  const upload = await world.uploadFile(
    "repair.zip",
    buildZip([
      { name: path, content: faulty },
      { name: other, content: await tile() },
    ]),
  );
  const rulesOf = async (subject: string) =>
    new Set((await findingsOf(upload)).filter(({ params }) => params.subject === subject).map(({ rule }) => rule));
  const before = await rulesOf(path);
  for (const rule of ["cloud-class-unknown", "cloud-gps-time-not-finite", "cloud-duplicates", "cloud-header-returns"])
    expect(before).toContain(rule);
  const about = { communityId: manager.communityId, uploadId: upload.id, paths: [path] };
  const change = async (input: Partial<z.input<typeof repairCloudsInput>>) => {
    const { jobId } = await repairClouds(core, manager, repairCloudsInput.parse({ ...about, ...input }));
    expect((await jobOver(core, jobId ?? "")).status).toBe("success");
    return getUpload(core, manager, upload.id);
  };
  const repaired = await change({ add: { drop: ["bad-times", "duplicates"], classes: { 8: 1, 19: 2 }, heights: 5721, header: true } });
  const [mine, untouched] = repaired.clouds;
  expect(mine).toMatchObject({
    points: POINTS - 2,
    verticalSrid: 5721,
    repairs: { drop: ["bad-times", "duplicates"], heights: 5721, header: true },
    repaired: { dropped: { "bad-times": 1, duplicates: 1 }, reclassified: { 8: 2, 19: 1 } },
  });
  expect(untouched).toMatchObject({ points: POINTS, repaired: null, repairs: { drop: [], classes: {} } });
  const after = await rulesOf(path);
  for (const rule of ["cloud-class-unknown", "cloud-gps-time-not-finite", "cloud-duplicates", "cloud-header-returns"])
    expect(after).not.toContain(rule);
  // Class 19 gets its own class again, and the duplicate comes back.
  const back = await change({ undo: { drop: ["duplicates"], classes: [19] } });
  expect(back.clouds[0]).toMatchObject({ points: POINTS - 1, repaired: { dropped: { "bad-times": 1 }, reclassified: { 8: 2 } } });
  expect(await rulesOf(path)).toContain("cloud-duplicates");

  await expect(repairClouds(core, manager, repairCloudsInput.parse({ ...about, paths: ["t/none.laz"] }))).rejects.toMatchObject({
    code: "cloud-not-in-upload",
  });
  await expect(repairClouds(core, manager, repairCloudsInput.parse({ ...about, add: { heights: 4326 } }))).rejects.toMatchObject({
    code: "crs-not-supported",
  });

  const datasetId = await publish(upload, [path]);
  expect((await getDataset(core, manager, datasetId)).lineage).toContain("1 point sans heure valable retiré");
  const [kept] = await listAttachments(core, anonymous, datasetId);
  const cloud = await openCloud(readFrom((await app.inject({ url: `/downloads/attachments/${kept?.id}` })).rawPayload));
  expect(cloud.header.pointCount).toBe(POINTS - 1);
  expect(cloud.crs).toMatchObject({ horizontalEpsg: 2154, verticalEpsg: 5721 });
  const { statistics } = await summarise(cloud);
  expect([statistics.byClass[8], statistics.byClass[19]]).toEqual([0, 1]);
  // The original is what was uploaded.
  const row = await core.database.withWorker(manager.communityId, (tx) => uploadOfJob(tx, manager.communityId, upload.id));
  expect(row?.size).toBeGreaterThan(BigInt(faulty.length));

  // Another tile on the same ground is a finding.
  const again = await world.uploadFile("elsewhere_LA93_IGN69.laz", await tile());
  const overlap = (await findingsOf(again)).find(({ rule }) => rule === "cloud-overlap-published");
  expect(overlap).toMatchObject({ severity: "info", params: { percent: 100 } });
  expect(overlap?.point?.[1]).toBeCloseTo(48.6, 0);
});

test("repairs that leave nothing are a finding, and can be taken back", async () => {
  // The name says a tile elsewhere.
  const name = "LHD_FXX_0400_6833_PTS_LAMB93_IGN69.laz";
  const upload = await world.uploadFile(name, await tile());
  const about = { communityId: manager.communityId, uploadId: upload.id, paths: [name] };
  const { jobId } = await repairClouds(core, manager, repairCloudsInput.parse({ ...about, add: { drop: ["outside-tile"] } }));
  await jobOver(core, jobId ?? "");
  expect((await findingsOf(upload)).map(({ rule }) => rule)).toContain("cloud-repairs-refused");
  expect((await getUpload(core, manager, upload.id)).clouds[0]).toMatchObject({ points: POINTS, repairs: { drop: ["outside-tile"] } });
  const { jobId: undo } = await repairClouds(core, manager, repairCloudsInput.parse({ ...about, undo: { drop: ["outside-tile"] } }));
  await jobOver(core, undo ?? "");
  expect((await findingsOf(upload)).map(({ rule }) => rule)).not.toContain("cloud-repairs-refused");
});
