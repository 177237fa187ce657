import { createHash } from "node:crypto";
import { extractFilePath, requestExtractInput } from "@archipel/contracts/cloud-extracts.ts";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Database } from "@archipel/database/database.ts";
import { readFrom } from "@archipel/pointcloud/byte-io.ts";
import { openSource, partsOf, readParts } from "@archipel/pointcloud/clip/source.ts";
import { createCommunity, createMember, createUser } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { z } from "zod";
import { makeWaitingExtracts } from "../../../jobs/cloud-extracts.ts";
import { anonymous } from "../../../kernel/actor.ts";
import { sweepObjects } from "../../../kernel/objects.ts";
import { storedBytes } from "../../../kernel/storage-quota.ts";
import { createServer } from "../../../server.ts";
import { bearer } from "../../../testing/bearer.ts";
import { createTestCore, type TestCore } from "../../../testing/test-core.ts";
import { boxArea, pointsOfSquare, publishTown, TOWN_POINTS, TOWN_SQUARE, unzipped } from "../../../testing/town-cloud.ts";
import { takeExtract } from "./queries.ts";
import { estimateExtract } from "./service/estimate.ts";
import { cancelExtract, followExtract } from "./service/follow.ts";
import { requestExtract } from "./service/request.ts";
import { sweepExtracts } from "./service/sweep.ts";

const NETWORK = "203.0.113.7";
let database: Database;
let core: TestCore;
let app: FastifyInstance;
let communityId: CommunityId;
let layerId: string;
let datasetId: string;
const never = new AbortController().signal;

beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
  app = await createServer(core);
  ({ id: communityId } = await createCommunity(database));
  ({ layerId, datasetId } = await newTown());
});
afterAll(async () => {
  await app.close();
  await database.close();
});
beforeEach(() => database.withSystem((tx) => tx.cloudExtract.deleteMany({ where: {} })));

const newTown = (values?: Parameters<typeof publishTown>[2]) => publishTown(core, communityId, values);
type Asked = z.input<typeof requestExtractInput>;
const asked = (changes: Partial<Asked> = {}) => requestExtractInput.parse({ layerId, area: TOWN_SQUARE, format: "laz", ...changes });
const visitor = anonymous;
const personOf = (userId: string) => ({ userId, isOperator: false, isSuspended: false });
const request = (
  changes: Partial<Asked> = {},
  actor: { userId: string | null; isOperator: boolean; isSuspended: boolean } = visitor,
  network = NETWORK,
) => requestExtract(core, actor, asked(changes), network);
const estimate = (changes: Partial<Asked> = {}) => estimateExtract(core, visitor, asked(changes));
const makeAll = async () => (await makeWaitingExtracts(core, true, never)) + (await makeWaitingExtracts(core, false, never));

async function taken(named: { id: string; secret?: string }, headers = {}) {
  const answer = await app.inject({ url: extractFilePath(named), headers });
  expect(answer.statusCode).toBe(200);
  return unzipped(answer.rawPayload);
}

/** A core whose making of an extract stops where it opens the tiles, until `release`; `reached` says that it is there. */
function held() {
  const reached = Promise.withResolvers<void>();
  const { promise, resolve: release } = Promise.withResolvers<void>();
  const withFile: typeof core.storage.withFile = async (key, work) => {
    reached.resolve();
    await promise;
    return core.storage.withFile(key, work);
  };
  return { stopping: { ...core, storage: { ...core.storage, withFile } }, reached: reached.promise, release };
}

const refusal = (code: string) => expect.objectContaining({ code });

