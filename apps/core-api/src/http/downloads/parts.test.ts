import { createHash, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { gunzipSync } from "node:zlib";
import type { Database } from "@archipel/database/database.ts";
import type { ObjectStore } from "@archipel/storage/object-store.ts";
import { openS3Store } from "@archipel/storage/s3-store.ts";
import { startBucket } from "@archipel/storage/testing/start-bucket.ts";
import { createCommunity, createMember } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { budgets } from "../../gate/limits/costs.ts";
import { budgetsOf } from "../../gate/limits/readers.ts";
import { preparedFolder } from "../../kernel/prepared-folder.ts";
import { buildTestLayer } from "../../layer-store/tables/test-layer.ts";
import { createServer } from "../../server.ts";
import { bearer } from "../../testing/bearer.ts";
import { createTestCore, type TestCore } from "../../testing/test-core.ts";

let database: Database;
let core: TestCore;
let app: FastifyInstance;
let layer: Awaited<ReturnType<typeof buildTestLayer>>;
let restricted: typeof layer;
let memberId: string;
let closeBucket: () => Promise<void>;
let bucketStore: ObjectStore;
let inBucket: FastifyInstance;

beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
  app = await createServer(core);
  const { id: communityId } = await createCommunity(database);
  memberId = (await createMember(database, communityId, "member")).id;
  const content = {
    geometry: { type: "Point", srid: 4326, hasZ: false } as const,
    fields: [{ name: "NOM", column: "nom", type: "text" as const }],
    features: Array.from({ length: 30 }, (_, index) => ({
      geometry: { type: "Point" as const, coordinates: [2 + index / 100, 48] as [number, number] },
      values: [`n° ${index}`],
    })),
  };
  layer = await buildTestLayer(database, communityId, content);
  restricted = await buildTestLayer(database, communityId, { ...content, dataset: { visibility: "members" } });
  const bucket = await startBucket();
  closeBucket = bucket.close;
  bucketStore = openS3Store(bucket.settings);
  inBucket = await createServer({ ...core, storage: bucketStore });
});
afterAll(async () => {
  await app.close();
  await inBucket.close();
  await closeBucket();
  await database.close();
});

const get = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers });
const head = (url: string, headers: Record<string, string> = {}) => app.inject({ method: "HEAD", url, headers });

