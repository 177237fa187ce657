import type { Database } from "@archipel/database/database.ts";
import { lonLatToTile } from "@archipel/geo/tile-math.ts";
import { decodeTile } from "@archipel/testing/decode-tile.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import fastify, { type FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createNews } from "../kernel/news.ts";
import { writeFeature } from "../modules/contributions/service/write-feature.ts";
import { contributionWorld } from "../modules/contributions/testing/contribution-world.ts";
import { tiles } from "./routes.ts";

let database: Database;
let world: Awaited<ReturnType<typeof contributionWorld>>;
/** The process that merges, and another one. */
let here: FastifyInstance;
let elsewhere: FastifyInstance;
/** Tiles whose rows were read from the layer's table. */
let reads = 0;

beforeAll(async () => {
  database = await openTestDatabase();
  world = await contributionWorld(database);
  const counted: Database = {
    ...database,
    sqlAs: (scope, work) =>
      database.sqlAs(scope, (sql) =>
        work({
          ...sql,
          bytes: (statement) => {
            reads++;
            return sql.bytes(statement);
          },
        }),
      ),
  };
  [here, elsewhere] = [fastify(), fastify()];
  await tiles.register(here, { ...world.core, database: counted });
  await tiles.register(elsewhere, { ...world.core, news: createNews(database.notifier) });
});
afterAll(async () => {
  await Promise.all([here.close(), elsewhere.close()]);
  await database.close();
});

/** The URL of the tile with a zone. */
async function tileOf(fid: number, z: number): Promise<string> {
  const [place] = await database.sqlAs({ role: "system" }, (sql) =>
    sql.query<{ lon: number; lat: number }>(
      `SELECT ST_X(p) AS lon, ST_Y(p) AS lat FROM (
         SELECT ST_Transform(ST_Centroid(geom_3857), 4326) AS p FROM layers."${world.spec.tableName}" WHERE fid = $1::bigint) q`,
      [fid],
    ),
  );
  const { x, y } = lonLatToTile(place?.lon ?? 0, place?.lat ?? 0, z);
  return `/tiles/${world.layerId}/${z}/${x}/${y}.mvt`;
}

async function namesIn(app: FastifyInstance, url: string) {
  const { rawPayload } = await app.inject(url);
  return decodeTile(rawPayload).things?.features.map(({ properties }) => properties.nom);
}

const etagOf = async (app: FastifyInstance, url: string) => String((await app.inject(url)).headers.etag);

describe("tiles after an edit", () => {
  test("touched tiles change at once, at high and low zooms; the others keep their ETag and body", async () => {
    const [touched, other, far] = [await tileOf(1, 16), await tileOf(3, 16), await tileOf(1, 4)];
    const tileJson = `/tiles/${world.layerId}.json`;
    const before = { touched: await etagOf(here, touched), other: await etagOf(here, other), far: await etagOf(here, far) };
    const versionBefore = await etagOf(here, tileJson);
    const [author, moderator] = [await world.person("contributor"), await world.person("moderator")];
    await world.merged(author, moderator, [world.update(1, { nom: "Changed" })]);

    expect(await namesIn(here, touched)).toEqual(["Changed"]);
    expect(await namesIn(here, far)).toContain("Changed");
    reads = 0;
    const again = await here.inject({ url: other, headers: { "if-none-match": before.other } });
    expect([again.statusCode, await etagOf(here, other), reads]).toEqual([304, before.other, 0]);
    expect(await etagOf(here, touched)).not.toBe(before.touched);
    expect(await etagOf(here, far)).not.toBe(before.far);
    // Reading TileJSON again gives new tile URLs. They may be cached until the next edit.
    const version = await etagOf(here, tileJson);
    expect(version).not.toBe(versionBefore);
    const kept = await here.inject(`${other}?v=${version.replaceAll('"', "")}`);
    expect(kept.headers["cache-control"]).toBe("public, max-age=3600");
    expect((await here.inject(`${touched}?v=${before.touched.replaceAll('"', "")}`)).headers["cache-control"]).toContain("must-revalidate");
  });

  test("another process serves them within a second", async () => {
    const [touched, other] = [await tileOf(2, 16), await tileOf(3, 16)];
    const before = { touched: await etagOf(elsewhere, touched), other: await etagOf(elsewhere, other) };
    const [author, moderator] = [await world.person("contributor"), await world.person("moderator")];
    await world.merged(author, moderator, [world.update(2, { nom: "Elsewhere" })]);
    await expect.poll(() => namesIn(elsewhere, touched), { timeout: 1500, interval: 50 }).toEqual(["Elsewhere"]);
    expect(await etagOf(elsewhere, other)).toBe(before.other);
    expect(await etagOf(elsewhere, touched)).toBe(await etagOf(here, touched));
  });

  test("a map that was notified of an edit gets it from any process at once", async () => {
    const touched = await tileOf(3, 16);
    await etagOf(elsewhere, touched);
    const [author, moderator] = [await world.person("contributor"), await world.person("moderator")];
    await world.merged(author, moderator, [world.update(3, { nom: "Heard" })]);
    const { revision } = await database.withSystem((tx) => tx.layer.findUniqueOrThrow({ where: { id: world.layerId } }));
    expect(await namesIn(elsewhere, `${touched}?r=1&e=${revision}`)).toEqual(["Heard"]);
  });

  test("a moved feature changes the tiles of both places; a new style changes all tiles", async () => {
    const [author, moderator] = [await world.person("contributor"), await world.person("moderator")];
    const [from, to, other] = [await tileOf(2, 16), await tileOf(3, 16), await tileOf(1, 16)];
    const before = await Promise.all([from, to, other].map((url) => etagOf(here, url)));
    const [place] = await database.sqlAs({ role: "system" }, (sql) =>
      sql.query<{ geometry: string }>(
        `SELECT ST_AsGeoJSON(ST_Transform(ST_Buffer(geom, -100), 4326), 12) AS geometry FROM layers."${world.spec.tableName}" WHERE fid = 3`,
      ),
    );
    await world.merged(author, moderator, [
      {
        operation: "update",
        layerId: world.layerId,
        fid: 2,
        baseVersion: 2,
        values: {},
        geometry: JSON.parse(place?.geometry ?? "{}"),
      },
    ]);
    const after = await Promise.all([from, to, other].map((url) => etagOf(here, url)));
    expect(after.map((etag, index) => etag === before[index])).toEqual([false, false, true]);

    await database.withSystem((tx) => tx.layer.update({ where: { id: world.layerId }, data: { style: { kind: "auto" } } }));
    world.core.news.edited([world.layerId]);
    expect(await etagOf(here, other)).not.toBe(before[2]);
  });

  test("a program's direct write is visible at once too", async () => {
    const touched = await tileOf(1, 16);
    expect((await namesIn(here, touched))?.length).toBeGreaterThan(0);
    const { layerId, core } = world;
    await writeFeature(core, await world.person("manager"), {
      layerId,
      write: { operation: "delete", fid: 1 },
      drawnSrid: 4326,
      ifMatch: null,
    });
    expect((await here.inject(touched)).statusCode).toBe(204);
  });
});
