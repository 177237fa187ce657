import type { Database } from "@archipel/database/database.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { procedures as declared } from "../app-procedures.ts";
import { protocols } from "../http/routes.ts";
import { type Baseline, buildGrantCases, type GrantCase } from "./grant-cases.ts";
import { type Call, nameOf, procedureCall, routeCall } from "./matrix-calls.ts";
import { bearerOf } from "./permission-world.ts";
import { buildRouteWorld, type RouteWorld } from "./route-world.ts";

// Every procedure and every route × kinds of grants on private data, with valid inputs. What a grant opens is declared here, and tried with every
// kind. It opens nothing else, and a grant that is not valid opens nothing: the answer is that of somebody who has none.

/** What a valid grant opens. */
const OPENED: ReadonlySet<string> = new Set([
  // Lists of files: those that the grant opens.
  "attachments.list",
  "attachments.pictures",
  "datasets.view",
  "features.changes",
  "features.get",
  "features.inView",
  "features.rowOf",
  "features.rows",
  "features.history",
  "follows.add",
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
  "GET /stac/collections/:collectionId",
  "GET /stac/collections/:collectionId/items",
  "GET /stac/collections/:collectionId/items/:itemId",
]);
/** What a grant on the whole dataset opens inside its area too. */
const OPENED_IN_AREA: ReadonlySet<string> = new Set(["clouds.coverage", "clouds.open"]);
/** Points to take home, for people: where the area has none, it is as if no tile were there. */
const TAKEN: Readonly<Record<string, { whole: string; inArea: string }>> = {
  "cloudExtracts.estimate": { whole: "allowed", inArea: "UNPROCESSABLE_CONTENT extract-area-outside" },
  "cloudExtracts.request": { whole: "allowed", inArea: "UNPROCESSABLE_CONTENT extract-area-outside" },
  "POST /downloads/extracts": { whole: "allowed", inArea: "422 extract-area-outside" },
  "POST /downloads/extracts/estimate": { whole: "allowed", inArea: "422 extract-area-outside" },
};
/** What answers those who have nothing with an empty list. */
const EMPTY_WITHOUT: ReadonlySet<string> = new Set([]);
/** What answers everybody who has, or had, a grant. */
const EXPLAINED: ReadonlySet<string> = new Set(["grants.explain", "grants.explainPage", "GET /access/explain"]);
/** What is about one column, which some grants leave out. */
const OF_COLUMN: Readonly<Record<string, string>> = { "layers.classes": "valeur", "layers.values": "nom" };
/** What is about a feature that some grants leave out, and how it says so. */
const OF_FEATURE: Readonly<Record<string, string>> = {
  "features.history": "NOT_FOUND feature-not-found",
  "features.get": "NOT_FOUND feature-not-found",
  "GET /ogc/collections/:collectionId/items/:itemId": "404 feature-not-found",
};
/** Routes that do not recognise keys. */
const FOR_PEOPLE: ReadonlySet<string> = new Set(["GET /events"]);
type Answers = Record<Exclude<GrantCase["edits"], "nothing">, string>;
const answers = (all: string, column = all, elsewhere = all, seenColumn = column): Answers => ({ all, column, elsewhere, seenColumn });
/** No contribution but one's own exists. */
const OF_OTHERS = answers("NOT_FOUND contribution-not-found");
/** What a valid grant to edit opens, and what it answers when it gives one column only, or no feature of the layer. */
const EDITED: Readonly<Record<string, Answers>> = {
  "contributions.comment": OF_OTHERS,
  "contributions.create": answers("allowed"),
  "contributions.describe": answers("allowed"),
  "contributions.discardEdits": answers("allowed"),
  "contributions.edits": OF_OTHERS,
  "contributions.get": OF_OTHERS,
  "contributions.limits": answers("allowed", "allowed", "NOT_FOUND feature-not-found"),
  "contributions.list": answers("allowed"),
  "contributions.merge": OF_OTHERS,
  "contributions.overview": OF_OTHERS,
  // The settled edit is a new feature.
  "contributions.resolve": answers("allowed", "FORBIDDEN edit-shape-not-granted", "FORBIDDEN edit-outside-area"),
  "contributions.rivals": answers("allowed"),
  "contributions.rules": answers("allowed"),
  "contributions.saveEdits": answers(
    "allowed",
    "UNPROCESSABLE_CONTENT column-not-found",
    "NOT_FOUND feature-not-found",
    "FORBIDDEN edit-column-not-granted",
  ),
  "contributions.submit": answers("allowed", "FORBIDDEN edit-shape-not-granted", "FORBIDDEN edit-outside-area"),
  "contributions.withdraw": answers("allowed"),
  "presence.attend": OF_OTHERS,
  "POST /ogc/collections/:collectionId/items": answers(
    "allowed",
    "422 column-not-found",
    "403 edit-outside-area",
    "403 edit-shape-not-granted",
  ),
  // The feature has these values already: those who could not set them change nothing.
  "PUT /ogc/collections/:collectionId/items/:itemId": answers("allowed", "422 column-not-found", "404 feature-not-found", "allowed"),
  "PATCH /ogc/collections/:collectionId/items/:itemId": answers("allowed", "422 column-not-found", "404 feature-not-found", "allowed"),
  "DELETE /ogc/collections/:collectionId/items/:itemId": answers("allowed", "403 edit-shape-not-granted", "404 feature-not-found"),
};
/** Writing: who sees the layer learns who may. */
const WRITTEN = /^(POST|PUT|PATCH|DELETE) \/ogc\/collections\//;

