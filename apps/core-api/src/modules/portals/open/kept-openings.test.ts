import { randomUUID } from "node:crypto";
import { readDated, writeDated } from "@archipel/contracts/dated-json.ts";
import type { PortalSite } from "@archipel/contracts/portals.ts";
import type { Database } from "@archipel/database/database.ts";
import { openTestDatabase, testDatabaseKind } from "@archipel/testing/test-database.ts";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { anonymous, scopeOf } from "../../../kernel/actor.ts";
import { keepOpenings, keptText, openingText, storedFrom } from "./kept-openings.ts";
import { codeIsRead } from "./maker.ts";
import { type Asked, openSite, readOpening } from "./open-site.ts";
import { CHANGES, type Change, type OpeningWorld, OTHER_CHANGES, openingWorld } from "./testing/opening-world.ts";

let database: Database;
let on: OpeningWorld;
beforeAll(async () => {
  database = await openTestDatabase();
  on = await openingWorld(database);
  await codeIsRead(on.core);
});
afterAll(() => database.close());

const home = (host = on.main, locale: "fr" | "en" = "fr") => ({ host, page: { locale, slug: null } }) satisfies Asked;
const run = (sql: string) => database.sqlAs({ role: "system" }, (session) => session.script(sql));
const change = (how: Change, n: number) => run(how(on, n));
const fresh = async (asked: Asked) => writeDated(await openSite(on.core, asked));
const kept = (asked: Asked, now = new Date()) => keptText(on.core, asked, now);

/** Stores what is read now, or what was read before. */
async function keep(asked: Asked & { page: NonNullable<Asked["page"]> }, opening = readOpening(on.core, asked)) {
  const read = await opening;
  const stored = read && storedFrom(on.core, read, asked.page, writeDated(read.site));
  if (stored) await keepOpenings(database, [stored], 0);
  return stored;
}

test("the second call gets the text of the first, with every word of it", async () => {
  const first = await openingText(on.core, home());
  expect(first).toBe(await fresh(home()));
  expect(readDated<PortalSite>(first).opened).toMatchObject({ maps: [{ slug: "carte-abc" }], news: { total: 1 }, datasets: { total: 2 } });
  await expect.poll(() => kept(home())).toBe(first);
  expect(await openingText(on.core, home())).toBe(first);
  const nameless = { host: on.main, page: { locale: "fr" as const, slug: "" } };
  expect(await openingText(on.core, nameless)).toBe(await fresh(nameless));
});

// Statements are the same on the embedded database, which takes ten times as long for them.
test.runIf(testDatabaseKind === "server")("every kind of change is seen by the next call", async () => {
  const unseen: string[] = [];
  const about = { host: on.main, page: { locale: "fr" as const, slug: "presentation" } };
  for (const [name, how] of Object.entries(CHANGES)) {
    for (const n of [1, 2]) {
      const asked = [home(on.second, "en"), about];
      const before: unknown[] = [];
      for (const one of asked) before.push((await keep(one))?.answer);
      await change(how, n);
      const after = await Promise.all(asked.map(fresh));
      for (const [index, one] of asked.entries()) expect(await openingText(on.core, one), `${name} ${n}`).toBe(after[index]);
      if (after.every((text, index) => text === before[index])) unseen.push(`${name} ${n}`);
    }
  }
  expect(unseen, "changes that change nothing prove nothing").toEqual([]);
});

test("a change of something else leaves the opening as it is", async () => {
  await keep(home());
  const before = await kept(home());
  expect(before).not.toBeNull();
  for (const how of Object.values(OTHER_CHANGES)) await change(how, 7);
  expect(await kept(home())).toBe(before);
});

test.runIf(testDatabaseKind === "server")("after any changes, it says what is true", async () => {
  const all = { ...CHANGES, ...OTHER_CHANGES };
  const step = fc.record({
    change: fc.constantFrom(...Object.keys(all)),
    n: fc.integer({ min: 1, max: 9 }),
    isKept: fc.boolean(),
    second: fc.boolean(),
    locale: fc.constantFrom("fr" as const, "en" as const),
    slug: fc.constantFrom(null, "presentation", "a-propos"),
  });
  let hits = 0;
  const property = fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 8 }), async (steps) => {
    for (const { change: name, n, isKept, second, locale, slug } of steps) {
      const asked = { host: second ? on.second : on.main, page: { locale, slug } };
      if (isKept) await keep(asked);
      // One that is listed already, or a host that is there: another change, then.
      await change(all[name] as Change, n).catch((error) => expect(error).toMatchObject({ code: "23505" }));
      for (const one of [asked, home(), home(on.second)]) {
        if ((await kept(one)) !== null) hits++;
        expect(await openingText(on.core, one), name).toBe(await fresh(one));
      }
    }
  });
  await fc.assert(property, { numRuns: 12 });
  expect(hits).toBeGreaterThan(0);
  for (const how of Object.values(CHANGES)) await change(how, 2).catch(() => {});
});

test("what was read before a change is not used when it is stored after it", async () => {
  const opening = readOpening(on.core, home());
  await opening;
  await change(CHANGES.name as Change, 41);
  expect(await keep(home(), opening)).not.toBeNull();
  expect(await kept(home())).toBeNull();
  expect(await openingText(on.core, home())).toContain("Nom 41");
});

