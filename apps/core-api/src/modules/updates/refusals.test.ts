// @long
import { updateLayerInput } from "@archipel/contracts/layers.ts";
import { createCommunity, createPortal } from "@archipel/testing/factories.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sweepUpdates } from "../../jobs/sweep-updates.ts";
import type { MemberActor } from "../../kernel/actor.ts";
import { type Drawn, flood, geojson, updateWorld, X, Y, zones } from "../../testing/update-world.ts";
import { updateLayer } from "../layers/service.ts";
import { applyUpdate, discardUpdate } from "./service/apply.ts";
import { compareAgain, prepareRestoration, prepareUpdate } from "./service/prepare.ts";
import { getUpdate, listChanges } from "./service/read.ts";
import { listRevisions } from "./service/revisions.ts";

let world: Awaited<ReturnType<typeof updateWorld>>;
let stranger: MemberActor;
beforeAll(async () => {
  world = await updateWorld();
  stranger = await world.person("manager", (await createCommunity(world.database)).id);
});
afterAll(() => world.close());

const refusedByTitle = { code: "update-needs-confirmation", field: "confirm" };

const tablesOf = async ({ tableName }: { tableName: string }) => {
  const rows = await world.database.driver.transaction((sql) =>
    sql.query<{ suffix: string }>(
      "SELECT substr(relname, $2::integer) AS suffix FROM pg_class WHERE relkind = 'r' AND starts_with(relname, $1) ORDER BY 1",
      [tableName, tableName.length + 1],
    ),
  );
  return rows.map(({ suffix }) => suffix.slice(0, 2)).filter((suffix) => suffix === "_f" || suffix === "_u");
};

describe("keys that do not name one feature", () => {
  test("rows with the same key, or without one, block the update, each with its place", async () => {
    const { publish, compare, apply, featuresOf } = world;
    const layer = await publish(geojson(zones()));
    const before = await featuresOf(layer);
    const [first, second, third] = zones();
    if (!first || !second || !third) throw new Error("no zones");
    const nameless = { geometry: flood(X, Y + 5000), properties: { ...third.properties, code: " " } };
    const update = await compare(layer, geojson([first, second, { ...first, geometry: flood(X, Y + 9000) }, nameless]), "delta", {
      key: ["code"],
    });
    expect(update.preview).toMatchObject({ isBlocked: true, counts: { inserted: 0, updated: 0, deleted: 0, unchanged: 0 } });
    expect(update.preview?.findings).toMatchObject([
      { code: "update-key-missing", severity: "error", row: 4, column: "code" },
      { code: "update-key-twice", severity: "error", row: 1, params: { value: "A1", rows: "1, 3" } },
    ]);
    expect(update.preview?.findings.every(({ point }) => point !== null)).toBe(true);
    await expect(apply(update)).rejects.toMatchObject({ code: "update-blocked" });
    expect(await featuresOf(layer)).toEqual(before);
  });

  test("features that share a key block it too; two columns together may identify them", async () => {
    const { publish, compare } = world;
    const layer = await publish(geojson(zones()));
    const several = await compare(layer, geojson(zones().slice(0, 1)), "delta", { key: ["alea"] });
    expect(several.preview?.findings).toMatchObject([{ code: "update-key-of-several", fid: 1, params: { value: "fort", count: 2 } }]);
    expect(several.preview?.findings[0]?.point).not.toBeNull();
    const together = await compare(layer, geojson(zones()), "delta", { key: ["alea", "note"] });
    expect(together.preview).toMatchObject({ isBlocked: false, counts: { unchanged: 4 } });
  });

  test("rows with the same fault are one finding, which counts all and lists the first", async () => {
    const { publish, compare } = world;
    const layer = await publish(geojson(zones()));
    const nameless = Array.from({ length: 100 }, () => ({ geometry: flood(X, Y), properties: { code: null, alea: "fort" } }));
    const { preview } = await compare(layer, geojson([...zones(), ...nameless]), "delta", { key: ["code"] });
    expect(preview?.findings).toMatchObject([
      { code: "update-key-missing", row: 5, rows: [5, 6, 7, 8, 9, 10, 11, 12, 13, 14], occurrences: 100 },
    ]);
  });

  test("a key that the file does not have, and a column that the layer does not have", async () => {
    const { publish, compare } = world;
    const layer = await publish(geojson(zones()));
    const bare = zones().map(({ geometry }) => ({ geometry, properties: { note: "x" } }));
    const update = await compare(layer, geojson(bare), "delta", { key: ["code"] });
    expect(update.preview).toMatchObject({ isBlocked: true, findings: [{ code: "update-key-not-in-file", params: { column: "code" } }] });
    await expect(compare(layer, geojson(bare), "delta", { key: ["absent"] })).rejects.toMatchObject({ code: "column-not-found" });
  });
});

