// @database server
// @long
import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { Upload } from "@archipel/contracts/uploads.ts";
import type { Database } from "@archipel/database/database.ts";
import { buildZip } from "@archipel/gdal/testing/zip-builder.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Runner } from "../../../jobs/runner.ts";
import { cancelJob } from "../../../jobs/service.ts";
import type { MemberActor } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { createServer } from "../../../server.ts";
import { bearer } from "../../../testing/bearer.ts";
import { allFindings, essence, keep, start, wells, wellsFile } from "../../../testing/check-world.ts";
import { jobOver, startTestRunner } from "../../../testing/run-jobs.ts";
import { createTestCore } from "../../../testing/test-core.ts";
import { newPerson, uploadFile } from "../../../testing/uploading-world.ts";
import { getDataset } from "../../datasets/service.ts";
import { getCheck, listChecks, listGroups } from "../checks/service/read.ts";
import { discardUpload } from "../uploads/service/change.ts";
import { publishUpload } from "../uploads/service/publish.ts";
import { getUpload } from "../uploads/service/read.ts";
import { removeRow, setShape, setValues } from "./service/by-hand.ts";
import { addRepairs, recheckRepaired, undoRepair } from "./service/change.ts";
import { prepareRepairs } from "./service/prepare.ts";
import { previewRepairs } from "./service/preview.ts";
import { getRow, listRepairs } from "./service/read.ts";

let database: Database;
let core: Core;
let runner: Runner;
let app: FastifyInstance;
let manager: MemberActor;
let contributor: MemberActor;
let stranger: MemberActor;
beforeAll(async () => {
  database = await openTestDatabase();
  ({ core, runner } = await startTestRunner(await createTestCore(database)));
  app = await createServer(core);
  manager = await newPerson(core, "manager");
  contributor = await newPerson(core, "contributor", manager);
  stranger = await newPerson(core, "manager");
  await keep(core, manager, wells);
});
afterAll(async () => {
  await runner.stop();
  await app.close();
  await database.close();
});

const ofCheck = (checkId: string) => ({ communityId: manager.communityId, checkId });
const FILE = "puits.geojsonl";
const TABLE = "puits";

/** A file that was uploaded and checked. */
async function checkedUpload(content = wellsFile(60), fileName = FILE) {
  const upload = await uploadFile(core, contributor, fileName, content);
  const check = await start(core, contributor, upload.id, wells.id);
  await jobOver(core, check.jobId ?? "");
  return { upload, checkId: check.id };
}

/** Waits for the recheck that a change started. */
async function over({ checkId }: { checkId: string }) {
  const { jobId } = await getCheck(core, contributor, checkId);
  if (jobId) await jobOver(core, jobId);
  return getCheck(core, contributor, checkId);
}

const plain = async (checkId: string) =>
  (await allFindings(core, contributor, checkId)).found.map((one) => JSON.stringify(essence(one))).sort();
const listed = (upload: Pick<Upload, "id">) => listRepairs(core, contributor, { communityId: manager.communityId, uploadId: upload.id });
const groupsOf = async (checkId: string) => (await listGroups(core, contributor, checkId)).groups;

/** The result of a whole check of the repaired delivery, and that of the recheck. */
async function expectAsWhole(upload: Pick<Upload, "id">, checkId: string): Promise<void> {
  const whole = await start(core, contributor, upload.id, wells.id);
  await jobOver(core, whole.jobId ?? "");
  expect(await plain(checkId)).toEqual(await plain(whole.id));
  const [again, full] = [await getCheck(core, contributor, checkId), await getCheck(core, contributor, whole.id)];
  expect(again.verdict).toEqual(full.verdict);
  const counted = (groups: Awaited<ReturnType<typeof groupsOf>>) =>
    groups
      .map(({ code, level, field, count, repair, repairable }) => JSON.stringify([code, level, field, count, repair, repairable]))
      .sort();
  expect(counted(await groupsOf(checkId))).toEqual(counted(await groupsOf(whole.id)));
}

