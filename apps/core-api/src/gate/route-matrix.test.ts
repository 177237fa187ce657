// @database server
import { keyService } from "@archipel/contracts/access.ts";
import { wire } from "@archipel/contracts/wire.ts";
import type { Database } from "@archipel/database/database.ts";
import { closeToClients } from "@archipel/testing/closed-database.ts";
import { openTestDatabase, testDatabaseKind } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { procedures } from "../app-procedures.ts";
import { ANY_METHOD, type RouteLine } from "../http/route.ts";
import { protocols } from "../http/routes.ts";
import { createServer } from "../server.ts";
import { bearer } from "../testing/bearer.ts";
import { expectedOutcome, type Outcome } from "../testing/expected-outcome.ts";
import { inputs } from "../testing/permission-inputs.ts";
import { bearerOf, type Caller, callers, isKeyCaller, newCommunityKey } from "../testing/permission-world.ts";
import { type Address, addresses, type RouteCaller } from "../testing/route-addresses.ts";
import { buildRouteWorld, type OwnKeyCaller, ownKeyCallers, type RouteWorld } from "../testing/route-world.ts";
import { createTestCore } from "../testing/test-core.ts";
import { isOpenToKeys, permissions } from "./permissions.ts";

// Every route × every kind of caller, with valid addresses. The expected outcome follows from the line of the table: its permission, and
// the callers that it recognises. A route without a permission, or without an address, fails.

const routeCallers: readonly RouteCaller[] = [...callers, ...ownKeyCallers];
const lines = protocols.flatMap(({ routes }) => routes.map((line) => ({ name: nameOf(line), line })));

function nameOf({ method, path }: RouteLine): string {
  return `${method === ANY_METHOD ? "ANY" : [method].flat().join(" ")} ${path}`;
}

const hiddenFrom = (...who: RouteCaller[]): Partial<Record<RouteCaller, Outcome>> =>
  Object.fromEntries(who.map((caller) => [caller, "NOT_FOUND community-not-found"]));
const readingOnly: Partial<Record<RouteCaller, Outcome>> = {
  readingKey: "FORBIDDEN key-reads-only",
  ownReadingKey: "FORBIDDEN key-reads-only",
};

/** Routes whose answer differs from what their line says. */
const exceptions: Record<string, Partial<Record<RouteCaller, Outcome>>> = {
  // Row-level security shows runs, uploads and checks only to contributors of their community: to members they do not exist.
  "GET /processings/:runId/file": hiddenFrom(
    "anonymous",
    "suspended",
    "stranger",
    "member",
    "managerOfAnother",
    "operator",
    "suspendedMember",
    "organisationReader",
    "organisationManager",
    "readingKey",
    "keyOfAnother",
  ),
  "GET /downloads/uploads/:uploadId/original": hiddenFrom("member"),
  "GET /downloads/uploads/:uploadId/repaired": hiddenFrom("member"),
  "GET /checks/:checkId/report.csv": hiddenFrom("member"),
  "GET /checks/:checkId/report.jsonl": hiddenFrom("member"),
  "HEAD /uploads/:uploadId": hiddenFrom("member", "readingKey"),
  "PATCH DELETE /uploads/:uploadId": hiddenFrom("member", "readingKey"),
  // The error names the key's scope, not the resulting role.
  "POST /ogc/collections/:collectionId/items": readingOnly,
  "PUT /ogc/collections/:collectionId/items/:itemId": readingOnly,
  "PATCH /ogc/collections/:collectionId/items/:itemId": readingOnly,
  "DELETE /ogc/collections/:collectionId/items/:itemId": readingOnly,
};

let database: Database;
let world: RouteWorld;
beforeAll(async () => {
  database = await openTestDatabase();
  world = await buildRouteWorld(database);
});
afterAll(async () => {
  await world.close();
  await database.close();
});

function isOwnKey(caller: RouteCaller): caller is OwnKeyCaller {
  return ownKeyCallers.some((one) => one === caller);
}

/** The caller as the route sees it: a caller that it does not recognise is a visitor. */
function recognised({ callers: taken }: RouteLine, caller: RouteCaller): Caller {
  if (isOwnKey(caller)) return taken === "any-key" ? "contributor" : "anonymous";
  return isKeyCaller(caller) && taken === "session" ? "anonymous" : caller;
}

function expected(line: RouteLine, caller: RouteCaller): Outcome {
  if (line.callers === "unasked") return "allowed";
  const outcome = expectedOutcome(line.permission, recognised(line, caller));
  return outcome === "NOT_FOUND community-not-found" && line.outsiders ? `FORBIDDEN ${line.outsiders}` : outcome;
}

it("finds the routes, and each has a permission and an address", () => {
  expect(lines.length).toBeGreaterThan(60);
  expect(lines.filter(({ line }) => permissions[line.permission] === undefined)).toEqual([]);
  expect(Object.keys(addresses).sort()).toEqual(lines.map(({ name }) => name).sort());
});

