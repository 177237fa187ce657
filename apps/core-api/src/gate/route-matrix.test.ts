// @database server
import { keyService } from "@archipel/contracts/access.ts";
import type { Database } from "@archipel/database/database.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ANY_METHOD, type RouteLine } from "../http/route.ts";
import { protocols } from "../http/routes.ts";
import { createServer } from "../server.ts";
import { bearer } from "../testing/bearer.ts";
import { expectedOutcome, type Outcome } from "../testing/expected-outcome.ts";
import { bearerOf, type Caller, callers, isKeyCaller, newCommunityKey } from "../testing/permission-world.ts";
import { addresses, type RouteCaller } from "../testing/route-addresses.ts";
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

const KINDS: Record<number, string> = { 401: "UNAUTHORIZED", 403: "FORBIDDEN", 404: "NOT_FOUND" };

async function call(name: string, line: RouteLine, caller: RouteCaller, secret?: string): Promise<string> {
  const address = await addresses[name]?.(world, caller);
  if (!address) throw new Error(`${name} has no address`);
  const token = secret ?? address.token ?? (isOwnKey(caller) ? world.ownKeys[caller] : bearerOf(world, caller));
  const abort = new AbortController();
  const response = await fetch(new URL(address.url, world.url), {
    method: address.method ?? [line.method].flat()[0] ?? "GET",
    headers: { ...address.headers, ...bearer(token) },
    body: address.body ?? null,
    redirect: "manual",
    signal: abort.signal,
  });
  if (response.status < 400) {
    // A stream of events does not end by itself.
    abort.abort();
    return "allowed";
  }
  const kind = KINDS[response.status] ?? String(response.status);
  const text = await response.text();
  if (text === "") return kind;
  const { error, code }: { error?: string; code?: string } = JSON.parse(text);
  const told = error ?? code ?? "";
  // To people outside the community, what the address names reads as not found, under its own name.
  return Object.values(line.ids ?? {}).includes(told) ? `${kind} community-not-found` : `${kind} ${told}`;
}
