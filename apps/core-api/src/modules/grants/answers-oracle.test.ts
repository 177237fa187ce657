// @database server
import type { Report } from "@archipel/answers/report/report.ts";
import type { AnswerPlace, LayerAnswers } from "@archipel/contracts/answers.ts";
import type { Database } from "@archipel/database/database.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { MemberActor } from "../../kernel/actor.ts";
import { tableRef } from "../../layer-store/tables/layer-table.ts";
import {
  allowed,
  at,
  type BuiltLayer,
  buildLensWorld,
  type Given,
  give,
  givenArb,
  type LensWorld,
  type Reader,
  ring,
  type Seen,
  SOUTH,
  WEST,
} from "../../testing/lens-world.ts";
import { createTestCore, type TestCore } from "../../testing/test-core.ts";
import { lensScopeOf } from "../access/lens/service/through-lens.ts";
import { reportAt } from "../answers/service/report.ts";
import { choosePacks, declareLayer } from "../answers/service/settings.ts";

// Answers of people who have grants, for random grants and places: an answer holds nothing of what the grants do not give. It is the same whatever
// lies there; and where the grants give all that is looked for, it is that of somebody who reads everything.

let database: Database;
let core: TestCore;
let world: LensWorld;
let manager: MemberActor;
/** Polygons are industrial sites, judged by a code that is the note and looked for within 500 m; lines are polluted soils; points are cavities. */
const TAGS = ["industrial-site", null, "soil-sis", "cavity"] as const;
const NAMES: Readonly<Record<string, string>> = { NAME: "nom", NOTE: "lib_seveso" };
const declared: LayerAnswers = {
  ...{ standard: null, tags: [], coverage: { kind: "everywhere" }, accuracyM: null, scaleDenominator: null },
  ...{ captured: "2026-01-01", staleAfterDays: null, documents: [] },
};

beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
  world = await buildLensWorld(database);
  const { community, portalId, giver } = world;
  manager = { userId: giver, communityId: community.id, role: "manager", isOperator: false, isSuspended: false };
  await choosePacks(core, manager, { communityId: community.id, portalId, packs: ["fr-risks"] });
  for (const [index, tag] of TAGS.entries()) {
    const layer = world.layers[index];
    if (!layer || tag === null) continue;
    const fields = layer.spec.fields.map((field) => ({ ...field, name: NAMES[field.name] ?? field.name }));
    await database.withSystem((tx) => tx.layer.update({ where: { id: layer.layerId, datasetId: layer.datasetId }, data: { fields } }));
    await declareLayer(core, manager, { communityId: community.id, layerId: layer.layerId, declared: { ...declared, tags: [tag] } });
  }
  // A code that another rule speaks for: who does not see it cannot know which rule does.
  const [sites] = world.layers;
  await sites?.open((sql) => sql.query(`UPDATE ${tableRef(sites.spec.tableName)} SET note = 'Seveso seuil haut' WHERE fid % 2 = 0`));
});
afterAll(() => database.close());

const THEMES = { "industrial-site": "risk.industrial-sites", "soil-sis": "risk.soil-sis", cavity: "risk.cavity" } as const;
/** How far each theme looks, in metres; cavities and lines have a tolerance of a metre. */
const RINGS = { "industrial-site": 500, "soil-sis": 1, cavity: 500 } as const;
type Tag = keyof typeof THEMES;

/** A point, or a square of some hundred metres, by cells of the world. */
interface Where {
  x: number;
  y: number;
  side: number | null;
}
const placeOf = ({ x, y, side }: Where): AnswerPlace => {
  const [lon = 0, lat = 0] = at(x, y);
  if (side === null) return { kind: "point", lon, lat, precision: "exact" };
  return { kind: "drawn", geometry: { type: "Polygon", coordinates: [ring(x, y, side, side) as [number, number][]] } };
};
const answer = (actor: Reader["actor"], where: Where) =>
  reportAt(core, actor, { portalId: world.portalId, place: placeOf(where), locale: "fr" });
