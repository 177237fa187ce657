// @database server
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Database } from "@archipel/database/database.ts";
import { buildZip } from "@archipel/gdal/testing/zip-builder.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { csvHead, csvLine, jsonlLine } from "@archipel/validation/findings/lines.ts";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Runner } from "../../../jobs/runner.ts";
import { cancelJob } from "../../../jobs/service.ts";
import type { MemberActor } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { createServer } from "../../../server.ts";
import { bearer } from "../../../testing/bearer.ts";
import { allFindings, essence, expectedOf, keep, start, wells, wellsFile } from "../../../testing/check-world.ts";
import { jobOver, startTestRunner } from "../../../testing/run-jobs.ts";
import { createTestCore } from "../../../testing/test-core.ts";
import { newPerson, uploadFile } from "../../../testing/uploading-world.ts";
import { removeModel } from "../../models/service.ts";
import { discardUpload } from "../uploads/service/change.ts";
import { getCheck, listChecks, listGroups } from "./service/read.ts";
import { discardCheck } from "./service/start.ts";
import { suggestForUpload } from "./service/suggest.ts";

let database: Database;
let core: Core;
let runner: Runner;
let app: FastifyInstance;
let folder: string;
let manager: MemberActor;
let contributor: MemberActor;
let stranger: MemberActor;
beforeAll(async () => {
  database = await openTestDatabase();
  ({ core, runner } = await startTestRunner(await createTestCore(database)));
  app = await createServer(core);
  folder = await mkdtemp(path.join(tmpdir(), "archipel-checks-"));
  manager = await newPerson(core, "manager");
  contributor = await newPerson(core, "contributor", manager);
  stranger = await newPerson(core, "manager");
  await keep(core, manager, wells);
});
afterAll(async () => {
  await runner.stop();
  await app.close();
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

/** Starts a check and waits for its end. */
async function checked(actor: MemberActor, uploadId: string, model: string, options = {}) {
  const check = await start(core, actor, uploadId, model, options);
  await jobOver(core, check.jobId ?? "");
  return getCheck(core, actor, check.id);
}

async function fromDisk(fileName: string, content: string | Uint8Array) {
  const file = path.join(folder, fileName);
  await writeFile(file, content);
  return file;
}

const download = (actor: MemberActor, address: string) => app.inject({ url: address, headers: bearer(actor.userId) });

describe("the report of a check", () => {
  const content = wellsFile(200);

  test("equals the engine's result, by page and as a file", async () => {
    const upload = await uploadFile(core, contributor, "puits.geojsonl", content);
    const asked = await start(core, contributor, upload.id, "puits-1.0");
    expect(asked).toMatchObject({ status: "waiting", verdict: null, model: { key: "puits-1.0", version: 1, title: wells.title } });
    await jobOver(core, asked.jobId ?? "");
    const check = await getCheck(core, contributor, asked.id);
    const expected = await expectedOf(await fromDisk("puits.geojsonl", content), "puits.geojsonl", wells);
    expect(expected.findings.length).toBeGreaterThan(40);
    const { metadata: _metadata, counts: _counts, groups: counted, model: _model, read: _read, ...verdict } = expected.verdict;
    expect(check).toMatchObject({ status: "ran", verdict, jobId: null, error: null });
    expect(check.verdict?.conforms).toBe(false);

    const { groups, tables, files } = await listGroups(core, contributor, check.id);
    expect(groups.map(({ number: _number, listed: _listed, example: _example, ...group }) => group)).toEqual(counted);
    expect(groups.every((group) => group.listed === group.count && group.example?.code === group.code)).toBe(true);
    expect([tables, files]).toEqual([["puits"], ["puits.geojsonl"]]);

    const { found, total } = await allFindings(core, contributor, check.id, {}, 7);
    expect(total).toBe(expected.findings.length);
    const inOrder = [...found].sort((a, b) => a.sequence - b.sequence);
    expect(inOrder.map(essence)).toEqual(expected.findings.map(essence));
    expect(inOrder.map(({ bbox }) => bbox)).toEqual(expected.findings.map(({ bbox }) => bbox));
    // Group by group, each in the order of the file.
    const position = new Map(groups.map(({ number }, index) => [number, index]));
    const places = found.map(({ group, sequence }) => (position.get(group) ?? -1) * 1e6 + sequence);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(found.find(({ code }) => code === "ATTRIBUTE_GEOMETRY_INVALID")).toMatchObject({
      row: 3,
      place: { type: "Point" },
      repair: "make-valid",
    });
    expect(found.find(({ code }) => code === "geometry-overlap")?.place).toMatchObject({ coordinates: expect.any(Array) });

    const jsonl = await download(contributor, `/checks/${check.id}/report.jsonl?lang=en`);
    expect(jsonl.body).toBe(expected.findings.map((finding) => jsonlLine(finding, "en")).join(""));
    const csv = await download(contributor, `/checks/${check.id}/report.csv`);
    expect(csv.body).toBe(csvHead() + expected.findings.map((finding) => csvLine(finding, "fr")).join(""));
    expect(csv.headers).toMatchObject({
      "content-type": "text/csv; charset=utf-8",
      "cache-control": "private, no-store",
      "content-disposition": "attachment; filename=puits-puits-1.0.csv",
    });
  });

  test("can be filtered by level, code, group, field, table, file and what can be repaired", async () => {
    const upload = await uploadFile(core, contributor, "puits.geojsonl", content);
    const { id } = await checked(contributor, upload.id, "puits-1.0");
    const { found: all } = await allFindings(core, contributor, id);
    const [first] = (await listGroups(core, contributor, id)).groups;
    const narrowed = async (filter: object, wanted: (finding: (typeof all)[number]) => boolean) => {
      const { found, total } = await allFindings(core, contributor, id, filter, 9);
      const expected = all.filter(wanted);
      expect(found).toEqual(expected);
      expect(total).toBe(expected.length);
      return expected.length;
    };
    expect(await narrowed({ levels: ["ERROR"] }, ({ level }) => level === "ERROR")).toBeGreaterThan(0);
    expect(await narrowed({ levels: ["INFO", "FATAL"] }, () => false)).toBe(0);
    expect(await narrowed({ code: "ATTRIBUTE_UNEXPECTED_NULL" }, ({ code }) => code === "ATTRIBUTE_UNEXPECTED_NULL")).toBe(29);
    expect(await narrowed({ group: first?.number }, ({ group }) => group === first?.number)).toBeGreaterThan(0);
    expect(await narrowed({ field: "ID" }, ({ field }) => field === "ID")).toBeGreaterThan(0);
    expect(await narrowed({ table: "puits", repairable: true }, ({ repair }) => repair !== null)).toBeGreaterThan(0);
    expect(await narrowed({ repairable: false, file: "puits.geojsonl" }, ({ repair }) => repair === null)).toBeGreaterThanOrEqual(0);
    expect(await narrowed({ file: "autre.csv" }, () => false)).toBe(0);
    expect((await allFindings(core, contributor, id, { cursor: "' OR 1=1" })).found).toHaveLength(all.length);
  });

  test("distinguishes a check that ran from data that conform", async () => {
    const good = JSON.stringify({
      type: "Feature",
      geometry: {
        type: "Polygon",
        coordinates: [
          [
            [2, 48],
            [2.1, 48],
            [2.1, 48.1],
            [2, 48],
          ],
        ],
      },
      properties: { ID: "A", ETAT: "sec", PROFONDEUR: 1 },
    });
    const fine = await uploadFile(core, contributor, "puits.geojsonl", good);
    expect((await checked(contributor, fine.id, "puits-1.0")).verdict).toMatchObject({ ran: true, conforms: true, rows: 1 });
    const bad = await uploadFile(core, contributor, "puits.geojsonl", wellsFile(8));
    expect((await checked(contributor, bad.id, "puits-1.0")).verdict).toMatchObject({ ran: true, conforms: false });
    const empty = await uploadFile(core, contributor, "puits.zip", buildZip([{ name: "lisez-moi.txt", content: Buffer.from("rien") }]));
    const without = await checked(contributor, empty.id, "cnig-plu-2017");
    expect(without).toMatchObject({ status: "ran", verdict: { ran: true, conforms: false, tables: 0 } });
    const broken = await uploadFile(core, contributor, "puits.zip", "PK\u0003\u0004 no zip at all");
    const failed = await checked(contributor, broken.id, "puits-1.0");
    expect(failed).toMatchObject({
      status: "failed",
      verdict: null,
      jobId: null,
      error: { code: expect.stringContaining("file-unreadable") },
    });
    expect(await listGroups(core, contributor, failed.id)).toEqual({ groups: [], tables: [], files: [] });
    await expect(download(contributor, `/checks/${failed.id}/report.csv`).then((response) => response.json())).resolves.toMatchObject({
      error: "check-not-ready",
    });
  });

  test("lists ten thousand findings of a code and counts all", async () => {
    const rows = Array.from({ length: 12_000 }, (_, index) => `P${index},,${index},POINT(2 48)`);
    const upload = await uploadFile(core, contributor, "puits.csv", ["ID,ETAT,PROFONDEUR,WKT", ...rows].join("\n"));
    const { id, verdict } = await checked(contributor, upload.id, "puits-1.0");
    const { groups } = await listGroups(core, contributor, id);
    expect(groups.find(({ code }) => code === "ATTRIBUTE_UNEXPECTED_NULL")).toMatchObject({ count: 12_000, listed: 10_000 });
    expect(verdict?.levels.ERROR).toBe(groups.filter(({ level }) => level === "ERROR").reduce((sum, { count }) => sum + count, 0));
    const { total } = await allFindings(core, contributor, id, { code: "ATTRIBUTE_UNEXPECTED_NULL", table: "puits" });
    expect(total).toBe(10_000);
    const { body } = await download(contributor, `/checks/${id}/report.csv`);
    expect(body.split("\r\n").length - 2).toBe(groups.reduce((sum, { listed }) => sum + listed, 0));
  });
});

describe("a check", () => {
  test("names the version of its model, and keeps its findings when the model is deleted", async () => {
    await keep(core, manager, { ...wells, id: "passing" });
    const upload = await uploadFile(core, contributor, "puits.geojsonl", wellsFile(8));
    const first = await checked(contributor, upload.id, "passing");
    await keep(core, manager, { ...wells, id: "passing", levels: { ATTRIBUTE_UNEXPECTED_NULL: "WARNING" } }, 1);
    const second = await checked(contributor, upload.id, "passing");
    expect([first.model.version, second.model.version]).toEqual([1, 2]);
    expect((second.verdict?.levels.WARNING ?? 0) - (first.verdict?.levels.WARNING ?? 0)).toBe(2);
    await removeModel(core, manager, { communityId: manager.communityId, key: "passing" });
    expect(await listChecks(core, contributor, upload.id)).toMatchObject([{ id: second.id }, { id: first.id }]);
    expect((await download(contributor, `/checks/${first.id}/report.jsonl`)).statusCode).toBe(200);
    await expect(start(core, contributor, upload.id, "passing")).rejects.toMatchObject({ code: "model-not-found" });
  });

  test("that is cancelled leaves nothing; one that is discarded is gone", async () => {
    const upload = await uploadFile(core, contributor, "puits.geojsonl", wellsFile(6_000));
    const check = await start(core, contributor, upload.id, "puits-1.0");
    await expect(start(core, contributor, upload.id, "puits-1.0")).rejects.toMatchObject({ code: "check-already-running" });
    await untilRows(check.id);
    await cancelJob(core, manager, check.jobId ?? "");
    await expect.poll(() => countOf(check.id)).toBe(0);
    expect(await getCheck(core, contributor, check.id)).toMatchObject({
      status: "failed",
      verdict: null,
      error: { code: "check-stopped" },
    });
    const again = await start(core, contributor, upload.id, "puits-1.0");
    await untilRows(again.id);
    await discardCheck(core, contributor, again.id);
    await jobOver(core, again.jobId ?? "");
    await expect(getCheck(core, contributor, again.id)).rejects.toMatchObject({ code: "check-not-found" });
    await discardUpload(core, contributor, upload.id);
    expect(await database.withSystem((tx) => tx.check.count({ where: { uploadId: upload.id } }))).toBe(0);
  });

  test("is one of at most twenty of an upload; the oldest are deleted", async () => {
    const upload = await uploadFile(core, contributor, "puits.geojsonl", wellsFile(8));
    const made = await database.withSystem(async (tx) => {
      const about = {
        communityId: contributor.communityId,
        uploadId: upload.id,
        modelKey: "old",
        modelTitle: wells.title,
        createdById: contributor.userId,
      };
      for (let index = 0; index < 25; index++) await tx.check.create({ data: { ...about, createdAt: new Date(2026, 0, index + 1) } });
      return tx.check.count({ where: { uploadId: upload.id } });
    });
    expect(made).toBe(25);
    const check = await checked(contributor, upload.id, "puits-1.0");
    const kept = await listChecks(core, contributor, upload.id);
    expect(kept).toHaveLength(20);
    expect(kept[0]?.id).toBe(check.id);
    expect(kept.at(-1)?.createdAt).toEqual(new Date(2026, 0, 7));
  });

  test("is invisible to other communities", async () => {
    const upload = await uploadFile(core, contributor, "puits.geojsonl", wellsFile(8));
    const { id } = await checked(contributor, upload.id, "puits-1.0");
    for (const refused of [
      () => getCheck(core, stranger, id),
      () => listGroups(core, stranger, id),
      () => allFindings(core, stranger, id),
      () => discardCheck(core, stranger, id),
    ])
      await expect(refused()).rejects.toMatchObject({ code: "check-not-found" });
    await expect(listChecks(core, stranger, upload.id)).rejects.toMatchObject({ code: "upload-not-found" });
    await expect(start(core, stranger, upload.id, "cnig-plu-2017")).rejects.toMatchObject({ code: "upload-not-found" });
    const theirs = await uploadFile(core, stranger, "puits.geojsonl", wellsFile(8));
    // Their models are separate too.
    await expect(start(core, stranger, theirs.id, "puits-1.0")).rejects.toMatchObject({ code: "model-not-found" });
    const member = await newPerson(core, "member", manager);
    for (const format of ["csv", "jsonl"]) {
      const address = `/checks/${id}/report.${format}`;
      expect((await download(stranger, address)).json()).toEqual({ error: "check-not-found", params: {}, requestId: expect.any(String) });
      expect((await download(member, address)).json()).toEqual({ error: "check-not-found", params: {}, requestId: expect.any(String) });
      expect((await app.inject(address)).json()).toMatchObject({ error: "sign-in-first" });
      expect((await download(contributor, address)).statusCode).toBe(200);
    }
    expect((await download(contributor, "/checks/x/report.csv")).statusCode).toBe(404);
  });
});

test("the model of an upload is suggested by its names and fields", async () => {
  const own = await uploadFile(core, contributor, "puits.geojsonl", wellsFile(8));
  expect(await suggestForUpload(core, contributor, own.id)).toEqual({ key: "puits-1.0" });
  const zone = (names: string[]) => `${names.join(",")},WKT\n${names.map(() => "x").join(",")},POINT(2 48)`;
  const names = ["LIB_IDZONE", "LIBELLE", "LIBELONG", "TYPEZONE", "NOMFIC", "URLFIC", "IDURBA", "DATVALID"];
  const content = buildZip([
    { name: "30014_PLU_20171013/Donnees_geographiques/30014_ZONE_URBA_20171013.csv", content: Buffer.from(zone(names)) },
  ]);
  const plu = await uploadFile(core, contributor, "envoi.zip", content);
  expect(await suggestForUpload(core, contributor, plu.id)).toEqual({ key: "cnig-plu-2017" });
  const other = await uploadFile(core, contributor, "routes.csv", zone(["numero", "largeur"]));
  expect(await suggestForUpload(core, contributor, other.id)).toEqual({ key: null });
});

const countOf = (checkId: string) => database.withSystem((tx) => tx.checkFinding.count({ where: { checkId } }));

/** Waits until rows are read: by then the job has begun to write. */
async function untilRows(checkId: string): Promise<void> {
  const step = async () => (await database.withSystem((tx) => tx.job.findFirst({ where: { subjectId: checkId } })))?.step ?? "";
  await expect.poll(step, { interval: 20 }).toMatch(/rows|relate/);
}
