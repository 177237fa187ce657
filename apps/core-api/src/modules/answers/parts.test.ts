import { reportSchema } from "@archipel/answers/report/report.ts";
import type { Database } from "@archipel/database/database.ts";
import { createUser } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createServer } from "../../server.ts";
import { bearer } from "../../testing/bearer.ts";
import { readMap } from "./print/read-map.ts";
import { prepareReport } from "./service/report.ts";
import {
  type AnswersWorld,
  addLayer,
  buildAnswersWorld,
  drawnAt,
  giveArea,
  placeAt,
  pointAt,
  polygon,
  reportOf,
  square,
  standard,
  themeIn,
} from "./testing/answers-world.ts";

// Private layers of a portal, of which an office may read a square of 2 km. Lengths are metres from one origin.

const PLAN = "30014_PLU_20171013";
const OPEN = square(0, 0, 2_000);

let database: Database;
let world: AnswersWorld;
let app: FastifyInstance;
let zones: Awaited<ReturnType<typeof addLayer>>;
let cavities: Awaited<ReturnType<typeof addLayer>>;
let sites: Awaited<ReturnType<typeof addLayer>>;
let office: string;
beforeAll(async () => {
  database = await openTestDatabase();
  world = await buildAnswersWorld(database);
  app = await createServer(world.core);
  zones = await addLayer(world, {
    fields: ["LIBELLE", "TYPEZONE", "IDURBA"],
    features: [
      { geometry: polygon(square(-3_000, -3_000, 4_000, 8_000)), values: ["UA", "U", PLAN] },
      { geometry: polygon(square(1_000, -3_000, 4_000, 8_000)), values: ["Nsecret", "N", PLAN] },
    ],
    declared: {
      ...standard("cnig-plu-2017", "ZONE_URBA"),
      scaleDenominator: 5_000,
      documents: [{ id: PLAN, title: "PLU de Saint-Aubrin", state: "03", approved: "2017-10-13" }],
    },
    visibility: "private",
  });
  cavities = await addLayer(world, {
    fields: ["nom"],
    type: "Point",
    features: [
      { geometry: pointAt(50, 350), values: ["Grotte"] },
      { geometry: pointAt(2_300, 1_000), values: ["Grotte cachée"] },
    ],
    declared: { tags: ["cavity"], accuracyM: 10 },
    visibility: "private",
  });
  sites = await addLayer(world, {
    fields: ["nom"],
    features: [{ geometry: polygon(square(1_500, 1_500, 2_000)), values: ["Site"] }],
    declared: { tags: ["soil-sis"] },
    visibility: "private",
  });
  office = (await createUser(database)).id;
  for (const layer of [zones, cavities, sites]) await giveArea(world, office, layer, { ring: OPEN });
});
afterAll(async () => {
  await app.close();
  await database.close();
});

const newPerson = async () => (await createUser(database)).id;
const stateIn = (report: Awaited<ReturnType<typeof reportOf>>, theme: string) => {
  const { state, reason, isComplete } = themeIn(report, theme);
  return [state, reason, isComplete];
};
const UNCHECKED = ["notChecked", "partialAccess", false];

describe("inside the area of a grant", () => {
  it("the answer is that of somebody who reads the whole layer, marked as resting on a part", async () => {
    const place = await placeAt(world, 800, 1_200);
    const { partial, verify, restricted, themes } = await reportOf(world, place, office);
    expect([partial, verify, restricted]).toEqual([true, null, true]);
    const whole = await reportOf(world, place, world.manager.userId);
    const said = (all: typeof themes) =>
      all.map(({ sources, ...theme }) => ({ ...theme, sources: sources.map(({ part: _part, ...source }) => source) }));
    expect(said(themes)).toEqual(said(whole.themes));
    expect(whole).not.toHaveProperty("partial");
    expect(themes.find(({ theme }) => theme === "plu.zone")).toMatchObject({ state: "concerned", isComplete: true });
    expect(themes.find(({ theme }) => theme === "risk.soil-sis")?.state).toBe("notConcerned");
  });

  it("a place is cleared of what lies around it only if the area holds all that is looked for around it", async () => {
    const inner = await reportOf(world, await placeAt(world, 1_000, 1_200), office);
    expect(stateIn(inner, "risk.cavity")).toEqual(["notConcerned", undefined, true]);
    // 100 m from the border; 400 m from a cavity outside.
    const outer = await reportOf(world, await placeAt(world, 1_900, 1_000), office);
    expect(stateIn(outer, "risk.cavity")).toEqual(UNCHECKED);
    expect(themeIn(outer, "risk.cavity").sentence?.text).toBe("Non vérifié : vous n’avez accès qu’à une partie de ces données.");
    expect(JSON.stringify(outer)).not.toContain("cachée");
    // What is on the place itself is known there.
    expect(stateIn(outer, "plu.zone")).toEqual(["concerned", undefined, true]);
  });

  it("what is seen near the border is said, and that there may be more", async () => {
    const report = await reportOf(world, await placeAt(world, 300, 400), office);
    const { findings, notes, isComplete } = themeIn(report, "risk.cavity");
    expect(findings.map(({ label }) => label?.text)).toEqual(["Grotte"]);
    expect([isComplete, notes.map(({ text }) => text)]).toEqual([
      false,
      ["Vous n’avez accès qu’à une partie de ces données : il peut y avoir autre chose."],
    ]);
  });
});

