import { updateLayerInput } from "@archipel/contracts/layers.ts";
import { lonLatToTile } from "@archipel/geo/tile-math.ts";
import { createPortal } from "@archipel/testing/factories.ts";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { createServer } from "../../server.ts";
import { type Drawn, flood, geojson, updateWorld, X, Y, zones } from "../../testing/update-world.ts";
import { updateLayer } from "../layers/service.ts";
import { suggest } from "../search/service.ts";

let world: Awaited<ReturnType<typeof updateWorld>>;
let app: FastifyInstance;
beforeAll(async () => {
  world = await updateWorld();
  app = await createServer(world.core);
});
afterAll(async () => {
  await app.close();
  await world.close();
});

/** The tile around a zone of the first layer, by its position in Lambert-93. */
async function tileAt(layerId: string, x: number, z: number): Promise<string> {
  const [place] = await world.database.sqlAs({ role: "system" }, (sql) =>
    sql.query<{ lon: number; lat: number }>(
      "SELECT ST_X(p) AS lon, ST_Y(p) AS lat FROM (SELECT ST_Transform(ST_SetSRID(ST_MakePoint($1, $2), 2154), 4326) AS p) q",
      [x + 50, Y + 50],
    ),
  );
  const tile = lonLatToTile(place?.lon ?? 0, place?.lat ?? 0, z);
  return `/tiles/${layerId}/${z}/${tile.x}/${tile.y}.mvt`;
}

