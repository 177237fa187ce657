import { datasetRecord } from "@archipel/contracts/datasets.ts";
import { provenCommunityId } from "@archipel/contracts/ids.ts";
import type { Database } from "@archipel/database/database.ts";
import { createCommunity, createMember, createPortal, createUser } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { anonymous, type MemberActor } from "../../kernel/actor.ts";
import { buildTestLayer } from "../../layer-store/tables/test-layer.ts";
import { createTestCore, type TestCore } from "../../testing/test-core.ts";
import { createDataset, deleteDataset, getDataset, listDatasets, viewDataset } from "../datasets/service.ts";
import { deleteGroup, listGroups, makeGroup } from "../groups/service/manage.ts";
import { getLayer } from "../layers/service.ts";
import { createPage, removePage } from "../site/pages/service/change.ts";
import { eraseFromBin, listBin, purgeBin, restoreFromBin, usedBy } from "./service.ts";

let database: Database;
let core: TestCore;
beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
});
afterAll(() => database.close());

async function world() {
  const { id: communityId } = await createCommunity(database);
  const managed = async (): Promise<MemberActor> => {
    const { id: userId } = await createMember(database, communityId, "manager");
    return { userId, communityId, role: "manager", isOperator: false, isSuspended: false };
  };
  const manager = await managed();
  const portal = await createPortal(database, communityId);
  /** A public dataset with a layer, shown in the portal. */
  const shown = async () => {
    const { spec, datasetId } = await buildTestLayer(database, communityId, {
      geometry: { type: "Point", srid: 4326, hasZ: false },
      features: [{ geometry: { type: "Point", coordinates: [2, 46] } }],
    });
    const { slug } = await database.withSystem(async (tx) => {
      await tx.portalDataset.create({ data: { portalId: portal.id, datasetId, communityId } });
      return tx.dataset.update({ where: { id: datasetId }, data: { status: "published", visibility: "public" } });
    });
    return { datasetId, layerId: spec.layerId, slug };
  };
  const inBin = async () => (await listBin(core, manager)).map(({ kind, title }) => [kind, title]);
  return { communityId, manager, portal, shown, inBin };
}