describe("a repair by one click", () => {
  test("is previewed, made, rechecked, listed and undone", async () => {
    const { upload, checkId } = await checkedUpload();
    const before = await plain(checkId);
    const crossed = (await groupsOf(checkId)).find(({ repair }) => repair === "make-valid");
    expect(crossed).toMatchObject({ count: 1, repairable: 1 });
    const on = { group: crossed?.number ?? -1 };
    expect(await previewRepairs(core, contributor, { ...ofCheck(checkId), on })).toMatchObject({
      repairs: [{ repair: "make-valid", count: 1 }],
      example: { kind: "shape", row: 3, before: { type: "Polygon" }, after: { type: expect.stringMatching(/Polygon/) } },
    });

    const answer = await addRepairs(core, contributor, { ...ofCheck(checkId), on });
    expect(answer.changed).toBe(1);
    expect(await getCheck(core, contributor, checkId)).toMatchObject({ isCurrent: false, repairs: 0, nextId: answer.checkId });
    const again = await over(answer);
    expect(again).toMatchObject({ status: "ran", isCurrent: true, repairs: 1 });
    expect((await groupsOf(answer.checkId)).some(({ code }) => code === crossed?.code)).toBe(false);
    await expectAsWhole(upload, answer.checkId);
    expect(await listed(upload)).toMatchObject({
      total: 1,
      items: [{ kind: "make-valid", table: TABLE, counts: [{ kind: "make-valid", count: 1 }], row: null }],
      lineage: [{ kind: "make-valid", count: 1 }],
    });

    const undone = await over(await undoRepair(core, contributor, ofCheck(answer.checkId)));
    expect(undone).toMatchObject({ isCurrent: true, repairs: 0 });
    expect(await plain(undone.id)).toEqual(before);
    expect(await listed(upload)).toMatchObject({ total: 0, items: [], lineage: [] });
    // The checks in between are deleted; the one on which the repairs began is kept.
    const kept = (await listChecks(core, contributor, upload.id)).map(({ id }) => id);
    expect(kept).toContain(checkId);
    expect(kept).not.toContain(answer.checkId);
    await expect(undoRepair(core, contributor, ofCheck(undone.id))).rejects.toMatchObject({ code: "no-repair-to-undo" });
  });

  test("can repair one finding; repairing everything is one step", async () => {
    const rows = [" sec", "sec ", "Sec", "sec"].map((state, index) => ({ state, index }));
    const content = rows
      .map(({ state, index }) => {
        const [x, y] = [2 + index / 100, 48];
        const coordinates = [
          [
            [x, y],
            [x + 0.001, y],
            [x + 0.001, y + 0.001],
            [x, y],
          ],
        ];
        const properties = { ID: `P${index}`, ETAT: state, PROFONDEUR: index };
        return JSON.stringify({ type: "Feature", geometry: { type: "Polygon", coordinates }, properties });
      })
      .join("\n");
    const { upload, checkId } = await checkedUpload(content);
    const { found } = await allFindings(core, contributor, checkId, { repairable: true });
    expect(found.length).toBeGreaterThanOrEqual(3);
    const one = found.find(({ row }) => row === 3);
    const example = (await previewRepairs(core, contributor, { ...ofCheck(checkId), on: { sequence: one?.sequence ?? 0 } })).example;
    expect(example).toEqual({ kind: "value", row: 3, field: "ETAT", before: "Sec", after: "sec" });
    const first = await over(await addRepairs(core, contributor, { ...ofCheck(checkId), on: { sequence: one?.sequence ?? 0 } }));
    expect((await allFindings(core, contributor, first.id)).found.map(({ row }) => row)).not.toContain(3);
    const all = await over(await addRepairs(core, contributor, { ...ofCheck(first.id), on: { all: true } }));
    expect(all.verdict).toMatchObject({ ran: true, conforms: true });
    await expect(addRepairs(core, contributor, { ...ofCheck(all.id), on: { all: true } })).rejects.toMatchObject({
      code: "nothing-to-repair",
    });
    const steps = await listed(upload);
    expect(new Set(steps.items.map(({ revision }) => revision)).size).toBe(2);
    const undone = await over(await undoRepair(core, contributor, ofCheck(all.id)));
    expect(undone.repairs).toBe(1);
    expect((await allFindings(core, contributor, undone.id)).total).toBe(found.length - 1);
  });

  test("that follows another at once replaces the running check", async () => {
    const { upload, checkId } = await checkedUpload(wellsFile(4_000));
    const [first, second] = (await groupsOf(checkId)).filter(({ repairable }) => repairable > 0);
    const one = await addRepairs(core, contributor, { ...ofCheck(checkId), on: { group: first?.number ?? -1 } });
    const two = second
      ? await addRepairs(core, contributor, { ...ofCheck(checkId), on: { group: second.number } })
      : await setValues(core, contributor, { ...ofCheck(checkId), table: TABLE, row: 1, values: [{ field: "ETAT", value: "sec" }] });
    await expect(getCheck(core, contributor, one.checkId)).rejects.toMatchObject({ code: "check-not-found" });
    expect(await over(two)).toMatchObject({ status: "ran", repairs: 2, isCurrent: true });
    await expectAsWhole(upload, two.checkId);
  });
});