const themeOf = ({ themes }: Report, tag: Tag) => {
  const found = themes.find(({ theme }) => theme === THEMES[tag]);
  if (!found) throw new Error("no theme");
  return found;
};

/** Whether the place, grown by metres, lies in the areas: by the cells of a grid of points on and around it, without the database. */
function liesIn(given: readonly Given[], { x, y, side }: Where, metres: number): boolean {
  if (given.some(({ area }) => area === null)) return true;
  // A hundredth of a degree: 1,112 m to the north, 740 m to the east at 48.2 degrees.
  const [dx, dy] = [metres / 735, metres / 1_100];
  const [width, height] = [(side ?? 0) + 2 * dx, (side ?? 0) + 2 * dy];
  const steps = 24;
  for (let row = 0; row <= steps; row++) {
    for (let column = 0; column <= steps; column++) {
      const [px, py] = [x - dx + (column / steps) * width, y - dy + (row / steps) * height];
      const isIn = given.some(({ area }) => area && px > area[0] && px < area[0] + area[2] && py > area[1] && py < area[1] + area[3]);
      if (!isIn) return false;
    }
  }
  return true;
}
/** Whether no point within these metres of the place is in an area, with some metres to spare. */
const liesOutside = (given: readonly Given[], { x, y, side }: Where, metres: number): boolean => {
  const [dx, dy] = [(metres + 30) / 735, (metres + 30) / 1_100];
  return given.every(
    ({ area }) =>
      area !== null &&
      (x + (side ?? 0) + dx < area[0] || x - dx > area[0] + area[2] || y + (side ?? 0) + dy < area[1] || y - dy > area[1] + area[3]),
  );
};

/** What a report says, without its moment and to the precision that a transformation of a cut shape keeps. */
function said({ createdAt: _moment, id: _id, ...report }: Report): unknown {
  return JSON.parse(JSON.stringify(report), (_key, value) => (typeof value === "number" ? Math.round(value * 1e4) / 1e4 : value));
}

/**
 * Makes of the layer what its reader sees of it, while `work` runs: other features go far away, hidden values become others, and shapes are changed
 * outside the areas.
 */
async function withOnlySeen<T>(layer: BuiltLayer, actor: Reader["actor"], seen: readonly Seen[], work: () => Promise<T>): Promise<T> {
  const table = tableRef(layer.spec.tableName);
  const { srid } = layer.spec.geometry;
  const before = await layer.open((sql) =>
    sql.query<Record<string, unknown>>(
      `SELECT fid, name, rank, note, hush, geom::text AS geom, geom_3857::text AS geom_3857 FROM ${table}`,
    ),
  );
  const cut = new Map(
    (
      await database.sqlAs(lensScopeOf(actor), (sql) =>
        sql.query<{ fid: number; geom: string | null }>(
          `SELECT t.fid, CASE WHEN ST_NumGeometries(c.g) = 1 AND NOT l.is_everywhere THEN ST_GeometryN(c.g, 1)::text END AS geom
           FROM ${table} t, app.lens_shape('${layer.layerId}') l, LATERAL (SELECT app.cut_to(l.area, t.geom_3857) AS g) c`,
        ),
      )
    ).map(({ fid, geom }) => [fid, geom]),
  );
  const write = (rows: readonly Record<string, unknown>[]) =>
    layer.open(async (sql) => {
      for (const row of rows) {
        await sql.query(
          `UPDATE ${table} SET name = $2, rank = $3::bigint, note = $4, hush = $5, geom = $6::geometry, geom_3857 = $7::geometry WHERE fid = $1::bigint`,
          ["fid", "name", "rank", "note", "hush", "geom", "geom_3857"].map((column) => row[column]),
        );
      }
    });
  const shown = await layer.open(async (sql) => {
    const rows: Record<string, unknown>[] = [];
    for (const row of before) {
      const one = seen.find(({ fid }) => fid === Number(row.fid));
      const part = one ? (cut.get(one.fid) ?? row.geom_3857) : await moved(sql, row.geom_3857);
      const hidden = (column: string) => one?.values[column] ?? (column === "rank" ? 999 : "other");
      const values = { name: hidden("name"), rank: hidden("rank"), note: hidden("note"), hush: "other" };
      // A whole shape keeps its own coordinates.
      const [placed] =
        part === row.geom_3857
          ? [row]
          : await sql.query<{ geom: string }>(`SELECT ST_Transform($1::geometry, ${srid})::text AS geom`, [part]);
      rows.push({ ...row, ...values, geom: placed?.geom, geom_3857: part });
    }
    return rows;
  });
  await write(shown);
  try {
    return await work();
  } finally {
    await write(before);
  }
}

