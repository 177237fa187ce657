import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Database } from "@archipel/database/database.ts";
import { inspectFile } from "@archipel/gdal/inspect.ts";
import { addMember, createCommunity, createMember, createUser } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { FileStore } from "@tus/file-store";
import { Upload } from "@tus/server";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { buildTestLayer } from "../layer-store/tables/test-layer.ts";
import { createServer } from "../server.ts";
import { bearer } from "../testing/bearer.ts";
import { createTestCore, type TestCore } from "../testing/test-core.ts";

let database: Database;
let core: TestCore;
let app: Awaited<ReturnType<typeof createServer>>;
let address: string;
let community: Awaited<ReturnType<typeof createCommunity>>;
const people: Record<"contributor" | "colleague" | "member" | "stranger" | "suspended", string> = {
  contributor: "",
  colleague: "",
  member: "",
  stranger: "",
  suspended: "",
};

beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
  community = await createCommunity(database);
  people.contributor = (await createMember(database, community.id, "contributor")).id;
  people.colleague = (await createMember(database, community.id, "contributor")).id;
  people.member = (await createMember(database, community.id, "member")).id;
  people.stranger = (await createUser(database)).id;
  people.suspended = (await createUser(database, { status: "suspended" })).id;
  await addMember(database, community.id, people.suspended, "manager");
  app = await createServer({ ...core, env: { ...core.env, UPLOAD_MAX_BYTES: 1_000 } });
  address = await app.listen({ host: "127.0.0.1", port: 0 });
});
afterAll(async () => {
  await app.close();
  await database.close();
});

const as = (userId: string) => ({ ...bearer(userId), "tus-resumable": "1.0.0" });
const metadata = (values: Record<string, string>) =>
  Object.entries(values)
    .map(([name, value]) => `${name} ${Buffer.from(value).toString("base64")}`)
    .join(",");

function create(userId: string, length: number, values: Record<string, string> = { communityId: community.id, fileName: "zones.geojson" }) {
  return fetch(`${address}/uploads`, {
    method: "POST",
    headers: { ...as(userId), "upload-length": String(length), "upload-metadata": metadata(values) },
  });
}

function patch(userId: string, id: string, offset: number, body: string) {
  return fetch(`${address}/uploads/${id}`, {
    method: "PATCH",
    headers: { ...as(userId), "upload-offset": String(offset), "content-type": "application/offset+octet-stream" },
    body,
  });
}

const head = (userId: string, id: string) => fetch(`${address}/uploads/${id}`, { method: "HEAD", headers: as(userId) });
const rowOf = (id: string) => database.withSystem((tx) => tx.upload.findUnique({ where: { id } }));

