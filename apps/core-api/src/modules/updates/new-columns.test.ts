import { createContributionInput, saveEditsInput } from "@archipel/contracts/contributions.ts";
import { updateLayerInput } from "@archipel/contracts/layers.ts";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createServer } from "../../server.ts";
import { geojson, updateWorld, zones } from "../../testing/update-world.ts";
import { createContribution, saveEdits, submitContribution } from "../contributions/service/drafts.ts";
import { mergeAsSeen } from "../contributions/testing/decide.ts";
import { compareMoments, getHistory } from "../features/history/service.ts";
import { updateLayer } from "../layers/service.ts";
import { listChanges } from "./service/read.ts";
import { listRevisions } from "./service/revisions.ts";

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

/** The zones with columns that the layer does not have. */
const wider = (source = "DDT") =>
  zones().map((zone, index) => ({ ...zone, properties: { ...zone.properties, "Année d'étude": 2020 + index, source } }));

const rowOf = (layerId: string) => world.database.withSystem((tx) => tx.layer.findUniqueOrThrow({ where: { id: layerId } }));
const columnsOf = async (layerId: string) => ((await rowOf(layerId)).fields as { column: string }[]).map(({ column }) => column);
const BEFORE = ["code", "alea", "hauteur", "note"];

describe("columns that the layer does not have", () => {
  test.each(["delta", "replace"] as const)("by %s: the chosen ones are added with the revision, the others are left out", async (way) => {
    const { publish, compare, apply, featuresOf, core, manager, communityId } = world;
    const layer = await publish(geojson(zones()));
    const before = await featuresOf(layer);
    const choice = way === "delta" ? { key: ["code"] } : {};
    const update = await compare(layer, geojson(wider()), way, { ...choice, adds: ["Année d'étude"] });
    expect(update.preview).toMatchObject({
      counts: { inserted: 0, updated: 4, deleted: 0, unchanged: 0 },
      columns: { added: [{ name: "Année d'étude", column: "annee_d_etude", type: "integer" }], removed: [] },
      file: { unknown: ["source"], added: ["Année d'étude"] },
      findings: [],
    });
    const { items } = await listChanges(core, manager, { communityId, updateId: update.id, limit: 1 });
    expect(items).toMatchObject([
      {
        fid: 1,
        changedColumns: ["annee_d_etude"],
        before: { properties: { annee_d_etude: null } },
        after: { properties: { annee_d_etude: 2020 } },
      },
    ]);
    expect(await featuresOf(layer)).toEqual(before);
    expect(await columnsOf(layer.layerId)).toEqual(BEFORE);

    await apply(update);
    expect(await columnsOf(layer.layerId)).toEqual([...BEFORE, "annee_d_etude"]);
    const after = await featuresOf(layer);
    expect(after.map(({ fid, values }) => [fid, (values as Record<string, unknown>).annee_d_etude])).toEqual([
      [1, 2020],
      [2, 2021],
      [3, 2022],
      [4, 2023],
    ]);
    expect(after.map(({ ewkb }) => ewkb)).toEqual(before.map(({ ewkb }) => ewkb));
    const [revision] = (await listRevisions(core, manager, { communityId, layerId: layer.layerId, limit: 1 })).items;
    expect(revision).toMatchObject({ revision: 2, columns: { added: ["Année d'étude"], removed: [] } });
  });

  test("an append fills them for its own rows", async () => {
    const { publish, compare, apply, featuresOf } = world;
    const layer = await publish(geojson(zones().slice(0, 2)));
    await apply(await compare(layer, geojson(wider().slice(2)), "append", { adds: ["source"] }));
    expect((await featuresOf(layer)).map(({ values }) => (values as { source: string | null }).source)).toEqual([null, null, "DDT", "DDT"]);
  });

  test("a field that the file does not have cannot be added; a name that is reserved, or taken by another type, is changed", async () => {
    const { publish, compare, apply } = world;
    const layer = await publish(geojson(zones()));
    expect(await compare(layer, geojson(zones()), "delta", { key: ["code"], adds: ["absent"] })).toMatchObject({
      status: "failed",
      error: { code: "update-field-not-in-file", params: { field: "absent" } },
    });
    const odd = zones().map((zone) => ({ ...zone, properties: { ...zone.properties, version: 7, geom: "x" } }));
    await apply(await compare(layer, geojson(odd), "delta", { key: ["code"], adds: ["version", "geom"] }));
    expect(await columnsOf(layer.layerId)).toEqual([...BEFORE, "source_version", "source_geom"]);
    await apply(await world.compareRevision(layer, 1));
    const other = zones().map((zone) => ({ ...zone, properties: { ...zone.properties, version: "sept", geom: "y" } }));
    await apply(await compare(layer, geojson(other), "delta", { key: ["code"], adds: ["version", "geom"] }));
    expect(await columnsOf(layer.layerId)).toEqual([...BEFORE, "source_version_2", "source_geom"]);
  });

  test("restoring back removes them, restoring forward brings each value back; merges and updates in between keep their changes", async () => {
    const { publish, compare, apply, compareRevision, stateOf, featuresOf, core, manager, communityId, person } = world;
    const layer = await publish(geojson(zones()));
    const bare = await stateOf(layer);
    await apply(await compare(layer, geojson(wider()), "delta", { key: ["code"], adds: ["source"] }));
    const full = await stateOf(layer);
    await updateLayer(
      core,
      manager,
      updateLayerInput.parse({ communityId, layerId: layer.layerId, fields: [{ column: "source", label: "Qui l’a étudié" }] }),
    );
    // Open when the column is removed: proposed changes of other columns are merged, those of the removed column are lost.
    const author = await person("contributor");
    const draft = createContributionInput.parse({ communityId, datasetId: layer.datasetId, title: "Correction" });
    const { id: contributionId } = await createContribution(core, author, draft);
    const values = { note: "vue", source: "moi" };
    const edits = [{ operation: "update" as const, layerId: layer.layerId, fid: 3, baseVersion: 2, values }];
    await saveEdits(core, author, saveEditsInput.parse({ communityId, contributionId, edits }));
    await submitContribution(core, author, contributionId);

    const away = await compareRevision(layer, 1);
    expect(away.preview).toMatchObject({
      counts: { updated: 4 },
      columns: { added: [], removed: [{ column: "source", label: "Qui l’a étudié" }] },
    });
    expect((await listChanges(core, manager, { communityId, updateId: away.id, limit: 1 })).items[0]).toMatchObject({
      changedColumns: ["source"],
      after: { properties: { source: null } },
    });
    await apply(away);
    expect(await columnsOf(layer.layerId)).toEqual(BEFORE);
    const nothingMore = (rows: Awaited<ReturnType<typeof stateOf>>) =>
      rows.map(({ values: all, ...row }) => ({ ...row, values: { ...(all as object), source: undefined } }));
    expect(nothingMore(await stateOf(layer))).toEqual(nothingMore(bare));
    expect((await mergeAsSeen(core, manager, contributionId)).outcome).toBe("merged");
    expect((await featuresOf(layer))[2]).toMatchObject({ version: 4, values: { note: "vue", source: null } });
    expect((await getHistory(core, manager, { layerId: layer.layerId, fid: 3 })).versions).toHaveLength(4);

    await apply(await compareRevision(layer, 2));
    expect(await columnsOf(layer.layerId)).toEqual([...BEFORE, "source"]);
    expect(await stateOf(layer)).toEqual(full);
    expect(((await rowOf(layer.layerId)).fields as { label?: string }[]).at(-1)).toMatchObject({ label: "Qui l’a étudié" });
    const compared = async (from: number, to: number) =>
      (await compareMoments(core, manager, { layerId: layer.layerId, from: { revision: from }, to: { revision: to }, limit: 30 })).counts;
    expect(await compared(1, 2)).toMatchObject({ updated: 4 });
    expect(await compared(2, 5)).toMatchObject({ inserted: 0, updated: 0, deleted: 0 });
    // A comparison made before the column was removed is still read with its own columns.
    const old = await compare(layer, geojson(wider("BRGM")), "delta", { key: ["code"] });
    await apply(await compareRevision(layer, 1));
    expect((await listChanges(core, manager, { communityId, updateId: old.id, limit: 1 })).items[0]).toMatchObject({
      after: { properties: { source: "BRGM" } },
    });
  });

  test("are served at once under the same addresses, and a style that reads the layer stays", async () => {
    const { publish, compare, apply, database } = world;
    const layer = await publish(geojson(zones()));
    await database.withSystem((tx) => tx.dataset.update({ where: { id: layer.datasetId }, data: { visibility: "public" } }));
    const style = (await rowOf(layer.layerId)).style;
    const read = async () => {
      const answer = await app.inject(`/ogc/collections/${layer.layerId}/items?limit=1&f=json`);
      return (answer.json() as { features: { properties: Record<string, unknown> }[] }).features[0]?.properties ?? {};
    };
    expect(Object.keys(await read())).not.toContain("source");
    await apply(await compare(layer, geojson(wider()), "replace", { adds: ["source"] }));
    expect(await read()).toMatchObject({ code: "A1", source: "DDT" });
    const csv = await app.inject(`/downloads/${layer.layerId}.csv`);
    expect(csv.body.split("\n")[0]).toContain("source");
    expect((await rowOf(layer.layerId)).style).toEqual(style);
    await apply(await world.compareRevision(layer, 1));
    expect(Object.keys(await read())).not.toContain("source");
  });
});