async function moved(sql: { query: (text: string, params: unknown[]) => Promise<unknown[]> }, geom: unknown): Promise<unknown> {
  const [row] = (await sql.query("SELECT ST_Translate($1::geometry, 500000, 0)::text AS geom", [geom])) as { geom: string | null }[];
  return row?.geom ?? null;
}

const counts = { cleared: 0, unchecked: 0, concerned: 0, part: 0 };

async function check(layer: BuiltLayer, tag: Tag, { actor }: Reader, given: readonly Given[], where: Where): Promise<void> {
  const valid = given.filter(({ state }) => state === "valid");
  const seen = await allowed(database, layer, given);
  const report = await answer(actor, where);
  const theme = themeOf(report, tag);
  const whole = themeOf(await answer(manager, where), tag);
  if (valid.length === 0) {
    expect(theme).toMatchObject({ state: "noData", reason: "noLayer", sources: [] });
    expect(report).not.toHaveProperty("partial");
    return;
  }
  expect(report).toMatchObject({ partial: true, restricted: true, verify: null });
  // Names and features.
  const text = JSON.stringify(report);
  for (const [, name = ""] of text.matchAll(/((?:name|note|hush)-\d+(?:-x)?)/g)) {
    expect(
      seen.some(({ values }) => Object.values(values).includes(name)),
      name,
    ).toBe(true);
  }
  for (const { features } of [...theme.findings, ...theme.scenarios]) {
    for (const id of features) expect(seen.map(({ fid }) => fid)).toContain(Number(id));
  }
  const metres = RINGS[tag];
  const isInside = liesIn(valid, where, metres * 1.01 + 5);
  if (theme.state === "notConcerned") {
    expect(whole.state).toBe("notConcerned");
    expect(liesIn(valid, where, metres)).toBe(true);
    counts.cleared += 1;
  }
  if (theme.state === "notChecked") {
    expect(theme).toMatchObject({ reason: "partialAccess", findings: [] });
    counts.unchecked += 1;
  }
  expect(theme.state).not.toBe("noData");
  if (liesOutside(valid, where, metres))
    expect(theme).toMatchObject({ state: "notChecked", sources: [{ coverage: "none", part: { reach: "outside" } }] });
  if (theme.state === "concerned") counts.concerned += 1;
  for (const { features, relation, rule } of [...theme.findings, ...theme.scenarios]) {
    const [one = ""] = features;
    const same = [...whole.findings, ...whole.scenarios].find((other) => other.features.includes(one));
    if (whole.more === 0) expect(rule).toBe(same?.rule);
    if (relation.kind === "near" && whole.more === 0) expect(relation.distanceM).toBeCloseTo(same?.relation.distanceM ?? -1, 0);
  }
  // A share or a length is that of the whole.
  for (const { features, relation } of theme.findings) {
    if (relation.areaM2 === undefined && relation.lengthM === undefined && relation.share === undefined) continue;
    expect(liesIn(valid, where, 1)).toBe(true);
    const same = whole.findings.find((one) => one.features.some((id) => features.includes(id)));
    if (theme.findings.length === whole.findings.length && valid.every(({ columns }) => columns === null)) {
      expect(Math.abs((same?.relation.areaM2 ?? 0) - (relation.areaM2 ?? 0))).toBeLessThan(1);
      expect(Math.abs((same?.relation.lengthM ?? 0) - (relation.lengthM ?? 0))).toBeLessThan(1);
    }
  }
  // All of it where everything is given.
  if (isInside && valid.every(({ columns }) => columns === null)) {
    expect(theme.state).toBe(whole.state);
    expect(theme.findings.map(({ features, relation }) => [features, relation.kind])).toEqual(
      whole.findings.map(({ features, relation }) => [features, relation.kind]),
    );
    expect(theme.isComplete).toBe(true);
  }
  if (!isInside) counts.part += 1;
  // Nothing of it depends on what is not seen.
  const alone = await withOnlySeen(layer, actor, seen, () => answer(actor, where));
  expect(said(alone)).toEqual(said(report));
}

