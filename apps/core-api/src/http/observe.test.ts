// @database server
import { randomUUID } from "node:crypto";
import type { Database } from "@archipel/database/database.ts";
import { createLogger } from "@archipel/observability/logger.ts";
import { metrics } from "@archipel/observability/metrics.ts";
import { attributeOf, startOtlpReceiver } from "@archipel/observability/testing/otlp-receiver.ts";
import { startTracing } from "@archipel/observability/tracing.ts";
import { createCommunity, createMember } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildTestLayer } from "../layer-store/tables/test-layer.ts";
import { createServer } from "../server.ts";
import { bearer } from "../testing/bearer.ts";
import { EventClient } from "../testing/event-client.ts";
import { createTestCore, type TestCore } from "../testing/test-core.ts";

const SENT = "5f0c9c2a8f5b4d0e9a51c3a8c1f0d2b7";
const headers = { "x-request-id": SENT };

let database: Database;
let core: TestCore;
let app: FastifyInstance;
let url: string;
const lines: string[] = [];

beforeAll(async () => {
  // Test files of a worker share the process and its metrics.
  metrics.resetMetrics();
  database = await openTestDatabase();
  const log = createLogger({ name: "test", level: "debug", destination: { write: (line) => void lines.push(line) } });
  core = { ...(await createTestCore(database)), log };
  app = await createServer(core);
  app.post("/test/fails", { config: { permission: "platform.observe" } }, async () => {
    core.log.info("a service speaks");
    throw new Error("nobody foresaw this");
  });
  app.get("/test/slow/:name", { config: { permission: "platform.observe" } }, async () => new Promise(() => {}));
  url = await app.listen({ port: 0, host: "127.0.0.1" });
});
afterAll(async () => {
  await app.close();
  await database.close();
});

describe("the id of a request", () => {
  it("is in the response header: the client's if well-formed, else a new one", async () => {
    expect((await fetch(`${url}/health`, { headers })).headers.get("x-request-id")).toBe(SENT);
    expect((await fetch(`${url}/health`, { headers: { "x-request-id": "no good" } })).headers.get("x-request-id")).toMatch(/^\w{12}$/);
    const [one, other] = [await fetch(`${url}/health`), await fetch(`${url}/health`)];
    expect(one.headers.get("x-request-id")).not.toBe(other.headers.get("x-request-id"));
  });

  it("is in every log line of the request, also after its body was read", async () => {
    lines.length = 0;
    const answer = await fetch(`${url}/test/fails`, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body: JSON.stringify({ text: "x".repeat(200_000) }),
    });
    expect(answer.status).toBe(500);
    expect(await answer.json()).toEqual({ error: "internal", params: {}, requestId: SENT });
    await expect.poll(() => lines.length).toBeGreaterThanOrEqual(3);
    for (const line of lines) expect(line.match(/"requestId":"[^"]*"/g), line).toEqual([`"requestId":"${SENT}"`]);
    expect(lines.join("")).toMatch(/a service speaks.*request failed/s);
  });

  it("is in the body of every error", async () => {
    const json = async (path: string, init: RequestInit = {}) =>
      (await fetch(`${url}${path}`, { ...init, headers: { ...headers, ...init.headers } })).json();
    expect(await json("/no/such/address")).toMatchObject({ error: "no-such-address", requestId: SENT });
    expect(await json("/events")).toMatchObject({ error: "invalid-request", requestId: SENT });
    expect(await json("/ogc/collections/none/items")).toMatchObject({ status: 404, requestId: SENT });
    const call = {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ json: { communityId: randomUUID() } }),
    };
    expect(await json("/trpc/no.such", call)).toMatchObject({ error: { json: { data: { requestId: SENT } } } });
    expect(await json("/trpc/identity.me")).not.toHaveProperty("requestId");
  });

  it("is on the hub's error pages, and in its provider's responses", async () => {
    const page = await fetch(`${url}/hub/problem?error=Callback`, { headers: { ...headers, "accept-language": "en" } });
    expect(await page.text()).toContain(`Reference: ${SENT}`);
    const answer = await fetch(`${url}/oidc/auth?client_id=none`, { headers });
    expect(answer.headers.get("x-request-id")).toBe(SENT);
    expect(await answer.text()).toContain(SENT);
  });

  it("may be read by pages of other origins, if they may read the response", async () => {
    for (const path of ["/ogc", "/tiles/none/0/0/0.mvt"]) {
      const answer = await fetch(`${url}${path}`, { headers: { origin: "https://elsewhere.example" } });
      expect(answer.headers.get("access-control-expose-headers")).toContain("X-Request-Id");
    }
  });
});

