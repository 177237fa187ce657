import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { writeDated } from "@archipel/contracts/dated-json.ts";
import { NextRequest } from "next/server";
import { afterEach, expect, test, vi } from "vitest";

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  vi.resetModules();
});

const pass = `portal-pass.01990000-0000-7000-8000-000000000001.link.${"a".repeat(43)}`;

/** The proxy beside a core-api that knows one portal, until `leave`. @param isOnline else only the pass opens it */
async function world({ isOnline = true } = {}) {
  const state = { hasDatabase: true };
  // A process that has asked for no portal yet.
  Reflect.deleteProperty(globalThis, Symbol.for("archipel.portal.directory"));
  const host = isOnline ? "ville.localhost:3000" : "bientot.localhost:3000";
  const core = createServer((request, response) => {
    // Its process answers also without the database.
    if (!state.hasDatabase && request.url !== "/health") return response.writeHead(503, { "retry-after": "5" }).end("{}");
    const site = {
      portal: {
        slug: "ville",
        locales: ["fr"],
        embedding: { by: "listed", origins: ["https://www.ville.fr"] },
        origin: `http://${host}`,
      },
    };
    response.setHeader("content-type", "application/json");
    const isSeen = isOnline || request.headers.authorization === `Bearer ${pass}`;
    if (request.url?.startsWith("/portals/site?")) return response.end(writeDated(isSeen ? site : null));
    // The procedure for hosts without a portal: this one never had any.
    if (request.url?.startsWith("/trpc/")) return response.end(JSON.stringify([{ result: { data: { json: null } } }]));
    response.end(JSON.stringify({ status: "ok" }));
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => core.once("listening", resolve));
  vi.stubEnv("CORE_API_URL", `http://127.0.0.1:${(core.address() as AddressInfo).port}`);
  vi.resetModules();
  vi.useFakeTimers({ toFake: ["Date"] });
  const { proxy } = await import("./proxy.ts");
  const ask = (path: string, headers: Record<string, string> = {}) =>
    proxy(new NextRequest(`http://${host}${path}`, { headers: { host, ...headers } }));
  async function leave() {
    core.closeAllConnections();
    await new Promise((resolve) => core.close(resolve));
    vi.advanceTimersByTime(60_000);
  }
  function loseDatabase() {
    state.hasDatabase = false;
    vi.advanceTimersByTime(60_000);
  }
  function findDatabase() {
    state.hasDatabase = true;
    vi.advanceTimersByTime(1000);
  }
  return { ask, leave, loseDatabase, findDatabase };
}

const shown = (response: Response) => [response.status, new URL(response.headers.get("x-middleware-rewrite") ?? "http://none").pathname];

test("while core-api is away, a portal that was seen before answers every page with one that tries again", async () => {
  const { ask, leave } = await world();
  expect(shown(await ask("/fr/catalogue"))).toEqual([200, "/ville.localhost/fr/catalogue"]);
  await leave();
  for (const path of ["/fr", "/fr/catalogue", "/fr/map?q=a"]) {
    const response = await ask(path);
    expect(shown(response)).toEqual([503, "/answers/unavailable"]);
    expect(response.headers.get("retry-after")).toBe("5");
    expect(response.headers.get("cache-control")).toBe("no-store");
  }
  for (const path of ["/ogc/collections", "/tiles/x/0/0/0.mvt", "/robots.txt"]) {
    const response = await ask(path);
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "5"]);
    expect(await response.json()).toEqual({ error: "network", params: {} });
  }
});

test("while the database of core-api is away, so does every page of answers, and opens again with it", async () => {
  const { ask, leave, loseDatabase, findDatabase } = await world();
  const pages = [
    "/fr/answer?lon=2&lat=48",
    "/fr/a/x1",
    "/fr/reports/12",
    "/fr/compare?a=2,48&b=3,48",
    "/fr/catalogue/x/quality",
    "/fr/map",
  ];
  for (const path of pages) expect((await ask(path)).status, path).toBe(200);
  loseDatabase();
  for (const path of pages) {
    const response = await ask(path);
    expect([path, ...shown(response), response.headers.get("retry-after")]).toEqual([path, 503, "/answers/unavailable", "5"]);
  }
  for (const path of ["/verify?r=x", "/report.pdf?lon=2&lat=48"]) expect((await ask(path)).status, path).toBe(503);
  findDatabase();
  for (const path of pages) expect((await ask(path)).status, path).toBe(200);
  await leave();
});

test("a portal that was never seen gets the page too, without a brand", async () => {
  const { ask, leave } = await world();
  await leave();
  expect(shown(await ask("/fr"))).toEqual([503, "/answers/unavailable"]);
});

