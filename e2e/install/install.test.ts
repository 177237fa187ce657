// @on-demand install
// @database server
import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { EditImport } from "@archipel/contracts/imports.ts";
import type { ReportFile } from "@archipel/contracts/reports.ts";
import { decodeTile } from "@archipel/testing/decode-tile.ts";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hashesOf, makeBackup, restoreBackup } from "./backup.ts";
import { largePhoto, PHOTO, writeLargeGeoJson } from "./files.ts";
import { type Installation, install } from "./installation.ts";
import { personAt } from "./person.ts";
import { until } from "./processes.ts";

// A whole platform from the built files, as the operator's pages install it. The tests are one story: each continues the one before.

const EMAIL = "operatrice@collectivite.example";
const PASSWORD = "une phrase assez longue";
const SLUG = "releves";

let folder: string;
let platform: Installation;
let person: ReturnType<typeof personAt>;
let portalUrl: string;
let communityId: string;
let portalId: string;
let layerId: string;
let photoPath: string;

const at = (name: string) => path.join(folder, name);
const tileOf = (base: string) => `${base}/tiles/${layerId}/12/2070/1456.mvt`;
const bytesOf = async (address: string) => {
  const answer = await person.browser.fetch(address);
  expect([address, answer.status]).toEqual([address, 200]);
  return Buffer.from(await answer.arrayBuffer());
};
/** The features of a tile in the order of their ids: that of their bytes is not fixed. */
const featuresOf = (tile: Buffer) =>
  Object.values(decodeTile(tile)).flatMap(({ features }) => features.toSorted((a, b) => (a.id ?? 0) - (b.id ?? 0)));
const statusOf = async (address: string, accept = "text/html") => (await person.browser.fetch(address, { headers: { accept } })).status;

beforeAll(async () => {
  const clusterUrl = process.env.ARCHIPEL_TEST_SERVER_URL;
  if (!clusterUrl) throw new Error("ARCHIPEL_TEST_SERVER_URL is not set: run npm test -- --only install");
  folder = mkdtempSync(path.join(tmpdir(), "archipel-install-"));
  platform = await install(clusterUrl, folder, SLUG);
  person = personAt(platform, SLUG);
  portalUrl = platform.portalUrl(SLUG);
});
afterAll(async () => {
  await Promise.all(Object.values(platform.services).map((service) => service.stop()));
  rmSync(folder, { recursive: true, force: true });
});

test("an empty database is prepared by the operator's commands, and `check` finds no error", async () => {
  expect(await platform.server(["migrate"])).toMatch(/^Applied:\n/);
  expect(await platform.server(["migrate"])).toBe("Nothing to apply.\n");
  expect(await platform.server(["build-basemap"])).toMatch(/^Built .*basemap\.pmtiles: \d+ tiles/);
  const { nginx, core, core2, worker, portal, admin } = platform.services;
  for (const service of [core, core2, worker, portal, admin, nginx]) await service.start();
  const lines = JSON.parse(await platform.server(["check", "--json", "--sites", at("sites.env")])) as { subject: string; state: string }[];
  expect(lines.filter(({ state }) => state === "error")).toEqual([]);
  const states = new Map(lines.map(({ subject, state }) => [subject, state]));
  for (const subject of ["database", "object storage", "basemap", "site key", "address of core-api", "address of admin"])
    expect([subject, states.get(subject)]).toEqual([subject, "ok"]);
});

test("the operator of `create-operator` chooses a password by the link and signs in at the console", async () => {
  const printed = await platform.server(["create-operator", "--email", EMAIL, "--name", "Une opératrice"]);
  const link = /https:\S+/.exec(printed)?.[0] ?? "";
  expect(link.startsWith(platform.coreUrl)).toBe(true);
  await person.choosePassword(link, PASSWORD);
  expect(await person.signIn(EMAIL, PASSWORD)).toMatchObject({ status: 200, url: expect.stringContaining(platform.adminUrl) });
  expect(await person.api.communities.list.query()).toEqual([]);
});

test("a community and its portal are created, and the portal answers on its own host", async () => {
  const community = await person.api.communities.create.mutate({ name: "Collectivité", slug: "collectivite", managerEmail: EMAIL });
  communityId = community.id;
  // Without SMTP, mails are read on the machine itself, and nowhere else.
  const mailbox = `http://127.0.0.1:${platform.ports.core[0]}/mailbox`;
  const mail = /href="(\/mailbox\/[^"?]+)/.exec(await (await fetch(mailbox)).text())?.[1] ?? "";
  const content = await (await fetch(new URL(`${mail}/content`, mailbox))).text();
  const code = /\/invitations\/([\w-]{20,})/.exec(content)?.[1] ?? "";
  expect(await statusOf(`${platform.coreUrl}/mailbox`)).toBe(404);
  await person.api.members.acceptInvitation.mutate({ code });
  const portal = await person.api.portals.create.mutate({
    ...{ communityId, name: "Relevés", slug: SLUG, baseTheme: "neutral", view: { lon: 2.05, lat: 46.05, zoom: 11 } },
    reporting: "everyone",
    isOnline: true,
  });
  portalId = portal.id;
  expect(portal.address).toBe(portalUrl);
  await until("the portal answers", async () => (await statusOf(`${portalUrl}/fr`)) === 200);
  // Signed in at the console, the person needs no password here.
  const page = await person.browser.open(`${portalUrl}/api/session/sign-in?callbackUrl=/fr`);
  expect([page.url.href, page.status]).toEqual([`${portalUrl}/fr`, 200]);
  expect(page.text).toContain("Relevés");
});

