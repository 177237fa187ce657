// @database server
import { datasetRecord } from "@archipel/contracts/datasets.ts";
import type { Upload } from "@archipel/contracts/uploads.ts";
import type { Database } from "@archipel/database/database.ts";
import { makeGeoTiff } from "@archipel/gdal/testing/make-geotiff.ts";
import { buildZip } from "@archipel/gdal/testing/zip-builder.ts";
import { createPortal } from "@archipel/testing/factories.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { anonymous, type MemberActor } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { jobOver } from "../../../testing/run-jobs.ts";
import { newPerson, openUploadingWorld, type UploadingWorld } from "../../../testing/uploading-world.ts";
import { listAttachments, removeAttachment } from "../../attachments/service.ts";
import { getDataset } from "../../datasets/service.ts";
import { getModel } from "../../elevation/models/service.ts";
import { heightsAt, listElevation } from "../../elevation/service.ts";
import { forgetHeights, listHeightRevisions, listTiles, restoreHeights } from "../../elevation/tiles/service/revisions.ts";
import { setHeights } from "./service/heights.ts";
import { publishUpload } from "./service/publish.ts";
import { listFindings } from "./service/read.ts";

let database: Database;
let core: Core;
let manager: MemberActor;
let world: UploadingWorld;

beforeAll(async () => {
  world = await openUploadingWorld();
  ({ database, core, manager } = world);
});
afterAll(() => world.close());

const [WEST, NORTH] = [842_000, 6_519_000];

/** A level tile of 40 × 20 cells. `step`: tiles to the east. */
function tile(height: number, { step = 0, cell = 2, nodata = -9999 as number | null, values = new Float32Array(800).fill(height) } = {}) {
  const place = [WEST + step * 40 * cell, NORTH, cell] as const;
  return makeGeoTiff({ size: [40, 20], values, ...(nodata !== null && { nodata }), srid: 2154, place });
}

const xyz = (height: number, { separator = " ", columns = 20 } = {}) =>
  Array.from({ length: columns * 10 }, (_, i) =>
    [WEST + (i % columns) * 5, NORTH - Math.floor(i / columns) * 5, height].join(separator),
  ).join("\n");

async function publish(upload: Upload, datasetId?: string, title = "Relief") {
  const target = datasetId ? { datasetId } : { record: datasetRecord.parse({ title, visibility: "public" }) };
  const asked = { communityId: manager.communityId, uploadId: upload.id, target, layers: [], status: "published", portalIds: [] } as const;
  const answer = await publishUpload(core, manager, { ...asked, layers: [], portalIds: [], documents: "all" });
  const job = await jobOver(core, answer.jobId);
  expect(job).toMatchObject({ status: "success" });
  return answer.datasetId;
}

async function rulesOf(upload: Upload) {
  const asked = { communityId: manager.communityId, uploadId: upload.id, cursor: null, limit: 100 };
  return (await listFindings(core, manager, asked)).items;
}

async function portalOf(datasetId: string): Promise<string> {
  const portal = await createPortal(database, manager.communityId);
  await database.withSystem((tx) =>
    tx.portalDataset.create({ data: { portalId: portal.id, datasetId, communityId: manager.communityId } }),
  );
  return portal.id;
}

/** The height in the middle of the tile that is `step` tiles to the east. */
async function heightIn(portalId: string, step = 0): Promise<number | null | undefined> {
  const [place] = await database.sqlAs({ role: "system" }, (sql) =>
    sql.query<{ lon: number; lat: number }>(
      "SELECT ST_X(p) AS lon, ST_Y(p) AS lat FROM (SELECT ST_Transform(ST_SetSRID(ST_MakePoint($1, $2), 2154), 4326) AS p) q",
      [WEST + step * 80 + 41, NORTH - 21],
    ),
  );
  return (await heightsAt(core, anonymous, { portalId, places: [[place?.lon ?? 0, place?.lat ?? 0]] })).heights[0];
}