it("authenticates the caller of every route that is not open to everyone", () => {
  expect(lines.filter(({ line }) => line.callers === "unasked" && permissions[line.permission].audience !== "anyone")).toEqual([]);
});

it("has no route outside the table", async () => {
  const app = await createServer(await createTestCore(database));
  for (const { line } of lines) {
    for (const method of [line.method].flat())
      expect([nameOf(line), app.hasRoute({ method, url: line.path })]).toEqual([nameOf(line), true]);
  }
  expect(() => app.get("/beside", async () => "no permission")).toThrow(/not in the table/);
  await app.close();
});

describe.each(lines)("$name", ({ name, line }) => {
  it.each(routeCallers)("%s", async (caller) => {
    const outcome = await call(name, line, caller);
    const wanted = exceptions[name]?.[caller] ?? expected(line, caller);
    // A HEAD has no body that could name the code.
    expect(outcome).toBe(name.startsWith("HEAD ") ? wanted.split(" ")[0] : wanted);
  });
});

const forKeys = lines.filter(({ line }) => line.callers === "any-key" || line.callers === "community-key");

it("names the service of every route that recognises keys", () => {
  expect(forKeys.length).toBeGreaterThan(30);
  expect(forKeys.filter(({ line }) => line.service === undefined).map(({ name }) => name)).toEqual([]);
});

describe("a key that opens all services but one", () => {
  it.each(forKeys)("$name", async ({ name, line }) => {
    const services = keyService.options.filter((service) => service !== line.service);
    const { secret } = await newCommunityKey(database, world.communityId, world.users.manager ?? "", "produce", { services });
    const wanted = isOpenToKeys(line.permission) ? "FORBIDDEN key-lacks-scope" : "FORBIDDEN key-not-for-this";
    const outcome = await call(name, line, "producingKey", secret);
    expect(outcome).toBe(name.startsWith("HEAD ") ? "FORBIDDEN" : wanted);
  });
});

/** Routes that answer while the database is away, with what lets them. */
const WITHOUT_DATABASE: Readonly<Record<string, string>> = {
  "GET /health": "the process lives",
  "GET /metrics": "the counters of the process matter most then",
  "ANY /oidc/*": "the description of the protocol; its endpoints are called below",
  "GET /hub/assets/hub.css": "a file",
  "GET /hub/assets/passkeys.js": "a file",
  "GET /hub/assets/theme.css": "without a client, the look of the console",
  "GET /hub/assets/logo.svg": "without a client, the logo of the platform",
  "GET /hub/assets/fonts/:id.woff2": "a file",
  "GET /hub/problem": "without a client, in the look of the console",
  "GET /events/content": "a stream that reports what changes from now on",
  "GET /basemap.json": "the basemap is a file",
  "GET /basemap/detail.json": "the basemap is a file",
  "GET /basemap/:z/:x/:tile": "the basemap is a file",
  "GET /sprites/:file": "drawn from the address alone",
  "GET /access/api": "a description of the protocol",
  "GET /downloads/extracts/api": "a description of the protocol",
  "GET /report/schema.json": "a schema",
  "POST PUT PATCH DELETE OPTIONS /ogc": "the methods of an address",
  "GET HEAD POST PUT PATCH DELETE OPTIONS /ogc/*": "the methods of an address",
  "POST /visits": "visits are counted in memory and written later",
};

/** What a database says of itself, and where it is. */
const INTERNALS = /127\.0\.0\.1|archipel_test|postgres|ECONN|terminat|not currently|prisma| at .*\.ts/i;
const readsAway = ({ status, headers }: Response) => [status, headers.get("retry-after"), headers.get("cache-control")];
const AWAY = [503, "5", "no-store"];

