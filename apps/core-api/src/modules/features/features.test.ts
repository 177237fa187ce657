import { randomUUID } from "node:crypto";
import type { AttributeCondition } from "@archipel/contracts/features.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import type { Database } from "@archipel/database/database.ts";
import type { Geometry } from "@archipel/geo/geojson.ts";
import { createCommunity, createMember, createPortal } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { anonymous, type MemberActor } from "../../kernel/actor.ts";
import type { Core } from "../../kernel/core.ts";
import { buildTestLayer } from "../../layer-store/tables/test-layer.ts";
import { createTestCore } from "../../testing/test-core.ts";
import * as layers from "../layers/service.ts";
import { getFeature, listAtPoint, listInView } from "./service.ts";

let database: Database;
let core: Core;
let community: Awaited<ReturnType<typeof createCommunity>>;
let towns: Awaited<ReturnType<typeof buildTestLayer>>;
let manager: MemberActor;

const fields: LayerField[] = [
  { name: "NOM", column: "nom", type: "text", label: "Nom de la commune" },
  { name: "POP", column: "pop", type: "integer" },
  { name: "DATE", column: "date", type: "date" },
  { name: "interne", column: "interne", type: "text", isHidden: true },
];
const point = (lon: number, lat: number): Geometry => ({ type: "Point", coordinates: [lon, lat] });
const everywhere: [number, number, number, number] = [-180, -90, 180, 90];

beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
  community = await createCommunity(database);
  const person = await createMember(database, community.id, "manager");
  manager = { userId: person.id, isOperator: false, isSuspended: false, communityId: community.id, role: "manager" };
  towns = await buildTestLayer(database, community.id, {
    geometry: { type: "Point", srid: 4326, hasZ: false },
    fields,
    features: [
      { geometry: point(2.35, 48.85), values: ["Paris", 2_100_000, "2024-01-01", "x"] },
      { geometry: point(4.85, 45.75), values: ["Lyon", 520_000, null, "x"] },
      { geometry: point(-1.55, 47.2), values: ["Orvault-l'Évêque", 27_000, null, "x"] },
      { geometry: point(5.37, 43.3), values: [null, 870_000, null, "x"] },
      { geometry: null, values: ["Atlantis", null, null, "x"] },
    ],
  });
});
afterAll(() => database.close());

describe("features in view", () => {
  test("are sorted by distance from the centre, labelled, without hidden fields", async () => {
    const { items, total } = await listInView(core, anonymous, { layerId: towns.layerId, bbox: [2, 43, 6, 49], limit: 50 });
    expect(total).toBe(3);
    expect(items.map((item) => item.label)).toEqual(["Lyon", "n° 4", "Paris"]);
    expect(items[2]?.properties).toEqual({ nom: "Paris", pop: 2_100_000, date: "2024-01-01" });
    expect(items[2]?.bbox?.[0]).toBeCloseTo(2.35, 9);
  });

  test("meet all conditions on visible attributes, and no condition on another column", async () => {
    const found = async (...conditions: AttributeCondition[]) => {
      const { items, total } = await listInView(core, anonymous, { layerId: towns.layerId, bbox: everywhere, limit: 50, conditions });
      expect(total).toBe(items.length);
      return items.map(({ fid }) => fid).toSorted();
    };
    const condition = (column: string, operator: AttributeCondition["operator"], ...values: string[]) => ({ column, operator, values });
    expect(await found(condition("nom", "is", "Paris", "Lyon"), condition("pop", "at-most", "600000"))).toEqual([2]);
    expect(await found(condition("nom", "is-not", "Paris"))).toEqual([2, 3, 4]);
    expect(await found(condition("nom", "contains", "L'é"))).toEqual([3]);
    expect(await found(condition("nom", "empty"))).toEqual([4]);
    expect(await found(condition("date", "filled"), condition("date", "at-least", "2023-12-31"))).toEqual([1]);
    expect(await found(condition("pop", "is", "27000"))).toEqual([3]);
    expect(await found(condition("nom", "contains", "%' OR true --"))).toEqual([]);
    await expect(found(condition("interne", "is", "x"))).rejects.toMatchObject({ code: "column-not-found" });
    await expect(found(condition("pop", "at-least", "many"))).rejects.toMatchObject({ code: "condition-value-invalid" });
    await expect(found(condition("date", "at-most", "2024-13-45"))).rejects.toMatchObject({ code: "condition-value-invalid" });
  });

  test("are found without regard to accents and case; wildcards are literal", async () => {
    const find = async (q: string) =>
      (await listInView(core, anonymous, { layerId: towns.layerId, bbox: everywhere, limit: 50, q })).items.map((item) => item.fid);
    expect(await find("eveque")).toEqual([3]);
    expect(await find("ÉVÊQUE ")).toEqual([3]);
    expect(await find("%")).toEqual([]);
    expect(await find("')--")).toEqual([]);
  });

  test("are limited in the list, not in the total", async () => {
    const { items, total } = await listInView(core, anonymous, { layerId: towns.layerId, bbox: everywhere, limit: 2 });
    expect([items.length, total]).toEqual([2, 4]);
  });
});

