// @database server
import { buffer } from "node:stream/consumers";
import { datasetRecord } from "@archipel/contracts/datasets.ts";
import type { Database } from "@archipel/database/database.ts";
import { makeGeoTiff } from "@archipel/gdal/testing/make-geotiff.ts";
import { buildZip } from "@archipel/gdal/testing/zip-builder.ts";
import { createCommunity, createMember, createPortal } from "@archipel/testing/factories.ts";
import type { FastifyInstance } from "fastify";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { anonymous, type MemberActor } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { createServer } from "../../../server.ts";
import { bearer } from "../../../testing/bearer.ts";
import { jobOver } from "../../../testing/run-jobs.ts";
import { openUploadingWorld, type UploadingWorld } from "../../../testing/uploading-world.ts";
import { listAttachments } from "../../attachments/service.ts";
import { eraseDataset } from "../../datasets/bin/erase.ts";
import { deleteDataset, getDataset } from "../../datasets/service.ts";
import { heightsAt, listElevation } from "../../elevation/service.ts";
import { discardUpload } from "./service/change.ts";
import { publishUpload } from "./service/publish.ts";
import { setRasterCrs } from "./service/rasters.ts";
import { getUpload } from "./service/read.ts";

let database: Database;
let core: Core;
let app: FastifyInstance;
let manager: MemberActor;
let world: UploadingWorld;

beforeAll(async () => {
  world = await openUploadingWorld();
  ({ database, core, manager } = world);
  app = await createServer(world.base);
});
afterAll(async () => {
  await app.close();
  await world.close();
});

const heights = Float32Array.from({ length: 800 }, (_, at) => (at % 40) * 3);
const mnt = makeGeoTiff({ size: [40, 20], values: heights, nodata: -9999, srid: 2154, place: [842_000, 6_519_000, 2] });
const grid = "ncols 3\nnrows 2\nxllcorner 842000\nyllcorner 6518996\ncellsize 2\n1 2 3\n4 5 6\n";
const worldFile = Buffer.from("2\n0\n0\n-2\n842001\n6518999\n");
const zones = Buffer.from(
  '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[4.9,45.8]}}]}',
);

const uploadFile = (content: Buffer, fileName: string) => world.uploadFile(fileName, content);

async function publish(upload: Awaited<ReturnType<typeof uploadFile>>, documents: "all" | string[] = "all") {
  const { jobId, datasetId } = await publishUpload(core, manager, {
    communityId: manager.communityId,
    uploadId: upload.id,
    target: { record: datasetRecord.parse({ title: "Relief", visibility: "public" }) },
    layers: upload.layers.map((layer) => ({ uploadLayerId: layer.id, title: layer.name })),
    status: "published",
    portalIds: [],
    documents,
  });
  expect((await jobOver(core, jobId)).status).toBe("success");
  return datasetId;
}

test("a GeoTIFF is kept unchanged, with its footprint and a public preview", async () => {
  const upload = await uploadFile(mnt, "mnt.tif");
  expect(upload).toMatchObject({ status: "checked", driver: "geotiff", layers: [], error: null });
  const [raster] = upload.rasters;
  expect(raster).toMatchObject({ path: "mnt.tif", name: "mnt", size: [40, 20], srid: 2154, hasPreview: true, crs: { how: "declared" } });
  const [lon, lat] = raster?.footprint?.[0] ?? [];
  expect(lon).toBeCloseTo(4.83, 1);
  expect(lat).toBeCloseTo(45.76, 1);
  const address = `/rasters/${manager.communityId}/${upload.id}?path=mnt.tif`;
  const picture = await app.inject({ url: address, headers: bearer(manager.userId) });
  expect(await sharp(picture.rawPayload).metadata()).toMatchObject({ format: "webp", width: 40, height: 20 });
  const stranger = (await createMember(database, (await createCommunity(database)).id, "manager")).id;
  expect((await app.inject({ url: address, headers: bearer(stranger) })).statusCode).toBe(404);
  expect((await app.inject({ url: address })).statusCode).toBe(401);

  const datasetId = await publish(upload);
  const [kept, ...others] = await listAttachments(core, anonymous, datasetId);
  expect(others).toEqual([]);
  expect(kept).toMatchObject({
    path: "mnt.tif",
    mediaType: "image/tiff",
    size: mnt.length,
    raster: { srid: 2154, footprint: raster?.footprint },
  });
  expect((await app.inject({ url: `/downloads/attachments/${kept?.id}` })).rawPayload).toEqual(mnt);
  const preview = await app.inject({ url: `/downloads/attachments/${kept?.id}/preview` });
  expect(preview.headers).toMatchObject({ "content-type": "image/webp", "x-content-type-options": "nosniff" });
  expect(
    (await app.inject({ url: `/downloads/attachments/${kept?.id}/preview`, headers: { "if-none-match": String(preview.headers.etag) } }))
      .statusCode,
  ).toBe(304);
  const { bbox } = await getDataset(core, manager, datasetId);
  expect(bbox?.[0]).toBeCloseTo(lon ?? 0, 3);

  // The dataset keeps the file and its preview when the upload is deleted; erasing the dataset deletes both.
  await discardUpload(core, manager, upload.id);
  expect((await app.inject({ url: `/downloads/attachments/${kept?.id}/preview` })).statusCode).toBe(200);
  const key = `sha256/${String(preview.headers.etag).slice(1, -1)}`;
  expect((await buffer(await core.storage.get(key))).length).toBeGreaterThan(0);
  await deleteDataset(core, manager, datasetId);
  await eraseDataset(core, manager, datasetId);
  await expect(core.storage.get(key).then(buffer)).rejects.toThrow();
});