describe("refused updates", () => {
  test("an update that changes nothing, one already applied, and the second of two concurrent applications", async () => {
    const { publish, compare, apply, core, manager, communityId, over } = world;
    const layer = await publish(geojson(zones()));
    const same = await compare(layer, geojson(zones()), "delta", { key: ["code"] });
    await expect(apply(same)).rejects.toMatchObject({ code: "update-changes-nothing" });
    const update = await compare(layer, geojson(zones().slice(0, 1)), "replace");
    const input = { communityId, updateId: update.id, baseRevision: 1, confirm: update.layerTitle };
    const tries = await Promise.allSettled([applyUpdate(core, manager, input), applyUpdate(core, manager, input)]);
    expect(tries.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const started = tries.find((one) => one.status === "fulfilled");
    if (started) await over(started.value);
    await expect(apply(update)).rejects.toMatchObject({ code: "update-not-ready" });
    const revisions = await listRevisions(core, manager, { communityId, layerId: layer.layerId, limit: 30 });
    expect(revisions.items.map(({ revision }) => revision)).toEqual([2, 1]);
    expect(await getUpdate(core, manager, update.id)).toMatchObject({ status: "applied", revision: 2 });
  });

  test("another community sees no update, change or revision, and cannot update the layer", async () => {
    const { publish, compare, core, manager, communityId, uploadFile, database } = world;
    const layer = await publish(geojson(zones()));
    const update = await compare(layer, geojson(zones().slice(0, 1)), "replace");
    const own = { communityId: stranger.communityId, updateId: update.id };
    const notFound = { kind: "not-found" };
    await expect(getUpdate(core, stranger, update.id)).rejects.toMatchObject(notFound);
    await expect(listChanges(core, stranger, { ...own, limit: 30 })).rejects.toMatchObject(notFound);
    await expect(applyUpdate(core, stranger, { ...own, baseRevision: 1 })).rejects.toMatchObject(notFound);
    await expect(compareAgain(core, stranger, own)).rejects.toMatchObject(notFound);
    await expect(discardUpdate(core, stranger, update.id)).rejects.toMatchObject(notFound);
    const asked = { communityId: stranger.communityId, layerId: layer.layerId };
    await expect(prepareRestoration(core, stranger, { ...asked, revision: 1 })).rejects.toMatchObject(notFound);
    expect((await listRevisions(core, stranger, { ...asked, limit: 30 })).items).toEqual([]);
    const theirs = await uploadFile("a.geojson", geojson(zones()), stranger);
    await expect(prepareUpdate(core, stranger, { ...asked, ...theirs, way: "append", choice: {} })).rejects.toMatchObject(notFound);
    const foreign = { communityId, layerId: layer.layerId, ...theirs, way: "append", choice: {} } as const;
    await expect(prepareUpdate(core, manager, foreign)).rejects.toMatchObject(notFound);
    // The database protects the table of differences too: members below managers and other communities read no row.
    const table = `layers."${layer.tableName}_u${update.id.replaceAll("-", "").slice(-12)}"`;
    const seenBy = async ({ userId }: MemberActor) =>
      (await database.sqlAs({ role: "tenant", userId, communityId: null }, (sql) => sql.query(`SELECT fid FROM ${table}`))).length;
    expect(await seenBy(manager)).toBe(3);
    expect(await seenBy(stranger)).toBe(0);
    expect(await seenBy(await world.person("contributor"))).toBe(0);
    const asWorker = (community: MemberActor["communityId"]) =>
      database.sqlAs({ role: "worker", communityId: community }, (sql) => sql.query(`SELECT fid FROM ${table}`));
    expect(await asWorker(stranger.communityId)).toEqual([]);
    expect(await asWorker(communityId)).toHaveLength(3);
  });
});

describe("an update that would break something", () => {
  test("needs the layer's title when more than a third of the features go, and names what uses the layer", async () => {
    const { publish, compare, apply, core, manager, communityId, featuresOf, database } = world;
    const layer = await publish(geojson(zones()));
    const portal = await createPortal(database, communityId);
    await database.withSystem((tx) => tx.portalDataset.create({ data: { portalId: portal.id, datasetId: layer.datasetId, communityId } }));
    const small = await compare(layer, geojson(zones().slice(0, 3)), "replace");
    expect(small.preview).toMatchObject({ counts: { deleted: 1 }, harms: [] });
    const update = await compare(layer, geojson(zones().slice(0, 2)), "replace");
    expect(update.preview?.harms).toEqual([
      {
        code: "update-removes-many",
        params: { deleted: 2, total: 4, inserted: 0 },
        uses: [{ kind: "portal", count: 1, names: [portal.name] }],
      },
    ]);
    const input = { communityId, updateId: update.id, baseRevision: 1 };
    await expect(applyUpdate(core, manager, input)).rejects.toMatchObject(refusedByTitle);
    await expect(applyUpdate(core, manager, { ...input, confirm: "une autre" })).rejects.toMatchObject(refusedByTitle);
    expect(await featuresOf(layer)).toHaveLength(4);
    expect(await apply(update)).toMatchObject({ status: "applied" });
  });

  test("needs it when a field that the style draws by becomes empty, or when the shapes lie elsewhere", async () => {
    const { publish, compare, core, manager, communityId } = world;
    const layer = await publish(geojson(zones()));
    const style = { kind: "categorised", column: "alea", categories: [{ value: "fort", colour: "#b5482a" }] };
    await updateLayer(core, manager, updateLayerInput.parse({ communityId, layerId: layer.layerId, style }));
    const bare = zones().map(({ geometry, properties: { code } }) => ({ geometry, properties: { code: `${code}-neuf` } }));
    const emptied = await compare(layer, geojson([...zones().slice(0, 3), ...bare]), "replace");
    expect(emptied.preview?.harms).toMatchObject([
      { code: "update-loses-field", params: { column: "alea", empty: 4, total: 7 }, uses: [{ kind: "style", count: 1 }] },
    ]);
    const far = zones().map((zone, index) => ({ ...zone, geometry: flood(X - 400_000 + index * 1000, Y) }));
    const moved = await compare(layer, geojson(far), "delta", { key: ["code"] });
    expect(moved.preview?.harms).toMatchObject([{ code: "update-elsewhere", params: { count: 4 } }]);
  });
});

describe("a file of another kind", () => {
  const points = (): Drawn[] =>
    zones().map(({ properties }, index) => ({ geometry: { type: "Point", coordinates: [X + index * 1000, Y] }, properties }));

  test("is stopped; rows with the same fault are one line", async () => {
    const { publish, compare, apply } = world;
    const layer = await publish(geojson(zones()));
    const update = await compare(layer, geojson(points()), "replace");
    expect(update.preview).toMatchObject({ isBlocked: true, counts: { inserted: 0, deleted: 0 } });
    expect(update.preview?.findings).toMatchObject([
      { severity: "error", code: "update-other-geometry", params: { found: "Point", layer: "Polygon", count: 4, rows: 4 } },
      { severity: "warning", code: "import-geometry-of-other-type", rows: [1, 2, 3, 4], occurrences: 4 },
    ]);
    await expect(apply(update)).rejects.toMatchObject({ code: "update-blocked" });
    await expect(compare(layer, geojson(points()), "delta", { key: ["code"], changesKind: true })).rejects.toMatchObject({
      code: "update-kind-needs-replace",
    });
  });

  test("changes the kind of the layer as a step of its own, which one call takes back", async () => {
    const { publish, compare, apply, over, core, manager, communityId, database, stateOf } = world;
    const layer = await publish(geojson(zones()));
    const before = await stateOf(layer);
    const rowOf = () => database.withSystem((tx) => tx.layer.findUniqueOrThrow({ where: { id: layer.layerId } }));
    const { style } = await rowOf();
    const update = await compare(layer, geojson(points()), "replace", { key: ["code"], changesKind: true });
    expect(update.preview).toMatchObject({ isBlocked: false, kind: { from: "Polygon", to: "Point" }, counts: { updated: 4 } });
    expect(update.preview?.harms.map(({ code }) => code)).toEqual(["update-changes-kind"]);
    const input = { communityId, updateId: update.id, baseRevision: 1 };
    await expect(applyUpdate(core, manager, input)).rejects.toMatchObject(refusedByTitle);
    expect(await apply(update)).toMatchObject({ status: "applied", revision: 2 });
    expect(await rowOf()).toMatchObject({ geometryType: "Point", featureCount: 4 });
    // The style of points is refused for areas: the way back brings the earlier style.
    await updateLayer(
      core,
      manager,
      updateLayerInput.parse({ communityId, layerId: layer.layerId, style: { kind: "clusters", distancePx: 50 } }),
    );
    const back = await over(await prepareRestoration(core, manager, { communityId, layerId: layer.layerId, revision: 1, applies: true }));
    const applied = await over(back);
    expect(applied).toMatchObject({ status: "applied", revision: 3, preview: { kind: { from: "Point", to: "Polygon" } } });
    expect(await rowOf()).toMatchObject({ geometryType: "Polygon", style });
    expect(await stateOf(layer)).toEqual(before);
    const { items } = await listRevisions(core, manager, { communityId, layerId: layer.layerId, limit: 30 });
    expect(items.map(({ shapes }) => shapes?.to ?? null)).toEqual(["Polygon", "Point", null]);
  });
});

describe("tables of updates", () => {
  test("are dropped when the update is applied, deleted, or not applied for long", async () => {
    const { publish, compare, apply, core, manager, database } = world;
    const layer = await publish(geojson(zones()));
    await apply(await compare(layer, geojson(zones().slice(0, 3)), "replace"));
    expect(await tablesOf(layer)).toEqual([]);
    const given = await compare(layer, geojson(zones().slice(0, 2)), "replace");
    const old = await compare(layer, geojson(zones().slice(0, 1)), "replace");
    const kept = await compare(layer, geojson(zones()), "replace");
    expect(await tablesOf(layer)).toEqual(["_u", "_u", "_u"]);
    await discardUpdate(core, manager, given.id);
    await database.withSystem((tx) => tx.layerUpdate.update({ where: { id: old.id }, data: { createdAt: new Date(0) } }));
    expect(await sweepUpdates(core)).toBe(2);
    expect(await tablesOf(layer)).toEqual(["_u"]);
    await expect(getUpdate(core, manager, old.id)).rejects.toMatchObject({ code: "update-not-found" });
    expect(await apply(kept)).toMatchObject({ status: "applied" });
    expect(await sweepUpdates(core)).toBe(0);
  });
});
