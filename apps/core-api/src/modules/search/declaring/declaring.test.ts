import type { GazetteerSettings } from "@archipel/contracts/search-gazetteer.ts";
import type { Database } from "@archipel/database/database.ts";
import { createCommunity, createMember } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anonymous, type MemberActor } from "../../../kernel/actor.ts";
import { fieldsOf, pointAt, searchWorld, squareAt } from "../../../testing/search-world.ts";
import { createTestCore, type TestCore } from "../../../testing/test-core.ts";
import { indexStoredLayer } from "../indexing/upkeep.ts";
import { previewGazetteer } from "./preview.ts";
import { gazetteerOfLayer } from "./read.ts";
import { declareGazetteer } from "./save.ts";

let database: Database;
let core: TestCore;
beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
});
afterAll(() => database.close());

const settings = (also: Partial<GazetteerSettings> = {}): GazetteerSettings => ({
  kind: "place",
  label: ["titre"],
  detail: [],
  commune: null,
  communeCode: null,
  postcode: null,
  weight: null,
  number: null,
  suffix: null,
  prefix: null,
  section: null,
  ...also,
});

/** A layer whose names nothing announces, in a portal, and its manager. */
async function museums() {
  const world = await searchWorld(core);
  const { community, add } = world;
  await add({ name: "communes", fields: fieldsOf("code_insee", "nom"), rows: [["35238", "Rennes"]], geometry: () => squareAt(2, 46) });
  const layer = await add({
    name: "equipements",
    fields: [...fieldsOf("titre", "genre", "visiteurs"), { name: "interne", column: "interne", type: "text", isHidden: true }],
    rows: [
      ["Musée de l’Abbaye", "art", "900", "secret un"],
      ["Musée du Moulin (.*)\\", "science", "12000", "secret deux"],
      [null, "art", "1", "secret trois"],
    ],
    geometry: (row) => pointAt(2.01 + row / 100, 46.05),
  });
  const manager = await createMember(database, community.id, "manager");
  const actor: MemberActor = { ...anonymous, userId: manager.id, communityId: community.id, role: "manager" };
  const input = { communityId: community.id, layerId: layer.layerId };
  return { ...world, layer, actor, input };
}

describe("a layer's names, as its manager declares them", () => {
  it("are found once the job has indexed them, and no longer when the layer is not to be searched", async () => {
    const { places, actor, input, community, layer } = await museums();
    expect(await places("moulin")).toEqual([]);
    expect(await gazetteerOfLayer(core, actor, layer.layerId)).toMatchObject({
      declared: "automatic",
      proposed: null,
      index: "none",
      jobId: null,
    });
    const declared = settings({ detail: ["genre"], weight: "visiteurs" });
    const { jobId } = await declareGazetteer(core, actor, { ...input, declared });
    expect(await gazetteerOfLayer(core, actor, layer.layerId)).toMatchObject({ declared, index: "waiting", jobId });
    expect(core.enqueued.at(-1)).toMatchObject({ id: jobId, kind: "refresh-layer" });
    await indexStoredLayer(core, community.id, layer.layerId);
    expect(await places("moulin")).toEqual(["Musée du Moulin (.*)\\, Rennes"]);
    // The larger one first.
    expect(await places("musee")).toEqual(["Musée du Moulin (.*)\\, Rennes", "Musée de l’Abbaye, Rennes"]);
    await database.withSystem((tx) => tx.job.updateMany({ where: { id: jobId }, data: { status: "success" } }));
    expect(await gazetteerOfLayer(core, actor, layer.layerId)).toMatchObject({ index: "ready", entries: 2, jobId: null });
    await declareGazetteer(core, actor, { ...input, declared: "none" });
    await indexStoredLayer(core, community.id, layer.layerId);
    expect(await places("moulin")).toEqual([]);
    const audited = await database.withSystem((tx) =>
      tx.auditEntry.findMany({ where: { action: "layer.search-declared", communityId: community.id }, orderBy: { id: "asc" } }),
    );
    expect(audited.map(({ summary }) => summary)).toMatchObject([{ kind: "place" }, { kind: "none" }]);
  });

  it("are shown beforehand, with what a text finds among them", async () => {
    const { actor, input, places } = await museums();
    const preview = (q: string, also: Partial<GazetteerSettings> = {}) =>
      previewGazetteer(core, actor, { ...input, settings: settings(also), q, locale: "fr" });
    expect(await preview("", { detail: ["genre"] })).toMatchObject({ looked: 3, entries: 2, unnamed: 1 });
    expect((await preview("", { detail: ["genre"], weight: "visiteurs" })).names[0]).toEqual({
      label: "Musée du Moulin (.*)\\",
      detail: "Rennes, science",
      commune: "Rennes",
    });
    expect((await preview("moulni")).names.map(({ label }) => label)).toEqual(["Musée du Moulin (.*)\\"]);
    expect((await preview("abb")).names.map(({ label }) => label)).toEqual(["Musée de l’Abbaye"]);
    for (const q of [".*", "(", "\\", "%", "' | '"]) expect((await preview(q)).names).toEqual([]);
    // Nothing is written.
    expect(await places("moulin")).toEqual([]);
  });

  it("come neither from hidden fields, nor from fields that the layer does not have", async () => {
    const { actor, input, community, layer, places } = await museums();
    const declared = (also: Partial<GazetteerSettings>) => declareGazetteer(core, actor, { ...input, declared: settings(also) });
    await expect(declared({ label: ["interne"] })).rejects.toMatchObject({ code: "gazetteer-field-hidden" });
    await expect(declared({ label: ['titre"; DROP TABLE layers; --'] })).rejects.toMatchObject({ code: "column-not-found" });
    await expect(declared({ label: [] })).rejects.toMatchObject({ code: "gazetteer-label-missing" });
    await expect(declared({ kind: "parcel", label: [], section: "genre" })).rejects.toMatchObject({ code: "gazetteer-parcel-missing" });
    await expect(
      previewGazetteer(core, actor, { ...input, settings: settings({ detail: ["interne"] }), q: "", locale: "fr" }),
    ).rejects.toMatchObject({
      code: "gazetteer-field-hidden",
    });
    // A field that is hidden afterwards.
    await declared({});
    await database.withSystem((tx) =>
      tx.layer.update({
        where: { id: layer.layerId },
        data: { fields: [{ name: "titre", column: "titre", type: "text", isHidden: true }] },
      }),
    );
    await indexStoredLayer(core, community.id, layer.layerId);
    expect(await places("moulin")).toEqual([]);
  });

  it("are nobody else's to read or declare", async () => {
    const { input, layer } = await museums();
    const other = await createCommunity(database);
    const person = await createMember(database, other.id, "manager");
    const stranger: MemberActor = { ...anonymous, userId: person.id, communityId: other.id, role: "manager" };
    const missing = { code: "layer-not-found" };
    await expect(gazetteerOfLayer(core, stranger, layer.layerId)).rejects.toMatchObject(missing);
    await expect(previewGazetteer(core, stranger, { ...input, settings: settings(), q: "", locale: "fr" })).rejects.toMatchObject(missing);
    await expect(declareGazetteer(core, stranger, { ...input, declared: "none" })).rejects.toMatchObject(missing);
  });
});