describe("one feature", () => {
  test("has all visible attributes, its bounding box and its geometry in degrees", async () => {
    const feature = await getFeature(core, anonymous, { layerId: towns.layerId, fid: 1 });
    expect(feature).toMatchObject({ fid: 1, version: 1, label: "Paris", geometry: { type: "Point", coordinates: [2.35, 48.85] } });
    expect(await getFeature(core, anonymous, { layerId: towns.layerId, fid: 5 })).toMatchObject({ bbox: null, geometry: null });
  });

  test("is not found when it does not exist or the caller may not see it", async () => {
    const hidden = await buildTestLayer(database, community.id, {
      geometry: { type: "Point", srid: 4326, hasZ: false },
      features: [{ geometry: point(1, 45) }],
      dataset: { visibility: "private" },
    });
    await expect(getFeature(core, anonymous, { layerId: towns.layerId, fid: 99 })).rejects.toThrow("feature-not-found");
    await expect(getFeature(core, anonymous, { layerId: randomUUID(), fid: 1 })).rejects.toThrow("layer-not-found");
    await expect(getFeature(core, anonymous, { layerId: hidden.layerId, fid: 1 })).rejects.toThrow("layer-not-found");
    expect((await getFeature(core, manager, { layerId: hidden.layerId, fid: 1 })).label).toBe("n° 1");
  });
});

test("at a point: polygons around it, lines and points near it, of the portal's layers only", async () => {
  const zones = await buildTestLayer(database, community.id, {
    geometry: { type: "Polygon", srid: 2154, hasZ: false },
    features: [652_000, 652_400].map((x) => ({
      geometry: {
        type: "Polygon",
        coordinates: [
          [
            [x - 200, 6_861_500],
            [x + 200, 6_861_500],
            [x + 200, 6_862_500],
            [x - 200, 6_862_500],
            [x - 200, 6_861_500],
          ],
        ],
      },
    })),
  });
  const portal = await createPortal(database, community.id);
  await database.withSystem((tx) =>
    tx.portalDataset.createMany({
      data: [zones, towns].map((layer, position) => ({
        portalId: portal.id,
        datasetId: layer.datasetId,
        communityId: community.id,
        position,
      })),
    }),
  );
  const [inside] = await database.sqlAs({ role: "system" }, (sql) =>
    sql.query<{ lon: number; lat: number }>(
      "SELECT ST_X(p) AS lon, ST_Y(p) AS lat FROM (SELECT ST_Transform(ST_SetSRID(ST_MakePoint(652000, 6862000), 2154), 4326) AS p) q",
    ),
  );
  const at = async (lon: number, lat: number) =>
    (await listAtPoint(core, anonymous, { portalId: portal.id, lon, lat })).map(({ layerId, features }) => [
      layerId,
      features.map((one) => one.fid),
    ]);
  expect(await at(inside?.lon ?? 0, inside?.lat ?? 0)).toEqual([[zones.layerId, [1]]]);
  expect(await at(2.3501, 48.85)).toEqual([[towns.layerId, [1]]]);
  expect(await at(2.36, 48.9)).toEqual([]);
});