describe("resumable uploads", () => {
  test("a file comes in two parts; it then becomes an object, and its check is queued", async () => {
    const created = await create(people.contributor, 10, { communityId: community.id, fileName: "C:\\été\\zones.geojson" });
    expect(created.status).toBe(201);
    const location = created.headers.get("location") ?? "";
    // Relative to the parent of the requested URL, so that it works behind a prefix.
    expect(new URL(location, "http://admin.example.org/api/core/uploads").pathname).toMatch(/^\/api\/core\/uploads\/[0-9a-f-]{36}$/);
    const id = location.split("/").at(-1) ?? "";
    expect(await rowOf(id)).toMatchObject({ status: "receiving", fileName: "zones.geojson", createdById: people.contributor });
    expect((await patch(people.contributor, id, 0, "01234")).status).toBe(204);
    expect((await head(people.contributor, id)).headers.get("upload-offset")).toBe("5");
    expect((await patch(people.contributor, id, 5, "56789")).status).toBe(204);
    const row = await rowOf(id);
    expect(row).toMatchObject({
      status: "received",
      size: 10n,
      sha256: "84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882",
    });
    expect(await core.storage.stat(row?.objectKey ?? "")).toMatchObject({ size: 10 });
    expect(await database.withSystem((tx) => tx.job.findMany({ where: { subjectId: id } }))).toMatchObject([
      { kind: "check-upload", status: "waiting" },
    ]);
    expect(core.enqueued.at(-1)?.kind).toBe("check-upload");
  });

  test("when the process died before the last response, the next HEAD completes the upload, once", async () => {
    const created = await create(people.contributor, 4);
    const id = (created.headers.get("location") ?? "").split("/").at(-1) ?? "";
    expect((await patch(people.contributor, id, 0, "ab")).status).toBe(204);
    // The bytes reached the disk, and nothing else happened.
    await writeFile(path.join(core.env.ARCHIPEL_DATA, "incoming", id), "abcd");
    const answers = await Promise.all([head(people.contributor, id), head(people.contributor, id)]);
    expect(answers.map((answer) => [answer.status, answer.headers.get("upload-offset")])).toEqual([
      [200, "4"],
      [200, "4"],
    ]);
    expect(await rowOf(id)).toMatchObject({ status: "received", size: 4n });
    expect(await database.withSystem((tx) => tx.job.count({ where: { subjectId: id } }))).toBe(1);
  });

  test("a question about an upload while its last bytes arrive changes nothing for either", async () => {
    for (let round = 0; round < 8; round++) {
      const id = ((await create(people.contributor, 4)).headers.get("location") ?? "").split("/").at(-1) ?? "";
      const asked = Array.from({ length: 6 }, () => head(people.contributor, id));
      const [sent, ...answers] = await Promise.all([patch(people.contributor, id, 0, "abcd"), ...asked]);
      expect(sent?.status).toBe(204);
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
      expect((await head(people.contributor, id)).headers.get("upload-offset")).toBe("4");
      expect(await rowOf(id)).toMatchObject({ status: "received", size: 4n });
      expect(await database.withSystem((tx) => tx.job.count({ where: { subjectId: id } }))).toBe(1);
    }
  });

  test("an upload whose last bytes arrive while its progress is asked, and whose sender is cut off, is completed", async () => {
    const id = ((await create(people.contributor, 4)).headers.get("location") ?? "").split("/").at(-1) ?? "";
    const before = new Upload({ id, size: 4, offset: 2 });
    const getUpload = vi.spyOn(FileStore.prototype, "getUpload").mockResolvedValueOnce(before);
    await writeFile(path.join(core.env.ARCHIPEL_DATA, "incoming", id), "abcd");
    const answer = await head(people.contributor, id);
    getUpload.mockRestore();
    expect([answer.status, answer.headers.get("upload-offset")]).toEqual([200, "4"]);
    expect(await rowOf(id)).toMatchObject({ status: "received", size: 4n });
  });

  test("a full disk is said in words, and nothing of the server is shown", async () => {
    const id = ((await create(people.contributor, 4)).headers.get("location") ?? "").split("/").at(-1) ?? "";
    const full = Object.assign(new Error("ENOSPC: no space left on device, write '/srv/data'"), { code: "ENOSPC" });
    const put = vi.spyOn(core.storage, "putFile").mockRejectedValueOnce(full);
    const answer = await patch(people.contributor, id, 0, "abcd");
    expect([answer.status, await answer.json()]).toEqual([507, { error: "disk-full", params: {} }]);
    put.mockRestore();
    expect((await head(people.contributor, id)).headers.get("upload-offset")).toBe("4");
    expect(await rowOf(id)).toMatchObject({ status: "received" });
  });

  test.each([
    ["stranger", 404],
    ["member", 403],
    ["suspended", 403],
  ] as const)("a %s may not begin one", async (who, status) => {
    expect((await create(people[who], 10)).status).toBe(status);
  });

  test("an upload without caller, community or file name is refused", async () => {
    expect(
      (
        await fetch(`${address}/uploads`, {
          method: "POST",
          headers: {
            "tus-resumable": "1.0.0",
            "upload-length": "1",
            "upload-metadata": metadata({ communityId: community.id, fileName: "a" }),
          },
        })
      ).status,
    ).toBe(401);
    expect((await create(people.contributor, 10, { fileName: "a" })).status).toBe(422);
    expect((await create(people.contributor, 10, { communityId: community.id, fileName: " / " })).status).toBe(422);
  });

  test("another person can neither see nor continue nor cancel it", async () => {
    const id = ((await create(people.contributor, 10)).headers.get("location") ?? "").split("/").at(-1) ?? "";
    for (const who of [people.colleague, people.stranger]) {
      expect((await head(who, id)).status).toBe(404);
      expect((await patch(who, id, 0, "xx")).status).toBe(404);
      expect((await fetch(`${address}/uploads/${id}`, { method: "DELETE", headers: as(who) })).status).toBe(404);
    }
    expect((await fetch(`${address}/uploads/${id}`, { method: "DELETE", headers: as(people.contributor) })).status).toBe(204);
    await expect.poll(() => rowOf(id)).toBeNull();
    expect((await head(people.contributor, "../../secret")).status).toBe(404);
  });

  test("a file beyond the limit is refused before its first byte", async () => {
    expect((await create(people.contributor, 1_001)).status).toBe(413);
  });
});

