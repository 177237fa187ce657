import { catalogueChoices } from "@archipel/contracts/dataset-catalogue.ts";
import { datasetRecord } from "@archipel/contracts/datasets.ts";
import type { Database } from "@archipel/database/database.ts";
import { addMember, createCommunity, createDataset, createMember, createPortal, createUser } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Actor, anonymous, type MemberActor } from "../../kernel/actor.ts";
import { buildTestLayer } from "../../layer-store/tables/test-layer.ts";
import { createTestCore, type TestCore } from "../../testing/test-core.ts";
import { listAudit } from "../audit/service.ts";
import { eraseDataset } from "./bin/erase.ts";
import { browseCatalogue } from "./catalogue/service.ts";
import { freeSlug, slugOf } from "./policy.ts";
import * as datasets from "./service.ts";

let database: Database;
let core: TestCore;
beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
});
afterAll(() => database.close());

async function world() {
  const community = await createCommunity(database, { name: "Observatoire" });
  const user = await createMember(database, community.id, "manager");
  const manager: MemberActor = { userId: user.id, communityId: community.id, role: "manager", isOperator: false, isSuspended: false };
  const portal = await createPortal(database, community.id);
  const publish = async (record: Partial<ReturnType<typeof datasetRecord.parse>> & { title: string }) => {
    const { id } = await datasets.createDataset(core, manager, datasetRecord.parse(record));
    await datasets.setDatasetStatus(core, manager, id, "published");
    await list(id);
    return id;
  };
  const list = (datasetId: string) =>
    database.withSystem((tx) => tx.portalDataset.create({ data: { portalId: portal.id, datasetId, communityId: community.id } }));
  const browse = async (search: object = {}, actor: Actor = anonymous) =>
    browseCatalogue(core, actor, { portalId: portal.id, sort: "relevance", limit: 30, ...catalogueChoices.parse({}), ...search });
  const titles = async (search: object = {}, actor: Actor = anonymous) => (await browse(search, actor)).items.map((item) => item.title);
  return { community, manager, portal, publish, list, browse, titles };
}

const person = (userId: string): Actor => ({ userId, isOperator: false, isSuspended: false });

