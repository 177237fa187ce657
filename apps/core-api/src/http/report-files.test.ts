import { randomUUID } from "node:crypto";
import { createReportInput } from "@archipel/contracts/reports.ts";
import type { Database } from "@archipel/database/database.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import type { FastifyInstance } from "fastify";
import sharp from "sharp";
import { afterAll, beforeAll, expect, it } from "vitest";
import { visitPortal } from "../gate/visit-portal.ts";
import { anonymous } from "../kernel/actor.ts";
import { sweepWaitingFiles } from "../modules/reports/files/keep.ts";
import { sendReport } from "../modules/reports/service/send.ts";
import { createServer } from "../server.ts";
import { bearer } from "../testing/bearer.ts";
import { buildPermissionWorld, type PermissionWorld, people } from "../testing/permission-world.ts";
import { createTestCore, type TestCore } from "../testing/test-core.ts";

let database: Database;
let core: TestCore;
let app: FastifyInstance;
let world: PermissionWorld;
beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
  app = await createServer(core);
  world = await buildPermissionWorld(database);
});
afterAll(async () => {
  await app.close();
  await database.close();
});

const ADDRESS = "127.0.0.1";
const post = (payload: Buffer, name = "photo.jpg", headers: Record<string, string> = {}) =>
  app.inject({ method: "POST", url: "/reports/files", query: { portal: world.portal.id, name }, payload, headers });

