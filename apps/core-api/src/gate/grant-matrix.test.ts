// @database server
// @long
import type { Database } from "@archipel/database/database.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { procedures as declared } from "../app-procedures.ts";
import { protocols } from "../http/routes.ts";
import { type Baseline, buildGrantCases, type GrantCase } from "../testing/grant-cases.ts";
import { type Call, nameOf, procedureCall, routeCall } from "../testing/matrix-calls.ts";
import { bearerOf } from "../testing/permission-world.ts";
import { buildRouteWorld, type RouteWorld } from "../testing/route-world.ts";

// Every procedure and every route × every kind of grant on private data, with valid inputs. What a grant opens is declared here; it opens
// nothing else, and a grant that is not valid opens nothing: the answer is that of somebody who has none.

/** What a valid grant opens. */
const OPENED: ReadonlySet<string> = new Set([
  // Lists of files: those that the grant opens.
  "attachments.list",
  "attachments.pictures",
  "datasets.view",
  "features.get",
  "features.inView",
  "features.rowOf",
  "features.rows",
  "features.history",
  "layers.classes",
  "layers.dates",
  "layers.get",
  "layers.styleFields",
  "layers.values",
  "GET /events",
  "GET /downloads/:layerId.csv",
  "GET /downloads/:layerId.geojson",
  "GET /downloads/:layerId.gpkg",
  "GET /downloads/datasets/:datasetId.gpkg",
  "GET /ogc/collections/:collectionId",
  "GET /ogc/collections/:collectionId/items",
  "GET /ogc/collections/:collectionId/items/:itemId",
  "GET /ogc/collections/:collectionId/queryables",
  "GET /ogc/collections/:collectionId/schema",
  "OPTIONS /ogc/collections/:collectionId/items",
  "OPTIONS /ogc/collections/:collectionId/items/:itemId",
  "GET /tiles/:file",
  "GET /tiles/:layerId/:z/:x/:file",
]);
/** What only a grant without an area opens, and on the whole dataset. */
const OPENED_WHOLE: ReadonlySet<string> = new Set([
  "GET /downloads/attachments/:attachmentId",
  "GET /downloads/attachments/:attachmentId/preview",
]);
/** What answers everybody who has, or had, a grant. */
const EXPLAINED: ReadonlySet<string> = new Set(["grants.explain", "grants.explainPage", "GET /access/explain"]);
/** What is about one column or feature that some grants leave out, and how it says so. */
const OF_COLUMN: Readonly<Record<string, string>> = { "layers.classes": "NOT_FOUND column-not-found" };
const OF_FEATURE: Readonly<Record<string, string>> = {
  "features.history": "NOT_FOUND feature-not-found",
  "features.get": "NOT_FOUND feature-not-found",
  "GET /ogc/collections/:collectionId/items/:itemId": "404 feature-not-found",
};
/** Routes that do not recognise keys. */
const FOR_PEOPLE: ReadonlySet<string> = new Set(["GET /events"]);
/** Writing: who sees the layer learns who may. */
const WRITTEN = /^(POST|PUT|PATCH|DELETE) \/ogc\/collections\//;

function expectedOf(name: string, one: GrantCase, without: string): string {
  if (without === "FORBIDDEN key-not-for-this" || (one.userId === null && FOR_PEOPLE.has(name))) return without;
  if (one.isKnown && EXPLAINED.has(name)) return "allowed";
  if (!one.isOpen) return without;
  if (WRITTEN.test(name)) return "403 contributors-only";
  if (one.isWhole && OPENED_WHOLE.has(name)) return "allowed";
  if (!OPENED.has(name)) return without;
  if (!one.seesFeatures) return OF_FEATURE[name] ?? "allowed";
  return (one.seesColumns ? undefined : OF_COLUMN[name]) ?? "allowed";
}

let database: Database;
let world: RouteWorld;
let cases: GrantCase[];
beforeAll(async () => {
  database = await openTestDatabase();
  world = await buildRouteWorld(database, { visibility: "private" });
  cases = await buildGrantCases(database, world);
}, 60_000);
afterAll(async () => {
  await world.close();
  await database.close();
});

const BASELINES: readonly Baseline[] = ["stranger", "suspended", "keyOfAnother", "anonymous"];

describe("procedures", () => {
  it.each(declared.map(({ path, type }) => ({ path, type })))("$path", async ({ path, type }) => {
    await check(path, procedureCall(path, type));
  });
});

const lines = protocols.flatMap(({ routes }) => routes.map((line) => ({ name: nameOf(line), line })));
describe("routes", () => {
  it.each(lines)("$name", async ({ name, line }) => {
    await check(name, routeCall(name, line));
  });
});

async function check(name: string, call: Call): Promise<void> {
  const without = new Map<Baseline, string>();
  for (const as of BASELINES) without.set(as, await call({ as, token: bearerOf(world, as) }, world));
  const outcomes: Record<string, string> = {};
  const expected: Record<string, string> = {};
  const isAbout = [OPENED, OPENED_WHOLE, EXPLAINED].some((names) => names.has(name));
  for (const one of cases) {
    // Where the strongest grant of a subject opens nothing, the weaker ones need not be tried.
    if (!isAbout && !one.isStrongest) continue;
    const { baseline: as, token, userId } = one;
    const who = userId === null ? world : { ...world, users: { ...world.users, [as]: userId } };
    outcomes[one.name] = await call({ as, token }, who);
    expected[one.name] = expectedOf(name, one, without.get(as) ?? "");
  }
  expect(outcomes).toEqual(expected);
}
