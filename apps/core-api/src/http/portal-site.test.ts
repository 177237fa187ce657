import { readDated } from "@archipel/contracts/dated-json.ts";
import type { PortalSite } from "@archipel/contracts/portals.ts";
import type { Database } from "@archipel/database/database.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { publicContent } from "../kernel/public-content.ts";
import { openSite } from "../modules/portals/open/open-site.ts";
import { type SiteWorld, siteWorld, textBlock } from "../modules/site/testing/site-world.ts";
import { createServer } from "../server.ts";

let database: Database;
let on: SiteWorld;
let app: FastifyInstance;
let host: string;
beforeAll(async () => {
  database = await openTestDatabase();
  on = await siteWorld(database);
  app = await createServer(on.core);
  host = (await database.withSystem((tx) => tx.portalHost.findFirstOrThrow({ where: { portalId: on.portalId } }))).host;
  const about = await on.create({ slug: "presentation", title: { fr: "Présentation" } });
  await on.save(about.id, about.revision, { blocks: [textBlock("texte111", "Texte")] });
  await on.publish(about.id, about.revision + 1);
});
afterAll(async () => {
  await app.close();
  await database.close();
});

const get = (query: Record<string, string>, headers = {}) =>
  app.inject({ url: `/portals/site?${new URLSearchParams(query)}`, headers: { host: "localhost:4000", ...headers } });

test("answers what the site shows, with its dates", async () => {
  const { statusCode, body, headers } = await get({ host, locale: "fr", slug: "presentation" });
  expect([statusCode, headers["cache-control"]]).toEqual([200, "no-store"]);
  const site = readDated<PortalSite>(body);
  const asked = await openSite(on.core, { host, page: { locale: "fr", slug: "presentation" } });
  expect(site).toEqual(asked);
  expect(site.opened?.page?.publishedAt).toBeInstanceOf(Date);
  expect(site.portal.updatedAt).toBeInstanceOf(Date);
});

test("without a language it is the site alone, and without a slug the home", async () => {
  expect(readDated<PortalSite>((await get({ host })).body)).not.toHaveProperty("opened");
  expect(readDated<PortalSite>((await get({ host, locale: "en" })).body).opened).toMatchObject({ slug: null, locale: "en" });
});

test("is null for a host without a portal, and says which parameter is wrong", async () => {
  const unknown = await get({ host: "personne.test", locale: "fr" });
  expect([unknown.statusCode, readDated(unknown.body)]).toEqual([200, null]);
  for (const [query, parameter] of [
    [{}, "host"],
    [{ host: "a".repeat(300) }, "host"],
    [{ host, locale: "xx" }, "locale"],
    [{ host, locale: "fr", slug: "s".repeat(201) }, "slug"],
  ] as const) {
    const answer = await get(query);
    expect([answer.statusCode, answer.json()]).toMatchObject([400, { error: "parameter-invalid", params: { parameter } }]);
  }
});

test("answers with every change that the caller has heard of", async () => {
  const readUpTo = vi.spyOn(publicContent(on.core), "readUpTo").mockResolvedValue();
  await get({ host }, { "x-archipel-after": "42" });
  expect(readUpTo.mock.calls).toEqual([[42]]);
  await get({ host }, { "x-archipel-after": "42; DROP" });
  expect(readUpTo).toHaveBeenCalledTimes(1);
  readUpTo.mockRestore();
});

test("shows every caller a visitor's site, and nothing of a portal that is closed", async () => {
  const plain = (await get({ host, locale: "fr" })).body;
  expect((await get({ host, locale: "fr" }, { authorization: "Bearer arc_c_wrong" })).body).toBe(plain);
  await database.withSystem((tx) => tx.portal.update({ where: { id: on.portalId }, data: { status: "archived" } }));
  expect(readDated((await get({ host, locale: "fr" })).body)).toBeNull();
});