test("an upload of several chunks through nginx, the console and two processes is published by the worker", async () => {
  const { rows } = writeLargeGeoJson(at("releves.geojson"), "R");
  const uploadId = await person.upload(communityId, "releves.geojson", readFileSync(at("releves.geojson")), 4 * 1024 * 1024);
  ({ layerId } = await person.publish(communityId, uploadId, "Relevés", portalId));
  const [layer] = await person.api.portals.layers.query({ portalId });
  expect(layer).toMatchObject({ id: layerId, featureCount: rows });
  expect(featuresOf(await bytesOf(tileOf(portalUrl))).length).toBeGreaterThan(100);
});

test("a photo of 6 MB arrives whole with a report, sent through the portal", async () => {
  const photo = await largePhoto();
  expect(photo.length).toBeGreaterThan(6_000_000);
  const sent = await person.send<ReportFile>(`${portalUrl}/api/core/reports/files?portal=${portalId}&name=photo.jpg`, photo);
  expect(sent).toMatchObject({ status: 200, json: PHOTO });
  const report = { id: randomUUID(), portalId, themeId: null, body: "Un trou", place: { lon: 2.05, lat: 46.05 }, fileIds: [sent.json.id] };
  const { id } = await person.api.reports.create.mutate(report);
  photoPath = `/reports/${id}/files/${sent.json.id}`;
  const stored = await bytesOf(`${platform.adminUrl}/api/core${photoPath}`);
  expect(await sharp(stored).metadata()).toMatchObject({ format: "jpeg", ...PHOTO });
  // The last lines are noise too: no part is missing.
  const { channels } = await sharp(stored)
    .extract({ left: 0, top: PHOTO.height - 50, width: PHOTO.width, height: 50 })
    .stats();
  expect(Math.min(...channels.map(({ stdev }) => stdev))).toBeGreaterThan(20);
});

test.each([
  ["the console", () => platform.adminUrl],
  ["the portal", () => portalUrl],
])("a file of edits of 12 MB arrives whole through %s", async (_where, site) => {
  const { size, rows } = writeLargeGeoJson(at("edits.geojson"), "N");
  expect(size).toBeGreaterThan(12_000_000);
  const query = new URLSearchParams({ community: communityId, layer: layerId, name: "edits.geojson" });
  const sent = await person.send<EditImport>(`${site()}/api/core/imports?${query}`, readFileSync(at("edits.geojson")));
  expect(sent).toMatchObject({ status: 200, json: { size } });
  const importId = sent.json.id;
  const read = () => person.api.imports.get.query({ communityId, importId });
  await until("the worker read the file of edits", async () => (await read()).status !== "reading");
  expect(await read()).toMatchObject({ status: "ready", error: null, preview: { rows } });
});

test("each process is restarted: one of two core-api is not missed, and the site answers again after each", async () => {
  const { core, core2, worker, portal, admin, nginx } = platform.services;
  const page = `${portalUrl}/fr`;
  const isSignedIn = async () => (await statusOf(`${platform.adminUrl}/api/core/trpc/communities.list`, "application/json")) === 200;
  for (const one of [core, core2]) {
    expect([one.name, await one.stop()]).toEqual([one.name, 0]);
    for (let call = 0; call < 4; call++)
      expect([one.name, await statusOf(page), await statusOf(`${platform.coreUrl}/ready`), await isSignedIn()]).toEqual([
        one.name,
        200,
        200,
        true,
      ]);
    await one.start();
  }
  expect(await worker.stop()).toBe(0);
  expect(await statusOf(page)).toBe(200);
  await worker.start();
  for (const one of [portal, admin]) {
    const address = one === portal ? page : platform.adminUrl;
    await one.stop();
    expect([one.name, await statusOf(address), await statusOf(address, "application/json")]).toEqual([one.name, 503, 503]);
    await one.start();
    await until(`${one.name} answers through nginx again`, async () => (await statusOf(address)) < 400);
  }
  await nginx.stop();
  await nginx.start();
  expect([await statusOf(page), await isSignedIn()]).toEqual([200, true]);
});

test("a backup of the running platform, restored into another database, has every row and byte, and people sign in", async () => {
  const backup = at("backup");
  mkdirSync(backup);
  const rows = await makeBackup(platform, backup);
  const restored = await restoreBackup(platform, backup);
  expect(Object.keys(rows).length).toBeGreaterThan(70);
  expect(restored.rows).toEqual(rows);
  expect(Object.values(rows).filter((count) => count >= 12_000)).not.toEqual([]);
  const objects = hashesOf(path.join(platform.data, "objects"));
  expect(Object.keys(objects).length).toBeGreaterThanOrEqual(3);
  expect(hashesOf(path.join(backup, "data/objects"))).toEqual(objects);
  expect(hashesOf(path.join(backup, "data"))["basemap.pmtiles"]).toBe(hashesOf(platform.data)["basemap.pmtiles"]);

  const [tile, photo] = [await bytesOf(tileOf(portalUrl)), await bytesOf(`${platform.adminUrl}/api/core${photoPath}`)];
  const { core, core2, worker } = platform.services;
  await Promise.all([core, core2, worker].map((one) => one.stop()));
  const copy = platform.coreOn(platform.ports.core[0], { DATABASE_URL: restored.url, ARCHIPEL_DATA: path.join(backup, "data") });
  await copy.start();
  try {
    const again = personAt(platform, SLUG);
    expect(await again.signIn(EMAIL, PASSWORD)).toMatchObject({ status: 200, url: expect.stringContaining(platform.adminUrl) });
    expect(await again.api.communities.list.query()).toMatchObject([{ id: communityId }]);
    expect(featuresOf(await bytesOf(tileOf(portalUrl)))).toEqual(featuresOf(tile));
    expect((await bytesOf(`${platform.adminUrl}/api/core${photoPath}`)).equals(photo)).toBe(true);
  } finally {
    await copy.stop();
  }
});