describe("a dataset in the bin", () => {
  test("does not exist for anyone, keeps its address, and comes back as it was", async () => {
    const { communityId, manager, portal, shown, inBin } = await world();
    const { datasetId, layerId, slug } = await shown();
    const { id: reader } = await createUser(database);
    await database.withSystem((tx) => tx.grant.create({ data: { communityId, datasetId, audience: "everyone" } }));
    await database.withSystem((tx) =>
      tx.follow.create({ data: { communityId, portalId: portal.id, personId: reader, kind: "dataset", datasetId, subjectKey: datasetId } }),
    );
    const rows = () =>
      database.withSystem(async (tx) => {
        const dataset = await tx.dataset.findUniqueOrThrow({ where: { id: datasetId } });
        const layers = await tx.layer.findMany({ where: { datasetId } });
        const where = { datasetId };
        const counts = [await tx.portalDataset.count({ where }), await tx.grant.count({ where }), await tx.follow.count({ where })];
        return { dataset, layers, counts };
      });
    const before = await rows();
    expect(before.counts).toEqual([1, 1, 1]);
    const { title } = before.dataset;

    await deleteDataset(core, manager, datasetId);
    const gone = { kind: "not-found" };
    await expect(getDataset(core, manager, datasetId)).rejects.toMatchObject(gone);
    await expect(viewDataset(core, anonymous, { portalId: portal.id, slug })).rejects.toMatchObject(gone);
    for (const actor of [manager, anonymous]) await expect(getLayer(core, actor, layerId)).rejects.toMatchObject(gone);
    await expect(deleteDataset(core, manager, datasetId)).rejects.toMatchObject(gone);
    expect((await listDatasets(core, manager, { communityId, limit: 10 })).total).toBe(0);
    expect(await inBin()).toEqual([["dataset", title]]);
    // The table of the layer is closed as well, for every role but the platform's.
    const seen = await database.sqlAs({ role: "tenant", userId: manager.userId, communityId }, (sql) =>
      sql.query(`SELECT fid FROM layers."${before.layers[0]?.tableName}"`),
    );
    expect(seen).toEqual([]);
    // A new dataset of the same title gets another address.
    expect((await createDataset(core, manager, datasetRecord.parse({ title }))).slug).not.toBe(slug);

    await restoreFromBin(core, manager, { communityId, kind: "dataset", id: datasetId });
    expect(await rows()).toEqual(before);
    expect((await viewDataset(core, anonymous, { portalId: portal.id, slug })).layers).toHaveLength(1);
    expect(await inBin()).toEqual([]);
  });

  test("names what uses it before it is deleted, as far as the caller may see it", async () => {
    const { communityId, manager, portal, shown } = await world();
    const { datasetId, layerId } = await shown();
    const { id: reader } = await createUser(database);
    await database.withSystem(async (tx) => {
      const owner = { communityId, portalId: portal.id };
      await tx.follow.create({ data: { ...owner, personId: reader, kind: "dataset", datasetId, subjectKey: datasetId } });
      const state = { view: {}, layers: [{ id: layerId, opacity: 1 }] };
      const map = { ...owner, ownerId: reader, kind: "map", title: { fr: "Ma carte" }, state };
      await tx.savedMap.create({ data: { ...map, slug: `public-${datasetId}`, status: "published", publishedAt: new Date() } });
      // A draft of another person is their own matter.
      await tx.savedMap.create({ data: { ...map, slug: `draft-${datasetId}`, title: { fr: "Brouillon" } } });
      const key = { communityId, createdById: manager.userId, scope: "read", secretHash: datasetId, datasetIds: [datasetId] };
      await tx.communityKey.create({ data: { ...key, name: "Bureau d’études" } });
    });
    const asked = { communityId, kind: "dataset", id: datasetId } as const;
    expect(await usedBy(core, manager, asked)).toEqual({
      graceDays: 30,
      uses: [
        { kind: "portal", count: 1, names: [portal.name] },
        { kind: "map", count: 1, names: ["Ma carte"] },
        { kind: "follow", count: 1, names: [] },
        { kind: "key", count: 1, names: ["Bureau d’études"] },
      ],
    });
    const other = await world();
    await expect(usedBy(core, other.manager, { ...asked, communityId: other.communityId })).rejects.toMatchObject({ kind: "not-found" });
  });

  test("is erased after its days, or at once by its title; no other community reaches it", async () => {
    const { communityId, manager, shown, inBin } = await world();
    const [first, second] = [await shown(), await shown()];
    for (const { datasetId } of [first, second]) await deleteDataset(core, manager, datasetId);
    const other = await world();
    const foreign = { communityId: other.communityId, kind: "dataset", id: first.datasetId } as const;
    await expect(restoreFromBin(core, other.manager, foreign)).rejects.toMatchObject({ code: "bin-entry-not-found" });
    await expect(eraseFromBin(core, other.manager, { ...foreign, title: "x" })).rejects.toMatchObject({ code: "bin-entry-not-found" });
    expect(await listBin(core, other.manager)).toEqual([]);

    expect(await purgeBin(core, provenCommunityId)).toBe(0);
    await database.withSystem((tx) => tx.dataset.update({ where: { id: first.datasetId }, data: { eraseAt: new Date(0) } }));
    expect(await purgeBin(core, provenCommunityId)).toBe(1);
    const asked = { communityId, kind: "dataset", id: second.datasetId } as const;
    await expect(eraseFromBin(core, manager, { ...asked, title: "autre" })).rejects.toMatchObject({ code: "name-differs" });
    const [entry] = await listBin(core, manager);
    await eraseFromBin(core, manager, { ...asked, title: entry?.title ?? "" });
    expect(await inBin()).toEqual([]);
    const left = await database.withSystem((tx) => tx.layer.count({ where: { communityId } }));
    expect(left).toBe(0);
  });
});

test("a group and a page wait in the bin and come back; the group's people have no right by it meanwhile", async () => {
  const { communityId, manager, portal, shown, inBin } = await world();
  const { datasetId } = await shown();
  await database.withSystem((tx) => tx.dataset.update({ where: { id: datasetId }, data: { visibility: "members" } }));
  const { id: reader } = await createUser(database);
  const { id: groupId } = await makeGroup(core, manager, { communityId, name: "Bureaux d’études", description: "" });
  await database.withSystem(async (tx) => {
    await tx.groupMember.create({ data: { communityId, groupId, userId: reader } });
    await tx.grant.create({ data: { communityId, datasetId, subjectGroupId: groupId, givenById: manager.userId } });
  });
  const opened = async () => {
    const [row] = await database.sqlAs({ role: "tenant", userId: reader, communityId: null }, (sql) =>
      sql.query<{ ids: string[] }>("SELECT app.granted_datasets() AS ids"),
    );
    return (row?.ids ?? []).filter((id) => id === datasetId);
  };
  expect(await opened()).toEqual([datasetId]);
  await deleteGroup(core, manager, groupId);
  expect(await opened()).toEqual([]);
  expect(await listGroups(core, manager)).toEqual([]);
  const page = await createPage(core, manager, { communityId, portalId: portal.id, kind: "page", slug: "aide", title: { fr: "Aide" } });
  await removePage(core, manager, page.id ?? "");
  expect((await inBin()).toSorted()).toEqual([
    ["group", "Bureaux d’études"],
    ["page", "Aide"],
  ]);
  await restoreFromBin(core, manager, { communityId, kind: "group", id: groupId });
  await restoreFromBin(core, manager, { communityId, kind: "page", id: page.id ?? "" });
  expect(await opened()).toEqual([datasetId]);
  expect(await inBin()).toEqual([]);
});
