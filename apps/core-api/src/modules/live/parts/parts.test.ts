// @database server
import { type LayerEdited, layerEdited } from "@archipel/contracts/live.ts";
import type { Database } from "@archipel/database/database.ts";
import { createUser } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { giveToPerson } from "../../../testing/lens-world.ts";
import { contributionWorld, drawnSquare } from "../../contributions/testing/contribution-world.ts";
import { LiveLayers } from "../service.ts";
import { editThrough } from "./service.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

/** Half of the first zone, in the CRS of the layer. */
const HALF = [899_900, 6_499_900, 900_250, 6_500_600] as const;

it("tells of edits inside the areas of grants, with what changed there, and of no other", async () => {
  const world = await contributionWorld(database);
  const { core, layerId, datasetId, communityId, update } = world;
  const [author, moderator] = [await world.person("contributor"), await world.person("moderator")];
  await database.withSystem((tx) => tx.dataset.update({ where: { id: datasetId }, data: { visibility: "private" } }));
  const person = async () => ({ userId: (await createUser(database)).id, isOperator: false, isSuspended: false });
  const [reader, everywhere, stranger] = [await person(), await person(), await person()];
  const [area] = await database.sqlAs({ role: "system" }, (sql) =>
    sql.query<{ ewkb: string; box: number[] }>(
      `SELECT g::text AS ewkb, ARRAY[ST_XMin(m), ST_YMin(m), ST_XMax(m), ST_YMax(m)] AS box
       FROM (SELECT g, ST_Transform(g, 3857) AS m FROM (SELECT ST_Multi(ST_Transform(ST_MakeEnvelope(${HALF.join(", ")}, 2154), 4326)) AS g) a) b`,
    ),
  );
  for (const [userId, ewkb] of [
    [reader.userId, area?.ewkb ?? null],
    [everywhere.userId, null],
  ] as const) {
    await giveToPerson(database, { communityId, datasetId, layerId, userId, columns: ["nom"], area: ewkb, givenById: author.userId });
  }
  const edited = async (...made: Parameters<typeof world.merged>[2]) => {
    await world.merged(author, moderator, made);
    const { payload } = await database.withSystem((tx) =>
      tx.outboxEvent.findFirstOrThrow({ where: { topic: "layer.edited" }, orderBy: { sequence: "desc" } }),
    );
    return layerEdited.parse(payload);
  };
  const counts = (edit: LayerEdited | null) => edit && [edit.inserted, edit.updated, edit.deleted];

  const both = await edited(update(1, { nom: "Dedans" }), update(2, { nom: "Dehors" }));
  const seen = await editThrough(core, reader, both);
  expect(counts(seen)).toEqual([0, 1, 0]);
  const [west = 0, south = 0, east = 0, north = 0] = area?.box ?? [];
  for (const box of seen?.boxes ?? []) {
    expect(box[0]).toBeGreaterThan(west - 0.01);
    expect(box[1]).toBeGreaterThan(south - 0.01);
    expect(box[2]).toBeLessThan(east + 0.01);
    expect(box[3]).toBeLessThan(north + 0.01);
  }
  expect(seen?.boxes.length).toBeGreaterThan(0);
  expect(counts(await editThrough(core, everywhere, both))).toEqual([0, 2, 0]);
  expect(await editThrough(core, stranger, both)).toBeNull();

  // Near the area, but not in it: the boxes of the edit are of no use to tell.
  const outside = await edited(update(2, { nom: "Encore dehors" }, 2), update(3, { nom: "Dehors aussi" }));
  expect(await editThrough(core, reader, outside)).toBeNull();
  // A column that is not given, and a part of a shape that is not seen.
  expect(await editThrough(core, reader, await edited(update(1, { niveau: 7 }, 2)))).toBeNull();
  // A feature that leaves the area goes, for its reader.
  const left = await edited({ operation: "update", layerId, fid: 1, baseVersion: 3, values: {}, geometry: drawnSquare });
  expect(counts(await editThrough(core, reader, left))).toEqual([0, 0, 1]);
  expect(counts(await editThrough(core, everywhere, left))).toEqual([0, 1, 0]);

  // What the stream does with it.
  const live = new LiveLayers(core);
  const heard = new Map<string, LayerEdited[]>();
  for (const actor of [reader, stranger]) {
    const known: LayerEdited[] = [];
    heard.set(actor.userId, known);
    await new Promise<void>((resolve, reject) => {
      const listener = {
        edited: (_id: number, edit: LayerEdited) => void known.push(edit),
        reset: reject,
        ready: () => resolve(),
        failed: reject,
      };
      live.listen(actor, [layerId], { sequence: 0, at: Date.now() }, listener);
    });
  }
  expect(heard.get(stranger.userId)).toEqual([]);
  // Numbers of revisions would count the hidden ones.
  const [first, last] = await database.withSystem((tx) =>
    tx.layerRevision.findMany({ where: { layerId, revision: { in: [both.revision, left.revision] } }, orderBy: { revision: "asc" } }),
  );
  const [seenFirst, seenLast] = [first?.createdAt.getTime(), last?.createdAt.getTime()];
  expect(heard.get(reader.userId)?.map(({ revision }) => revision)).toEqual([seenFirst, seenLast]);
  expect(await live.shown(reader, [layerId])).toEqual({ [layerId]: seenLast });
  expect(await live.shown(stranger, [layerId])).toEqual({});
});
