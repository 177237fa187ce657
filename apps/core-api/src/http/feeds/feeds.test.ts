import { randomUUID } from "node:crypto";
import type { Database } from "@archipel/database/database.ts";
import { createCommunity, createDataset, createPortal } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildTestLayer } from "../../layer-store/tables/test-layer.ts";
import { createServer } from "../../server.ts";
import { assertAtom } from "../../testing/atom-reader.ts";
import { createTestCore } from "../../testing/test-core.ts";

let database: Database;
let app: FastifyInstance;
let portalId: string;
let datasetId: string;
let secretId: string;
beforeAll(async () => {
  database = await openTestDatabase();
  app = await createServer(await createTestCore(database));
  const { id: communityId } = await createCommunity(database, { name: "Commune & îles" });
  portalId = (await createPortal(database, communityId, { host: "flux.localhost" })).id;
  const layer = await buildTestLayer(database, communityId, {
    geometry: { type: "Point", srid: 4326, hasZ: false },
    features: [{ geometry: { type: "Point", coordinates: [2, 46] } }],
  });
  datasetId = layer.datasetId;
  secretId = (await createDataset(database, communityId, { title: "Secret", visibility: "members" })).id;
  const report = { communityId, portalId, body: "Trou <là>", lon: 2, lat: 46 };
  await database.withSystem(async (tx) => {
    for (const id of [datasetId, secretId]) await tx.portalDataset.create({ data: { portalId, datasetId: id, communityId } });
    await tx.dataset.update({ where: { id: datasetId }, data: { title: "Puits <1>", abstract: "À l’eau" } });
    const revision = { layerId: layer.layerId, communityId };
    await tx.layerRevision.create({ data: { ...revision, revision: 1 } });
    await tx.layerRevision.create({ data: { ...revision, revision: 2, summary: { inserted: 2, updated: 1, deleted: 0 } } });
  });
  const ids = await database.sqlAs({ role: "system" }, async (sql) => {
    const made: string[] = [];
    for (const [number, review] of [
      [1, "passed"],
      [2, "held"],
    ] as const) {
      const id = randomUUID();
      await sql.query(
        `INSERT INTO reports (id, request_id, community_id, number, portal_id, body, place, review, updated_at)
         VALUES ($1::uuid, $1::uuid, $2::uuid, $3::integer, $4::uuid, $5, ST_SetSRID(ST_MakePoint($6::float8, $7::float8), 4326), $8, now())`,
        [id, report.communityId, number, report.portalId, report.body, report.lon, report.lat, review],
      );
      made.push(id);
    }
    return made;
  });
  const entry = { communityId, reportId: ids[0] ?? "", kind: "comment" };
  await database.withSystem(async (tx) => {
    await tx.reportEntry.create({ data: { ...entry, body: "C’est réparé" } });
    await tx.reportEntry.create({ data: { ...entry, body: "Entre nous", isInternal: true } });
  });
});
afterAll(async () => {
  await app.close();
  await database.close();
});

/** French texts have spaces that do not break. */
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, " ");
const get = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers });

describe("the feeds of a portal", () => {
  it("list the datasets that everyone may read, in both languages", async () => {
    const response = await get(`/feeds/datasets.atom?portal=${portalId}&lang=en`);
    expect(response.headers["content-type"]).toBe("application/atom+xml; charset=utf-8");
    const { entries, links } = assertAtom(response.body);
    expect(entries.map(({ id, title }) => [id, title])).toEqual([[`urn:uuid:${datasetId}`, "Puits <1>"]]);
    expect(links.self).toBe(`http://flux.localhost:3000/feeds/datasets.atom?portal=${portalId}&lang=en`);
    expect(response.body).not.toContain("Secret");
    expect((await get(`/feeds/datasets.atom?portal=${portalId}`, { "accept-language": "fr" })).body).toContain("jeux de données");
  });

  it("list the revisions of a dataset, not of one that is not for everyone", async () => {
    const { entries } = assertAtom((await get(`/feeds/datasets/${datasetId}.atom?portal=${portalId}&lang=fr`)).body);
    expect(entries.map(({ title }) => plain(title))).toEqual(["Things : révision 2", "Things : première publication"]);
    expect((await get(`/feeds/datasets/${secretId}.atom?portal=${portalId}`)).statusCode).toBe(404);
  });

  it("list the public reports with the public answer", async () => {
    const { body } = await get(`/feeds/reports.atom?portal=${portalId}&lang=fr`);
    const { entries } = assertAtom(body);
    expect(entries.map(({ title }) => plain(title))).toEqual(["Signalement n° 1 : Trou <là>"]);
    expect(body).toContain("C’est réparé");
    expect(body).not.toContain("Entre nous");
  });

  it("answer 304 to a reader that has them, and refuse other parameters", async () => {
    const url = `/feeds/datasets.atom?portal=${portalId}&lang=fr`;
    const etag = String((await get(url)).headers.etag);
    expect((await get(url, { "if-none-match": `W/${etag}` })).statusCode).toBe(304);
    for (const wrong of ["&x=1", "&lang=de", "&lang=fr"]) expect((await get(`${url}${wrong}`)).statusCode, wrong).toBe(400);
    expect((await get(`/feeds/datasets.atom?portal=${randomUUID()}`)).statusCode).toBe(404);
  });
});
