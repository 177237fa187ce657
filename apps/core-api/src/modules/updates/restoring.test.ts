import { createContributionInput } from "@archipel/contracts/contributions.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { flood, geojson, updateWorld, X, Y, zones } from "../../testing/update-world.ts";
import { createContribution, saveEdits, submitContribution } from "../contributions/service/drafts.ts";
import { listEdits } from "../contributions/service/read-edits.ts";
import { mergeAsSeen } from "../contributions/testing/decide.ts";
import { compareMoments, getHistory } from "../features/history/service.ts";
import { compareAgain } from "./service/prepare.ts";
import { getUpdate } from "./service/read.ts";
import { listRevisions } from "./service/revisions.ts";

let world: Awaited<ReturnType<typeof updateWorld>>;
beforeAll(async () => {
  world = await updateWorld();
});
afterAll(() => world.close());

type Edit = { fid: number; baseVersion: number; values?: Record<string, string>; operation?: "update" | "delete" };

async function propose(layer: { layerId: string; datasetId: string }, edits: Edit[]) {
  const { core, manager, communityId, person } = world;
  const author = await person("contributor");
  const draft = createContributionInput.parse({ communityId, datasetId: layer.datasetId, title: "Correction" });
  const { id: contributionId } = await createContribution(core, author, draft);
  const written = edits.map(({ fid, baseVersion, values = {}, operation = "update" }) =>
    operation === "delete"
      ? { operation, layerId: layer.layerId, fid, baseVersion }
      : { operation, layerId: layer.layerId, fid, baseVersion, values },
  );
  await saveEdits(core, author, { communityId, contributionId, edits: written });
  await submitContribution(core, author, contributionId);
  return {
    merge: () => mergeAsSeen(core, manager, contributionId),
    edits: async () => (await listEdits(core, manager, { communityId, contributionId, limit: 30 })).items,
  };
}

describe("restoring a revision", () => {
  test("gives every feature back to the last bit, whatever changed since; also back and forth", async () => {
    const { publish, compare, apply, compareRevision, stateOf, core, manager, communityId } = world;
    const layer = await publish(geojson(zones()));
    const states = [await stateOf(layer)];
    const remember = async () => void states.push(await stateOf(layer));
    const grown = zones().map((zone, index) => (index === 0 ? { ...zone, geometry: flood(X, Y, 300) } : zone));
    await apply(await compare(layer, geojson(grown.slice(0, 3)), "delta", { key: ["code"], deletesAbsent: true }));
    await remember();
    const contribution = await propose(layer, [
      { fid: 2, baseVersion: 1, values: { note: "vue sur place" } },
      { fid: 3, baseVersion: 1, operation: "delete" },
    ]);
    expect((await contribution.merge()).outcome).toBe("merged");
    await remember();
    await apply(await compare(layer, geojson([...zones().slice(0, 1), ...zones()]), "replace"));
    await remember();
    await apply(await compare(layer, geojson(zones().slice(1, 2)), "append"));
    await remember();
    for (const revision of [1, 3, 2, 5, 4]) {
      const update = await compareRevision(layer, revision);
      expect(update).toMatchObject({ way: "restore", restores: revision, status: "ready" });
      expect(await apply(update)).toMatchObject({ status: "applied" });
      expect(await stateOf(layer), `revision ${revision}`).toEqual(states[revision - 1]);
    }
    const { items, total } = await listRevisions(core, manager, { communityId, layerId: layer.layerId, limit: 30 });
    expect(total).toBe(10);
    expect(items.map(({ kind }) => kind)).toEqual([
      ...["restored", "restored", "restored", "restored", "restored"],
      ...["update", "update", "contribution", "update", "published"],
    ]);
    expect(items[0]).toMatchObject({ revision: 10, restores: 4, way: null });
    // The comparison of revisions agrees: revision 10 equals revision 4.
    const compared = async (from: number, to: number) =>
      (await compareMoments(core, manager, { layerId: layer.layerId, from: { revision: from }, to: { revision: to }, limit: 30 })).counts;
    expect(await compared(4, 10)).toMatchObject({ inserted: 0, updated: 0, deleted: 0 });
    expect(await compared(1, 2)).toEqual({ inserted: 0, updated: 1, deleted: 1, returned: 0 });
    const life = await getHistory(core, manager, { layerId: layer.layerId, fid: 1 });
    expect(life.versions.map(({ by }) => by.revision)).toEqual([...life.versions.slice(1).map(() => expect.any(Number)), null]);
    const row = await world.database.withSystem((tx) => tx.layer.findUniqueOrThrow({ where: { id: layer.layerId } }));
    expect(row.featureCount).toBe(states[3]?.length);
  });

  test("is refused for a revision that does not exist, or is the current one", async () => {
    const { publish, compareRevision } = world;
    const layer = await publish(geojson(zones()));
    await expect(compareRevision(layer, 1)).rejects.toMatchObject({ code: "revision-is-current" });
    await expect(compareRevision(layer, 7)).rejects.toMatchObject({ code: "revision-not-found" });
  });
});

describe("contributions that are open when a layer is updated", () => {
  test("merge where others changed something else, conflict where they changed the same, and are notified of deletions", async () => {
    const { publish, compare, apply, featuresOf } = world;
    const layer = await publish(geojson(zones()));
    const beside = await propose(layer, [{ fid: 2, baseVersion: 1, values: { note: "digue vue" } }]);
    const against = await propose(layer, [{ fid: 2, baseVersion: 1, values: { alea: "nul" } }]);
    const onGone = await propose(layer, [{ fid: 4, baseVersion: 1, values: { note: "à garder" } }]);
    const [first, second, third] = zones();
    if (!first || !second || !third) throw new Error("no zones");
    second.properties.alea = "fort";
    await apply(await compare(layer, geojson([first, second, third]), "delta", { key: ["code"], deletesAbsent: true }));
    expect((await beside.merge()).outcome).toBe("merged");
    expect((await featuresOf(layer))[1]).toMatchObject({ fid: 2, version: 3, values: { alea: "fort", note: "digue vue" } });
    expect((await against.merge()).outcome).toBe("conflicting");
    expect(await against.edits()).toMatchObject([{ fid: 2, conflict: { columns: ["alea"], isDeleted: false } }]);
    expect((await onGone.merge()).outcome).toBe("conflicting");
    expect(await onGone.edits()).toMatchObject([{ fid: 4, conflict: { isDeleted: true } }]);
  });

  test("a merge between comparison and application is not overwritten: the update is compared again", async () => {
    const { publish, compare, apply, over, core, manager, communityId, featuresOf } = world;
    const layer = await publish(geojson(zones()));
    const [, second] = zones();
    if (!second) throw new Error("no zones");
    second.properties.alea = "fort";
    const update = await compare(layer, geojson([second]), "delta", { key: ["code"] });
    const contribution = await propose(layer, [{ fid: 2, baseVersion: 1, values: { note: "entre-temps" } }]);
    await contribution.merge();
    await expect(apply(update)).rejects.toMatchObject({ code: "update-layer-moved", params: { revision: 2 } });
    expect(await getUpdate(core, manager, update.id)).toMatchObject({ isOutdated: true, status: "ready" });
    const again = await over(await compareAgain(core, manager, { communityId, updateId: update.id }));
    expect(again).toMatchObject({ isOutdated: false, preview: { baseRevision: 2, counts: { updated: 1 } } });
    await apply(again);
    expect((await featuresOf(layer))[1]).toMatchObject({ version: 3, values: { alea: "fort", note: "zone 2" } });
  });
});
