import { Readable } from "node:stream";
import { datasetRecord } from "@archipel/contracts/datasets.ts";
import type { Database } from "@archipel/database/database.ts";
import { encodeRows } from "@archipel/gdal/rows/row-writer.ts";
import { shapefile } from "@archipel/gdal/testing/lay-files.ts";
import { buildZip } from "@archipel/gdal/testing/zip-builder.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { MemberActor } from "../../../../kernel/actor.ts";
import type { Core } from "../../../../kernel/core.ts";
import { jobOver } from "../../../../testing/run-jobs.ts";
import { openUploadingWorld, type UploadingWorld } from "../../../../testing/uploading-world.ts";
import { type StoredSource, storedSource } from "../policy/source.ts";
import { discardUpload, setCrs } from "../service/change.ts";
import { publishUpload } from "../service/publish.ts";
import { getUpload } from "../service/read.ts";

let database: Database;
let core: Core;
let manager: MemberActor;
let world: UploadingWorld;

beforeAll(async () => {
  world = await openUploadingWorld();
  ({ database, core, manager } = world);
});
afterAll(() => world.close());

const checked = (uploadId: string) => world.checked(uploadId);

const uploadFile = (fileName: string, content: string | Uint8Array) => world.uploadFile(fileName, content);

async function sourceOf(uploadId: string): Promise<StoredSource> {
  const { source } = await database.withSystem((tx) => tx.uploadLayer.findFirstOrThrow({ where: { uploadId } }));
  return storedSource.parse(source);
}

async function change(uploadId: string, rows: StoredSource["rows"]): Promise<void> {
  const source = { ...(await sourceOf(uploadId)), rows };
  await database.withSystem((tx) => tx.uploadLayer.updateMany({ where: { uploadId }, data: { source } }));
}

/** Publishes the one layer, and returns the rows of its table. */
async function published(uploadId: string): Promise<object[]> {
  const { communityId } = manager;
  const { layers } = await getUpload(core, manager, uploadId);
  const { jobId, datasetId } = await publishUpload(core, manager, {
    communityId,
    uploadId,
    target: { record: datasetRecord.parse({ title: "Zones" }) },
    layers: layers.map(({ id, name }) => ({ uploadLayerId: id, title: name })),
    status: "draft",
    portalIds: [],
  });
  expect(await jobOver(core, jobId)).toMatchObject({ status: "success" });
  const { tableName } = await database.withSystem((tx) => tx.layer.findFirstOrThrow({ where: { datasetId } }));
  return database.sqlAs({ role: "system" }, (sql) =>
    sql.query(
      `SELECT fid, to_jsonb(t) - 'geom_3857' - 'geom' AS row, encode(ST_AsEWKB(geom), 'hex') AS shape FROM layers.${tableName} t ORDER BY fid`,
    ),
  );
}

const isStored = async (key: string | undefined) => key !== undefined && (await core.storage.stat(key)) !== null;
/** Objects are deleted after the job has ended for its waiters. */
const isGone = (key: string | undefined) => expect.poll(() => isStored(key)).toBe(false);
const zone = (nom: string, n: number | null) => ({
  type: "Feature",
  properties: { nom, n, jour: "2024-01-02" },
  geometry: n === null ? null : { type: "Point", coordinates: [2 + n / 3, 48] },
});
const geojson = JSON.stringify({ type: "FeatureCollection", features: [zone("Forêt", 1), zone("Pré", 2), zone("\\N\tb", null)] });

describe("the rows that a check stored", () => {
  test.each([
    ["by our reader", "zones.geojson", geojson, 3],
    ["from what GDAL gave", "zones.zip", buildZip(shapefile()), 2],
  ])("%s make the same table as the file, and go when they are published", async (_, fileName, content, count) => {
    const upload = await uploadFile(fileName, content);
    const { rows } = await sourceOf(upload.id);
    expect(await isStored(rows?.key)).toBe(true);
    const first = await published(upload.id);
    expect(first).toHaveLength(count);
    expect(await sourceOf(upload.id)).toMatchObject({ rows: null });
    await isGone(rows?.key);

    const again = await uploadFile(fileName, content);
    const { rows: lost } = await sourceOf(again.id);
    if (lost) await core.storage.delete(lost.key);
    expect(await published(again.id)).toEqual(first);

    const later = await uploadFile(fileName, content);
    const { rows: other } = await sourceOf(later.id);
    await change(later.id, other && { ...other, version: other.version + 1 });
    expect(await published(later.id)).toEqual(first);
  });

  test("are the rows that are published", async () => {
    const upload = await uploadFile("zones.geojson", geojson);
    const { rows } = await sourceOf(upload.id);
    const others: Record<string, string | number> = { nom: "autre", n: 7 };
    const values = rows?.columns.map((name) => others[name] ?? null) ?? [];
    const { key } = await core.storage.put(Readable.from([encodeRows([{ index: 1, values, ewkb: null }])]));
    await change(upload.id, rows && { ...rows, key });
    expect(await published(upload.id)).toMatchObject([{ fid: 1, row: { nom: "autre", n: 7 }, shape: null }]);
  });

  test("are written again by another check, and deleted with the upload", async () => {
    const upload = await uploadFile("zones.geojson", geojson);
    const [layer] = upload.layers;
    const { rows } = await sourceOf(upload.id);
    const { key } = await core.storage.put(Readable.from(["of before"]));
    await change(upload.id, rows && { ...rows, key });
    await setCrs(core, manager, { communityId: manager.communityId, uploadId: upload.id, uploadLayerId: layer?.id ?? "", srid: 2154 });
    expect(await checked(upload.id)).toMatchObject({ status: "checked" });
    expect(await sourceOf(upload.id)).toMatchObject({ rows });
    await isGone(key);
    await discardUpload(core, manager, upload.id);
    expect(await isStored(rows?.key)).toBe(false);
  });

  test("stay while another upload of the same file exists", async () => {
    const [first, second] = [await uploadFile("a.geojson", geojson), await uploadFile("a.geojson", geojson)];
    const { rows } = await sourceOf(first.id);
    await discardUpload(core, manager, first.id);
    expect(await isStored(rows?.key)).toBe(true);
    expect(await published(second.id)).toHaveLength(3);
    await isGone(rows?.key);
  });
});