describe("the catalogue of a portal", () => {
  it("finds words by stem, by prefix and without accents, and requires all of them", async () => {
    const { publish, titles } = await world();
    await publish({ title: "Zones inondables du Doubs", keywords: ["aléa"], abstract: "Emprise des crues" });
    await publish({ title: "Carte de l’Œuvre scolaire", abstract: "Établissements" });
    for (const q of ["inondable", "INONDABLES", "inond", "alea", "crue", "doubs zones", "l'emprise des"])
      expect(await titles({ q }), q).toEqual(["Zones inondables du Doubs"]);
    for (const q of ["oeuvre", "etabl", "ÉTABLISSEMENT"]) expect(await titles({ q }), q).toEqual(["Carte de l’Œuvre scolaire"]);
    for (const q of ["inondable scolaire", "zzz"]) expect(await titles({ q }), q).toEqual([]);
    for (const q of ["  ", "'", "&|!():*", "\\"]) expect(await titles({ q }), q).toHaveLength(2);
  });

  it("corrects a typing error when nothing has the word, by words that the caller may read, and says so", async () => {
    const { publish, browse, titles } = await world();
    await publish({ title: "Plans d’urbanisme : zonage" });
    await publish({ title: "Forages confidentiels", visibility: "members" });
    expect(await titles({ q: "zonnage urbanisme" })).toEqual(["Plans d’urbanisme : zonage"]);
    expect((await browse({ q: "zonnage urbanisme" })).corrected).toBe("zonage urbanisme");
    expect((await browse({ q: "zonage" })).corrected).toBeNull();
    expect(await browse({ q: "foragess" })).toMatchObject({ items: [], corrected: null });
  });

  it("ranks the title before the abstract, and sorts as asked", async () => {
    const { publish, titles } = await world();
    await publish({ title: "Relief", abstract: "Utile pour la submersion" });
    await publish({ title: "Submersion marine" });
    expect(await titles({ q: "submersion" })).toEqual(["Submersion marine", "Relief"]);
    expect(await titles({ sort: "title" })).toEqual(["Relief", "Submersion marine"]);
    expect(await titles({ sort: "updated" })).toEqual(["Submersion marine", "Relief"]);
  });

  it("counts facets so that a choice never hides its alternatives", async () => {
    const { publish, browse, community } = await world();
    await publish({ title: "A", topic: "hazards", keywords: ["eau"] });
    await publish({ title: "B", topic: "hazards", keywords: ["eau", "sol"] });
    await publish({ title: "C", topic: "planning", keywords: ["sol"] });
    const { facets, total } = await browse({ topic: ["planning"] });
    expect(total).toBe(1);
    expect(facets.topic).toEqual([
      { value: "hazards", label: null, count: 2, isOn: false },
      { value: "planning", label: null, count: 1, isOn: true },
    ]);
    expect(facets.keyword).toMatchObject([{ value: "sol", count: 1 }]);
    expect(facets.producer).toMatchObject([{ value: community.id, label: "Observatoire", count: 1 }]);
    expect((await browse({ keyword: ["eau"] })).total).toBe(2);
  });

  it("says of a search without result which condition to leave, and finds by kind, format, change and extent", async () => {
    const { browse, list, community } = await world();
    const { datasetId } = await buildTestLayer(database, community.id, {
      geometry: { type: "Point", srid: 4326, hasZ: false },
      features: [{ geometry: { type: "Point", coordinates: [2, 46] } }],
    });
    await database.withSystem((tx) => tx.dataset.update({ where: { id: datasetId }, data: { bbox: [2, 46, 2, 46], title: "Puits" } }));
    await list(datasetId);
    const nothing = await browse({ q: "puits", format: ["pdf"] });
    expect(nothing).toMatchObject({ total: 0, all: 1, corrected: null, without: [{ condition: "format", count: 1 }] });
    expect(nothing.facets.format.map(({ value, count }) => `${value} ${count}`)).toEqual([
      "csv 1",
      "geojson 1",
      "gpkg 1",
      "ogc 1",
      "tiles 1",
      "pdf 0",
    ]);
    expect(
      (await browse({ kind: ["point"], format: ["csv"], updated: ["week"], quality: ["unmeasured"], box: [1, 45, 3, 47] })).total,
    ).toBe(1);
    expect(await browse({ box: [5, 45, 6, 47] })).toMatchObject({ total: 0, without: [{ condition: "place", count: 1 }] });
  });

  it("is paged without losing or repeating a dataset", async () => {
    const { publish, browse } = await world();
    for (const title of ["A", "B", "C", "D", "E"]) await publish({ title });
    const seen: string[] = [];
    for (let cursor: string | null = null, turns = 0; turns === 0 || cursor; turns++) {
      const page = await browse({ limit: 2, cursor, sort: "title" });
      seen.push(...page.items.map((item) => item.title));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(["A", "B", "C", "D", "E"]);
  });

  it("shows members the datasets for members, and drafts to nobody", async () => {
    const { publish, titles, community, manager } = await world();
    await publish({ title: "Public" });
    await publish({ title: "Members", visibility: "members" });
    await publish({ title: "Private", visibility: "private" });
    await datasets.setDatasetStatus(core, manager, await publish({ title: "Draft" }), "draft");
    const member = await createMember(database, community.id, "member");
    const contributor = await createMember(database, community.id, "contributor");
    const stranger = await createUser(database);
    const suspended = await createUser(database, { status: "suspended" });
    await addMember(database, community.id, suspended.id, "manager");
    const sort = { sort: "title" };
    expect(await titles(sort)).toEqual(["Public"]);
    expect(await titles(sort, person(stranger.id))).toEqual(["Public"]);
    expect(await titles(sort, person(suspended.id))).toEqual(["Public"]);
    expect(await titles(sort, person(member.id))).toEqual(["Members", "Public"]);
    expect(await titles(sort, person(contributor.id))).toEqual(["Members", "Private", "Public"]);
  });

  it("drops a shared dataset when its owner stops sharing or is suspended", async () => {
    const { titles, list } = await world();
    const owner = await createCommunity(database, { name: "Prêteur" });
    const shared = await createDataset(database, owner.id, { isShared: true, title: "Prêté" });
    await list(shared.id);
    const share = (isShared: boolean) => database.withSystem((tx) => tx.dataset.update({ where: { id: shared.id }, data: { isShared } }));
    const suspend = (status: string) => database.withSystem((tx) => tx.community.update({ where: { id: owner.id }, data: { status } }));
    expect(await titles()).toEqual(["Prêté"]);
    await share(false);
    expect(await titles()).toEqual([]);
    await share(true);
    await suspend("suspended");
    expect(await titles()).toEqual([]);
  });

  it("gives two datasets of the same slug one each; the community's own keeps it", async () => {
    const { publish, browse, list, portal } = await world();
    const owner = await createCommunity(database, { name: "Voisine" });
    const foreign = await createDataset(database, owner.id, { isShared: true, title: "Zones humides" });
    await database.withSystem((tx) => tx.dataset.update({ where: { id: foreign.id }, data: { slug: "zones-humides" } }));
    await list(foreign.id);
    const own = await publish({ title: "Zones humides" });
    const slugs = new Map((await browse()).items.map((item) => [item.id, item.slug]));
    expect(slugs.get(own)).toBe("zones-humides");
    expect(slugs.get(foreign.id)).toMatch(/^zones-humides-[0-9a-f]{8}$/);
    for (const [id, slug] of slugs) expect((await datasets.viewDataset(core, anonymous, { portalId: portal.id, slug })).id).toBe(id);
    expect(await datasets.viewDataset(core, anonymous, { portalId: portal.id, slug: slugs.get(foreign.id) ?? "" })).toMatchObject({
      communityName: "Voisine",
    });
  });
});

describe("a dataset", () => {
  it("gets the first free slug of its title", async () => {
    const { manager } = await world();
    const record = datasetRecord.parse({ title: "Aléas & « risques » — 2024 !" });
    const made = [];
    for (let n = 0; n < 3; n++) made.push((await datasets.createDataset(core, manager, record)).slug);
    expect(made).toEqual(["aleas-risques-2024", "aleas-risques-2024-2", "aleas-risques-2024-3"]);
    expect(slugOf("海")).toBe("dataset-1");
    expect(freeSlug("a", new Set(["a", "a-2"]))).toBe("a-3");
  });

  it("keeps fields that an update does not name, and records the changes", async () => {
    const { manager, community } = await world();
    const record = datasetRecord.parse({ title: "Titre", licence: "odbl-1.0", visibility: "members", keywords: ["a"] });
    const { id } = await datasets.createDataset(core, manager, record);
    expect(await datasets.updateDataset(core, manager, id, { abstract: "Résumé" })).toMatchObject({ ...record, abstract: "Résumé" });
    const journal = await listAudit(core, manager, { communityId: community.id, resourceId: id, limit: 10 });
    expect(journal.items.map(({ action, summary, actorName }) => [action, summary.fields, actorName])).toEqual([
      ["dataset.updated", "abstract", "Test Person"],
      ["dataset.created", undefined, "Test Person"],
    ]);
  });

  it("is erased from the bin with its layers and their tables", async () => {
    const { manager, community } = await world();
    const { spec, datasetId } = await buildTestLayer(database, community.id, {
      geometry: { type: "Point", srid: 4326, hasZ: false },
      features: [{ geometry: { type: "Point", coordinates: [2, 46] } }],
    });
    const tables = () =>
      database.driver.transaction((sql) => sql.query("SELECT 1 FROM pg_class WHERE relname LIKE $1", [`${spec.tableName}%`]));
    expect(await tables()).not.toEqual([]);
    const other = await world();
    await expect(datasets.deleteDataset(core, other.manager, datasetId)).rejects.toMatchObject({ code: "dataset-not-found" });
    await datasets.deleteDataset(core, manager, datasetId);
    await expect(datasets.getDataset(core, manager, datasetId)).rejects.toMatchObject({ code: "dataset-not-found" });
    expect(await tables()).not.toEqual([]);
    await eraseDataset(core, manager, datasetId);
    expect(await tables()).toEqual([]);
  });

  it("can be listed by others once it is shared, public and published", async () => {
    const { manager } = await world();
    const owner = await createCommunity(database);
    const shared = await createDataset(database, owner.id, { isShared: true, title: "Partagé par un autre" });
    await createDataset(database, owner.id, { isShared: true, status: "draft" });
    await createDataset(database, owner.id, { isShared: true, visibility: "members" });
    await createDataset(database, owner.id);
    const own = await datasets.createDataset(core, manager, datasetRecord.parse({ title: "À nous" }));
    const ids = (await datasets.listableDatasets(core, manager, "")).filter((one) => one.communityId === owner.id || one.id === own.id);
    expect(ids.map((one) => one.id)).toEqual([own.id, shared.id]);
    expect((await datasets.listableDatasets(core, manager, "partag autre")).map((one) => one.id)).toEqual([shared.id]);
  });
});

describe("the journal", () => {
  it("is read from the latest to the first entry while it grows", async () => {
    const { manager, community } = await world();
    const write = (action: string) =>
      database.withSystem((tx) =>
        tx.auditEntry.create({ data: { communityId: community.id, action, resourceType: "x", resourceId: "x" } }),
      );
    for (const action of ["1", "2", "3", "4", "5"]) await write(action);
    const read = (cursor: string | null) => listAudit(core, manager, { communityId: community.id, limit: 2, cursor });
    const first = await read(null);
    await write("6");
    const second = await read(first.nextCursor);
    const third = await read(second.nextCursor);
    expect([first, second, third].map((page) => page.items.map((entry) => entry.action))).toEqual([["5", "4"], ["3", "2"], ["1"]]);
    expect(third.nextCursor).toBeNull();
  });
});