describe("layers", () => {
  test("change title, style, labels and visibility of fields, with an audit entry", async () => {
    const layer = await layers.updateLayer(core, manager, {
      communityId: community.id,
      layerId: towns.layerId,
      title: "Villes",
      style: {
        kind: "graduated",
        column: "pop",
        stops: [
          { from: 0, colour: "#eeeeee" },
          { from: 1e6, colour: "#111111" },
        ],
      },
      fields: [
        { column: "pop", label: "Habitants" },
        { column: "nom", label: "" },
        { column: "interne", isHidden: false },
      ],
    });
    expect(layer.title).toBe("Villes");
    expect(layer.fields).toEqual([
      { name: "NOM", column: "nom", type: "text" },
      { name: "POP", column: "pop", type: "integer", label: "Habitants" },
      { name: "DATE", column: "date", type: "date" },
      { name: "interne", column: "interne", type: "text" },
    ]);
    const entry = await database.withSystem((tx) => tx.auditEntry.findFirst({ where: { resourceId: towns.layerId } }));
    expect(entry).toMatchObject({ action: "layer.updated", actorId: manager.userId });
    expect(await layers.listLayers(core, anonymous, towns.datasetId)).toMatchObject([{ id: towns.layerId, title: "Villes" }]);
  });

  test("refuse to hide a field that the style uses, and a style that uses a hidden field", async () => {
    const change = { communityId: community.id, layerId: towns.layerId };
    const style = { kind: "categorised" as const, column: "interne", categories: [] };
    await layers.updateLayer(core, manager, { ...change, style: { kind: "auto" }, fields: [{ column: "interne", isHidden: true }] });
    await expect(layers.updateLayer(core, manager, { ...change, style })).rejects.toMatchObject({
      code: "hidden-field-drawn",
      field: "style",
    });
    const fields = (isHidden: boolean) => ({ ...change, fields: [{ column: "interne", isHidden }] });
    await layers.updateLayer(core, manager, { ...fields(false), style });
    await expect(layers.updateLayer(core, manager, fields(true))).rejects.toMatchObject({ code: "hidden-field-drawn", field: "fields" });
    await layers.updateLayer(core, manager, { ...fields(true), style: { kind: "auto" } });
  });

  test("refuse unknown columns, and managers of other communities", async () => {
    const change = { communityId: community.id, layerId: towns.layerId };
    await expect(layers.updateLayer(core, manager, { ...change, fields: [{ column: "nope" }] })).rejects.toThrow("column-not-found");
    await expect(
      layers.updateLayer(core, manager, { ...change, style: { kind: "categorised", column: "nope", categories: [] } }),
    ).rejects.toThrow("column-not-found");
    const other = await createCommunity(database);
    const stranger = await createMember(database, other.id, "manager");
    await expect(
      layers.updateLayer(
        core,
        { ...manager, userId: stranger.id, communityId: other.id },
        { ...change, communityId: other.id, title: "x" },
      ),
    ).rejects.toThrow("layer-not-found");
  });

  test("values of a column", async () => {
    expect(await layers.listFieldValues(core, anonymous, { layerId: towns.layerId, column: "pop" })).toMatchObject({
      min: 27_000,
      max: 2_100_000,
    });
    const names = await layers.listFieldValues(core, anonymous, { layerId: towns.layerId, column: "nom" });
    expect(names.values).toContainEqual({ value: "Lyon", count: 1 });
    expect(names.values).toContainEqual({ value: null, count: 1 });
  });

  test("the first and the last date of a layer, also of days written as texts", async () => {
    expect(await layers.datesOfLayer(core, anonymous, towns.layerId)).toEqual({ earliest: "2024-01-01", latest: "2024-01-01" });
    const written = await buildTestLayer(database, community.id, {
      geometry: { type: "Point", srid: 4326, hasZ: false },
      fields: [{ name: "DATVALID", column: "datvalid", type: "text", rule: { dayFormat: "YYYYMMDD" } }],
      features: ["20171013", "20230301", "00010101", "", null].map((day) => ({ geometry: point(2, 48), values: [day] })),
    });
    expect(await layers.datesOfLayer(core, anonymous, written.layerId)).toEqual({ earliest: "2017-10-13", latest: "2023-03-01" });
    await expect(layers.datesOfLayer(core, anonymous, randomUUID())).rejects.toMatchObject({ code: "layer-not-found" });
  });
});