describe.skipIf(testDatabaseKind === "embedded")("while the database is away", () => {
  let calls: { name: string; line: RouteLine; address: Address }[];
  let inputsOfVisitors: { path: string; type: string; body: ReturnType<typeof wire.serialize> }[];
  let reopen: () => Promise<void>;
  beforeAll(async () => {
    calls = [];
    for (const { name, line } of lines) calls.push({ name, line, address: await addressOf(name, "manager") });
    inputsOfVisitors = [];
    for (const { path, type, permission } of procedures) {
      if (permission === null || permissions[permission].audience !== "anyone") continue;
      inputsOfVisitors.push({ path, type, body: wire.serialize(await inputs[path]?.(world, "anonymous")) });
    }
    reopen = await closeToClients(database);
  });
  afterAll(() => reopen());

  it("answers 503 and when to try again on every route that needs it, without a word of the database", async () => {
    const others: string[] = [];
    for (const { name, line, address } of calls) {
      const response = await requested(line, address, address.token ?? bearerOf(world, "manager"));
      if (response.status < 400) {
        others.push(name);
        continue;
      }
      expect([name, ...readsAway(response)]).toEqual([name, ...AWAY]);
      const text = await response.text();
      expect(text).not.toMatch(INTERNALS);
      if (!name.startsWith("HEAD ") && name !== "GET /ready")
        expect([name, text]).toEqual([name, expect.stringContaining("database-away")]);
    }
    expect(others).toEqual(Object.keys(WITHOUT_DATABASE));
  });

  it("answers 503 to every procedure that a visitor may call, and to a person before any", async () => {
    expect(inputsOfVisitors.length).toBeGreaterThan(30);
    const others: string[] = [];
    for (const { path, type, body } of inputsOfVisitors) {
      const sent = type === "query" ? { query: { input: JSON.stringify(body) } } : { method: "POST" as const, payload: body };
      const { statusCode, headers, body: text } = await world.app.inject({ url: `/trpc/${path}`, ...sent });
      if (statusCode < 400) others.push(path);
      else expect([path, statusCode, headers["retry-after"], text]).toEqual([path, 503, "5", expect.stringContaining("database-away")]);
      expect(text).not.toMatch(INTERNALS);
    }
    expect(others).toEqual([]);
    const answer = await world.app.inject({ url: "/trpc/identity.me", headers: bearer(bearerOf(world, "manager")) });
    expect([answer.statusCode, answer.headers["retry-after"]]).toEqual([503, "5"]);
  });

  it("shows people a page that tries again by itself, wherever they come in", async () => {
    const signIn = `/oidc/auth?client_id=portal-${world.portal.slug}&redirect_uri=http://x.localhost/&response_type=code&scope=openid`;
    const pages = [
      "GET /hub/steps/:uid",
      "GET /verify",
      "GET /follow",
      "GET /unfollow",
      "GET /report.pdf",
      "GET /ogc",
      "GET /downloads/:layerId.csv",
    ];
    const opened = calls.filter(({ name }) => pages.includes(name)).map(({ address }) => address);
    expect(opened).toHaveLength(pages.length);
    for (const { url, headers } of [{ url: signIn, headers: {} }, ...opened]) {
      for (const [language, words] of Object.entries({ fr: "momentanément injoignables", en: "cannot be reached at the moment" })) {
        const asked = { ...headers, accept: "text/html", "accept-language": language };
        const response = await fetch(new URL(url, world.url), { headers: asked, redirect: "manual" });
        expect([url, ...readsAway(response), response.headers.get("content-type")]).toEqual([url, ...AWAY, "text/html; charset=utf-8"]);
        expect([url, response.headers.get("refresh")]).toEqual([url, "5"]);
        expect([url, await response.text()]).toEqual([url, expect.stringContaining(words)]);
      }
    }
  });

  it("answers programs of the identity hub in the words of OAuth", async () => {
    const body = new URLSearchParams({ grant_type: "authorization_code", client_id: `portal-${world.portal.slug}`, code: "x" });
    const response = await fetch(`${world.url}/oidc/token`, { method: "POST", body });
    expect(readsAway(response)).toEqual(AWAY);
    expect(await response.json()).toMatchObject({ error: "temporarily_unavailable" });
  });
});

const KINDS: Record<number, string> = { 401: "UNAUTHORIZED", 403: "FORBIDDEN", 404: "NOT_FOUND" };

async function addressOf(name: string, caller: RouteCaller): Promise<Address> {
  const address = await addresses[name]?.(world, caller);
  if (!address) throw new Error(`${name} has no address`);
  return address;
}

/** Without the body of what is answered: a stream of events does not end by itself. */
async function requested(line: RouteLine, address: Address, token: string | null, headers: Record<string, string> = {}): Promise<Response> {
  const abort = new AbortController();
  const response = await fetch(new URL(address.url, world.url), {
    method: address.method ?? [line.method].flat()[0] ?? "GET",
    headers: { ...address.headers, ...bearer(token), ...headers },
    body: address.body ?? null,
    redirect: "manual",
    signal: abort.signal,
  });
  if (response.status < 400) abort.abort();
  return response;
}

async function call(name: string, line: RouteLine, caller: RouteCaller, secret?: string): Promise<string> {
  const address = await addressOf(name, caller);
  const token = secret ?? address.token ?? (isOwnKey(caller) ? world.ownKeys[caller] : bearerOf(world, caller));
  const response = await requested(line, address, token);
  if (response.status < 400) return "allowed";
  const kind = KINDS[response.status] ?? String(response.status);
  const text = await response.text();
  if (text === "") return kind;
  const { error, code }: { error?: string; code?: string } = JSON.parse(text);
  const told = error ?? code ?? "";
  // To people outside the community, what the address names reads as not found, under its own name.
  return Object.values(line.ids ?? {}).includes(told) ? `${kind} community-not-found` : `${kind} ${told}`;
}
