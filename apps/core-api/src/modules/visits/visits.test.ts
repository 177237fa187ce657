import { randomUUID } from "node:crypto";
import type { Database } from "@archipel/database/database.ts";
import { createCommunity, createDataset, createMember, createPortal } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestCore, type TestCore } from "../../testing/test-core.ts";
import { countVisit, forgetVisitors, type Opening, writeVisits } from "./service/count.ts";
import { setCounting, visitReport } from "./service/report.ts";

let database: Database;
let core: TestCore;
beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
});
afterAll(() => database.close());

const CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36";
const noon = new Date("2026-11-28T11:00:00Z");

function opening(changes: Partial<Opening> = {}): Opening {
  return { userAgent: CHROME, network: "192.0.2.1", host: "plu.example.org", isPrivate: false, ...changes };
}

async function world() {
  const { id: communityId } = await createCommunity(database);
  const { id: userId } = await createMember(database, communityId, "manager");
  const portal = await createPortal(database, communityId, { slug: `visits-${randomUUID().slice(0, 8)}` });
  const manager = { userId, communityId, role: "manager", isOperator: false, isSuspended: false } as const;
  const report = (from = "2026-11-28", to = "2026-11-28") =>
    visitReport(core, manager, { communityId, portalId: portal.id, from, to } as never);
  const open = (path: string, changes: Partial<Opening> = {}, now = noon, from = "") =>
    countVisit(core, { portal: portal.id, path, from }, opening(changes), now);
  return { communityId, portal, manager, report, open };
}

test("pages, sites, devices and languages are counted; a visitor counts once a day", async () => {
  const { report, open } = await world();
  await open("/fr", {}, noon, "www.example.org");
  await open("/fr/map");
  await open("/en/map", { network: "192.0.2.2" });
  await open("/fr/map", {}, new Date("2026-11-29T11:00:00Z"));
  await writeVisits(core);
  // A second process counts the same visitor again: it stays one.
  await open("/fr/map");
  await writeVisits(core);
  const { days, counts, before } = await report("2026-11-28", "2026-11-29");
  expect(days).toEqual([
    { day: "2026-11-28", views: 4, visitors: 2 },
    { day: "2026-11-29", views: 1, visitors: 1 },
  ]);
  expect(counts.page).toEqual([
    { key: "/map", views: 4, label: null },
    { key: "/", views: 1, label: null },
  ]);
  expect(counts.from).toContainEqual({ key: "www.example.org", views: 1, label: null });
  expect(counts.device).toEqual([{ key: "computer", views: 5, label: null }]);
  expect(counts.language).toEqual([
    { key: "fr", views: 4, label: null },
    { key: "en", views: 1, label: null },
  ]);
  expect(before).toEqual({ views: 0, visitors: 0 });
  expect((await report("2026-11-30", "2026-12-01")).before).toEqual({ views: 5, visitors: 3 });
});

test("a dataset's page has the dataset's title", async () => {
  const { communityId, portal, report, open } = await world();
  const dataset = await createDataset(database, communityId, { title: "Zonage du plan" });
  await database.withSystem((tx) => tx.portalDataset.create({ data: { portalId: portal.id, datasetId: dataset.id, communityId } }));
  const { slug } = await database.withSystem((tx) => tx.dataset.findUniqueOrThrow({ where: { id: dataset.id }, select: { slug: true } }));
  await open(`/fr/catalogue/${slug}`);
  await writeVisits(core);
  expect((await report()).counts.page).toEqual([{ key: `/catalogue/${slug}`, views: 1, label: "Zonage du plan" }]);
});

test("a page of the community counts by its title, and a slug that no published page has does not", async () => {
  const { communityId, portal, report, open } = await world();
  const content = { title: { fr: "Vos démarches" }, blocks: [] };
  await database.withSystem(async (tx) => {
    for (const slug of ["demarches", "brouillon"]) {
      const page = await tx.sitePage.create({ data: { communityId, portalId: portal.id, kind: "page", slug } });
      const version = await tx.sitePageVersion.create({ data: { communityId, pageId: page.id, number: 1, content } });
      const published = { status: "published", publishedVersionId: version.id, publishedAt: new Date() };
      if (slug === "demarches") await tx.sitePage.update({ where: { id: page.id }, data: published });
    }
  });
  for (const slug of ["demarches", "brouillon", "wp-admin"]) await open(`/fr/${slug}`);
  await writeVisits(core);
  expect((await report()).counts.page).toEqual([{ key: "/demarches", views: 1, label: "Vos démarches" }]);
});

test("programs, people who ask not to be counted, floods, unknown pages and portals count nothing", async () => {
  const { report, open } = await world();
  await open("/fr", { userAgent: "curl/8.14" });
  await open("/fr", { isPrivate: true });
  await open("/fr/wp-login.php");
  await countVisit(core, { portal: randomUUID(), path: "/fr", from: "" }, opening(), noon);
  for (let index = 0; index < 400; index++) await open("/fr", { network: "198.51.100.9" });
  await writeVisits(core);
  expect((await report()).days).toEqual([{ day: "2026-11-28", views: 300, visitors: 1 }]);
});

test("a portal that does not count stores nothing, and says so", async () => {
  const { communityId, portal, manager, report, open } = await world();
  await setCounting(core, manager as never, { communityId, portalId: portal.id, isCounting: false } as never);
  await open("/fr");
  await writeVisits(core);
  expect(await report()).toMatchObject({ isCounting: false, days: [{ views: 0 }] });
  await setCounting(core, manager as never, { communityId, portalId: portal.id, isCounting: true } as never);
  await open("/fr");
  await writeVisits(core);
  expect(await report()).toMatchObject({ isCounting: true, days: [{ views: 1 }] });
});

test("when a day is over, nothing tells its visitors apart any more", async () => {
  const { portal, open } = await world();
  await open("/fr");
  await writeVisits(core);
  const kept = () => database.withSystem((tx) => tx.visitMark.findMany({ where: { portalId: portal.id } }));
  const [mark] = await kept();
  expect(Buffer.from(mark?.mark ?? []).toString("utf8")).not.toContain("192.0.2.1");
  await forgetVisitors(core, noon);
  expect(await kept()).toHaveLength(1);
  await forgetVisitors(core, new Date("2026-11-28T23:30:00Z"));
  expect(await kept()).toHaveLength(0);
  expect(await database.withSystem((tx) => tx.visitSecret.findMany({ where: { day: new Date("2026-11-28") } }))).toHaveLength(0);
});

test("a community reads the visits of its own portals alone", async () => {
  const { portal } = await world();
  const other = await world();
  const input = { communityId: other.communityId, portalId: portal.id, from: "2026-11-28", to: "2026-11-28" };
  await expect(visitReport(core, other.manager as never, input as never)).rejects.toMatchObject({ code: "portal-not-found" });
});