describe("GeoPackage downloads", () => {
  const layer = {
    geometry: { type: "MultiPolygon", srid: 2154, hasZ: false } as const,
    fields: [
      { name: "LIBELLE", column: "libelle", type: "text" as const },
      { name: "n", column: "n", type: "integer" as const },
      { name: "secret", column: "secret", type: "text" as const, isHidden: true },
      { name: "JOUR", column: "jour", type: "date" as const },
      { name: "QUAND", column: "quand", type: "datetime" as const },
    ],
    features: Array.from({ length: 1_203 }, (_, index) => ({
      geometry:
        index === 7
          ? null
          : {
              type: "Polygon" as const,
              coordinates: [
                [
                  [700_000 + index, 6_600_000],
                  [700_001 + index, 6_600_000],
                  [700_001 + index, 6_600_001],
                  [700_000 + index, 6_600_000],
                ] as [number, number][],
              ],
            },
      values: [`Zone "${index}"\nsuite`, index, "hidden", "2024-02-29", "2024-02-29T10:00:00Z"],
    })),
  };

  async function save(bytes: ArrayBuffer): Promise<string> {
    const file = path.join(await mkdtemp(path.join(tmpdir(), "archipel-download-")), "layer");
    await writeFile(file, new Uint8Array(bytes));
    return file;
  }

  test("a layer is exported completely, in its own CRS, typed, without hidden fields; the second time from the cached file", async () => {
    const { layerId, datasetId } = await buildTestLayer(database, community.id, layer);
    const response = await fetch(`${address}/downloads/${layerId}.gpkg`);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("application/geopackage+sqlite3");
    expect(response.headers.get("content-disposition")).toMatch(/^attachment; filename=[a-z0-9-]+-things\.gpkg$/);
    const inspection = await inspectFile(await save(await response.arrayBuffer()), { fileName: "x.gpkg" });
    expect(inspection.layers).toMatchObject([{ name: "things", geometryType: "MultiPolygon", featureCount: 1_203, crs: { srid: 2154 } }]);
    expect(inspection.layers[0]?.fields).toEqual([
      { name: "LIBELLE", type: "text" },
      { name: "n", type: "integer" },
      { name: "JOUR", type: "date" },
      { name: "QUAND", type: "datetime" },
    ]);
    const etag = response.headers.get("etag") ?? "";
    expect((await fetch(`${address}/downloads/${layerId}.gpkg`, { headers: { "if-none-match": etag } })).status).toBe(304);
    const whole = await fetch(`${address}/downloads/datasets/${datasetId}.gpkg`);
    expect((await inspectFile(await save(await whole.arrayBuffer()), { fileName: "x.gpkg" })).layers).toMatchObject([
      { featureCount: 1_203 },
    ]);
  });

  test("a layer that the caller may not read is not found", async () => {
    const { layerId, datasetId } = await buildTestLayer(database, community.id, {
      ...layer,
      features: layer.features.slice(0, 3),
      dataset: { visibility: "members" },
    });
    for (const url of [`/downloads/${layerId}.gpkg`, `/downloads/datasets/${datasetId}.gpkg`]) {
      expect((await fetch(address + url)).status).toBe(404);
      expect((await fetch(address + url, { headers: as(people.stranger) })).status).toBe(404);
      const allowed = await fetch(address + url, { headers: as(people.member) });
      expect(allowed.status).toBe(200);
      expect(allowed.headers.get("cache-control")).toBe("private, no-cache, no-transform");
      await allowed.arrayBuffer();
    }
    expect((await fetch(`${address}/downloads/not-an-id.gpkg`)).status).toBe(404);
  });
});
