import type { Database } from "@archipel/database/database.ts";
import type { Position } from "@archipel/geo/geojson.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  type AnswersWorld,
  addLayer,
  buildAnswersWorld,
  drawnAt,
  polygon,
  reportOf,
  square,
  standard,
  themeIn,
} from "./testing/answers-world.ts";

// Places and data at their limits. All lengths are metres from one origin.

const PLAN = "30014_PLU_20171013";
const documents = [{ id: PLAN, title: "PLU", state: "03" }];
const TWO_PARTS = "300140000AB0001";
const NOT_MEASURED = "300140000AB0002";

let database: Database;
let world: AnswersWorld;
beforeAll(async () => {
  database = await openTestDatabase();
  world = await buildAnswersWorld(database);
  await addLayer(world, {
    fields: ["IDU", "CONTENANCE"],
    features: [
      { geometry: polygon(square(0, 0, 20)), values: [TWO_PARTS, "800"] },
      { geometry: polygon(square(60, 0, 20)), values: [TWO_PARTS, "800"] },
      { geometry: polygon(square(200, 0, 20)), values: [NOT_MEASURED, "0"] },
    ],
    declared: { tags: ["parcels"] },
  });
  await addLayer(world, {
    fields: ["LIBELLE", "TYPEZONE", "IDURBA"],
    features: [
      { geometry: polygon(square(-50, -50, 90, 200)), values: ["UA", "U", PLAN] },
      { geometry: polygon(square(40, -50, 100, 200)), values: ["N", "N", PLAN] },
      // It ends a tenth of a millimetre inside the parcel that is not measured.
      { geometry: polygon(square(140, -50, 60.0001, 200)), values: ["A", "A", PLAN] },
      { geometry: polygon(square(200, -50, 100, 200)), values: ["UB", "U", PLAN] },
    ],
    declared: { ...standard("cnig-plu-2017", "ZONE_URBA"), documents },
  });
});
afterAll(() => database.close());

it("a parcel in two parts has the shares of both, and its drawn area is their sum", async () => {
  const report = await reportOf(world, { kind: "parcels", ids: [TWO_PARTS] });
  expect(report.place.parcels).toMatchObject([{ id: TWO_PARTS, declaredM2: 800, drawnM2: expect.closeTo(800, 3) }]);
  const { findings } = themeIn(report, "plu.zone");
  expect(findings.map(({ label, relation }) => [label?.text, relation.kind, relation.share]).sort()).toEqual([
    ["N", "partly", expect.closeTo(0.5, 6)],
    ["UA", "partly", expect.closeTo(0.5, 6)],
  ]);
});

it("an area that enters a parcel by less than the data can tell is at its border, never dropped", async () => {
  const report = await reportOf(world, { kind: "parcels", ids: [NOT_MEASURED] });
  expect(report.place.parcels).toMatchObject([{ declaredM2: null, drawnM2: expect.closeTo(400, 3) }]);
  const { findings } = themeIn(report, "plu.zone");
  expect(findings.map(({ label, relation }) => [label?.text, relation.kind])).toEqual([
    ["UB", "contains"],
    ["A", "border"],
  ]);
});

it("a line along the edge of a parcel is at its border", async () => {
  const [from = pointIn(0), to = pointIn(1)] = ringsOf(square(200, 0, 20))[0] ?? [];
  await addLayer(world, {
    fields: ["LIBELLE", "TYPEPSC", "STYPEPSC", "IDURBA"],
    type: "LineString",
    features: [{ geometry: { type: "LineString", coordinates: [from, to] }, values: ["Voie", "24", "03", PLAN] }],
    declared: { ...standard("cnig-plu-2017", "PRESCRIPTION_LIN"), documents },
  });
  const { findings } = themeIn(await reportOf(world, { kind: "parcels", ids: [NOT_MEASURED] }), "plu.prescriptions");
  expect(findings.map(({ relation }) => [relation.kind, relation.lengthM])).toEqual([["border", expect.closeTo(20, 3)]]);
});

it("an easement of 759 parts with holes is one finding with its true share", async () => {
  const parts = Array.from({ length: 759 }, (_, index) => {
    const [x, y] = [1_000 + (index % 30) * 20, 1_000 + Math.floor(index / 30) * 20];
    return ringsOf(square(x, y, 15), square(x + 5, y + 5, 5).toReversed());
  });
  await addLayer(world, {
    fields: ["CATEGORIE", "NOMSUPLITT", "TYPEASS"],
    features: [{ geometry: { type: "MultiPolygon", coordinates: parts }, values: ["PM1", "PPRI", "Zone"] }],
    declared: standard("cnig-sup-2016", "PM1_ASSIETTE_SUP_S"),
  });
  const place = await drawnAt(world, square(1_000, 1_000, 200));
  const { findings } = themeIn(await reportOf(world, place), "sup.pm1");
  // A hundred parts of 225 − 25 m² in 40,000.
  expect(findings).toMatchObject([{ relation: { kind: "partly", share: expect.closeTo(0.5, 3) } }]);
});

it("a layer with more things on the place than are read could not be checked", async () => {
  await addLayer(world, {
    fields: ["nom"],
    type: "Point",
    features: Array.from({ length: 3_100 }, (_, index) => ({
      geometry: { type: "Point" as const, coordinates: pointIn(index) },
      values: [`Cavité ${index}`],
    })),
    declared: { tags: ["cavity"] },
  });
  const report = await reportOf(world, await drawnAt(world, square(3_000, 0, 100)));
  expect(themeIn(report, "risk.cavity")).toMatchObject({ state: "notChecked", reason: "sourceDown" });
});

function pointIn(index: number): Position {
  return ringsOf(square(3_001 + (index % 60) * 1.5, 1 + Math.floor(index / 60) * 1.5, 1))[0]?.[0] ?? [0, 0];
}

/** The rings of a polygon in the CRS of the layers. */
function ringsOf(...rings: Parameters<typeof polygon>): Position[][] {
  const geometry = polygon(...rings);
  return geometry.type === "MultiPolygon" ? (geometry.coordinates[0] ?? []) : [];
}