test("tiles of one grid become a layer with its product, reference, step and extent; other products and steps have layers of their own", async () => {
  const upload = await world.uploadFile(
    "relief.zip",
    buildZip([
      { name: "a/MNT_0001_LAMB93_IGN69.tif", content: tile(100) },
      { name: "a/MNT_0002_LAMB93_IGN69.tif", content: tile(200, { step: 1 }) },
      { name: "a/MNS_0001_LAMB93_IGN69.tif", content: tile(110) },
      { name: "a/MNT_5M_LAMB93_IGN69.tif", content: tile(150, { cell: 5 }) },
      {
        name: "photo.tif",
        content: makeGeoTiff({ size: [4, 4], values: new Uint8Array(48), bands: 3, srid: 2154, place: [WEST, NORTH, 20] }),
      },
    ]),
  );
  expect(upload.rasters.map(({ becomesLayer, heights }) => [becomesLayer, heights?.product, heights?.range])).toEqual([
    [true, "dtm", [100, 100]],
    [true, "dtm", [200, 200]],
    [true, "dsm", [110, 110]],
    [true, "dtm", [150, 150]],
    [false, undefined, undefined],
  ]);
  expect((await rulesOf(upload)).map(({ rule }) => rule)).toEqual(["heights-steps-differ"]);
  const datasetId = await publish(upload);
  const { layers } = await getDataset(core, manager, datasetId);
  expect(layers.map(({ kind, title, featureCount }) => [kind, title, featureCount])).toEqual([
    ["elevation", "Terrain (MNT), cellules de 2 m", 2],
    ["elevation", "Surface (MNS), cellules de 2 m", 1],
    ["elevation", "Terrain (MNT), cellules de 5 m", 1],
  ]);
  const model = await getModel(core, manager, layers[0]?.id ?? "");
  expect(model).toMatchObject({
    product: "dtm",
    resolution: 2,
    method: null,
    verticalDatum: "NGF-IGN69",
    source: null,
    follows: false,
    isBehind: false,
  });
  expect(layers[0]?.bbox?.[0]).toBeCloseTo(upload.rasters[0]?.footprint?.[1][0] ?? 0, 3);
  const photo = (await listAttachments(core, anonymous, datasetId)).find(({ fileName }) => fileName === "photo.tif");
  expect(photo?.raster).toMatchObject({ heights: null });
  // The topic of the dataset does not matter: its layers say that these are heights.
  const portalId = await portalOf(datasetId);
  expect(await listElevation(core, anonymous, portalId)).toMatchObject([{ datasetId, resolutionMetres: 2, verticalDatum: "NGF-IGN69" }]);
  expect([await heightIn(portalId), await heightIn(portalId, 1), await heightIn(portalId, 9)]).toEqual([100, 200, null]);
});

test("a new delivery replaces tiles by name, or on the same ground, and keeps what was there; an earlier revision comes back", async () => {
  const datasetId = await publish(await world.uploadFile("mnt_2023.tif", tile(100)));
  const portalId = await portalOf(datasetId);
  const [layer] = (await getDataset(core, manager, datasetId)).layers;
  const tiles = () => listTiles(core, manager, layer?.id ?? "");
  const [first] = await tiles();
  const about = { communityId: manager.communityId, attachmentId: first?.id ?? "" };
  expect(await heightIn(portalId)).toBe(100);
  // The same file again changes nothing.
  await publish(await world.uploadFile("mnt_2023.tif", tile(100)), datasetId);
  expect(await tiles()).toMatchObject([{ id: first?.id, revision: 1 }]);

  const delivery = [
    { name: "mnt_2024.tif", content: tile(105) },
    { name: "mnt_2024_est.tif", content: tile(200, { step: 1 }) },
  ];
  await publish(await world.uploadFile("2024.zip", buildZip(delivery)), datasetId);
  expect(await tiles()).toMatchObject([
    { id: first?.id, fileName: "mnt_2024.tif", revision: 2 },
    { fileName: "mnt_2024_est.tif", revision: 1 },
  ]);
  expect([await heightIn(portalId), await heightIn(portalId, 1)]).toEqual([105, 200]);
  expect((await getDataset(core, manager, datasetId)).layers).toMatchObject([{ id: layer?.id, featureCount: 2, revision: 2 }]);

  const history = await listHeightRevisions(core, manager, about);
  expect(history).toMatchObject([
    { revision: 2, isCurrent: true, fileName: "2024.zip", range: [105, 105] },
    { revision: 1, isCurrent: false, fileName: "mnt_2023.tif", range: [100, 100] },
  ]);
  expect(history[0]?.authorName).not.toBeNull();
  expect(await restoreHeights(core, manager, { ...about, revision: 1 })).toEqual({ revision: 3 });
  expect(await heightIn(portalId)).toBe(100);
  await expect(restoreHeights(core, manager, { ...about, revision: 3 })).rejects.toMatchObject({ code: "cloud-revision-current" });
  await forgetHeights(core, manager, { ...about, revision: 2 });
  await expect(restoreHeights(core, manager, { ...about, revision: 2 })).rejects.toMatchObject({ code: "cloud-revision-not-found" });
  expect((await listHeightRevisions(core, manager, about)).map(({ revision, restores }) => [revision, restores])).toEqual([
    [3, 1],
    [1, null],
  ]);
  expect(await heightIn(portalId)).toBe(100);

  const stranger = await newPerson(core, "manager");
  await expect(listHeightRevisions(core, stranger, { ...about, communityId: stranger.communityId })).rejects.toMatchObject({
    code: "attachment-not-found",
  });
  await expect(restoreHeights(core, stranger, { ...about, communityId: stranger.communityId, revision: 1 })).rejects.toMatchObject({
    code: "attachment-not-found",
  });
  expect(await listTiles(core, stranger, layer?.id ?? "")).toEqual([]);

  // The layer follows what is removed, and ends with its last tile.
  const all = await tiles();
  await removeAttachment(core, manager, all[1]?.id ?? "");
  expect((await getDataset(core, manager, datasetId)).layers).toMatchObject([{ featureCount: 1 }]);
  await removeAttachment(core, manager, first?.id ?? "");
  expect((await getDataset(core, manager, datasetId)).layers).toEqual([]);
});