describe("a repair by hand", () => {
  test("writes values of their field's type", async () => {
    const { upload, checkId } = await checkedUpload();
    const place = { ...ofCheck(checkId), file: FILE, table: TABLE, row: 1 };
    const row = await getRow(core, contributor, place);
    expect(row).toMatchObject({
      isThere: true,
      hasShape: true,
      shape: { type: "Polygon" },
      findings: [{ code: "ATTRIBUTE_UNEXPECTED_NULL" }],
    });
    expect(row.fields.find(({ name }) => name === "ETAT")).toMatchObject({
      value: null,
      rule: { type: "string", required: true, choices: [{ value: "sec" }, { value: "en eau" }] },
    });
    const write = (field: string, value: string) => setValues(core, contributor, { ...place, values: [{ field, value }] });
    await expect(write("PROFONDEUR", "douze")).rejects.toMatchObject({
      kind: "invalid",
      code: "value-not-of-type",
      field: "PROFONDEUR",
      params: { field: "PROFONDEUR", value: "douze", type: "double" },
    });
    await expect(write("AUTRE", "x")).rejects.toMatchObject({ code: "field-not-in-table" });
    await expect(setValues(core, contributor, { ...place, row: 999, values: [{ field: "ETAT", value: "sec" }] })).rejects.toMatchObject({
      code: "row-not-found",
    });
    const again = await over(await write("ETAT", "en eau"));
    expect((await allFindings(core, contributor, again.id)).found.filter((one) => one.row === 1)).toEqual([]);
    expect((await getRow(core, contributor, { ...place, ...ofCheck(again.id) })).fields.find(({ name }) => name === "ETAT")?.value).toBe(
      "en eau",
    );
    await expectAsWhole(upload, again.id);
    expect(await listed(upload)).toMatchObject({
      items: [{ kind: "edited-values", field: "ETAT", row: 1, value: "en eau" }],
      lineage: [{ kind: "edited-values", count: 1 }],
    });
  });

  test("replaces a shape, and removes a row", async () => {
    const { upload, checkId } = await checkedUpload();
    const place = { ...ofCheck(checkId), file: FILE, table: TABLE };
    const coordinates = [
      [
        [3, 49],
        [3.001, 49],
        [3.001, 49.001],
        [3, 49],
      ],
    ];
    await expect(setShape(core, contributor, { ...place, row: 3, shape: { type: "Polygon" } })).rejects.toMatchObject({
      code: "shape-not-understood",
    });
    const drawn = await over(await setShape(core, contributor, { ...place, row: 3, shape: { type: "Polygon", coordinates } }));
    expect((await getRow(core, contributor, { ...place, ...ofCheck(drawn.id), row: 3 })).shape).toEqual({ type: "Polygon", coordinates });
    expect((await groupsOf(drawn.id)).some(({ code }) => code === "ATTRIBUTE_GEOMETRY_INVALID")).toBe(false);
    const less = await over(await removeRow(core, contributor, { ...place, ...ofCheck(drawn.id), row: 5 }));
    expect(less.verdict?.rows).toBe(59);
    expect((await getRow(core, contributor, { ...place, ...ofCheck(less.id), row: 5 })).isThere).toBe(false);
    await expectAsWhole(upload, less.id);
  });
});