test("whatever the grants, an answer says all that they give at a place, and nothing of the rest", { timeout: 240_000 }, async () => {
  const names = Object.keys(world.readers).filter((name) => name !== "manager") as (keyof LensWorld["readers"])[];
  const whereArb = fc.record({
    x: fc.double({ min: 0, max: 19, noNaN: true }),
    y: fc.double({ min: 0, max: 19, noNaN: true }),
    side: fc.option(fc.double({ min: 0.05, max: 1.2, noNaN: true })),
  });
  // Wide areas, so that a ring of 500 m lies inside some.
  const wideArb = givenArb.map(
    (one): Given => (one.area ? { ...one, area: [one.area[0] / 2, one.area[1] / 2, one.area[2] + 3, one.area[3] + 3] } : one),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(wideArb, givenArb), { minLength: 1, maxLength: 5 }),
      fc.constantFrom(0, 2, 3),
      fc.constantFrom(...names),
      fc.array(whereArb, { minLength: 4, maxLength: 4 }),
      fc.nat(29),
      async (given, which, name, places, cutFid) => {
        const [layer, tag] = [world.layers[which], TAGS[which]];
        const reader = world.readers[name];
        if (!layer || !tag) return;
        // Half of the grants are the reader's own.
        const own = given.map((one, index) => ({
          ...one,
          ...(index % 2 === 0 ? { to: reader.gets[index % reader.gets.length] ?? one.to } : {}),
        }));
        // The border of the first area cuts a feature in its middle.
        const [x, y] = [(cutFid * 3) % 19, (cutFid * 7) % 18];
        const [first] = own;
        if (first?.area) first.area = [x - 3.5, y - 1, 4, 4];
        await give(database, world, layer, own);
        const mine = own.filter(({ to }) => reader.gets.includes(to));
        // In the middle of an area, on its border, and anywhere.
        const area = mine.find((one) => one.state === "valid" && one.area)?.area;
        const onCut = [
          { x: x + 0.35, y: y + 0.4, side: 0.3 },
          { x: x + 0.85, y: y + 0.4, side: null },
        ];
        const chosen = places.map((place, index) =>
          area && index < 2 ? { ...place, x: area[0] + (index === 0 ? area[2] / 2 : area[2] - 0.03), y: area[1] + area[3] / 2 } : place,
        );
        for (const where of [...onCut, ...chosen]) await check(layer, tag, reader, mine, where);
      },
    ),
    { numRuns: 40 },
  );
  expect(Math.min(counts.cleared, counts.unchecked, counts.concerned, counts.part)).toBeGreaterThan(5);
});

test("a place outside every area has the same answer, whatever the layer holds there", async () => {
  const [layer] = world.layers;
  if (!layer) throw new Error("no layer");
  await give(database, world, layer, [{ to: "person", columns: null, area: [0, 0, 5, 5], state: "valid", isForAll: false }]);
  const [lon = 0, lat = 0] = [WEST, SOUTH];
  expect([lon, lat]).toEqual(at(0, 0));
  const { actor } = world.readers.person;
  const onData = themeOf(await answer(actor, { x: 9.5, y: 3.5, side: null }), "industrial-site");
  const offData = themeOf(await answer(actor, { x: 30, y: 30, side: null }), "industrial-site");
  expect(onData).toEqual(offData);
});
