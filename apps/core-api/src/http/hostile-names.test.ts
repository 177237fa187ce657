// @endurance hostile
import { createUser } from "@archipel/testing/factories.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { anonymous } from "../kernel/actor.ts";
import { createContribution, saveEdits, submitContribution } from "../modules/contributions/service/drafts.ts";
import { mergeAsSeen } from "../modules/contributions/testing/decide.ts";
import { compareMoments, getHistory } from "../modules/features/history/service.ts";
import { listAtPoint, listInView } from "../modules/features/service.ts";
import { listRows } from "../modules/features/table/service.ts";
import { listFieldValues } from "../modules/layers/service.ts";
import { computeClasses, profileForStyle } from "../modules/layers/statistics/service.ts";
import { getRun, runProcessing } from "../modules/processing/runs/service.ts";
import { listBehind } from "../modules/quality/features/service.ts";
import { getSheet, saveQualityRules } from "../modules/quality/service.ts";
import { computeSheet } from "../modules/quality/sheet/compute.ts";
import { computeValues } from "../modules/site/values/compute.ts";
import { bearer } from "../testing/bearer.ts";
import { giveToPerson } from "../testing/lens-world.ts";
import { jobOver } from "../testing/run-jobs.ts";
import { namedZones, type Twin, valueAtPlace } from "../testing/twin-layers.ts";
import { called, columnAt, nameAt, PAIRS, placeOf, twinWorld, values } from "../testing/twin-world.ts";

let world: Awaited<ReturnType<typeof twinWorld>>;
/** What both layers answer. */
const same: typeof world.same = (ask) => world.same(ask);
const record = z.record(z.string(), z.unknown());
const ROWS = [0, 1, 2, 3];
const BBOX: [number, number, number, number] = [-180, -85, 180, 85];