describe("a repaired delivery", () => {
  test("is written, read and published with its documents; the original stays", async () => {
    const content = buildZip([
      { name: `lot/${FILE}`, content: Buffer.from(wellsFile(30)) },
      { name: "lot/notice.pdf", content: Buffer.from("%PDF-1.4 notice") },
    ]);
    const { upload, checkId } = await checkedUpload(content as never, "lot.zip");
    const file = (await allFindings(core, contributor, checkId, { code: "ATTRIBUTE_GEOMETRY_INVALID" })).found[0];
    expect(file).toBeDefined();
    const fixed = await over(await addRepairs(core, contributor, { ...ofCheck(checkId), on: { all: true } }));
    const edited = await over(
      await setValues(core, contributor, { ...ofCheck(fixed.id), table: TABLE, row: 1, values: [{ field: "ETAT", value: "sec" }] }),
    );
    expect((await getUpload(core, contributor, upload.id)).repairs).toBe("unread");
    const [layer] = (await getUpload(core, contributor, upload.id)).layers;
    const target = { record: { title: "Puits réparés" } } as never;
    const input = { communityId: manager.communityId, uploadId: upload.id, target, status: "published" as const, portalIds: [] };
    await expect(
      publishUpload(core, manager, { ...input, layers: [{ uploadLayerId: layer?.id ?? "", title: "Puits" }] }),
    ).rejects.toMatchObject({ code: "repairs-not-read" });

    const applied = await prepareRepairs(core, contributor, { communityId: manager.communityId, uploadId: upload.id });
    expect(applied.status).toBe("checking");
    await jobOver(core, applied.jobId ?? "");
    const read = await getUpload(core, contributor, upload.id);
    expect(read).toMatchObject({
      status: "checked",
      repairs: "read",
      fileName: "lot.zip",
      documentCount: 1,
      layers: [{ name: TABLE, featureCount: 30 }],
    });
    await database.withSystem((tx) => tx.user.update({ where: { id: manager.userId }, data: { locale: "en" } }));
    const { jobId, datasetId } = await publishUpload(core, manager, {
      ...input,
      layers: [{ uploadLayerId: read.layers[0]?.id ?? "", title: "Puits" }],
    });
    expect((await jobOver(core, jobId)).status).toBe("success");
    const dataset = await getDataset(core, manager, datasetId);
    expect(dataset.lineage).toMatch(/^Repaired before publication: .*1 geometry made valid.*; 1 value corrected by hand\.$/);
    expect(dataset.attachmentCount).toBe(1);
    // Contributors' forms know the lists and bounds of the model.
    const ruleOf = (name: string) => dataset.layers[0]?.fields.find((field) => field.name === name)?.rule;
    expect(ruleOf("ETAT")).toEqual({ isRequired: true, values: [{ value: "sec" }, { value: "en eau" }] });
    expect(ruleOf("PROFONDEUR")).toEqual({ min: 0 });
    const table = `layers.l_${(dataset.layers[0]?.id ?? "").replaceAll("-", "")}`;
    const rows = await database.sqlAs({ role: "worker", communityId: manager.communityId }, (sql) =>
      sql.query(`SELECT count(*)::int AS all, count(*) FILTER (WHERE NOT ST_IsValid(geom))::int AS broken,
        count(*) FILTER (WHERE etat IS NULL)::int AS empty FROM ${table}`),
    );
    expect(rows).toEqual([{ all: 30, broken: 0, empty: 4 }]);
    expect(edited.repairs).toBeGreaterThanOrEqual(2);

    const stored = await database.withSystem((tx) => tx.upload.findUniqueOrThrow({ where: { id: upload.id } }));
    expect(Buffer.compare(await buffer(await core.storage.get(stored.objectKey ?? "")), content as Buffer)).toBe(0);
    const get = (actor: MemberActor, name: string) =>
      app.inject({ url: `/downloads/uploads/${upload.id}/${name}`, headers: bearer(actor.userId) });
    expect(Buffer.compare((await get(manager, "original")).rawPayload, content as Buffer)).toBe(0);
    expect((await get(contributor, "original")).json()).toMatchObject({ error: "role-too-weak" });
    expect((await get(stranger, "original")).json()).toMatchObject({ error: "upload-not-found" });
    expect((await get(contributor, "repaired")).headers["content-disposition"]).toContain("lot.zip");
    // After the last undo, the original is the current file again.
    for (let id = edited.id, left = 9; left > 0; left--) {
      const undone = await over(await undoRepair(core, contributor, ofCheck(id)));
      if (undone.repairs === 0) break;
      id = undone.id;
    }
    const back = await prepareRepairs(core, contributor, { communityId: manager.communityId, uploadId: upload.id });
    await jobOver(core, back.jobId ?? "");
    expect(await getUpload(core, contributor, upload.id)).toMatchObject({ status: "checked", repairs: "none" });
    expect((await get(contributor, "repaired")).json()).toMatchObject({ error: "upload-has-no-repairs" });
    await expect(core.storage.get(stored.repairedKey ?? "").then((stream) => buffer(stream as Readable))).rejects.toThrow();
  });

  test("is deleted with its upload", async () => {
    const { upload, checkId } = await checkedUpload();
    await over(await addRepairs(core, contributor, { ...ofCheck(checkId), on: { all: true } }));
    const applied = await prepareRepairs(core, contributor, { communityId: manager.communityId, uploadId: upload.id });
    await jobOver(core, applied.jobId ?? "");
    const { repairedKey } = await database.withSystem((tx) => tx.upload.findUniqueOrThrow({ where: { id: upload.id } }));
    expect(repairedKey).toMatch(/^sha256/);
    await discardUpload(core, contributor, upload.id);
    expect(await database.withSystem((tx) => tx.uploadRepair.count({ where: { uploadId: upload.id } }))).toBe(0);
    await expect(core.storage.get(repairedKey ?? "").then((stream) => buffer(stream as Readable))).rejects.toThrow();
  });
});

