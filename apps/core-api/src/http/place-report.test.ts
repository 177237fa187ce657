import { reportSchema } from "@archipel/answers/report/report.ts";
import type { Database } from "@archipel/database/database.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  type AnswersWorld,
  actorOf,
  addLayer,
  buildAnswersWorld,
  placeAt,
  polygon,
  square,
} from "../modules/answers/testing/answers-world.ts";
import { createServer } from "../server.ts";
import { bearer } from "../testing/bearer.ts";

let database: Database;
let world: AnswersWorld;
let app: FastifyInstance;
let url: string;
beforeAll(async () => {
  database = await openTestDatabase();
  world = await buildAnswersWorld(database);
  app = await createServer(world.core);
  const place = await placeAt(world, 50, 50);
  if (place.kind !== "point") throw new Error("a point");
  url = `/report?portal=${world.portalId}&lon=${place.lon.toFixed(8)}&lat=${place.lat.toFixed(8)}&lang=fr`;
  await addLayer(world, {
    fields: ["nom"],
    features: [{ geometry: polygon(square(0, 0, 100)), values: ["<script>alert(1)</script>"] }],
    declared: { tags: ["flood-area"] },
  });
});
afterAll(async () => {
  await app.close();
  await database.close();
});

const get = (address: string, headers: Record<string, string> = {}) => app.inject({ method: "GET", url: address, headers });

it("gives the report as JSON that its published schema describes, and 304 to those who have it", async () => {
  const first = await get(url);
  expect(first.statusCode).toBe(200);
  expect(reportSchema.safeParse(first.json()).error).toBeUndefined();
  expect(first.headers["cache-control"]).toBe("private, no-cache");
  const again = await get(url, { "if-none-match": String(first.headers.etag) });
  expect([again.statusCode, again.body]).toEqual([304, ""]);
  const schema = await get("/report/schema.json");
  expect(schema.headers["content-type"]).toBe("application/schema+json; charset=utf-8");
  expect(schema.json()).toMatchObject({ title: "Archipel report", properties: { format: { const: "archipel-report/1" } } });
});

it("never lets a report with members' layers be stored", async () => {
  const { userId } = await actorOf(database, world.communityId, "member");
  await addLayer(world, {
    fields: ["nom"],
    features: [{ geometry: polygon(square(0, 0, 100)), values: ["Interne"] }],
    declared: { tags: ["soil-sis"] },
    visibility: "members",
  });
  const seen = await get(url, bearer(userId));
  expect([seen.json().restricted, seen.headers["cache-control"], seen.headers.etag]).toEqual([true, "private, no-store", undefined]);
  const visitor = await get(url);
  expect([visitor.json().restricted, visitor.headers["cache-control"]]).toEqual([false, "private, no-cache"]);
});

it.each([
  ["an unknown parameter", "&theme=x", 400, "parameter-unknown"],
  ["a repeated parameter", "&lon=3", 400, "parameter-repeated"],
  ["a place named twice", "&parcels=300140000AB0012", 400, "answer-place-missing"],
  ["an unknown precision", "&precision=best", 400, "answer-parameter-invalid"],
])("refuses %s", async (_name, added, status, code) => {
  const response = await get(`${url}${added}`);
  expect([response.statusCode, response.json().error]).toEqual([status, code]);
});

it.each([
  "lon=200&lat=1",
  "lon=1e2&lat=1",
  "lon=NaN&lat=1",
  "lon=&lat=1",
  "lon=1",
  "lon=1&lat=89",
  "parcels=a'b",
  "parcels=",
  "lon=2&lat=46&lang=de",
])("refuses the place %s", async (place) => {
  expect((await get(`/report?portal=${world.portalId}&${place}`)).statusCode).toBe(400);
});

it("answers at the ends of the world and in the middle of the sea", async () => {
  for (const place of ["lon=180&lat=85", "lon=-180&lat=-85", "lon=0&lat=0", "lon=55.5&lat=-21.1"]) {
    expect((await get(`/report?portal=${world.portalId}&${place}`)).statusCode).toBe(200);
  }
});

it("does not exist for a portal that answers nothing", async () => {
  await database.withSystem((tx) => tx.portalAnswers.deleteMany({ where: { portalId: world.portalId } }));
  expect((await get(url)).json()).toMatchObject({ error: "answers-not-offered" });
});