test("a text of positions and heights becomes a layer, alone and in a zip; a broken one says its line", async () => {
  const alone = await world.uploadFile("mnt.xyz", `x;y;z\n${xyz(77, { separator: ";" })}`);
  expect(alone).toMatchObject({
    driver: "xyz",
    status: "checked",
    rasters: [{ format: "xyz", size: [20, 10], pixelSize: [5, 5], srid: 2154 }],
  });
  expect((await rulesOf(alone)).map(({ rule }) => rule).sort()).toEqual(["crs-guessed", "heights-datum-unknown"]);
  const datasetId = await publish(alone);
  expect((await listAttachments(core, anonymous, datasetId)).map(({ path, mediaType }) => [path, mediaType])).toEqual([
    ["mnt.tif", "image/tiff"],
    ["mnt.xyz", "text/plain"],
  ]);
  expect(await heightIn(await portalOf(datasetId))).toBe(77);

  const zip = await world.uploadFile(
    "textes.zip",
    buildZip([
      { name: "t/mns_1.txt", content: Buffer.from(xyz(88)) },
      { name: "t/lisez-moi.txt", content: Buffer.from("Bonjour\n") },
    ]),
  );
  expect(zip.rasters).toMatchObject([{ path: "t/mns_1.txt", format: "xyz", heights: { product: "dsm" } }]);
  expect((await getDataset(core, manager, await publish(zip))).layers).toMatchObject([{ kind: "elevation", featureCount: 1 }]);

  const lines = xyz(77).split("\n");
  const broken = await world.uploadFile("mnt.xyz", [...lines.slice(0, 30), "deux mille", ...lines.slice(30)].join("\n"));
  expect(broken).toMatchObject({ status: "failed", rasters: [] });
  expect(await rulesOf(broken)).toMatchObject([{ rule: "xyz-line", severity: "error", params: { line: 31 } }]);
  const scattered = await world.uploadFile(
    "mnt.xyz",
    lines.map((_, i) => `${(i * 7919) % 100_003} ${(i * 104_729) % 99_991} 5`).join("\n"),
  );
  expect(await rulesOf(scattered)).toMatchObject([{ rule: "xyz-irregular", severity: "error" }]);
});

test("what nothing calls heights stays a document, until a person says what it is", async () => {
  const upload = await world.uploadFile("grille.tif", tile(55, { nodata: null }));
  const { communityId } = manager;
  const about = { communityId, uploadId: upload.id, paths: ["grille.tif"] };
  expect(upload.rasters).toMatchObject([{ becomesLayer: false, heights: { product: null, range: [55, 55] } }]);
  expect((await rulesOf(upload)).map(({ rule }) => rule)).toEqual(["heights-unnamed"]);
  await expect(setHeights(core, manager, { ...about, paths: ["autre.tif"], choices: { product: "dtm" } })).rejects.toMatchObject({
    code: "heights-not-in-upload",
  });
  await expect(setHeights(core, manager, { ...about, choices: { verticalSrid: 2154 } })).rejects.toMatchObject({
    code: "crs-not-supported",
  });

  await setHeights(core, manager, { ...about, choices: { product: "chm" } });
  const said = await world.checked(upload.id);
  expect(said.rasters).toMatchObject([{ becomesLayer: true, heights: { product: "chm" }, heightChoices: { product: "chm" } }]);
  await setHeights(core, manager, { ...about, choices: { product: "dtm", verticalSrid: 5720 } });
  expect((await rulesOf(await world.checked(upload.id))).map(({ rule }) => rule)).toEqual([]);
  const datasetId = await publish(await world.checked(upload.id));
  const [layer] = (await getDataset(core, manager, datasetId)).layers;
  expect(await getModel(core, manager, layer?.id ?? "")).toMatchObject({ product: "dtm", verticalDatum: "NGF-IGN69" });

  const other = await world.uploadFile("mnt.tif", tile(55));
  await setHeights(core, manager, { ...about, uploadId: other.id, paths: ["mnt.tif"], choices: { product: "none" } });
  const kept = await publish(await world.checked(other.id));
  expect((await getDataset(core, manager, kept)).layers).toEqual([]);
  expect(await listAttachments(core, anonymous, kept)).toMatchObject([{ path: "mnt.tif" }]);
});