test("a cancelled recheck leaves the previous check, and can be started again", async () => {
  const { checkId } = await checkedUpload(wellsFile(6_000));
  const answer = await addRepairs(core, contributor, { ...ofCheck(checkId), on: { all: true } });
  const { jobId } = await getCheck(core, contributor, answer.checkId);
  await cancelJob(core, manager, jobId ?? "");
  await expect.poll(async () => (await getCheck(core, contributor, answer.checkId)).status).toBe("failed");
  expect(await getCheck(core, contributor, checkId)).toMatchObject({ status: "ran", isCurrent: false });
  const again = await over(await recheckRepaired(core, contributor, ofCheck(checkId)));
  expect(again).toMatchObject({ status: "ran", isCurrent: true });
});

test("repairs are invisible to other communities", async () => {
  const { upload, checkId } = await checkedUpload(wellsFile(8));
  const theirs = { communityId: stranger.communityId, checkId };
  const row = { table: TABLE, row: 1 };
  for (const refused of [
    () => addRepairs(core, stranger, { ...theirs, on: { all: true } }),
    () => previewRepairs(core, stranger, { ...theirs, on: { all: true } }),
    () => undoRepair(core, stranger, theirs),
    () => recheckRepaired(core, stranger, theirs),
    () => getRow(core, stranger, { ...theirs, ...row }),
    () => setValues(core, stranger, { ...theirs, ...row, values: [{ field: "ETAT", value: "sec" }] }),
    () => setShape(core, stranger, { ...theirs, ...row, shape: { type: "Point", coordinates: [2, 48] } }),
    () => removeRow(core, stranger, { ...theirs, ...row }),
  ])
    await expect(refused()).rejects.toMatchObject({ code: "check-not-found" });
  for (const refused of [listRepairs, prepareRepairs])
    await expect(refused(core, stranger, { communityId: stranger.communityId, uploadId: upload.id })).rejects.toMatchObject({
      code: "upload-not-found",
    });
});