function expectedOf(name: string, one: GrantCase, without: string): string {
  if (without === "FORBIDDEN key-not-for-this" || (one.userId === null && FOR_PEOPLE.has(name))) return without;
  if (one.isKnown && EXPLAINED.has(name)) return "allowed";
  if (!one.isOpen) return without;
  const edited = EDITED[name];
  if (edited && one.edits !== "nothing") return edited[one.edits];
  if (WRITTEN.test(name)) return one.isReadingKey ? "403 key-reads-only" : "403 contributors-only";
  const taken = TAKEN[name];
  if (taken !== undefined && one.isForAll && one.userId !== null) return one.isWhole ? taken.whole : taken.inArea;
  if (one.isForAll && OPENED_IN_AREA.has(name)) return "allowed";
  if (one.isWhole && OPENED_WHOLE.has(name)) return "allowed";
  if (!OPENED.has(name)) return without;
  if (!one.seesFeatures) return OF_FEATURE[name] ?? "allowed";
  const column = OF_COLUMN[name];
  return column !== undefined && one.columns?.includes(column) === false ? "NOT_FOUND column-not-found" : "allowed";
}

const BASELINES: readonly Baseline[] = ["stranger", "suspended", "keyOfAnother", "anonymous"];

const procedures = declared.map(({ path, type }) => ({ name: path, call: () => procedureCall(path, type) }));
const routes = protocols.flatMap(({ routes }) => routes.map((line) => ({ name: nameOf(line), call: () => routeCall(nameOf(line), line) })));

/** In how many files the matrix is tested, each in a world of its own: one file would be the longest of all tests by far. */
const FILES = 4;

/** Tests every fourth procedure and every fourth route. @param file 1 to 4 */
export function testGrantMatrix(file: number): void {
  let database: Database;
  let world: RouteWorld;
  let cases: GrantCase[];
  let cells = 0;
  beforeAll(async () => {
    database = await openTestDatabase();
    world = await buildRouteWorld(database, { visibility: "private" });
    cases = await buildGrantCases(database, world);
  });
  afterAll(async () => {
    console.info(`${cells} cells of ${cases.length} cases`);
    await world.close();
    await database.close();
  });
  for (const [kind, all] of Object.entries({ procedures, routes })) {
    describe(kind, () => {
      const own = all.filter((_, index) => index % FILES === file - 1).map((one, turn) => ({ ...one, turn }));
      it.each(own)("$name", async ({ name, call, turn }) => {
        cells += await check({ world, cases }, { name, call: call(), turn });
      });
    });
  }
}

/** What a grant opens is tried in each case. Reading by a right to edit is judged as by a right to read: few of these where nothing is edited. */
function casesOf(cases: readonly GrantCase[], isEdited: boolean): GrantCase[] {
  return cases.filter((one) => isEdited || one.isStrongest || !one.name.includes("to edit "));
}

/** Where no grant opens anything, somebody who has all of them is tried, and three of those who have one. @param turn says which three */
function samplesOf(cases: readonly GrantCase[], turn: number): GrantCase[] {
  const strongest = cases.filter(({ isStrongest, hasAllWays }) => isStrongest && !hasAllWays);
  const samples = [0, 1, 2].flatMap((one) => strongest[(3 * turn + one) % strongest.length] ?? []);
  return [...cases.filter(({ hasAllWays }) => hasAllWays), ...samples];
}

interface Cells {
  name: string;
  call: Call;
  turn: number;
}

/** @returns how many cells were tested */
async function check({ world, cases }: { world: RouteWorld; cases: readonly GrantCase[] }, { name, call, turn }: Cells): Promise<number> {
  const without = new Map<Baseline, string>();
  for (const as of BASELINES) without.set(as, await call({ as, token: bearerOf(world, as) }, world));
  const outcomes: Record<string, string> = {};
  const expected: Record<string, string> = {};
  const isAbout =
    [OPENED, OPENED_WHOLE, OPENED_IN_AREA, EXPLAINED].some((names) => names.has(name)) ||
    Object.hasOwn(EDITED, name) ||
    Object.hasOwn(TAKEN, name);
  // Who has no grant is refused what grants open: were that open to all, the rest would prove nothing.
  if (isAbout && !EXPLAINED.has(name) && !EMPTY_WITHOUT.has(name)) expect([...without.values()]).not.toContain("allowed");
  for (const one of isAbout ? casesOf(cases, Object.hasOwn(EDITED, name)) : samplesOf(cases, turn)) {
    const { baseline: as, token, userId } = one;
    const who = userId === null ? world : { ...world, users: { ...world.users, [as]: userId } };
    outcomes[one.name] = await call({ as, token }, who);
    expected[one.name] = expectedOf(name, one, without.get(as) ?? "");
  }
  expect(outcomes).toEqual(expected);
  return Object.keys(outcomes).length;
}