test("the page for frames alone may be framed, by the portal's sites, also while core-api is away", async () => {
  const { ask, leave } = await world();
  const ancestors = async (path: string) =>
    /frame-ancestors ([^;]+)/.exec((await ask(path)).headers.get("content-security-policy") ?? "")?.[1];
  expect(shown(await ask("/fr/embed?l=none"))).toEqual([200, "/ville.localhost/embed/fr"]);
  expect(await ancestors("/fr/embed?l=none")).toBe("'self' https://www.ville.fr");
  for (const path of ["/fr", "/fr/map", "/fr/embed/x", "/fr/account", "/fr/map?q=%00"]) expect(await ancestors(path), path).toBe("'none'");
  await leave();
  expect(await ancestors("/fr/embed")).toBe("'self' https://www.ville.fr");
  expect(await ancestors("/fr/map")).toBe("'none'");
});

test("the admin alone may frame a draft; a page shows known players only", async () => {
  vi.stubEnv("ARCHIPEL_ADMIN_URL", "https://admin.example.org/console");
  const { ask, leave } = await world();
  const policy = async (path: string) => (await ask(path)).headers.get("content-security-policy") ?? "";
  expect(await policy("/fr/preview/abc")).toContain("frame-ancestors 'self' https://admin.example.org");
  for (const path of ["/fr/preview", "/fr/preview/a/b", "/fr/previews/a"])
    expect(await policy(path), path).toContain("frame-ancestors 'none'");
  expect(await policy("/fr")).toContain(
    "frame-src 'self' https://www.youtube-nocookie.com https://player.vimeo.com https://geo.dailymotion.com;",
  );
  await leave();
});

test("a portal in preparation is as a host of nobody, until a private link gives its pass", async () => {
  const { ask, leave } = await world({ isOnline: false });
  const passOf = (response: Response) => response.headers.get("x-middleware-request-x-portal-pass");
  for (const path of ["/fr", "/fr/map", "/sitemap.xml", "/ogc/collections", `/private/${pass.replace("aaa", "bbb")}`, "/private/x"])
    expect([path, ...shown(await ask(path))]).toEqual([path, 404, "/answers/unknown-host"]);
  const opened = await ask(`/private/${pass}?to=/fr/map`);
  expect([opened.status, opened.headers.get("location"), opened.headers.get("referrer-policy")]).toEqual([
    303,
    "http://bientot.localhost:3000/fr/map",
    "no-referrer",
  ]);
  expect(opened.headers.get("set-cookie")).toBe(`archipel.pass=${pass}; Path=/; HttpOnly; SameSite=Lax`);
  const page = await ask("/fr", { cookie: `archipel.pass=${pass}` });
  expect([...shown(page), passOf(page)]).toEqual([200, "/bientot.localhost/fr", pass]);
  expect([page.headers.get("x-robots-tag"), page.headers.get("cache-control")]).toEqual(["noindex, nofollow", "private, no-store"]);
  // The console's previews have it in their address, and keep it for the frame alone.
  const framed = await ask(`/fr/preview/abc?pass=${pass}`, { "sec-fetch-dest": "iframe" });
  expect([framed.status, framed.headers.get("set-cookie")]).toEqual([
    200,
    `archipel.pass=${pass}; Path=/; HttpOnly; SameSite=None; Secure; Partitioned`,
  ]);
  expect(shown(await ask(`/fr?pass=${pass}`))).toEqual([404, "/answers/unknown-host"]);
  await leave();
});

test("a pass changes nothing on a portal that is online, and nobody sends one by a header", async () => {
  const { ask, leave } = await world();
  const page = await ask("/fr", { cookie: `archipel.pass=${pass}`, "x-portal-pass": pass });
  expect([page.status, page.headers.get("x-robots-tag"), page.headers.get("x-middleware-request-x-portal-pass")]).toEqual([
    200,
    null,
    null,
  ]);
  expect((await ask(`/private/${pass}`)).headers.get("set-cookie")).toBeNull();
  await leave();
});

test("an address that cannot be read is the visitor's mistake", async () => {
  const { ask, leave } = await world();
  expect(shown(await ask("/fr/catalogue?q=a%00b"))).toEqual([400, "/answers/unreadable-address"]);
  const api = await ask("/api/core/%E0%A4%A");
  expect([api.status, await api.json()]).toEqual([400, { error: "address-unreadable", params: {} }]);
  expect((await ask("/api/core/downloads/a%20b")).headers.get("x-middleware-next")).toBe("1");
  await leave();
});