describe.each(PAIRS)("the names of pair %i", (pair) => {
  beforeAll(async () => {
    world = await twinWorld(pair);
  });
  afterAll(() => world.close());

  test("a name is kept, and its values are", async () => {
    expect(world.hostile.fields.map(({ name }) => name)).toEqual(world.names);
    for (const { column } of world.hostile.fields) expect(column).toMatch(/^[a-z][a-z0-9_]{0,62}$/);
    const rows = await same((twin) => world.rowsOf(twin));
    expect(rows).toEqual(ROWS.map((row) => world.names.map((_name, place) => valueAtPlace(place, row))));
  });

  test("features are listed, found, sorted and counted by any field", async () => {
    const { core } = world;
    const inView = await same(async (twin) => {
      const found = await listInView(core, anonymous, { layerId: twin.layerId, bbox: BBOX, limit: 50, q: "v0 9" });
      return found.items.map((item) => [item.fid, item.bbox, ...values(twin, item.properties)]);
    });
    expect(inView).toHaveLength(1);
    const [west = 0, south = 0, east = 0, north = 0] = z.array(z.number()).parse(inView[0]?.[1]);
    const point = { portalId: world.portalId, lon: (west + east) / 2, lat: (south + north) / 2 };
    const under = await same(async (twin) => {
      const layer = (await listAtPoint(core, anonymous, point)).find(({ layerId }) => layerId === twin.layerId);
      return layer?.features.map((item) => values(twin, item.properties));
    });
    expect(under).toHaveLength(1);
    for (const place of world.tried) {
      const value = String(valueAtPlace(place, 2));
      const order = await same(async (twin) => {
        const column = columnAt(twin, place);
        const sorted = await listRows(core, anonymous, {
          layerId: twin.layerId,
          offset: 0,
          limit: 10,
          sort: { column, isDescending: false },
        });
        const conditions = [{ column, operator: "is" as const, values: [value] }];
        const chosen = await listInView(core, anonymous, { layerId: twin.layerId, bbox: BBOX, limit: 50, conditions });
        const counted = await listFieldValues(core, anonymous, { layerId: twin.layerId, column });
        return { sorted: sorted.items.map(({ fid }) => fid), chosen: chosen.items.map(({ fid }) => fid), counted };
      });
      expect(order, world.names[place]).toMatchObject({ sorted: [4, 3, 2, 1], chosen: [3] });
      if (place % 3 !== 0)
        await same(({ layerId, fields }) =>
          computeClasses(core, anonymous, { layerId, column: fields[place]?.column ?? "", method: "quantile", count: 3 }),
        );
    }
    await same(async (twin) =>
      (await profileForStyle(core, world.manager, twin.layerId)).fields.map(({ filled, distinct }) => [filled, distinct]),
    );
  });

  test("the features interface and downloads call fields by their names, and filter by them", async () => {
    const read = async (url: string) => (await world.app.inject(url)).json().features;
    const byName = (twin: Twin, features: { properties: Record<string, unknown> }[]) =>
      features.map(({ properties }) =>
        twin.fields.map((field) => (Object.hasOwn(properties, called(field)) ? properties[called(field)] : null)),
      );
    const items = await same(async (twin) => byName(twin, await read(`/ogc/collections/${twin.layerId}/items`)));
    expect(items).toEqual(ROWS.map((row) => world.names.map((_name, place) => valueAtPlace(place, row))));
    await same(async (twin) => byName(twin, await read(`/downloads/${twin.layerId}.geojson`)));
    await same(async (twin) =>
      (await world.app.inject(`/downloads/${twin.layerId}.csv`)).body
        .split("\r\n")
        .slice(-ROWS.length - 1)
        .map((line) => line.split(";").toSorted()),
    );
    expect((await world.app.inject(`/downloads/${world.hostile.layerId}.gpkg`)).statusCode).toBe(200);
    const { properties } = (await world.app.inject(`/ogc/collections/${world.hostile.layerId}/queryables`)).json();
    for (const field of world.hostile.fields) expect(Object.hasOwn(properties, called(field)), field.name).toBe(true);
    // These mean something else in an address of the features interface.
    const own = ["limit", "bbox", "bbox-crs", "crs", "datetime", "offset", "cursor", "f"];
    for (const place of world.tried.filter((one) => !own.includes(world.names[one] ?? ""))) {
      const query = (twin: Twin) => `${encodeURIComponent(nameAt(twin, place))}=${encodeURIComponent(valueAtPlace(place, 1))}`;
      const found = await same(async (twin) => {
        const answer = await world.app.inject(`/ogc/collections/${twin.layerId}/items?${query(twin)}`);
        return { status: answer.statusCode, ids: answer.json().features?.map(({ id }: { id: number }) => id) };
      });
      expect(found, world.names[place]).toEqual({ status: 200, ids: [2] });
    }
  });

  test("tiles show any field, at low zooms too, and charts, names and quality are computed from it", async () => {
    const { core, communityId, manager } = world;
    await same(async ({ datasetId, layerId, fields }) => {
      const rules = { mandatoryColumns: { [layerId]: fields.map(({ column }) => column).slice(0, 500) } };
      await saveQualityRules(core, manager, { communityId, datasetId, rules });
      await computeSheet(core, communityId, datasetId);
      const behind = await listBehind(core, anonymous, { layerId, behind: { figure: "unreviewed" }, limit: 10 });
      const sheet = (await getSheet(core, anonymous, datasetId)).figures?.layers[0];
      return {
        fids: behind.items.map(({ fid }) => fid),
        filled: sheet?.fields.map(({ filled }) => filled),
        completeness: sheet?.completeness,
      };
    });
    for (const place of world.tried.filter((one) => one % 3 === 0)) {
      const shown = await same(async (twin) => {
        const { layerId } = twin;
        await world.drawBy(twin, place);
        const behind = await listBehind(core, anonymous, { layerId, behind: { figure: "unreviewed" }, limit: 10 });
        const tiles = [await world.tileValues(twin, place, 8), await world.tileValues(twin, place, 14)];
        return { labels: behind.items.map(({ label }) => label), tiles };
      });
      const written = ROWS.map((row) => valueAtPlace(place, row));
      expect(shown.labels, world.names[place]).toEqual(written);
      for (const tile of shown.tiles) expect(written, world.names[place]).toEqual(expect.arrayContaining(tile));
      expect(shown.tiles.map((tile) => tile.length > 0)).toEqual([true, true]);
    }
    for (const place of world.tried) {
      await same(async (twin) => {
        const [layer, column] = [twin.layerId, columnAt(twin, place)];
        const figure = { label: { fr: "x" }, figure: { of: "layer", layer, measure: place % 3 === 0 ? "count" : "sum", column } };
        const blocks = [
          { id: "figures1", type: "figures", v: 1, props: { items: [figure] } },
          { id: "chart100", type: "chart", v: 1, props: { layer, column: { fr: column }, measure: "count", summed: {}, most: 3 } },
        ];
        return computeValues(core, world, blocks as never);
      });
      const named = await same((twin) => world.gazetteerOf(twin, place));
      expect(named.names).toHaveLength(4);
    }
  });

  test("edits of any field are written, conflict, and stay in the history", async () => {
    const { core, communityId, manager } = world;
    const contributor = await world.person("contributor");
    const edited = world.slowly(3);
    for (const place of edited) {
      const value = (edition: number) => valueAtPlace(place, 0, edition);
      const outcome = await same(async (twin) => {
        const { layerId, datasetId } = twin;
        const column = columnAt(twin, place);
        const seen = await getHistory(core, manager, { layerId, fid: 1 });
        const baseVersion = seen.versions[0]?.version ?? 1;
        const { id: contributionId } = await createContribution(core, contributor, { communityId, datasetId, title: "Autre", message: "" });
        const edit = { operation: "update" as const, layerId, fid: 1, baseVersion, values: { [column]: value(1) } };
        await saveEdits(core, contributor, { communityId, contributionId, edits: [edit] });
        await submitContribution(core, contributor, contributionId);
        const written = await world.app.inject({
          method: "PATCH",
          url: `/ogc/collections/${layerId}/items/1`,
          payload: JSON.stringify({ properties: Object.fromEntries([[nameAt(twin, place), value(2)]]) }),
          headers: { ...bearer(manager.userId), "content-type": "application/merge-patch+json" },
        });
        const merged = await mergeAsSeen(core, manager, contributionId);
        const { versions } = await getHistory(core, manager, { layerId, fid: 1 });
        return {
          status: written.statusCode,
          merged: merged.outcome,
          value: versions[0]?.properties[column],
          before: versions[1]?.properties[column],
        };
      });
      expect(outcome, world.names[place]).toEqual({ status: 200, merged: "conflicting", value: value(2), before: value(0) });
    }
    const changes = await same(async (twin) => {
      const found = await compareMoments(core, manager, {
        layerId: twin.layerId,
        from: { revision: 1 },
        to: new Date(Date.now() + 60_000),
        limit: 10,
      });
      return found.items.map((item) => [
        item.fid,
        item.changedColumns.map((column) => placeOf(twin, column)),
        values(twin, item.after?.properties),
      ]);
    });
    expect(changes[0]?.[1]).toEqual(edited);
  });

  test("a part of a layer, now and earlier, has any field", async () => {
    const { core, communityId, manager, database } = world;
    const [area] = await database.sqlAs({ role: "system" }, (sql) =>
      sql.query<{ ewkb: string }>(
        `SELECT ST_Multi(ST_Transform(ST_Expand(geom, -20), 4326))::text AS ewkb FROM layers."${world.plain.tableName}" WHERE fid = 1`,
      ),
    );
    const reader = { userId: (await createUser(database)).id, isOperator: false, isSuspended: false };
    for (const { datasetId, layerId, fields } of [world.hostile, world.plain]) {
      const grant = { communityId, datasetId, layerId, userId: reader.userId, givenById: manager.userId };
      const columns = fields.map(({ column }) => column);
      await giveToPerson(database, { ...grant, columns: columns.slice(0, -20), area: area?.ewkb ?? null });
      await giveToPerson(database, { ...grant, columns: columns.slice(20), area: area?.ewkb ?? null });
      await database.withSystem((tx) => tx.dataset.update({ where: { id: datasetId }, data: { visibility: "private" } }));
    }
    const seen = await same(async (twin) => {
      const { items } = await listRows(core, reader, { layerId: twin.layerId, offset: 0, limit: 10 });
      const { versions } = await getHistory(core, reader, { layerId: twin.layerId, fid: 1 });
      return [
        items.map(({ fid, properties }) => [fid, values(twin, properties)]),
        versions.map(({ properties }) => values(twin, properties)),
      ];
    });
    expect(seen[0]).toHaveLength(1);
    expect(seen[1]?.length).toBeGreaterThan(0);
    for (const { datasetId } of [world.hostile, world.plain])
      await database.withSystem((tx) => tx.dataset.update({ where: { id: datasetId }, data: { visibility: "public" } }));
  });

  test("updates compare by any field, add nothing, and are taken back", async () => {
    const { compare, apply, compareRevision, stateOf } = world;
    const file = (twin: Twin, edition?: number) =>
      namedZones(
        twin.fields.map(({ name }) => name),
        edition,
      );
    const states = new Map([
      [world.hostile, await stateOf(world.hostile)],
      [world.plain, await stateOf(world.plain)],
    ]);
    for (const place of world.slowly(2).filter((one) => one % 3 !== 2)) {
      const preview = await same(async (twin) => {
        const { error, preview: found } = await compare(twin, file(twin), "delta", { key: [columnAt(twin, place)] });
        return { error, counts: found?.counts, unknown: found?.file?.unknown };
      });
      // The first zone may have been edited: by a key that was, it is a new one.
      expect(preview, world.names[place]).toMatchObject({ error: null, counts: { deleted: 0 }, unknown: [] });
      expect(preview.counts?.unchanged, world.names[place]).toBeGreaterThanOrEqual(ROWS.length - 1);
    }
    await same(async (twin) => {
      const update = await compare(twin, file(twin, 3), "replace", { key: ["code"] });
      const done = await apply(update);
      return {
        error: done.error,
        counts: update.preview?.counts,
        rows: await world.rowsOf(twin),
      };
    });
    for (const twin of [world.hostile, world.plain]) {
      const { revision } = await world.database.withSystem((tx) => tx.layer.findUniqueOrThrow({ where: { id: twin.layerId } }));
      await apply(await compareRevision(twin, revision - 1));
      expect(await stateOf(twin)).toEqual(states.get(twin));
    }
  });

  test("processings take any field", async () => {
    const { core, communityId, manager, database } = world;
    const made = async (processing: string, parameters: Record<string, unknown>) => {
      const result = { kind: "layer" as const, title: "Résultat", target: { title: "Résultats" } };
      const { runId, jobId } = await runProcessing(core, manager, { communityId, processing, parameters, result });
      const { status, error } = await jobOver(core, jobId);
      const { layerId } = await getRun(core, manager, runId);
      const layer = layerId && (await database.withSystem((tx) => tx.layer.findUniqueOrThrow({ where: { id: layerId } })));
      if (!layer) return { status, error };
      // The fields of both are in another order where a name is a number.
      const cells = (row: unknown) => Object.values(record.parse(row)).map(String).toSorted();
      return { status, error, rows: (await world.featuresOf(layer)).map((row) => cells(row.values)) };
    };
    for (const place of world.slowly(1)) {
      const [next, number] = [place + 1, place - (place % 3) + 1];
      const runs: Record<string, (twin: Twin) => Record<string, unknown>> = {
        filter: (twin) => ({
          layer: twin.layerId,
          condition: { match: "all", tests: [{ column: columnAt(twin, place), operator: "filled" }] },
        }),
        dissolve: (twin) => ({
          layer: twin.layerId,
          by: [columnAt(twin, place)],
          sums: [columnAt(twin, number)],
          firsts: [columnAt(twin, next)],
        }),
        "join-table": (twin) => ({
          ...{ layer: twin.layerId, key: columnAt(twin, place), other: twin.layerId, otherKey: columnAt(twin, place) },
          columns: [columnAt(twin, place), columnAt(twin, next)],
        }),
        // All fields of both, each name twice.
        "join-location": (twin) => ({ layer: twin.layerId, other: twin.layerId, columns: [columnAt(twin, place)] }),
      };
      for (const [processing, parameters] of Object.entries(runs)) {
        const found = await same((twin) => made(processing, parameters(twin)));
        expect(found, `${processing} ${world.names[place]}`).toMatchObject({ status: "success" });
      }
    }
  });
});