describe("across the border", () => {
  it("what lies inside is named without a share, a length or a gap, and nothing of the rest", async () => {
    const report = await reportOf(world, await drawnAt(world, square(1_950, 1_000, 200)), office);
    expect(reportSchema.safeParse(report).error).toBeUndefined();
    const zone = themeIn(report, "plu.zone");
    expect(zone).toMatchObject({ state: "concerned", isComplete: false });
    expect(zone.findings.map(({ label, relation }) => [label?.text, relation])).toEqual([["Nsecret", { kind: "partly", toleranceM: 2.5 }]]);
    expect(zone.notes).toHaveLength(1);
    expect(zone.sources).toMatchObject([{ coverage: "partly", part: { reach: "less" } }]);
    expect(stateIn(report, "risk.cavity")).toEqual(UNCHECKED);
  });

  it("a shape that the border cuts is not said to be as far as its cut", async () => {
    // The site covers the place; its part inside the area ends 60 m before it.
    const report = await reportOf(world, await placeAt(world, 2_060, 1_700), office);
    expect(stateIn(report, "risk.soil-sis")).toEqual(UNCHECKED);
    expect(themeIn(report, "risk.soil-sis").findings).toEqual([]);
  });
});

it("outside, nothing is said but that it is not checked, whether data lie there or not", async () => {
  const said = async (x: number, y: number) => {
    const report = await reportOf(world, await placeAt(world, x, y), office);
    return report.themes
      .filter(({ sources }) => sources.length > 0)
      .map(({ theme, state, reason, findings, sources }) => ({
        ...{ theme, state, reason, findings },
        sources: sources.map(({ coverage, outcome, part }) => [coverage, outcome, part?.reach]),
      }));
  };
  const onSite = await said(3_000, 2_000);
  expect(onSite.map(({ theme }) => theme).sort()).toEqual(["plu.zone", "risk.cavity", "risk.soil-sis"]);
  for (const one of onSite) {
    expect(one).toMatchObject({ state: "notChecked", reason: "partialAccess", findings: [], sources: [["none", "read", "outside"]] });
  }
  expect(await said(9_000, 9_000)).toEqual(onSite);
});

it("is that of a stranger for everyone else, and of a member for those of the community", async () => {
  const place = await placeAt(world, 800, 1_200);
  const report = await reportOf(world, place, await newPerson());
  expect(report).not.toHaveProperty("partial");
  expect(report.versions.layers).toEqual({});
  expect(stateIn(report, "plu.zone")).toEqual(["noData", "noLayer", true]);
});

describe("columns", () => {
  it("without the one that rules read, nothing is said of what is there", async () => {
    const person = await newPerson();
    await giveArea(world, person, zones, { ring: OPEN, columns: ["libelle", "idurba"] });
    const report = await reportOf(world, await placeAt(world, 800, 1_200), person);
    expect(stateIn(report, "plu.zone")).toEqual(UNCHECKED);
    expect(JSON.stringify(report)).not.toContain("UA");
  });

  it("without the one that names the plan, nothing is said either: it may be annulled", async () => {
    const person = await newPerson();
    await giveArea(world, person, zones, { ring: OPEN, columns: ["libelle", "typezone"] });
    expect(stateIn(await reportOf(world, await placeAt(world, 800, 1_200), person), "plu.zone")).toEqual(UNCHECKED);
  });

  it("without a name, the rule speaks without it", async () => {
    const person = await newPerson();
    await giveArea(world, person, zones, { ring: OPEN, columns: ["typezone", "idurba"] });
    const report = await reportOf(world, await placeAt(world, 800, 1_200), person);
    const { findings, isComplete } = themeIn(report, "plu.zone");
    expect(findings.map(({ rule, label }) => [rule, label?.text])).toEqual([["fr-plu/zone-U", "zone urbaine"]]);
    // Columns that it does not have either could hold what else applies: permitted uses.
    expect(isComplete).toBe(false);
    expect(JSON.stringify(report)).not.toContain("UA");
  });

  it("that are given elsewhere are not taken for empty here", async () => {
    const person = await newPerson();
    await giveArea(world, person, zones, { ring: OPEN, columns: ["libelle"] });
    await giveArea(world, person, zones, { ring: square(2_100, 0, 500) });
    expect(stateIn(await reportOf(world, await placeAt(world, 800, 1_200), person), "plu.zone")).toEqual(UNCHECKED);
    const other = await reportOf(world, await placeAt(world, 2_300, 200), person);
    expect(themeIn(other, "plu.zone").findings).toMatchObject([{ label: { text: "Nsecret" }, relation: { kind: "contains" } }]);
  });
});

