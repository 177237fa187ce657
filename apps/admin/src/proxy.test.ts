import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { NextRequest } from "next/server";
import { afterEach, expect, test, vi } from "vitest";

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  vi.resetModules();
});

const rewritten = (response: Response) => [
  response.status,
  new URL(response.headers.get("x-middleware-rewrite") ?? "http://none").pathname,
];

test.each(["core-api", "its database"])("while %s is away, every page of the console is one that tries again", async (what) => {
  const state = { ready: 200 };
  const core = createServer(({ url }, response) => response.writeHead(url === "/ready" ? state.ready : 200).end("{}")).listen(
    0,
    "127.0.0.1",
  );
  await new Promise((resolve) => core.once("listening", resolve));
  vi.stubEnv("CORE_API_URL", `http://127.0.0.1:${(core.address() as AddressInfo).port}`);
  vi.resetModules();
  vi.useFakeTimers({ toFake: ["Date"] });
  const { proxy } = await import("./proxy.ts");
  const ask = (path: string) => proxy(new NextRequest(`http://localhost:3001${path}`));

  expect((await ask("/c/ville/datasets")).status).toBe(200);
  expect(rewritten(await ask("/c/a%00b"))).toEqual([400, "/unreadable-address"]);
  const api = await ask("/api/core/%E0%A4%A");
  expect([api.status, await api.json()]).toEqual([400, { error: "address-unreadable", params: {} }]);
  expect((await ask("/api/core/downloads/a%20b")).headers.get("x-middleware-next")).toBe("1");

  state.ready = 503;
  core.closeAllConnections();
  if (what === "core-api") await new Promise((resolve) => core.close(resolve));
  vi.advanceTimersByTime(60_000);
  // Next may pass the address of the page itself here: rewritten again, it would never end.
  expect((await ask("/unavailable")).headers.get("x-middleware-rewrite")).toBeNull();
  for (const path of ["/", "/c/ville/datasets"]) {
    const response = await ask(path);
    expect(rewritten(response)).toEqual([503, "/unavailable"]);
    expect([response.headers.get("retry-after"), response.headers.get("cache-control")]).toEqual(["5", "no-store"]);
  }
  const basemap = await ask("/basemap.json");
  expect([basemap.status, await basemap.json()]).toEqual([503, { error: "network", params: {} }]);
  // The page asks for itself again, and opens as soon as it is back.
  if (what === "core-api") return;
  state.ready = 200;
  vi.advanceTimersByTime(1000);
  expect((await ask("/c/ville/datasets")).status).toBe(200);
  core.closeAllConnections();
  await new Promise((resolve) => core.close(resolve));
});