describe("columns that the file does not have", () => {
  const bare = () => zones().map(({ geometry, properties: { code } }) => ({ geometry, properties: { code: code ?? null } }));

  test("are reported when new features will be empty there, and not reported when there are no new features", async () => {
    const { publish, compare } = world;
    const layer = await publish(geojson(zones().slice(0, 3)));
    const update = await compare(layer, geojson(bare()), "delta", { key: ["code"] });
    expect(update.preview).toMatchObject({ isBlocked: false, counts: { inserted: 1, unchanged: 3 } });
    expect(update.preview?.findings).toMatchObject([
      { code: "update-columns-empty", severity: "warning", params: { columns: "alea, hauteur, note", fields: 3, count: 1 } },
    ]);
    expect((await compare(layer, geojson(bare().slice(0, 3)), "delta", { key: ["code"] })).preview?.findings).toEqual([]);
  });

  test("are refused when new features must have a value there", async () => {
    const { publish, compare, apply, core, manager, communityId } = world;
    const layer = await publish(geojson(zones().slice(0, 3)));
    const fields = [{ column: "alea", rule: { isRequired: true } }];
    await updateLayer(core, manager, updateLayerInput.parse({ communityId, layerId: layer.layerId, fields }));
    const update = await compare(layer, geojson(bare()), "append");
    expect(update.preview).toMatchObject({ isBlocked: true });
    expect(update.preview?.findings[0]).toMatchObject({ code: "update-mandatory-missing", severity: "error", params: { columns: "alea" } });
    await expect(apply(update)).rejects.toMatchObject({ code: "update-blocked" });
  });
});