it("a call that the caller's rights do not allow is one line of the log, whatever its protocol: who, what and why", async () => {
  const community = await createCommunity(database);
  const { id: account } = await createMember(database, community.id, "member");
  const { id: stranger } = await createMember(database, (await createCommunity(database)).id, "manager");
  const input = encodeURIComponent(JSON.stringify({ json: { communityId: community.id } }));
  const layer = await buildTestLayer(database, community.id, { geometry: { type: "Point", srid: 4326, hasZ: false }, features: [] });
  const as = (token: string) => ({ headers: bearer(token) });
  lines.length = 0;
  for (const token of [account, stranger]) await fetch(`${url}/trpc/members.list?input=${input}`, as(token));
  await fetch(`${url}/imports?community=${community.id}`, { method: "POST", body: "{}", ...as(account) });
  await fetch(`${url}/ogc/collections/${layer.layerId}/items/1`, { method: "DELETE", ...as(stranger) });
  const written = lines.map((line) => JSON.parse(line) as Record<string, unknown>).filter(({ msg }) => msg === "not allowed");
  expect(written).toMatchObject([
    { path: "members.list", account, refused: "role-too-weak", requestId: expect.any(String) },
    { path: "members.list", account: stranger, refused: "community-not-found", requestId: expect.any(String) },
    { path: "/imports", method: "POST", account, network: "127.0.0.1", refused: "role-too-weak", requestId: expect.any(String) },
    {
      path: "/ogc/collections/:collectionId/items/:itemId",
      account: stranger,
      refused: "contributors-only",
      requestId: expect.any(String),
    },
  ]);
});

describe("/metrics", () => {
  const text = async () => (await fetch(`${url}/metrics`)).text();
  const counted = async (labels: Record<string, string>) => {
    const histogram = (await metrics.getMetricsAsJSON()).find(({ name }) => name === "archipel_http_request_seconds");
    const values = (histogram?.values ?? []) as { metricName?: string; labels: Record<string, string>; value: number }[];
    const isOne = (of: Record<string, string>) => Object.entries(labels).every(([name, value]) => of[name] === value);
    return values
      .filter(({ metricName, labels: of }) => metricName?.endsWith("_count") && isOne(of))
      .reduce((sum, { value }) => sum + value, 0);
  };

  it("counts requests by pattern and class, and unknown addresses under one label", async () => {
    const before = await counted({ route: "/tiles/:layerId/:z/:x/:file", status: "4xx" });
    for (let n = 0; n < 3; n++) await fetch(`${url}/tiles/${randomUUID()}/0/0/${n}.mvt`);
    await fetch(`${url}/secret-address-of-${randomUUID()}`);
    await expect.poll(() => counted({ route: "unknown", status: "4xx" })).toBeGreaterThan(0);
    expect(await counted({ status: "4xx" })).toBeGreaterThanOrEqual(before + 3);
    expect(await text()).not.toMatch(/secret-address|[0-9a-f]{8}-[0-9a-f]{4}/);
  });

  it("counts a request whose client disconnected", async () => {
    const leaving = new AbortController();
    const asked = fetch(`${url}/test/slow/one`, { signal: leaving.signal }).catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 100));
    leaving.abort();
    await asked;
    await expect.poll(() => counted({ route: "/test/slow/:name", status: "aborted" })).toBe(1);
  });

  it("shows the queue, the pool and the caches", async () => {
    const { id: communityId } = await createCommunity(database);
    await database.withSystem((tx) =>
      tx.job.create({
        data: {
          communityId,
          kind: "check-upload",
          subjectId: randomUUID(),
          createdById: randomUUID(),
          createdAt: new Date(Date.now() - 90_000),
        },
      }),
    );
    await fetch(`${url}/tiles/${randomUUID()}/0/0/0.mvt`);
    const shown = await text();
    expect(shown).toMatch(/archipel_jobs_open\{status="waiting"\} 1\n/);
    expect(Number(/^archipel_jobs_oldest_waiting_seconds (\S+)/m.exec(shown)?.[1])).toBeGreaterThan(80);
    expect(shown).toMatch(/archipel_database_connections\{state="idle"\} \d+/);
    expect(shown).toMatch(/archipel_cache_requests_total\{cache="layers",result="miss"\} \d+/);
    expect(shown).toMatch(/archipel_upload_transfers 0\n/);
  });

  it("counts open streams while they are open", async () => {
    const { id } = await createCommunity(database);
    const person = await createMember(database, id, "member");
    const client = new EventClient();
    expect(await client.open(`${url}/events?notices=1`, bearer(person.id))).toBe(200);
    expect(client.headers["x-request-id"]).toMatch(/^\w{12}$/);
    await expect.poll(text).toMatch(/archipel_event_listeners 1\n/);
    client.cut();
    await expect.poll(text).toMatch(/archipel_event_listeners 0\n/);
    expect(await counted({ route: "/events", status: "2xx" })).toBe(0);
  });
});

it("traces a request with its transactions", async () => {
  const receiver = await startOtlpReceiver();
  const stop = await startTracing({ service: "archipel-test", endpoint: receiver.endpoint });
  await fetch(`${url}/ogc/collections`, { headers });
  await expect.poll(() => lines.some((line) => line.includes('"/ogc/collections"'))).toBe(true);
  await stop();
  await receiver.stop();
  const request = receiver.spans.find(({ name }) => name === "GET /ogc/collections");
  expect(attributeOf(request, "archipel.request_id")).toBe(SENT);
  const transaction = receiver.spans.find(({ name }) => name === "database transaction");
  expect(transaction).toMatchObject({ traceId: request?.traceId, parentSpanId: request?.spanId });
});
