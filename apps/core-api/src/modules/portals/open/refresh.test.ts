import { writeDated } from "@archipel/contracts/dated-json.ts";
import type { Database } from "@archipel/database/database.ts";
import { createCommunity, createPortal } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { keepOpenings, keptText, storedFrom } from "./kept-openings.ts";
import { openSite, readOpening } from "./open-site.ts";
import { refreshOpenings, sweepOpenings } from "./refresh.ts";
import { type OpeningWorld, openingWorld } from "./testing/opening-world.ts";

let database: Database;
let on: OpeningWorld;
beforeAll(async () => {
  database = await openTestDatabase();
  on = await openingWorld(database);
});
afterAll(() => database.close());

const HOUR_MS = 3_600_000;
const run = (sql: string) => database.sqlAs({ role: "system" }, (session) => session.script(sql));
/** As if the last writing were some time ago. */
const later = () => run("UPDATE portal_openings SET read_at = read_at - interval '10 seconds'");
const home = (host: string, locale: "fr" | "en" = "fr") => ({ host, page: { locale, slug: null } });
const isKept = async (host: string, locale: "fr" | "en" = "fr") => (await keptText(on.core, home(host, locale), new Date())) !== null;
const hostOf = async (portalId: string) =>
  (await database.withSystem((tx) => tx.portalHost.findFirstOrThrow({ where: { portalId, isPrimary: true } }))).host;

test("writes the home of every live portal in each of its languages, and nothing twice", async () => {
  await run(`UPDATE portals SET locales = '{fr,en}'`);
  const closed = await createPortal(database, (await createCommunity(database)).id);
  await run(`UPDATE portals SET status = 'archived' WHERE id = '${closed.id}'`);
  expect(await refreshOpenings(on.core)).toBe(4);
  expect(await refreshOpenings(on.core)).toBe(0);
  for (const locale of ["fr", "en"] as const) {
    expect(await keptText(on.core, home(on.main, locale), new Date())).toBe(writeDated(await openSite(on.core, home(on.main, locale))));
    expect(await isKept(await hostOf(on.neighbour), locale)).toBe(true);
  }
});

test("writes what changed again: of the portal, of its community, of the producers of its datasets", async () => {
  for (const sql of [
    `UPDATE portals SET name = 'Un' WHERE id = '${on.portalId}'`,
    `UPDATE communities SET name = 'Deux' WHERE id = '${on.communityId}'`,
    `UPDATE datasets SET title = 'Trois' WHERE id = '${on.shared}'`,
  ]) {
    await later();
    await run(sql);
    expect(await isKept(on.main)).toBe(false);
    expect(await refreshOpenings(on.core), sql).toBe(2);
    expect(await isKept(on.main)).toBe(true);
  }
});

test("a portal that changes all the time is written every few seconds", async () => {
  await later();
  await run(`UPDATE portals SET name = 'Quatre' WHERE id = '${on.portalId}'`);
  expect(await refreshOpenings(on.core)).toBe(2);
  await run(`UPDATE portals SET name = 'Cinq' WHERE id = '${on.portalId}'`);
  expect(await refreshOpenings(on.core)).toBe(0);
  await later();
  expect(await refreshOpenings(on.core)).toBe(2);
});

test("looks at all portals every hour, in parts", async () => {
  await run("DELETE FROM portal_openings");
  const community = await createCommunity(database);
  for (let count = 0; count < 12; count++) await createPortal(database, community.id);
  await run("UPDATE portals SET locales = '{fr,en}'; DELETE FROM content_changes");
  const expected = 2 * (await database.withSystem((tx) => tx.portal.count({ where: { status: "live" } })));
  expect(await refreshOpenings(on.core), "nothing changed a moment ago").toBe(0);
  // Its time is over after the first part.
  let ticks = 0;
  const hurried = () => performance.now() + HOUR_MS + ticks++ * 10_000;
  expect(await refreshOpenings(on.core, undefined, hurried)).toBe(20);
  expect(await refreshOpenings(on.core, undefined, () => performance.now() + HOUR_MS)).toBe(expected - 20);
  expect(await database.withSystem((tx) => tx.portalOpening.count())).toBe(expected);
});

test("ends when the process does", async () => {
  await later();
  await run(`UPDATE portals SET name = 'Six' WHERE id = '${on.portalId}'`);
  expect(await refreshOpenings(on.core, AbortSignal.abort())).toBe(0);
  expect(await refreshOpenings(on.core)).toBe(2);
});

test("what is no longer true is deleted, and written again for homes alone", async () => {
  const asked = { host: on.main, page: { locale: "fr" as const, slug: "presentation" } };
  const opening = await readOpening(on.core, asked);
  const stored = opening && storedFrom(on.core, opening, asked.page, writeDated(opening.site));
  await keepOpenings(database, stored ? [stored] : [], 0);
  const slugs = () =>
    database.withSystem(async (tx) =>
      (await tx.portalOpening.findMany({ where: { portalId: on.portalId }, orderBy: [{ slug: "asc" }, { locale: "asc" }] })).map(
        ({ locale, slug }) => `${locale} ${slug}`,
      ),
    );
  await sweepOpenings(on.core);
  expect(await slugs()).toEqual(["en ", "fr ", "fr presentation"]);
  await run(`UPDATE portals SET name = 'Sept' WHERE id = '${on.portalId}'`);
  await sweepOpenings(on.core);
  expect(await slugs()).toEqual(["en ", "fr "]);
  await run(`UPDATE portal_openings SET read_at = now() - interval '8 days' WHERE locale = 'en' AND portal_id = '${on.portalId}'`);
  await run("UPDATE content_changes SET changed_at = now() - interval '9 days'");
  await sweepOpenings(on.core);
  expect(await slugs()).toEqual(["fr "]);
  expect(await database.withSystem((tx) => tx.contentChange.count())).toBe(0);
});