describe.runIf(testDatabaseKind === "server")("while other transactions run", () => {
  test("one that commits later is seen at its commit, one that is rolled back never", async () => {
    for (const isCommitted of [true, false]) {
      const name = `Nom ${randomUUID()}`;
      const [written, ended] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const work = database.sqlAs({ role: "system" }, async (sql) => {
        await sql.query("UPDATE portals SET name = $1 WHERE id = $2::uuid", [name, on.portalId]);
        written.resolve();
        await ended.promise;
        if (!isCommitted) throw new Error("rolled back");
      });
      await written.promise;
      // Transactions that begin later end before it: their numbers are higher.
      await change(CHANGES["title of a dataset"] as Change, isCommitted ? 51 : 52);
      await keep(home());
      expect(await kept(home())).toBe(await fresh(home()));
      ended.resolve();
      await (isCommitted ? work : expect(work).rejects.toThrow("rolled back"));
      expect((await kept(home())) === null).toBe(isCommitted);
      expect((await openingText(on.core, home())).includes(name)).toBe(isCommitted);
    }
  });
});

test("an alert that begins or ends is seen at its moment", async () => {
  const soon = new Date(Date.now() + 3_600_000);
  await run(`UPDATE alert_revisions SET starts_at = '${soon.toISOString()}', ends_at = NULL WHERE alert_id = '${on.alert}'`);
  await keep(home());
  expect(await kept(home(), new Date(soon.getTime() - 1))).not.toBeNull();
  expect(await kept(home(), soon)).toBeNull();
  await run(
    `UPDATE alert_revisions SET starts_at = now() - interval '1 hour', ends_at = '${soon.toISOString()}' WHERE alert_id = '${on.alert}'`,
  );
  await keep(home());
  expect(await kept(home(), new Date(soon.getTime() - 1))).not.toBeNull();
  expect(await kept(home(), soon)).toBeNull();
});

test("what another version, other settings or another cluster wrote is not used, nor what is a week old", async () => {
  for (const change of ["maker = 'x'", "cluster = cluster + 1", "read_at = now() - interval '7 days 1 minute'"]) {
    await keep(home());
    expect(await kept(home())).not.toBeNull();
    await run(`UPDATE portal_openings SET ${change} WHERE portal_id = '${on.portalId}'`);
    expect(await kept(home()), change).toBeNull();
  }
  const elsewhere = { ...on.core, env: { ...on.core.env, ARCHIPEL_PORTAL_URL: "https://{slug}.example.org" } };
  await keep(home());
  expect(await keptText(elsewhere, home(), new Date())).toBeNull();
});

test("keeps nothing that anybody could make up, and no more of a portal than its limit", async () => {
  const rows = () => database.withSystem((tx) => tx.portalOpening.findMany({ select: { locale: true, slug: true } }));
  await run("DELETE FROM portal_openings");
  expect(await keep({ host: on.main, page: { locale: "fr", slug: "rien" } })).toBeNull();
  expect(await keep({ host: "personne.test", page: { locale: "fr", slug: null } })).toBeNull();
  expect(await keep({ host: "x'; DROP TABLE portals; --", page: { locale: "fr", slug: "'" } })).toBeNull();
  await run(`UPDATE portals SET locales = '{fr}' WHERE id = '${on.portalId}'`);
  await keep(home(on.main, "en"));
  expect(await rows()).toEqual([]);
  await keep(home());
  const [one] = await rows();
  expect(one).toEqual({ locale: "fr", slug: "" });
  await run(`INSERT INTO portal_openings SELECT portal_id, community_id, locale, 'page-' || n, maker, subjects, seen, cluster, read_at, until, answer
    FROM portal_openings, generate_series(1, 199) n`);
  await keep({ host: on.main, page: { locale: "fr", slug: "presentation" } });
  expect(await rows()).toHaveLength(200);
  await keep(home());
  expect(await rows()).toHaveLength(200);
  await run(`DELETE FROM portal_openings WHERE slug <> ''; UPDATE portals SET locales = '{fr,en}' WHERE id = '${on.portalId}'`);
});

test("everyone may ask for an opening, nobody reads the rows", async () => {
  await keep(home());
  const asVisitor = (text: string) =>
    database.sqlAs({ role: "tenant", ...scopeOf(anonymous) }, (sql) => sql.query(text).catch((error: Error) => error.message));
  expect(await asVisitor("SELECT answer FROM portal_openings")).toContain("permission denied");
  expect(await asVisitor("SELECT answer FROM app.true_openings")).toContain("permission denied");
  expect(await asVisitor("SELECT subject FROM content_changes")).toContain("permission denied");
  expect(await kept(home())).not.toBeNull();
  const person = await database.withSystem((tx) => tx.user.findFirstOrThrow({ where: { id: on.manager.userId } }));
  for (const secret of [person.email, on.manager.userId, on.reader]) expect(await kept(home())).not.toContain(secret);
});

test("an opening ends with its portal", async () => {
  await keep(home());
  await run(`DELETE FROM portals WHERE id = '${on.portalId}'`);
  expect(await kept(home())).toBeNull();
  expect(readDated(await openingText(on.core, home()))).toBeNull();
  expect(await database.withSystem((tx) => tx.portalOpening.count())).toBe(0);
});
