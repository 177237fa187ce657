import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { forwardToCore } from "./core-gateway.ts";
import { coreReach } from "./core-reach.ts";
import { siteSessions } from "./site-sessions.ts";

test("one question a second, shared; an outage and its end are seen within a second", async () => {
  const state = { now: 0, asked: 0, isThere: true };
  const reach = coreReach(
    "http://core",
    async () => {
      state.asked++;
      if (!state.isThere) throw new Error("refused");
      return true;
    },
    () => state.now,
  );
  expect(await Promise.all([reach(), reach(), reach()])).toEqual([true, true, true]);
  expect(await reach()).toBe(true);
  expect(state.asked).toBe(1);
  state.isThere = false;
  state.now = 1000;
  expect(await reach()).toBe(false);
  state.isThere = true;
  state.now = 2000;
  expect(await reach()).toBe(true);
  expect(state.asked).toBe(3);
});

test("a core-api that does not reach its database counts as away", async () => {
  const state = { ready: 200 };
  const core = createServer(({ url }, response) => response.writeHead(url === "/ready" ? state.ready : 200).end()).listen(0, "127.0.0.1");
  await new Promise((resolve) => core.once("listening", resolve));
  const reach = () => coreReach(`http://127.0.0.1:${(core.address() as AddressInfo).port}`)();
  expect(await reach()).toBe(true);
  state.ready = 503;
  expect(await reach()).toBe(false);
  core.close();
});

test("while core-api is away, the browser's route to it answers 503, and pages of a sign-in lead to the page that says so", async () => {
  const settings = {
    CORE_API_URL: "http://127.0.0.1:9",
    ARCHIPEL_PUBLIC_URL: "http://localhost:4000",
    ARCHIPEL_SECRET: "x".repeat(32),
    ARCHIPEL_DATA: ".archipel",
  };
  const { routes } = siteSessions({ settings, findSite: () => Promise.reject(new Error("refused")) });
  const request = () => new Request("http://ville.localhost:3000/api/core/trpc/x", { headers: { host: "ville.localhost:3000" } });
  const core = await routes.core(request(), { params: Promise.resolve({ path: ["trpc", "x"] }) });
  expect(core.status).toBe(503);
  expect(core.headers.get("retry-after")).toBe("5");
  expect(await core.json()).toEqual({ error: "network", params: {} });
  const signIn = await routes.signIn(request());
  expect([signIn.status, signIn.headers.get("location")]).toEqual([303, "/"]);
  // A form of the page, without a script.
  const signOut = await routes.signOut(
    new Request("http://ville.localhost:3000/api/session/sign-out", { method: "POST", headers: { host: "ville.localhost:3000" } }),
  );
  expect([signOut.status, signOut.headers.get("location")]).toEqual([303, "/"]);
});

test("a proxy that cannot reach core-api does not answer in its place", async () => {
  const state = { status: 502 };
  const proxy = createServer((_request, response) => response.writeHead(state.status).end("<h1>Bad Gateway</h1>")).listen(0, "127.0.0.1");
  await new Promise((resolve) => proxy.once("listening", resolve));
  const site = { clientId: "portal-ville", origin: "http://ville.localhost:3000" };
  const call = {
    request: new Request("http://ville.localhost:3000/api/core/trpc/x"),
    site,
    coreUrl: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    path: ["trpc", "x"],
    accessToken: null,
    mount: "/api/core",
  };
  for (state.status of [502, 504]) {
    const answer = await forwardToCore(call);
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "5"]);
    expect(await answer.json()).toEqual({ error: "network", params: {} });
  }
  state.status = 500;
  expect((await forwardToCore(call)).status).toBe(500);
  proxy.close();
});