test("rasters of a delivery are listed beside its layers, with the files that place them", async () => {
  const plain = makeGeoTiff({ size: [4, 3], values: Float32Array.from({ length: 12 }, (_, at) => at) });
  const upload = await uploadFile(
    buildZip([
      { name: "l/zones.geojson", content: zones },
      { name: "l/plain.tif", content: plain },
      { name: "l/plain.tfw", content: worldFile },
      { name: "l/scan.tif", content: plain },
      { name: "l/grid.asc", content: Buffer.from(grid) },
    ]),
    "relief.zip",
  );
  expect(upload.layers.map(({ name }) => name)).toEqual(["zones"]);
  expect(upload.rasters.map(({ path, crs }) => [path, crs.how])).toEqual([
    ["l/plain.tif", "guessed"],
    ["l/grid.asc", "guessed"],
  ]);
  const datasetId = await publish(upload);
  const kept = await listAttachments(core, anonymous, datasetId);
  expect(kept.map(({ path, raster }) => [path, raster !== null])).toEqual([
    // Heights are read from blocks, which a text does not have.
    ["l/grid.tif", true],
    ["l/grid.asc", true],
    ["l/plain.tfw", false],
    ["l/plain.tif", true],
    ["l/scan.tif", false],
  ]);
});

test("an ASCII grid of heights is read by profiles, from a GeoTIFF beside it; what is no grid stays a text", async () => {
  const upload = await uploadFile(Buffer.from(grid), "RGEALTI_MNT_LAMB93_IGN69.asc");
  const datasetId = await publish(upload);
  const kept = await listAttachments(core, anonymous, datasetId);
  expect(kept.map(({ fileName, mediaType, raster }) => [fileName, mediaType, raster?.format])).toEqual([
    ["RGEALTI_MNT_LAMB93_IGN69.tif", "image/tiff", "geotiff"],
    ["RGEALTI_MNT_LAMB93_IGN69.asc", "text/plain", "ascii-grid"],
  ]);
  const portal = await createPortal(database, manager.communityId);
  await database.withSystem(async (tx) => {
    await tx.dataset.update({ where: { id: datasetId }, data: { topic: "elevation" } });
    await tx.portalDataset.create({ data: { portalId: portal.id, datasetId, communityId: manager.communityId } });
  });
  const [layer] = await listElevation(core, anonymous, portal.id);
  expect(layer).toMatchObject({ datasetId, verticalDatum: "NGF-IGN69" });
  const [west = 0, south = 0, east = 0, north = 0] = layer?.bbox ?? [];
  const read = await heightsAt(core, anonymous, { portalId: portal.id, places: [[(west + east) / 2, (south + north) / 2]] });
  expect(read.heights[0]).not.toBeNull();
});

test("setting the CRS of a raster moves its footprint; a CRS that does not fit is refused; a new check keeps the choice", async () => {
  const upload = await uploadFile(Buffer.from(grid), "mnt.asc");
  const change = (srid: number) =>
    setRasterCrs(core, manager, { communityId: manager.communityId, uploadId: upload.id, path: "mnt.asc", srid });
  await expect(change(2975)).rejects.toMatchObject({ code: "raster-outside-crs" });
  await expect(change(999)).rejects.toMatchObject({ code: "crs-not-supported" });
  await expect(
    setRasterCrs(core, manager, { communityId: manager.communityId, uploadId: upload.id, path: "other.asc", srid: 2154 }),
  ).rejects.toMatchObject({ code: "raster-not-found" });
  const before = upload.rasters[0]?.footprint;
  const [raster] = (await change(3857)).rasters;
  expect(raster).toMatchObject({ srid: 3857 });
  expect(raster?.footprint).not.toEqual(before);
  // Heights are looked at again, because what is found has places.
  const checked = await world.checked(upload.id);
  expect(checked.rasters[0]).toMatchObject({ srid: 3857, crs: { how: "guessed" } });
  await expect(publish(await getUpload(core, manager, upload.id), [])).rejects.toMatchObject({ code: "nothing-chosen" });
});

test("a raster without georeference is refused, with the repair in the message", async () => {
  const upload = await uploadFile(makeGeoTiff({ size: [4, 3], values: new Float32Array(12) }), "page.tif");
  expect(upload).toMatchObject({ status: "failed", rasters: [] });
});