describe("an update", () => {
  test("keeps addresses, style, rights and listings; open maps are notified of new tiles, other tiles keep their body", async () => {
    const { publish, compare, apply, database, core, manager, communityId } = world;
    const layer = await publish(geojson(zones()));
    const portal = await createPortal(database, communityId);
    const style = { kind: "categorised", column: "alea", categories: [{ value: "fort", colour: "#b5482a" }] };
    await updateLayer(core, manager, updateLayerInput.parse({ communityId, layerId: layer.layerId, title: "Aléa inondation", style }));
    await database.withSystem(async (tx) => {
      await tx.portalDataset.create({ data: { portalId: portal.id, datasetId: layer.datasetId, communityId } });
      const texts = { title: { en: "Flood hazard" }, "class:alea:fort": { en: "High" } };
      await tx.layer.update({ where: { id: layer.layerId }, data: { texts } });
      await tx.dataset.update({ where: { id: layer.datasetId }, data: { visibility: "public", texts: { title: { de: "Hochwasser" } } } });
      await tx.editRules.create({ data: { datasetId: layer.datasetId, communityId, approvals: 2 } });
    });
    const kept = () =>
      database.withSystem(async (tx) => {
        const {
          updatedAt: _a,
          revision: _r,
          featureCount: _c,
          bbox: _b,
          ...row
        } = await tx.layer.findUniqueOrThrow({
          where: { id: layer.layerId },
        });
        const { updatedAt: _u, bbox: _d, ...dataset } = await tx.dataset.findUniqueOrThrow({ where: { id: layer.datasetId } });
        const listings = await tx.portalDataset.findMany({ where: { datasetId: layer.datasetId } });
        const rules = await tx.editRules.findUnique({ where: { datasetId: layer.datasetId } });
        return { row, dataset, listings, rules };
      });
    // A job follows the new style; after it, the tiles are new.
    const unfinished = () => database.withSystem((tx) => tx.job.count({ where: { communityId, status: { in: ["waiting", "progress"] } } }));
    await expect.poll(unfinished).toBe(0);
    const before = await kept();
    const [near, other, far] = [
      await tileAt(layer.layerId, X, 16),
      await tileAt(layer.layerId, X + 3000, 16),
      await tileAt(layer.layerId, X, 5),
    ];
    const collection = `/ogc/collections/${layer.layerId}`;
    const etags = async () => Promise.all([near, other, far].map(async (url) => String((await app.inject(url)).headers.etag)));
    const tagsBefore = await etags();
    const described = (await app.inject(collection)).statusCode;

    const [first] = zones();
    if (!first) throw new Error("no zones");
    await apply(await compare(layer, geojson([{ ...first, geometry: flood(X, Y, 120) }]), "delta", { key: ["code"] }));

    expect(await kept()).toEqual(before);
    const tagsAfter = await etags();
    expect(tagsAfter.map((tag, index) => tag === tagsBefore[index])).toEqual([false, true, false]);
    expect((await app.inject(collection)).statusCode).toBe(described);
    const [event] = await database.withSystem((tx) =>
      tx.outboxEvent.findMany({ where: { communityId, topic: "layer.edited" }, orderBy: { sequence: "desc" }, take: 1 }),
    );
    expect(event?.payload).toMatchObject({ layerId: layer.layerId, datasetId: layer.datasetId, revision: 2, updated: 1 });
    const actions = await database.withSystem((tx) => tx.auditEntry.findMany({ where: { resourceId: layer.datasetId } }));
    expect(actions.find(({ action }) => action === "layer.data-updated")?.summary).toMatchObject({ revision: 2, way: "delta", updated: 1 });
  });

  test("that changes the kind of the layer leaves no failing tile, collection, feature or download", async () => {
    const { publish, compare, apply, database } = world;
    const layer = await publish(geojson(zones()));
    await database.withSystem((tx) => tx.dataset.update({ where: { id: layer.datasetId }, data: { visibility: "public" } }));
    const points = zones().map(({ properties }, index): Drawn => {
      return { geometry: { type: "Point", coordinates: [X + index * 1000 + 50, Y + 50] }, properties };
    });
    await apply(await compare(layer, geojson(points), "replace", { changesKind: true }));
    const collection = `/ogc/collections/${layer.layerId}`;
    const addresses = [await tileAt(layer.layerId, X, 16), await tileAt(layer.layerId, X, 5), collection, `${collection}/schema`];
    for (const url of [...addresses, `/downloads/${layer.layerId}.geojson`, `/downloads/${layer.layerId}.gpkg`]) {
      const { statusCode, rawPayload } = await app.inject(url);
      expect([url, statusCode, rawPayload.length > 20]).toEqual([url, 200, true]);
    }
    const items = z.object({ features: z.array(z.object({ geometry: z.object({ type: z.string() }) })) });
    const { features } = items.parse((await app.inject(`${collection}/items`)).json());
    expect(features.map(({ geometry }) => geometry.type)).toEqual(["Point", "Point", "Point", "Point"]);
  });

  test("is searchable at once, and deleted features are no longer found", async () => {
    const { publish, compare, apply, database, communityId } = world;
    const town = (nom: string, index: number): Drawn => ({
      geometry: { type: "Point", coordinates: [X + index * 1000, Y] },
      properties: { nom, code_insee: `9000${index}`, population: 10 },
    });
    const layer = await publish(geojson([town("Rochebrune", 0), town("Valserre", 1)]), "communes.geojson");
    const portal = await createPortal(database, communityId);
    await database.withSystem((tx) => tx.portalDataset.create({ data: { portalId: portal.id, datasetId: layer.datasetId, communityId } }));
    const anyone = { userId: null, isOperator: false, isSuspended: false };
    const found = async (q: string) =>
      (await suggest(world.core, anyone, { portalId: portal.id, q, locale: "fr", limit: 5 })).groups
        .filter(({ kind }) => kind === "commune")
        .flatMap(({ results }) => results.map(({ label }) => label));
    expect(await found("valserre")).toEqual(["Valserre"]);
    await apply(await compare(layer, geojson([town("Rochebrune", 0), town("Montclar", 2)]), "replace", { key: ["code_insee"] }));
    expect(await found("valserre")).toEqual([]);
    expect(await found("montclar")).toEqual(["Montclar"]);
  });

  test("of many features rebuilds the low zooms: they show what a new layer would", async () => {
    const { publish, compare, apply, database } = world;
    const many = (shift: number): Drawn[] =>
      Array.from({ length: 11_000 }, (_one, index) => ({
        geometry: flood(X + (index % 110) * 60, Y + Math.floor(index / 110) * 60 + shift, 50),
        properties: { code: `Z${index}`, alea: index % 3 === 0 ? "fort" : "faible" },
      }));
    const layer = await publish(geojson(many(0)));
    const update = await compare(layer, geojson(many(7)), "delta", { key: ["code"] });
    expect(update.preview?.counts).toEqual({ inserted: 0, updated: 11_000, deleted: 0, unchanged: 0 });
    await apply(update);
    const fresh = await publish(geojson(many(7)));
    const lowZooms = async ({ tableName }: { tableName: string }) => {
      const tables = await database.sqlAs({ role: "system" }, (sql) =>
        sql.query<{ suffix: string }>(
          `SELECT substr(relname, length($1) + 1) AS suffix FROM pg_class WHERE relkind = 'r' AND relname ~ ('^' || $1 || '_g[0-9]+$') ORDER BY 1`,
          [tableName],
        ),
      );
      const sums: unknown[] = [];
      for (const { suffix } of tables) {
        const [sum] = await database.sqlAs({ role: "system" }, (sql) =>
          sql.query(`SELECT count(*)::integer AS rows, round(sum(ST_Area(geom_3857)))::float8 AS area FROM layers."${tableName}${suffix}"`),
        );
        sums.push([suffix, sum]);
      }
      return sums;
    };
    const after = await lowZooms(layer);
    expect(after.length).toBeGreaterThan(0);
    expect(after).toEqual(await lowZooms(fresh));
    const [revision] = await database.withSystem((tx) => tx.layerRevision.findMany({ where: { layerId: layer.layerId, revision: 2 } }));
    const { boxes } = z.object({ boxes: z.array(z.array(z.number())) }).parse(revision?.summary);
    expect(boxes.length).toBeLessThanOrEqual(64);
  });
});
