// @database server
import type { Database } from "@archipel/database/database.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bearer } from "../testing/bearer.ts";
import { bearerOf } from "../testing/permission-world.ts";
import { type Address, addresses } from "../testing/route-addresses.ts";
import { buildRouteWorld, type RouteWorld } from "../testing/route-world.ts";

// Every part of every route's address, its parameters and the headers that routes read. Inputs of procedures: trpc/hostile-fields.test.ts.

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

const LONG = "x".repeat(2500);
const NUL = "a%00b";
const TEXTS = [NUL, LONG, "%FF%FE", "99999999999999999999", "0b1"];
const VALUES = [...TEXTS, "-1", "1,2,3,1e308"];

/** Parameters beside those of the valid address, by the beginning of the route's path. */
const PARAMETERS: Readonly<Record<string, string>> = {
  "/ogc": "f",
  "/ogc/collections": "limit offset",
  "/ogc/collections/:collectionId/items": "bbox bbox-crs crs datetime filter filter-lang cursor nom",
  "/stac/collections": "limit cursor",
  "/stac/collections/:collectionId/items": "limit cursor bbox datetime",
  "/downloads/attachments/:attachmentId": "revision",
  "/tiles": "v e",
  "/events": "after portal presence",
  "/hub": "client lang code",
  "/reports/files": "portal name",
  "/reports/:reportId": "size follow",
  "/assets": "v",
  "/checks": "lang",
};
/** Headers that a route reads, by the beginning of its path. */
const HEADERS: Readonly<Record<string, readonly Readonly<Record<string, string>>[]>> = {
  "/health": [
    { "accept-language": ";;q=a,".repeat(300) },
    { accept: "a/".repeat(500) },
    { "x-request-id": LONG },
    { "x-forwarded-host": "a b" },
  ],
  "/trpc": [{ authorization: "Basic AAA=" }, { "content-type": "a" }],
  "/hub": [{ cookie: "archipel.hub=%00; archipel.hub-step=%FF" }],
  "/downloads": [{ "if-none-match": `"${LONG}"` }, { range: "bytes=99999999999999999999-" }, { range: "bytes=-0b1" }],
  "/events": [{ "last-event-id": "99999999999999999999" }, { "last-event-id": "0b1" }],
  "/ogc/collections/:collectionId/items": [{ "if-match": "0b1" }, { "if-match": '"99999999999999999999"' }, { "content-crs": "<é>" }],
  "/uploads": [
    { "upload-offset": "99999999999999999999" },
    { "upload-offset": "0b1" },
    { "upload-length": "99999999999999999999" },
    { "upload-length": "0b1" },
    { "upload-metadata": "communityId !!!!,=" },
    { "upload-metadata": `communityId ${Buffer.from("a\0b").toString("base64")}` },
  ],
};

/** What belongs to a path, from a list by beginnings of paths. */
const ofPath = <T>(list: Readonly<Record<string, T>>, path: string): T[] =>
  Object.entries(list).flatMap(([beginning, one]) => (path.startsWith(beginning) ? [one] : []));

/** The address with each part of its path that a route reads, and each of its parameters, replaced. */
function* hostileAddresses(pattern: string, url: string): Generator<string> {
  const [path = "", query = ""] = url.split("?");
  const parts = path.split("/");
  for (const [index, part] of pattern.split("/").entries()) {
    if (!part.includes(":") && part !== "*") continue;
    const suffix = /\.[a-z0-9]+$/.exec(part)?.[0] ?? "";
    for (const text of TEXTS) yield `${parts.with(index, text + suffix).join("/")}${query && `?${query}`}`;
  }
  const known = new URLSearchParams(query);
  const names = new Set([...known.keys(), ...ofPath(PARAMETERS, pattern).flatMap((line) => line.split(" "))]);
  for (const name of names) {
    const others = new URLSearchParams([...known].filter(([other]) => other !== name));
    for (const value of VALUES) yield `${path}?${others}&${name}=${value}`;
    yield `${path}?${others}&${name}=a&${name}=b`;
  }
}

/** The status, of an answer that is not read further; 0 when the connection broke. */
async function statusOf(method: string, { url, headers, body, token }: Address): Promise<number> {
  const credential = token ?? bearerOf(world, "manager");
  const sent = { ...bearer(credential), ...headers };
  const response = await fetch(`${world.url}${url}`, {
    method,
    headers: sent,
    redirect: "manual",
    ...(body !== undefined && { body }),
  }).catch(() => null);
  await response?.body?.cancel();
  return response?.status ?? 0;
}

const routes = Object.entries(addresses).map(([name, address]) => {
  const [first = "GET"] = name.split(" ");
  return { name, address, pattern: name.split(" ").at(-1) ?? "", first: first === "ANY" ? "GET" : first };
});

test("no part of an address becomes a fault of the server, and NUL names nothing", async () => {
  const wrong: string[] = [];
  let count = 0;
  for (const { name, address, pattern, first } of routes) {
    const valid = await address(world, "manager");
    for (const url of hostileAddresses(pattern, valid.url)) {
      count++;
      const status = await statusOf(valid.method ?? first, { ...valid, url });
      const isRefused = status >= 400 && status < 500;
      if (url.includes(NUL) ? !isRefused : status >= 500 || status === 0) wrong.push(`${status} ${name}: ${url.slice(0, 150)}`);
    }
  }
  expect(count).toBeGreaterThan(500);
  expect(wrong).toEqual([]);
});

test("no header becomes a fault of the server", async () => {
  const wrong: string[] = [];
  for (const { name, address, pattern, first } of routes) {
    for (const headers of ofPath(HEADERS, pattern).flat()) {
      const valid = await address(world, "manager");
      const status = await statusOf(valid.method ?? first, { ...valid, headers: { ...valid.headers, ...headers } });
      if (status >= 500 || status === 0) wrong.push(`${status} ${name}: ${JSON.stringify(headers).slice(0, 100)}`);
    }
  }
  expect(wrong).toEqual([]);
});