it("a grant that is revoked while the answer is made clears nothing", async () => {
  const person = await newPerson();
  await giveArea(world, person, sites, { ring: OPEN });
  const actor = { userId: person, isOperator: false, isSuspended: false };
  const request = { portalId: world.portalId, place: await placeAt(world, 800, 1_200), locale: "fr" as const };
  const prepared = await prepareReport(world.core, actor, request);
  await database.sqlAs({ role: "system" }, (sql) => sql.query("UPDATE grants SET revoked_at = now() WHERE user_id = $1::uuid", [person]));
  const { report, isWhole } = await prepared.read();
  expect(isWhole).toBe(false);
  expect(stateIn(report, "risk.soil-sis")).toEqual(["notChecked", "sourceDown", false]);
  expect(stateIn(await reportOf(world, request.place, person), "risk.soil-sis")).toEqual(["noData", "noLayer", true]);
});

describe("over HTTP", () => {
  const call = async (path: string, x: number, y: number, userId: string | null = office) => {
    const place = await placeAt(world, x, y);
    if (place.kind !== "point") throw new Error("a point");
    return app.inject({ url: `${path}?portal=${world.portalId}&lon=${place.lon}&lat=${place.lat}&lang=fr`, headers: bearer(userId) });
  };

  it("JSON, PDF and map are never stored, and drawn from the part", async () => {
    for (const path of ["/report", "/report.pdf", "/report.svg"]) {
      const { statusCode, headers } = await call(path, 800, 1_200);
      expect([path, statusCode, headers["cache-control"], headers.etag]).toEqual([path, 200, "private, no-store", undefined]);
    }
    const report = (await call("/report", 800, 1_200)).json();
    expect(report).toMatchObject({ partial: true, restricted: true, verify: null });
    const visitor = await call("/report", 800, 1_200, null);
    expect([visitor.json().restricted, visitor.headers["cache-control"]]).toEqual([false, "private, no-cache"]);
  });

  it("the version of an answer changes with the grants", async () => {
    const [person, other] = [await newPerson(), await newPerson()];
    await giveArea(world, person, sites, { ring: OPEN });
    await giveArea(world, other, sites, { ring: square(0, 0, 1_900) });
    const ids = await Promise.all([person, other].map(async (one) => (await call("/report", 800, 1_200, one)).json().id));
    expect(new Set(ids).size).toBe(2);
  });
});

it("a map draws what findings speak of, cut to the part", async () => {
  const request = { portalId: world.portalId, place: await drawnAt(world, square(1_950, 1_000, 200)), locale: "fr" as const };
  const eastOf = async (userId: string) => {
    const actor = { userId, isOperator: false, isSuspended: false };
    const prepared = await prepareReport(world.core, actor, request);
    const { report } = await prepared.read();
    const map = await readMap(world.core, actor, prepared.located, prepared.candidates, report);
    const corners = [...(map?.features.values() ?? [])].flatMap(({ areas }) => areas.flat(2)).map(([x]) => x - 810_000);
    return Math.max(...corners);
  };
  expect(await eastOf(office)).toBeCloseTo(2_000, 0);
  expect(await eastOf(world.manager.userId)).toBeGreaterThan(2_100);
});

it("the database shows through grants what is declared of open layers alone", async () => {
  const person = await newPerson();
  await giveArea(world, person, sites, { ring: OPEN });
  const rows = (userId: string) =>
    database.sqlAs({ role: "lens", userId, communityId: null }, (sql) =>
      sql.query<{ id: string }>("SELECT layer_id AS id FROM layer_answers ORDER BY 1"),
    );
  expect(await rows(person)).toEqual([{ id: sites.layerId }]);
  expect(await rows(await newPerson())).toEqual([]);
});
