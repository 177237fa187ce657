import type { Database } from "@archipel/database/database.ts";
import { createCommunity, createUser } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { recomputeStale } from "../../jobs/quality-sheets.ts";
import { anonymous, type Person } from "../../kernel/actor.ts";
import { qualityTableOf } from "../../layer-store/tables/quality-table.ts";
import { updateLayer } from "../layers/service.ts";
import { qualityReader } from "./events.ts";
import { listBehind } from "./features/service.ts";
import { confidenceOf } from "./policy.ts";
import { agedDatasets } from "./queries/sheets.ts";
import { hideRating, listRatings, rate, withdrawRating } from "./ratings/service.ts";
import { confirmFeature, explainConfidence, getSheet, saveQualityRules } from "./service.ts";
import { computeSheet } from "./sheet/compute.ts";
import { qualityWorld } from "./testing/quality-world.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

type World = Awaited<ReturnType<typeof qualityWorld>>;

/** The stored facts, feature by feature, as if the sheet were computed from nothing. */
function known({ spec }: World) {
  return database.sqlAs({ role: "system" }, (sql) =>
    sql.query<Record<string, unknown>>(
      `SELECT fid, version, is_valid, reason, round(filled::numeric, 3)::float8 AS filled, is_reviewed, confidence
       FROM ${qualityTableOf(spec.tableName)} ORDER BY fid`,
    ),
  );
}

const figuresOf = async ({ core, datasetId }: World) => {
  const { figures } = await getSheet(core, anonymous, datasetId);
  if (!figures?.layers[0]) throw new Error("no figures");
  return { ...figures, layer: figures.layers[0] };
};

describe("the sheet", () => {
  it("says that nothing was computed yet, then counts the features", async () => {
    const world = await qualityWorld(database);
    const { core, communityId, datasetId } = world;
    expect(await getSheet(core, anonymous, datasetId)).toMatchObject({ figures: null, measures: null, computedAt: null, isStale: true });
    await computeSheet(core, communityId, datasetId);
    const sheet = await getSheet(core, anonymous, datasetId);
    expect(sheet.isStale).toBe(false);
    expect(sheet.figures?.layers).toMatchObject([
      {
        features: 5,
        invalid: 2,
        fields: [
          { column: "nom", filled: 3, isMandatory: false },
          { column: "niveau", filled: 5, isMandatory: false },
        ],
        completeness: 0.8,
        reviewed: 0,
      },
    ]);
    expect(sheet.measures).toMatchObject({ validity: 0.6, completeness: 0.8, reviewed: 0, freshness: "unpromised", rating: null });
  });

  it("follows an edit by checking only changed features, with the same result as a computation from nothing", async () => {
    const world = await qualityWorld(database);
    const { core, communityId, datasetId, layerId, spec, person, merged } = world;
    await computeSheet(core, communityId, datasetId);
    // Mark the rows that must not be checked again.
    await database.sqlAs({ role: "system" }, (sql) =>
      sql.query(`UPDATE ${qualityTableOf(spec.tableName)} SET reason = 'kept' WHERE fid IN (1, 4)`),
    );
    const [author, moderator] = [await person("contributor"), await person("moderator")];
    await merged(author, moderator, [
      { operation: "update", layerId, fid: 2, baseVersion: 1, values: { nom: "Nommée" } },
      { operation: "delete", layerId, fid: 5, baseVersion: 1 },
    ]);
    await computeSheet(core, communityId, datasetId);
    const rows = await known(world);
    expect(rows.map(({ fid, version, reason, is_reviewed }) => [Number(fid), version, reason, is_reviewed])).toEqual([
      [1, 1, "kept", false],
      [2, 2, null, true],
      [3, 1, null, false],
      [4, 1, "kept", false],
    ]);
    const { layer } = await figuresOf(world);
    expect(layer).toMatchObject({ features: 4, invalid: 1, reviewed: 1, revision: 2 });
    await database.sqlAs({ role: "worker", communityId }, (sql) => sql.query(`DROP TABLE ${qualityTableOf(spec.tableName)}`));
    await computeSheet(core, communityId, datasetId);
    const { layer: anew } = await figuresOf(world);
    expect(anew).toEqual(layer);
  });

  it("weights mandatory fields more, and leaves out a hidden field", async () => {
    const world = await qualityWorld(database);
    const { core, communityId, datasetId, layerId, person } = world;
    const manager = await person("manager");
    await saveQualityRules(core, manager, { communityId, datasetId, rules: { mandatoryColumns: { [layerId]: ["nom"] } } });
    await computeSheet(core, communityId, datasetId);
    const { layer } = await figuresOf(world);
    expect(layer.fields[0]).toEqual({ column: "nom", filled: 3, isMandatory: true });
    expect(layer.completeness).toBeCloseTo((3 * 3 + 5) / 20);
    await updateLayer(core, manager, { communityId, layerId, fields: [{ column: "nom", isHidden: true }] });
    // Hidden from readers at once, although the figures are older.
    expect((await figuresOf(world)).layer.fields.map(({ column }) => column)).toEqual(["niveau"]);
  });

  it("is computed once for many events, and again for events that came meanwhile", async () => {
    const { core, communityId, datasetId } = await qualityWorld(database);
    const told = (sequence: number) =>
      database.sqlAs({ role: "system" }, (sql) =>
        qualityReader.handle(
          core,
          sql,
          { sequence, topic: "layer.edited", communityId, payload: { datasetId }, createdAt: new Date() },
          () => {},
        ),
      );
    for (let event = 1; event <= 5; event++) await told(event);
    await recomputeStale(core, 3600);
    expect((await getSheet(core, anonymous, datasetId)).isStale).toBe(true);
    await recomputeStale(core, 0);
    const first = await getSheet(core, anonymous, datasetId);
    expect(first.isStale).toBe(false);
    await recomputeStale(core, 0);
    expect((await getSheet(core, anonymous, datasetId)).computedAt).toEqual(first.computedAt);
    await told(6);
    expect((await getSheet(core, anonymous, datasetId)).isStale).toBe(true);
  });

  it("is marked stale by an edit, a rating, a confirmation and a rule", async () => {
    const { core, communityId, datasetId, layerId, person, merged } = await qualityWorld(database);
    const [manager, author] = [await person("manager"), await person("contributor")];
    await merged(author, manager, [{ operation: "update", layerId, fid: 1, baseVersion: 1, values: { niveau: 9 } }]);
    await confirmFeature(core, author, { layerId, fid: 2 });
    await rate(core, author, { datasetId, stars: 3, comment: "" });
    await saveQualityRules(core, manager, { communityId, datasetId, rules: { mandatoryColumns: {} } });
    const events = await database.withSystem((tx) => tx.outboxEvent.findMany({ where: { communityId }, orderBy: { sequence: "asc" } }));
    const heard = events.filter(({ topic }) => qualityReader.topics.includes(topic));
    expect(heard.map(({ topic }) => topic)).toEqual(["layer.edited", "quality.confirmed", "quality.rated", "quality.rules-changed"]);
    expect(heard.map(({ payload }) => payload)).toMatchObject(heard.map(() => ({ datasetId })));
  });

  it("is marked stale after a day", async () => {
    const { core, communityId, datasetId } = await qualityWorld(database);
    const isAged = () => database.sqlAs({ role: "system" }, async (sql) => (await agedDatasets(sql)).some(({ id }) => id === datasetId));
    expect(await isAged()).toBe(true);
    await computeSheet(core, communityId, datasetId);
    expect(await isAged()).toBe(false);
    await database.withSystem((tx) =>
      tx.qualitySheet.update({ where: { datasetId }, data: { computedAt: new Date(Date.now() - 25 * 3600_000) } }),
    );
    expect(await isAged()).toBe(true);
  });
});