test("a value of no height that the file does not declare is found with its place, and becomes empty when a person says so", async () => {
  const values = new Float32Array(800).fill(60);
  values.fill(-9999, 380, 460);
  const upload = await world.uploadFile("MNT_LAMB93_IGN69.tif", tile(0, { values, nodata: null }));
  const [finding, ...others] = await rulesOf(upload);
  expect(others.map(({ rule }) => rule)).toEqual(["heights-gaps"]);
  expect(finding).toMatchObject({ rule: "heights-no-nodata", severity: "warning", params: { nodata: -9999, cells: 80 } });
  expect(finding?.point?.[1]).toBeCloseTo(45.76, 1);
  const choices = { nodata: Number(finding?.params.nodata) };
  await setHeights(core, manager, { communityId: manager.communityId, uploadId: upload.id, paths: ["MNT_LAMB93_IGN69.tif"], choices });
  const said = await world.checked(upload.id);
  expect((await rulesOf(said)).map(({ rule }) => rule)).toEqual(["heights-gaps"]);
  const datasetId = await publish(said);
  const portalId = await portalOf(datasetId);
  expect(await heightIn(portalId)).toBeNull();
  expect((await listAttachments(core, anonymous, datasetId))[0]?.raster).toMatchObject({
    heights: { range: [60, 60], emptyShare: 0.1 },
    bands: [{ nodata: -9999 }],
  });
});

test("tiles that overlap or are shifted are named, with their place", async () => {
  const shifted = makeGeoTiff({
    size: [40, 20],
    values: new Float32Array(800).fill(9),
    nodata: -9999,
    srid: 2154,
    place: [WEST + 41, NORTH, 2],
  });
  const upload = await world.uploadFile(
    "deux.zip",
    buildZip([
      { name: "MNT_a_IGN69.tif", content: tile(1) },
      { name: "MNT_b_IGN69.tif", content: shifted },
    ]),
  );
  const found = await rulesOf(upload);
  expect(found.map(({ rule }) => rule).sort()).toEqual(["heights-overlap", "heights-shifted"]);
  const overlap = found.find(({ rule }) => rule === "heights-overlap");
  expect(overlap).toMatchObject({ params: { file: "MNT_a_IGN69.tif", other: "MNT_b_IGN69.tif", percent: 49 } });
  expect(Number(overlap?.params.west)).toBeGreaterThan(4.8);
  expect(overlap?.point).not.toBeNull();
});

test("a raster above the size of a block becomes several tiles of one layer, and all of it answers; a new delivery replaces each", async () => {
  const [columns, rows] = [5_200, 24];
  const wide = (above: number) =>
    makeGeoTiff({
      ...{ size: [columns, rows], nodata: -9999, srid: 2154, place: [WEST, NORTH, 2] },
      values: Float32Array.from({ length: columns * rows }, (_, i) => above + (i % columns < 4_000 ? 10 : 20)),
    });
  const datasetId = await publish(await world.uploadFile("MNT_2024_IGN69.tif", wide(0)));
  const [layer, ...others] = (await getDataset(core, manager, datasetId)).layers;
  expect(others).toEqual([]);
  expect(layer).toMatchObject({ kind: "elevation", featureCount: 2 });
  const paths = async () => (await listAttachments(core, anonymous, datasetId)).map(({ path, raster }) => [path, raster?.size]);
  const blocks = [
    ["MNT_2024_IGN69.tif/0-0.tif", [4_000, rows]],
    ["MNT_2024_IGN69.tif/1-0.tif", [1_200, rows]],
  ];
  expect(await paths()).toEqual(blocks);
  const portalId = await portalOf(datasetId);
  // Tiles of 80 m: the first block ends after a hundred of them.
  const heights = () => Promise.all([0, 99, 100, 129, 131].map((step) => heightIn(portalId, step)));
  expect(await heights()).toEqual([10, 10, 20, 20, null]);
  await publish(await world.uploadFile("MNT_2024_IGN69.tif", wide(100)), datasetId);
  expect(await paths()).toEqual(blocks);
  expect(await heights()).toEqual([110, 110, 120, 120, null]);
  expect((await listTiles(core, manager, layer?.id ?? "")).map(({ revision }) => revision)).toEqual([2, 2]);
});

test("where tiles of a layer overlap, the more recent one is read", async () => {
  const datasetId = await publish(await world.uploadFile("MNT_a_LAMB93_IGN69.tif", tile(100)));
  const portalId = await portalOf(datasetId);
  await publish(await world.uploadFile("MNT_b_LAMB93_IGN69.tif", tile(300, { step: 0.25 })), datasetId);
  expect([await heightIn(portalId), await heightIn(portalId, 0.25), await heightIn(portalId, -0.4)]).toEqual([300, 300, 100]);
});
