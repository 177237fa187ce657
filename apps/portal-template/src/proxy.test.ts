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

/** The proxy beside a core-api that knows one portal, until `leave`. */
async function world() {
  const state = { hasDatabase: true };
  const core = createServer((request, response) => {
    // Its process answers also without the database.
    if (!state.hasDatabase && request.url !== "/health") return response.writeHead(503, { "retry-after": "5" }).end("{}");
    const site = {
      portal: {
        slug: "ville",
        locales: ["fr"],
        embedding: { by: "listed", origins: ["https://www.ville.fr"] },
        origin: "http://ville.localhost:3000",
      },
    };
    response.setHeader("content-type", "application/json");
    response.end(request.url?.startsWith("/portals/site?") ? writeDated(site) : JSON.stringify({ status: "ok" }));
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => core.once("listening", resolve));
  vi.stubEnv("CORE_API_URL", `http://127.0.0.1:${(core.address() as AddressInfo).port}`);
  vi.resetModules();
  vi.useFakeTimers({ toFake: ["Date"] });
  const { proxy } = await import("./proxy.ts");
  const ask = (path: string) => proxy(new NextRequest(`http://ville.localhost:3000${path}`, { headers: { host: "ville.localhost:3000" } }));
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

test("an address that cannot be read is the visitor's mistake", async () => {
  const { ask, leave } = await world();
  expect(shown(await ask("/fr/catalogue?q=a%00b"))).toEqual([400, "/answers/unreadable-address"]);
  const api = await ask("/api/core/%E0%A4%A");
  expect([api.status, await api.json()]).toEqual([400, { error: "address-unreadable", params: {} }]);
  expect((await ask("/api/core/downloads/a%20b")).headers.get("x-middleware-next")).toBe("1");
  await leave();
});