/** A phone photo taken upright: its EXIF data rotate it, and contain its location. */
function photo(): Promise<Buffer> {
  return sharp({ create: { width: 3000, height: 1500, channels: 3, background: "#336699" } })
    .withExif({ IFD0: { Make: "Telephone", Artist: "Quelqu’un" }, IFD3: { GPSLatitudeRef: "N", GPSLatitude: "48/1 51/1 30/1" } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
}

async function reportWith(fileIds: string[], address = ADDRESS) {
  const visit = await visitPortal(core, anonymous, world.portal.id, address);
  const input = { id: randomUUID(), portalId: world.portal.id, themeId: null, body: "Un trou", place: { lon: 2, lat: 46 }, fileIds };
  return sendReport(core, anonymous, visit, createReportInput.parse(input));
}

it("keeps only the pixels of a photo, rotated upright", async () => {
  const original = await photo();
  expect(original.includes("Telephone")).toBe(true);
  expect((await sharp(original).metadata()).exif?.length).toBeGreaterThan(50);
  const sent = await post(original, "C:\\photos\\trou.jpg");
  expect(sent.json()).toMatchObject({ name: "trou.jpg", mediaType: "image/jpeg", width: 1280, height: 2560 });
  const { id } = await reportWith([sent.json().id]);
  const served = await app.inject(`/reports/${id}/files/${sent.json().id}`);
  expect(served.headers).toMatchObject({
    "content-type": "image/jpeg",
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; sandbox",
    "cache-control": "public, max-age=300",
  });
  const metadata = await sharp(served.rawPayload).metadata();
  expect(metadata).toMatchObject({ format: "jpeg", width: 1280, height: 2560 });
  expect([metadata.exif, metadata.xmp, metadata.iptc, metadata.orientation]).toEqual([undefined, undefined, undefined, undefined]);
  expect(served.rawPayload.includes("Telephone")).toBe(false);
  const small = await app.inject(`/reports/${id}/files/${sent.json().id}?size=thumbnail`);
  expect(await sharp(small.rawPayload).metadata()).toMatchObject({ width: 320, height: 320 });
});

it("examines the content, not the name", async () => {
  const executable = Buffer.concat([Buffer.from("MZ\u0090\u0000", "latin1"), Buffer.alloc(600, 0xcc)]);
  const refused = [
    executable,
    Buffer.from("<html><script>alert(1)</script>"),
    Buffer.from("#!/bin/sh\nrm -rf /"),
    Buffer.from("PK\u0003\u0004"),
  ];
  for (const file of refused) {
    const answer = await post(file, "photo.jpg", { "content-type": "image/jpeg" });
    expect([answer.statusCode, answer.json().error]).toEqual([422, "report-file-format"]);
  }
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>');
  expect((await post(svg, "x.png")).json()).toMatchObject({ error: "report-file-format" });
  const cut = (await photo()).subarray(0, 4000);
  expect((await post(cut)).json()).toMatchObject({ error: "report-image-unreadable" });
  expect((await post(Buffer.alloc(0))).json()).toMatchObject({ error: "report-file-empty" });
  expect((await post(Buffer.alloc(17 * 1024 ** 2, 1))).json()).toMatchObject({ error: "report-file-too-large", params: { megabytes: 16 } });
});

it("serves documents as downloads that cannot run scripts", async () => {
  const pdf = (await post(Buffer.from("%PDF-1.7\n"), "l’acte (1).pdf")).json();
  const csv = (await post(Buffer.from("nom;valeur\ncrue;12\n"), "mesures.csv")).json();
  const { id } = await reportWith([pdf.id, csv.id]);
  const served = await app.inject(`/reports/${id}/files/${pdf.id}`);
  expect(served.headers).toMatchObject({ "content-type": "application/pdf", "x-content-type-options": "nosniff" });
  expect(served.headers["content-disposition"]).toBe("attachment; filename*=UTF-8''l%E2%80%99acte%20%281%29.pdf");
  expect((await app.inject(`/reports/${id}/files/${csv.id}`)).headers["content-type"]).toBe("text/plain; charset=utf-8");
  expect((await app.inject(`/reports/${id}/files/${csv.id}?size=thumbnail`)).statusCode).toBe(404);
});

it("binds a file only to its sender's report, once, and deletes files that wait too long", async () => {
  const file = (await post(Buffer.from("note"), "note.txt")).json();
  await expect(reportWith([file.id], "198.51.100.7")).rejects.toMatchObject({ code: "report-files-missing", field: "fileIds" });
  await reportWith([file.id]);
  await expect(reportWith([file.id])).rejects.toMatchObject({ code: "report-files-missing" });
  const forgotten = (await post(Buffer.from("oubli"), "oubli.txt")).json();
  const recent = (await post(Buffer.from("attend"), "attend.txt")).json();
  await database.withSystem((tx) =>
    tx.reportFile.update({ where: { id: forgotten.id }, data: { createdAt: new Date(Date.now() - 25 * 3600_000) } }),
  );
  expect(await sweepWaitingFiles(core)).toBe(1);
  expect(await database.withSystem((tx) => tx.reportFile.count({ where: { id: { in: [forgotten.id, recent.id] } } }))).toBe(1);
});

it.each(people)("of a hidden report, is read by its reporter and moderators: %s", async (caller) => {
  const file = (await post(Buffer.from("note"), "note.txt", { "x-forwarded-for": `203.0.113.${people.indexOf(caller)}` })).json();
  const report = await reportWith([file.id], `203.0.113.${people.indexOf(caller)}`);
  const address = `/reports/${report.id}/files/${file.id}`;
  const token = world.users[caller];
  const headers = bearer(token);
  expect((await app.inject({ url: address, headers })).statusCode).toBe(200);
  await database.withSystem((tx) => tx.report.update({ where: { id: report.id }, data: { isHidden: true } }));
  const isModerator = caller === "moderator" || caller === "manager";
  const served = await app.inject({ url: address, headers });
  expect(served.statusCode).toBe(isModerator ? 200 : 404);
  if (isModerator) expect(served.headers["cache-control"]).toBe("private, no-store");
  expect((await app.inject({ url: `${address}?follow=${report.follow}`, headers })).statusCode).toBe(200);
  await database.withSystem((tx) => tx.reportFile.update({ where: { id: file.id }, data: { isHidden: true } }));
  expect((await app.inject({ url: `${address}?follow=${report.follow}`, headers })).statusCode).toBe(isModerator ? 200 : 404);
});

it("is accepted only where the portal accepts reports", async () => {
  await database.withSystem((tx) => tx.portal.update({ where: { id: world.portal.id }, data: { reporting: "signed-in" } }));
  expect((await post(Buffer.from("note"))).statusCode).toBe(401);
  const signedIn = await post(Buffer.from("note"), "note.txt", bearer(world.users.stranger));
  expect(signedIn.statusCode).toBe(200);
  expect((await app.inject({ method: "POST", url: "/reports/files?portal=x", payload: Buffer.from("x") })).statusCode).toBe(404);
});
