import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Database } from "@archipel/database/database.ts";
import { errorText } from "@archipel/i18n/translator.ts";
import { addMember, createCommunity, createMember, createPortal } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createServer } from "../server.ts";
import { bearer } from "../testing/bearer.ts";
import { createTestCore, type TestCore } from "../testing/test-core.ts";

let database: Database;
let core: TestCore;
const apps: Awaited<ReturnType<typeof createServer>>[] = [];
/** A process with small quotas, and one whose disk has no free space apart from its reserve. */
let quota: string;
let full: string;
let here: CommunityId;
let elsewhere: CommunityId;
const people = { anna: "", bruno: "", carla: "" };

beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
  here = (await createCommunity(database)).id;
  elsewhere = (await createCommunity(database)).id;
  const member = async (communityId: CommunityId) => (await createMember(database, communityId, "contributor")).id;
  Object.assign(people, { anna: await member(here), bruno: await member(here), carla: await member(elsewhere) });
  await addMember(database, elsewhere, people.anna, "contributor");
  const listen = async (env: object) => {
    const app = await createServer({ ...core, env: { ...core.env, ...env } });
    apps.push(app);
    return app.listen({ host: "127.0.0.1", port: 0 });
  };
  quota = await listen({
    UPLOADS_PER_PERSON: 3,
    UPLOADS_PER_COMMUNITY: 5,
    UPLOAD_BYTES_PER_PERSON: 1_000_000_000,
    UPLOAD_BYTES_PER_COMMUNITY: 1_500_000_000,
  });
  full = await listen({ STORAGE_RESERVE_BYTES: Number.MAX_SAFE_INTEGER });
});
afterAll(async () => {
  for (const app of apps) await app.close();
  await database.close();
});
beforeEach(() => database.withSystem((tx) => tx.upload.deleteMany()));

type Who = keyof typeof people;
const headers = (who: Who) => ({ ...bearer(people[who]), "tus-resumable": "1.0.0" });
const encoded = (text: string) => Buffer.from(text).toString("base64");

async function open(address: string, who: Who, length: number, communityId = here) {
  const metadata = `communityId ${encoded(communityId)},fileName ${encoded("zones.geojson")}`;
  const answer = await fetch(`${address}/uploads`, {
    method: "POST",
    headers: { ...headers(who), "upload-length": String(length), "upload-metadata": metadata },
  });
  const body = await answer.text();
  const id = answer.headers.get("location")?.split("/").at(-1) ?? "";
  return { id, said: answer.ok ? "open" : `${answer.status} ${body}` };
}
function send(address: string, who: Who, id: string, body: string) {
  const more = { "upload-offset": "0", "content-type": "application/offset+octet-stream" };
  return fetch(`${address}/uploads/${id}`, { method: "PATCH", headers: { ...headers(who), ...more }, body });
}
const counts = (answers: readonly { said: string }[]) =>
  Object.fromEntries([...Map.groupBy(answers, ({ said }) => said)].map(([said, all]) => [said, all.length]));
const times = <T>(count: number, work: () => Promise<T>) => Promise.all(Array.from({ length: count }, work));
const refusal = (error: string, params: object) => `429 ${JSON.stringify({ error, params })}`;

test("of many uploads opened at once, a person and a community may have exactly so many under way", async () => {
  const opened = await times(20, () => open(quota, "anna", 10));
  expect(counts(opened)).toEqual({ open: 3, [refusal("uploads-under-way-person", { most: 3 })]: 17 });
  expect((await open(quota, "anna", 10, elsewhere)).said).toBe(refusal("uploads-under-way-person", { most: 3 }));
  const others = await times(3, () => open(quota, "bruno", 10));
  expect(counts(others)).toEqual({ open: 2, [refusal("uploads-under-way-community", { most: 5 })]: 1 });
  expect((await open(quota, "carla", 10, elsewhere)).said).toBe("open");
  // One that ends makes place for another.
  const [first] = opened.filter(({ said }) => said === "open");
  expect((await send(quota, "anna", first?.id ?? "", "0123456789")).status).toBe(204);
  expect((await open(quota, "anna", 10)).said).toBe("open");
});

test("so many bytes", async () => {
  const opened = await times(6, () => open(quota, "anna", 400_000_000));
  expect(counts(opened)).toEqual({ open: 2, [refusal("upload-bytes-under-way-person", { gigabytes: 1 })]: 4 });
  const others = await times(3, () => open(quota, "bruno", 400_000_000));
  expect(counts(others)).toEqual({ open: 1, [refusal("upload-bytes-under-way-community", { gigabytes: 1.5 })]: 2 });
});

test("without free space apart from the reserve, files of edits and of reports are refused in words before they are received", async () => {
  const portal = await createPortal(database, here);
  const refused = [507, { error: "disk-full", params: {}, requestId: expect.any(String) }];
  const send = (url: string) => fetch(full + url, { method: "POST", headers: headers("anna"), body: "{}" });
  const [edits, photo] = [
    await send(`/imports?community=${here}&layer=${portal.id}&name=a.geojson`),
    await send(`/reports/files?portal=${portal.id}&name=a.jpg`),
  ];
  expect([edits.status, await edits.json()]).toEqual(refused);
  expect([photo.status, await photo.json()]).toEqual(refused);
  for (const locale of ["fr", "en"] as const) expect(errorText(locale, "disk-full", {})).toMatch(/plein|full/);
});

test("without free space apart from the reserve, uploads wait, in words, and nothing else fails", async () => {
  const { id } = await open(quota, "anna", 10);
  const words = { error: "disk-full", params: {} };
  expect((await open(full, "anna", 10)).said).toBe(`507 ${JSON.stringify(words)}`);
  expect(await database.withSystem((tx) => tx.upload.count())).toBe(1);
  const refused = await send(full, "anna", id, "0123456789");
  expect([refused.status, await refused.json()]).toEqual([507, words]);
  expect((await fetch(`${full}/health`)).status).toBe(200);
  const head = await fetch(`${full}/uploads/${id}`, { method: "HEAD", headers: headers("anna") });
  expect([head.status, head.headers.get("upload-offset")]).toEqual([200, "0"]);
  // With space again, it continues where it was.
  expect((await send(quota, "anna", id, "0123456789")).status).toBe(204);
  expect(await database.withSystem((tx) => tx.upload.findUnique({ where: { id } }))).toMatchObject({ status: "received" });
});