describe("an extract", () => {
  test.each(["laz", "copc", "las"] as const)("of a visitor as %s is followed and taken by its secret alone", async (format) => {
    const named = await request({ format, classes: [2, 6], locale: "en" });
    expect(await followExtract(core, visitor, named)).toMatchObject({ status: "waiting", ahead: 0, isMailed: false });
    await expect(followExtract(core, visitor, { id: named.id })).rejects.toEqual(refusal("extract-not-found"));
    await expect(followExtract(core, visitor, { id: named.id, secret: "x".repeat(32) })).rejects.toEqual(refusal("extract-not-found"));
    expect(await makeAll()).toBe(1);
    const state = await followExtract(core, visitor, named);
    expect(state).toMatchObject({ status: "success", percent: 100, points: pointsOfSquare([2, 6]), error: null });
    const files = await taken(named);
    const name = format === "copc" ? "points.copc.laz" : `points.${format}`;
    expect([...files.keys()]).toEqual(["README.txt", "SHA256SUMS", name]);
    const bytes = files.get(name) ?? Buffer.alloc(0);
    expect(state.files).toEqual([{ name, bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") }]);
    for (const line of (files.get("SHA256SUMS") ?? "").toString().trim().split("\n")) {
      const [hash, file] = line.split("  ");
      expect(
        createHash("sha256")
          .update(files.get(file ?? "") ?? "")
          .digest("hex"),
      ).toBe(hash);
    }
    const source = await openSource(readFrom(bytes));
    let count = 0;
    for await (const points of readParts(source, await partsOf(source, { area: undefined, spacing: undefined }), new Set()))
      count += points.count;
    expect(count).toBe(pointsOfSquare([2, 6]));
    expect(source.octree !== undefined).toBe(format === "copc");
    const text = files.get("README.txt")?.toString() ?? "";
    for (const part of ["Relevé", "EPSG:2154", "EPSG:5720", "revision 1", "ground, building", "How to cite"]) expect(text).toContain(part);
    expect((await app.inject({ url: extractFilePath({ id: named.id }) })).statusCode).toBe(404);
    expect((await app.inject({ url: extractFilePath(named), headers: { range: "bytes=0-1" } })).rawPayload.toString("latin1")).toBe("PK");
    expect(core.sentMails).toEqual([]);
  });

  test("of a person comes with models of the terrain, a mail, and is taken with the session", async () => {
    const { id: userId } = await createUser(database);
    const named = await request(
      { models: ["dtm", "dsm", "chm", "hillshade", "contours", "mesh"], grids: ["tif", "asc"], resolution: 5 },
      personOf(userId),
    );
    await makeAll();
    const state = await followExtract(core, personOf(userId), { id: named.id });
    expect(state).toMatchObject({ status: "success", isMailed: true });
    const files = await taken({ id: named.id }, bearer(userId));
    expect([...files.keys()].sort()).toEqual(
      [
        "LISEZMOI.txt",
        "SHA256SUMS",
        "points.laz",
        "dtm.tif",
        "dtm.asc",
        "dsm.tif",
        "dsm.asc",
        "chm.tif",
        "chm.asc",
        "hillshade.tif",
        "contours.gpkg",
        "mesh.glb",
        "mesh.obj",
      ].sort(),
    );
    const head = files.get("dtm.asc")?.toString("latin1").split("\n").slice(0, 2);
    expect(head).toEqual(["ncols 60", "nrows 80"]);
    const [mail] = core.sentMails.splice(0);
    expect(mail?.subject).toContain("Relevé");
    const { id: other } = await createUser(database);
    await expect(followExtract(core, personOf(other), { id: named.id })).rejects.toEqual(refusal("extract-not-found"));
    expect((await app.inject({ url: extractFilePath({ id: named.id }), headers: bearer(other) })).statusCode).toBe(404);
  });

  test("of a layer that is not visible is not counted, not asked for and not found", async () => {
    const own = await newTown({ status: "published", visibility: "members" });
    const member = personOf((await createMember(database, communityId, "member")).id);
    for (const actor of [visitor, personOf((await createUser(database)).id)]) {
      await expect(estimateExtract(core, actor, asked({ layerId: own.layerId }))).rejects.toEqual(refusal("cloud-layer-not-found"));
      await expect(request({ layerId: own.layerId }, actor)).rejects.toEqual(refusal("cloud-layer-not-found"));
    }
    expect((await estimateExtract(core, member, asked({ layerId: own.layerId }))).points).toBeGreaterThan(0);
  });

  test("without a point of the choice says so, and keeps nothing", async () => {
    const named = await request({ classes: [17] });
    await makeAll();
    expect(await followExtract(core, visitor, named)).toMatchObject({ status: "failure", error: { code: "extract-empty" }, files: [] });
  });

  test("is not given out when its dataset was withdrawn, before, while or after it is made", async () => {
    const own = await newTown();
    const [before, after] = [await request({ layerId: own.layerId }), await request({ layerId: own.layerId }, visitor, "198.51.100.1")];
    const withdraw = (status: string) => database.withSystem((tx) => tx.dataset.update({ where: { id: own.datasetId }, data: { status } }));
    await withdraw("draft");
    await makeWaitingExtracts(core, true, never);
    expect(await followExtract(core, visitor, before)).toMatchObject({ status: "failure", error: { code: "extract-withdrawn" } });
    await withdraw("published");
    await database.withSystem((tx) => tx.cloudExtract.update({ where: { id: after.id }, data: { status: "waiting" } }));
    await makeAll();
    expect((await app.inject({ url: extractFilePath(after) })).statusCode).toBe(200);
    await withdraw("draft");
    expect((await app.inject({ url: extractFilePath(after) })).statusCode).toBe(404);
  });

  test("disappears with its dataset, also its bytes", async () => {
    const own = await newTown();
    const named = await request({ layerId: own.layerId });
    await makeAll();
    const { objectKey } = await database.withSystem((tx) => tx.cloudExtract.findUniqueOrThrow({ where: { id: named.id } }));
    expect(await core.storage.stat(objectKey ?? "")).not.toBeNull();
    await database.withSystem((tx) => tx.dataset.delete({ where: { id: own.datasetId } }));
    await expect(followExtract(core, visitor, named)).rejects.toEqual(refusal("extract-not-found"));
    await database.withSystem((tx) => tx.$executeRaw`UPDATE released_objects SET released_at = now() - interval '2 days'`);
    await sweepObjects(core);
    expect(await core.storage.stat(objectKey ?? "")).toBeNull();
  });

  test("counts in what its community stores until it expires, and is then swept", async () => {
    const bytes = async () => (await database.sqlAs({ role: "system" }, (sql) => storedBytes(sql, communityId))).get(communityId) ?? 0;
    const before = await bytes();
    const named = await request();
    await makeAll();
    const { size } = await followExtract(core, visitor, named);
    expect((await bytes()) - before).toBe(size);
    expect(await sweepExtracts(core)).toBe(0);
    await database.withSystem((tx) =>
      tx.cloudExtract.update({ where: { id: named.id }, data: { expiresAt: new Date(Date.now() - 1000) } }),
    );
    await expect(followExtract(core, visitor, named)).rejects.toEqual(refusal("extract-not-found"));
    expect((await app.inject({ url: extractFilePath(named) })).statusCode).toBe(404);
    expect(await sweepExtracts(core)).toBe(1);
    expect(await bytes()).toBe(before);
  });

  test("that is cancelled while it is made leaves nothing", async () => {
    const named = await request();
    const { stopping, reached, release } = held();
    const making = makeWaitingExtracts(stopping, true, never);
    await reached;
    expect(await followExtract(core, visitor, named)).toMatchObject({ status: "progress" });
    await cancelExtract(core, visitor, named);
    release();
    await making;
    await expect(followExtract(core, visitor, named)).rejects.toEqual(refusal("extract-not-found"));
    expect(await database.withSystem((tx) => tx.cloudExtract.count())).toBe(0);
  });

  test("goes on after its process was killed, and is given up after three", async () => {
    const named = await request();
    const take = () => database.sqlAs({ role: "system" }, (sql) => takeExtract(sql, true));
    const silent = () => database.withSystem((tx) => tx.$executeRaw`UPDATE cloud_extracts SET beat_at = now() - interval '2 minutes'`);
    expect((await take())?.id).toBe(named.id);
    // It lives: nobody else takes it.
    expect(await take()).toBeNull();
    await silent();
    await makeAll();
    expect(await followExtract(core, visitor, named)).toMatchObject({ status: "success" });
    const second = await request();
    for (let kills = 0; kills < 3; kills++) {
      expect((await take())?.id).toBe(second.id);
      await silent();
    }
    await makeAll();
    expect(await followExtract(core, visitor, second)).toMatchObject({ status: "failure", error: { code: "job-keeps-failing" } });
  });

  test("waits again when the process ends while it is made", async () => {
    const named = await request();
    const ending = new AbortController();
    const { stopping, reached, release } = held();
    const making = makeWaitingExtracts(stopping, true, ending.signal);
    await reached;
    expect(await followExtract(core, visitor, named)).toMatchObject({ status: "progress" });
    ending.abort();
    release();
    await making;
    expect(await followExtract(core, visitor, named)).toMatchObject({ status: "waiting" });
    await makeAll();
    expect(await followExtract(core, visitor, named)).toMatchObject({ status: "success" });
  });
});

describe("limits", () => {
  test("of a hundred requests at once, a visitor's network gets two, and another network its own", async () => {
    const answers = await Promise.allSettled(Array.from({ length: 100 }, () => request()));
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
    expect(answers.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "extracts-open", kind: "too-many" } });
    await expect(request({}, visitor, "198.51.100.2")).resolves.toMatchObject({ id: expect.any(String) });
  });

  test("a portal that does not exist is no reason to fail", async () => {
    await expect(request({ portalId: datasetId })).resolves.toMatchObject({ id: expect.any(String) });
  });

  test("senders take turns", async () => {
    const first = await request();
    const second = await request();
    const other = await request({}, visitor, "198.51.100.3");
    const order: (string | undefined)[] = [];
    for (let i = 0; i < 3; i++) order.push((await database.sqlAs({ role: "system" }, (sql) => takeExtract(sql, true)))?.id);
    expect(order).toEqual([first.id, other.id, second.id]);
  });

  test("an extract of another community is made beside one that takes long, a second one of the same community waits", async () => {
    const long = await request();
    const second = await request({}, visitor, "198.51.100.4");
    const { id: otherId } = await createCommunity(database);
    const elsewhere = await publishTown(core, otherId);
    const other = await request({ layerId: elsewhere.layerId }, visitor, "198.51.100.5");
    const { stopping, reached, release } = held();
    const making = makeWaitingExtracts(stopping, true, never);
    await reached;
    expect(await makeWaitingExtracts(core, true, never)).toBe(1);
    const states = async () => {
      const found = [];
      for (const named of [long, second, other]) found.push((await followExtract(core, visitor, named)).status);
      return found;
    };
    expect(await states()).toEqual(["progress", "waiting", "success"]);
    release();
    expect(await making).toBe(2);
    expect(await states()).toEqual(["success", "success", "success"]);
  });

  test("an extract whose time is over fails with what to do", async () => {
    const named = await request();
    const { stopping, release } = held();
    await makeWaitingExtracts({ ...stopping, env: { ...core.env, JOB_SECONDS: 0.02 } }, true, never);
    expect(await followExtract(core, visitor, named)).toMatchObject({ status: "failure", error: { code: "extract-too-long" } });
    release();
  });

  test("an area with too many points or cells is counted and refused, with what to do", async () => {
    await database.withSystem(
      (tx) => tx.$executeRaw`
      UPDATE dataset_attachments SET cloud = jsonb_set(cloud, '{points}', '50000000') WHERE dataset_id = ${datasetId}::uuid`,
    );
    const area = boxArea(291_000, 6_831_000, 294_000, 6_834_000);
    expect(await estimate({ area })).toMatchObject({
      points: 50_000_000,
      refusal: { code: "extract-too-many-points-visitor", params: { most: 20_000_000 } },
    });
    await expect(request({ area })).rejects.toEqual(refusal("extract-too-many-points-visitor"));
    await expect(request({ area }, personOf((await createUser(database)).id))).resolves.toMatchObject({ id: expect.any(String) });
    await database.withSystem(
      (tx) => tx.$executeRaw`
      UPDATE dataset_attachments SET cloud = jsonb_set(cloud, '{points}', ${String(TOWN_POINTS)}::jsonb) WHERE dataset_id = ${datasetId}::uuid`,
    );
  });
});

test("by its addresses, a program asks, follows, takes and cancels; a body that is wrong says where", async () => {
  const headers = { "content-type": "application/json" };
  const payload = { layerId, area: TOWN_SQUARE, format: "laz" };
  const counted = await app.inject({ method: "POST", url: "/downloads/extracts/estimate", headers, payload });
  expect([counted.statusCode, counted.json().tiles]).toEqual([200, 1]);
  const ordered = await app.inject({ method: "POST", url: "/downloads/extracts", headers, payload });
  expect(ordered.statusCode).toBe(202);
  const { state, file } = ordered.json();
  expect((await app.inject({ url: state })).json()).toMatchObject({ status: "waiting" });
  expect((await app.inject({ url: file })).statusCode).toBe(404);
  await makeAll();
  expect((await app.inject({ url: file })).headers).toMatchObject({ "content-type": "application/zip", "referrer-policy": "no-referrer" });
  expect((await app.inject({ method: "DELETE", url: state })).statusCode).toBe(204);
  expect((await app.inject({ url: state })).statusCode).toBe(404);
  const wrong = await app.inject({ method: "POST", url: "/downloads/extracts", headers, payload: { ...payload, spacing: 1e-9 } });
  expect([wrong.statusCode, wrong.json()]).toMatchObject([400, { error: "extract-malformed", params: { where: "spacing" } }]);
  const { paths } = (await app.inject({ url: "/downloads/extracts/api" })).json();
  expect(Object.keys(paths)).toContain("/downloads/extracts/{extractId}/file");
});