describe("features behind a figure", () => {
  it("are those that it counts, with the error and its place", async () => {
    const world = await qualityWorld(database);
    const { core, communityId, datasetId, layerId } = world;
    const behind = (figure: "invalid" | "unreviewed" | "reported") =>
      listBehind(core, anonymous, { layerId, behind: { figure }, limit: 10 });
    expect(await behind("invalid")).toEqual({ items: [], nextCursor: null, total: 0 });
    await computeSheet(core, communityId, datasetId);
    const invalid = await behind("invalid");
    expect(invalid).toMatchObject({
      total: 2,
      items: [
        { fid: 4, label: "Zone 4", problem: { reason: "Self-intersection" } },
        { fid: 5, bbox: null, problem: { reason: "empty", place: null } },
      ],
    });
    const [lon, lat] = invalid.items[0]?.problem?.place ?? [0, 0];
    const [west, south, east, north] = invalid.items[0]?.bbox ?? [0, 0, 0, 0];
    expect(lon).toBeGreaterThan(west);
    expect(lon).toBeLessThan(east);
    expect(lat).toBeGreaterThan(south);
    expect(lat).toBeLessThan(north);
    const empty = await listBehind(core, anonymous, { layerId, behind: { figure: "empty", column: "nom" }, limit: 10 });
    expect(empty.items.map(({ fid }) => fid)).toEqual([2, 3]);
    expect((await behind("unreviewed")).total).toBe(5);
    expect((await behind("reported")).total).toBe(0);
  });

  it("are paged, each once", async () => {
    const { core, communityId, datasetId, layerId } = await qualityWorld(database);
    await computeSheet(core, communityId, datasetId);
    const fids: number[] = [];
    let cursor: string | null = null;
    do {
      const page = await listBehind(core, anonymous, { layerId, behind: { figure: "unreviewed" }, limit: 2, cursor });
      expect(page.total).toBe(5);
      fids.push(...page.items.map(({ fid }) => fid));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(fids).toEqual([1, 2, 3, 4, 5]);
  });

  it("are not shown for a hidden field, nor for a layer that the caller may not read", async () => {
    const { core, communityId, datasetId, layerId, person } = await qualityWorld(database);
    await computeSheet(core, communityId, datasetId);
    const hidden = { layerId, behind: { figure: "empty" as const, column: "interne" }, limit: 10 };
    await expect(listBehind(core, anonymous, hidden)).rejects.toMatchObject({ code: "column-not-found" });
    await database.withSystem((tx) => tx.dataset.update({ where: { id: datasetId }, data: { visibility: "private" } }));
    const invalid = { layerId, behind: { figure: "invalid" as const }, limit: 10 };
    await expect(listBehind(core, anonymous, invalid)).rejects.toMatchObject({ code: "layer-not-found" });
    await expect(getSheet(core, anonymous, datasetId)).rejects.toMatchObject({ code: "dataset-not-found" });
    expect((await listBehind(core, await person("contributor"), invalid)).total).toBe(2);
  });
});

describe("confidence", () => {
  it("is stored as the policy computes it, and explained", async () => {
    const world = await qualityWorld(database);
    const { core, communityId, datasetId, layerId, spec, person } = world;
    await database.withSystem((tx) => tx.dataset.update({ where: { id: datasetId }, data: { updateFrequency: "monthly" } }));
    await database.withSystem((tx) =>
      tx.layer.update({ where: { id: layerId }, data: { createdAt: new Date(Date.now() - 60 * 24 * 3600_000) } }),
    );
    await confirmFeature(core, await person("contributor"), { layerId, fid: 3 });
    await computeSheet(core, communityId, datasetId);
    const rows = await database.sqlAs({ role: "system" }, (sql) =>
      sql.query<Parameters<typeof confidenceOf>[0] & { fid: number; confidence: number }>(
        `SELECT fid, is_valid AS "isValid", filled::float8, is_reviewed AS "isReviewed", open_reports AS "openReports", confidence,
           extract(epoch FROM now() - changed_at)::float8 / 86400 AS "ageDays" FROM ${qualityTableOf(spec.tableName)} ORDER BY fid`,
      ),
    );
    expect(rows.map((row) => row.confidence)).toEqual(rows.map((row) => confidenceOf(row, 31)));
    expect(new Set(rows.map((row) => row.confidence)).size).toBeGreaterThan(2);
    for (const row of rows) {
      const told = await explainConfidence(core, anonymous, { layerId, fid: Number(row.fid) });
      expect(told?.confidence).toBe(row.confidence);
    }
    const third = await explainConfidence(core, anonymous, { layerId, fid: 3 });
    expect(third?.parts).toMatchObject([
      { part: "valid", points: 30, most: 30 },
      { part: "complete", points: 12.5, most: 25 },
      { part: "reviewed", points: 15, most: 15 },
      { part: "recent", most: 15 },
      { part: "unreported", points: 15, most: 15 },
    ]);
    expect(third?.parts[3]?.points).toBeCloseTo(15 * (1 - 29 / 62), 1);
    expect(await explainConfidence(core, anonymous, { layerId, fid: 99 })).toBeNull();
  });

  it("rises when a contributor confirms an existing feature", async () => {
    const world = await qualityWorld(database);
    const { core, communityId, datasetId, layerId, person } = world;
    await computeSheet(core, communityId, datasetId);
    const before = await explainConfidence(core, anonymous, { layerId, fid: 1 });
    const contributor = await person("contributor");
    await confirmFeature(core, contributor, { layerId, fid: 1 });
    await confirmFeature(core, contributor, { layerId, fid: 1 });
    await computeSheet(core, communityId, datasetId);
    const after = await explainConfidence(core, anonymous, { layerId, fid: 1 });
    expect((after?.confidence ?? 0) - (before?.confidence ?? 0)).toBe(15);
    expect((await figuresOf(world)).layer.reviewed).toBe(1);
    await expect(confirmFeature(core, contributor, { layerId, fid: 99 })).rejects.toMatchObject({ code: "feature-not-found" });
  });
});

describe("reports", () => {
  it("count while they are open, on their feature and on the sheet, also those of another community's portal", async () => {
    const world = await qualityWorld(database);
    const { core, communityId, datasetId, layerId } = world;
    const { id: other } = await createCommunity(database);
    await database.sqlAs({ role: "system" }, async (sql) => {
      const report = (number: number, community: string, status: string, fid: number, days: number) =>
        sql.query(
          `INSERT INTO reports (id, request_id, community_id, number, status, body, place, dataset_id, layer_id, fid, due_at, closed_at)
           VALUES (gen_random_uuid(), gen_random_uuid(), $1::uuid, $2::integer, $3, 'x', ST_SetSRID(ST_MakePoint(5, 45), 4326), $4::uuid, $5::uuid, $6::bigint,
             now() + make_interval(days => $7::integer), CASE WHEN $3 = 'valid' THEN now() END)`,
          [community, number, status, datasetId, layerId, fid, days],
        );
      await report(1, communityId, "submit", 1, 5);
      await report(2, communityId, "pending1", 1, -1);
      await report(3, communityId, "valid", 2, -1);
      await report(1, other, "pending", 3, 5);
    });
    await computeSheet(core, communityId, datasetId);
    const { reports, layer } = await figuresOf(world);
    expect(reports).toEqual({ open: 3, overdue: 1 });
    expect(layer.reported).toBe(2);
    const behind = await listBehind(core, anonymous, { layerId, behind: { figure: "reported" }, limit: 10 });
    expect(behind.items.map(({ fid }) => fid)).toEqual([1, 3]);
    const told = await explainConfidence(core, anonymous, { layerId, fid: 1 });
    expect(told?.parts.find(({ part }) => part === "unreported")?.points).toBeCloseTo(15 / 9);
  });
});

describe("ratings", () => {
  const stranger = async (): Promise<Person> => ({ userId: (await createUser(database)).id, isOperator: false, isSuspended: false });

  it("are one per person, changeable, and counted", async () => {
    const world = await qualityWorld(database);
    const { core, communityId, datasetId } = world;
    const [one, other] = [await stranger(), await stranger()];
    await rate(core, one, { datasetId, stars: 1, comment: "Vide" });
    await rate(core, one, { datasetId, stars: 5, comment: "Bien mieux" });
    await rate(core, other, { datasetId, stars: 4, comment: "" });
    await computeSheet(core, communityId, datasetId);
    expect((await figuresOf(world)).ratings).toEqual({ count: 2, average: 4.5 });
    expect((await getSheet(core, one, datasetId)).myRating).toEqual({ stars: 5, comment: "Bien mieux", isHidden: false });
    expect((await getSheet(core, anonymous, datasetId)).myRating).toBeNull();
    const list = await listRatings(core, other, { datasetId, limit: 10 });
    expect(list.items).toMatchObject([{ stars: 5, comment: "Bien mieux", isMine: false }]);
    expect(list.items[0]?.authorName).toBeTruthy();
    await withdrawRating(core, one, datasetId);
    await computeSheet(core, communityId, datasetId);
    expect((await figuresOf(world)).ratings).toEqual({ count: 1, average: 4 });
  });

  it("are refused for a dataset that the person may not read", async () => {
    const { core, datasetId } = await qualityWorld(database);
    await database.withSystem((tx) => tx.dataset.update({ where: { id: datasetId }, data: { visibility: "members" } }));
    await expect(rate(core, await stranger(), { datasetId, stars: 5, comment: "" })).rejects.toMatchObject({ code: "dataset-not-found" });
  });

  it("may be hidden by a moderator: the comment is hidden, the stars stay, a new comment is visible again", async () => {
    const world = await qualityWorld(database);
    const { core, communityId, datasetId, person } = world;
    const author = await stranger();
    await rate(core, author, { datasetId, stars: 2, comment: "Grossier" });
    const moderator = await person("moderator");
    const [said] = (await listRatings(core, moderator, { datasetId, limit: 10 })).items;
    await hideRating(core, moderator, { communityId, ratingId: said?.id ?? "", isHidden: true });
    expect((await listRatings(core, anonymous, { datasetId, limit: 10 })).items).toEqual([]);
    expect((await listRatings(core, author, { datasetId, limit: 10 })).items).toMatchObject([{ isMine: true, isHidden: true }]);
    expect((await listRatings(core, moderator, { datasetId, limit: 10 })).items).toMatchObject([{ isHidden: true }]);
    await computeSheet(core, communityId, datasetId);
    expect((await figuresOf(world)).ratings).toEqual({ count: 1, average: 2 });
    await rate(core, author, { datasetId, stars: 3, comment: "Grossier" });
    expect((await listRatings(core, anonymous, { datasetId, limit: 10 })).items).toEqual([]);
    await rate(core, author, { datasetId, stars: 3, comment: "Poli" });
    expect((await listRatings(core, anonymous, { datasetId, limit: 10 })).items).toMatchObject([{ comment: "Poli" }]);
    await expect(
      hideRating(core, moderator, { communityId, ratingId: "00000000-0000-4000-8000-000000000000", isHidden: true }),
    ).rejects.toMatchObject({ code: "rating-not-found" });
  });
});