describe.each(["gpkg", "geojson", "csv"])("a layer as %s", (extension) => {
  const url = () => `/downloads/${layer.layerId}.${extension}`;

  test("has a size and a strong tag, and its parts are those of the whole file", async () => {
    const known = await head(url());
    expect(known.headers).toMatchObject({ "accept-ranges": "bytes", "content-length": expect.stringMatching(/^\d{3,}$/) });
    expect(known.headers.etag).toMatch(/^"[^"]+"$/);
    const whole = await get(url());
    expect([whole.statusCode, whole.rawPayload.length, whole.headers.etag]).toEqual([
      200,
      Number(known.headers["content-length"]),
      known.headers.etag,
    ]);
    const part = await get(url(), { range: "bytes=100-299" });
    expect([part.statusCode, part.headers["content-range"], part.headers["content-length"]]).toEqual([
      206,
      `bytes 100-299/${whole.rawPayload.length}`,
      "200",
    ]);
    expect(part.rawPayload).toEqual(whole.rawPayload.subarray(100, 300));
    expect((await get(url(), { range: "bytes=-50" })).rawPayload).toEqual(whole.rawPayload.subarray(-50));
    // A proxy that compresses would make a part that is no part of the file.
    for (const answer of [known, whole, part]) expect(answer.headers["cache-control"]).toContain("no-transform");
  });

  test("a download goes on only if the file is still the same", async () => {
    const { etag = "" } = (await head(url())).headers;
    const goesOn = async (condition: string) =>
      (await get(url(), { range: "bytes=9-", "if-range": condition, "accept-encoding": "gzip" })).statusCode;
    expect([await goesOn(String(etag)), await goesOn(`W/${etag}`), await goesOn('"another"')]).toEqual([206, 200, 200]);
    expect((await get(url(), { range: "bytes=9-", "if-none-match": String(etag) })).statusCode).toBe(304);
  });

  test("several ranges give the whole file, and one behind its end says the size", async () => {
    expect((await get(url(), { range: "bytes=0-1,5-9" })).statusCode).toBe(200);
    const size = (await get(url())).rawPayload.length;
    const beyond = await get(url(), { range: `bytes=${size}-` });
    expect([beyond.statusCode, beyond.headers["content-range"]]).toEqual([416, `bytes */${size}`]);
    expect(beyond.json()).toMatchObject({ error: "range-not-satisfiable", params: { size } });
  });

  test("a client that has the file is not sent it again, and it is not written again for this", async () => {
    const { etag = "" } = (await head(url())).headers;
    await rm(preparedFolder(core.env), { recursive: true });
    const known = { "if-none-match": String(etag) };
    const answers = [await get(url(), known), await get(url(), { ...known, range: "bytes=0-9" }), await head(url(), known)];
    expect(answers.map(({ statusCode, headers }) => [statusCode, String(headers.etag).replace(/^W\//, "")])).toEqual(
      Array(3).fill([304, etag]),
    );
    expect(existsSync(preparedFolder(core.env))).toBe(false);
  });

  test("rights are asked for each part", async () => {
    const closed = `/downloads/${restricted.layerId}.${extension}`;
    const member = bearer(memberId);
    expect((await get(closed, { ...member, range: "bytes=0-9" })).statusCode).toBe(206);
    expect([(await get(closed, { range: "bytes=0-9" })).statusCode, (await head(closed)).statusCode]).toEqual([404, 404]);
  });
});

test("a text that is downloaded whole is compressed while it is written, and equals the prepared file", async () => {
  const url = `/downloads/${layer.layerId}.geojson`;
  const compressed = await get(url, { "accept-encoding": "gzip" });
  expect(compressed.headers).toMatchObject({ "content-encoding": "gzip", etag: expect.stringMatching(/^W\//) });
  expect(gunzipSync(compressed.rawPayload)).toEqual((await get(url, { range: "bytes=0-" })).rawPayload);
});

test("on a disk without free space no download is prepared, and the refusal says so", async () => {
  const { env } = await createTestCore(database);
  const full = await createServer({ ...core, env: { ...env, STORAGE_RESERVE_BYTES: Number.MAX_SAFE_INTEGER }, memory: {} });
  for (const extension of ["gpkg", "csv"]) {
    const answer = await full.inject({ url: `/downloads/${layer.layerId}.${extension}`, headers: { range: "bytes=0-9" } });
    expect([answer.statusCode, answer.json()]).toEqual([507, expect.objectContaining({ error: "disk-full" })]);
  }
  expect(await readdir(preparedFolder(env))).toEqual([]);
  await full.close();
});

test.each([
  ["csv", "2", "6c752863e454b8a7538df8d01347aac30515c6f2cf5b665e28410214991c89aa"],
  ["geojson", "1", "ac706c786d3a5f38a0c83212928c2daccc747931e6e60b493f78e2056bc1c8c7"],
])("a %s of an edition never changes: give its writer another edition when this fails", async (extension, edition, hash) => {
  const { headers, body } = await get(`/downloads/${layer.layerId}.${extension}`);
  expect([/^(?:W\/)?"([^-]+)-/.exec(String(headers.etag))?.[1], createHash("sha256").update(body).digest("hex")]).toEqual([edition, hash]);
});

test("the same data give the same GeoPackage on every machine", async () => {
  const elsewhere = await createServer({
    ...core,
    env: { ...core.env, ARCHIPEL_DATA: (await createTestCore(database)).env.ARCHIPEL_DATA },
    memory: {},
  });
  const url = `/downloads/${layer.layerId}.gpkg`;
  const [here, there] = [await get(url), await elsewhere.inject(url)];
  expect(there.headers.etag).toBe(here.headers.etag);
  expect(there.rawPayload.equals(here.rawPayload)).toBe(true);
  await elsewhere.close();
});

test("many small parts of one file leave the budget of whole files untouched, and preparing takes from it", async () => {
  const few = await createTestCore(database);
  budgetsOf(few).file = { ...budgets.file, caller: 2 };
  const site = await createServer(few);
  const ask = (url: string, range: string) =>
    site.inject({ url, headers: { range }, remoteAddress: "203.0.113.9" }).then(({ statusCode }) => statusCode);
  const url = `/downloads/${layer.layerId}.csv`;
  const parts = new Set<number>();
  for (let index = 0; index < 40; index++) parts.add(await ask(url, `bytes=${index}-${index + 9}`));
  expect(parts).toEqual(new Set([206]));
  // The file was prepared once; its rest is a whole file, as is preparing another.
  expect([await ask(url, "bytes=0-"), await ask(url, "bytes=0-"), await ask(url, "bytes=0-9")]).toEqual([206, 429, 206]);
  expect(await ask(`/downloads/${layer.layerId}.geojson`, "bytes=0-9")).toBe(429);
  await site.close();
});

describe.each(["folder", "bucket"] as const)("a document in a %s", (place) => {
  const bytes = Buffer.from(Array.from({ length: 5_000 }, (_, index) => index % 251));
  const site = () => (place === "folder" ? app : inBucket);

  test("is read in parts too", async () => {
    const path = `${randomUUID()}.tif`;
    const { key } = await (place === "folder" ? core.storage : bucketStore).put(Readable.from([bytes]));
    const about = { communityId: layer.spec.communityId, datasetId: layer.datasetId, path, fileName: path, title: "Terrain" };
    const stored = { mediaType: "image/tiff", size: bytes.length, sha256: key.slice(7), objectKey: key };
    const { id } = await database.withSystem((tx) => tx.datasetAttachment.create({ data: { ...about, ...stored } }));
    const url = `/downloads/attachments/${id}`;
    const known = await site().inject({ method: "HEAD", url });
    expect(known.headers).toMatchObject({ "content-length": "5000", etag: `"${key.slice(7)}"`, "accept-ranges": "bytes" });
    const part = await site().inject({ url, headers: { range: "bytes=4000-4099" } });
    expect([part.statusCode, part.headers["content-security-policy"]]).toEqual([206, "default-src 'none'; sandbox"]);
    expect(part.rawPayload).toEqual(bytes.subarray(4000, 4100));
    expect((await site().inject({ url })).rawPayload).toEqual(bytes);
  });
});
