import { catalogueChoices } from "@archipel/contracts/dataset-catalogue.ts";
import type { Translation } from "@archipel/contracts/dataset-translations.ts";
import { datasetRecord } from "@archipel/contracts/datasets.ts";
import type { Database } from "@archipel/database/database.ts";
import { createCommunity, createMember, createPortal } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anonymous, type MemberActor } from "../../../kernel/actor.ts";
import { buildTestLayer } from "../../../layer-store/tables/test-layer.ts";
import { createServer } from "../../../server.ts";
import { createTestCore, type TestCore } from "../../../testing/test-core.ts";
import { updateLayer } from "../../layers/service.ts";
import { portalLayers } from "../../portals/service.ts";
import { suggest } from "../../search/service.ts";
import { browseCatalogue } from "../catalogue/service.ts";
import * as datasets from "../service.ts";
import { readTranslations, translateDataset } from "./service.ts";

let database: Database;
let core: TestCore;
let app: FastifyInstance;
beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
  app = await createServer(core);
});
afterAll(async () => {
  await app.close();
  await database.close();
});

/** A published dataset of one layer with a legend, a list of values and a hidden field. */
async function world() {
  const community = await createCommunity(database, { name: "Observatoire" });
  const user = await createMember(database, community.id, "manager");
  const manager: MemberActor = { userId: user.id, communityId: community.id, role: "manager", isOperator: false, isSuspended: false };
  const portal = await createPortal(database, community.id);
  const { datasetId, layerId } = await buildTestLayer(database, community.id, {
    geometry: { type: "Point", srid: 4326, hasZ: false },
    fields: [
      {
        name: "niveau",
        column: "niveau",
        type: "text",
        label: "Niveau",
        rule: { help: "Selon la grille", values: [{ value: "F", label: "Fort" }] },
      },
      { name: "vu", column: "vu", type: "text" },
      { name: "secret", column: "secret", type: "text", label: "Note interne", isHidden: true },
    ],
    features: [{ geometry: { type: "Point", coordinates: [5, 45] }, values: ["F", "oui", "x"] }],
  });
  const record = { title: "Zones inondables", abstract: "Emprise des crues", keywords: ["aléa"], lineage: "Levés de 2020" };
  await datasets.updateDataset(core, manager, datasetId, record);
  await updateLayer(core, manager, {
    communityId: community.id,
    layerId,
    title: "Aléa",
    style: { kind: "categorised", column: "niveau", categories: [{ value: "F", colour: "#aa0000", label: "Fort" }], otherLabel: "Autre" },
  });
  await datasets.setDatasetStatus(core, manager, datasetId, "published");
  await database.withSystem((tx) => tx.portalDataset.create({ data: { portalId: portal.id, datasetId, communityId: community.id } }));
  const say = (layer: boolean, key: string, language: string, text: string): Translation => ({
    layerId: layer ? layerId : null,
    key,
    language,
    text,
  });
  const translate = (...changes: Translation[]) => translateDataset(core, manager, datasetId, changes);
  const browse = (search: object) =>
    browseCatalogue(core, anonymous, { portalId: portal.id, sort: "title", limit: 30, ...catalogueChoices.parse({}), ...search });
  return { community, manager, portal, datasetId, layerId, say, translate, browse };
}

const english = (say: Awaited<ReturnType<typeof world>>["say"]) => [
  say(false, "title", "en", "Flood zones"),
  say(false, "abstract", "en", "Extent of floods"),
  say(false, "keyword:aléa", "en", "hazard"),
  say(false, "title", "de", "Überschwemmungsgebiete"),
  say(true, "title", "en", "Hazard"),
  say(true, "label:niveau", "en", "Level"),
  say(true, "help:niveau", "en", "By the scale"),
  say(true, "value:niveau:F", "en", "High"),
  say(true, "class:niveau:F", "en", "High"),
  say(true, "other:niveau", "en", "Other"),
  say(true, "label:vu", "en", "Seen"),
];

describe("translations of a dataset", () => {
  it("lists every text that readers see, and none of a hidden field", async () => {
    const { manager, datasetId } = await world();
    const { language, parts } = await readTranslations(core, manager, datasetId);
    expect(language).toBe("fr");
    expect(parts.map(({ texts }) => texts.map(({ key }) => key))).toEqual([
      ["title", "abstract", "lineage", "keyword:aléa"],
      ["title", "class:niveau:F", "other:niveau", "label:niveau", "help:niveau", "value:niveau:F", "label:vu"],
    ]);
    expect(JSON.stringify(parts)).not.toContain("interne");
  });

  it("shows a dataset in the reader's language, and names the language of what has no translation", async () => {
    const { portal, datasetId, translate, say, browse } = await world();
    await translate(...english(say));
    const { slug } = (await browse({})).items[0] ?? { slug: "" };
    const view = (locale?: "fr" | "en") => datasets.viewDataset(core, anonymous, { portalId: portal.id, slug, ...(locale && { locale }) });
    const shown = await view("en");
    expect(shown).toMatchObject({ title: "Flood zones", abstract: "Extent of floods", keywordTexts: { aléa: "hazard" } });
    expect(shown).toMatchObject({ lineage: "Levés de 2020", lineageLang: "fr", titleLang: undefined });
    expect(shown.layers[0]).toMatchObject({ title: "Hazard", titleLang: undefined });
    expect(await view("fr")).toMatchObject({ title: "Zones inondables", titleLang: undefined, lineageLang: undefined });
    expect((await view()).title).toBe("Zones inondables");
    expect(JSON.stringify(shown)).not.toContain("Überschwemmung");
    expect((await browse({ locale: "en" })).facets.keyword).toEqual([{ value: "aléa", label: "hazard", count: 1, isOn: false }]);
    expect((await browse({ locale: "fr" })).facets.keyword).toMatchObject([{ label: null }]);
    expect(datasetId).toBeTruthy();
  });

  it("shows the layers of a map with their legend, fields and values in the reader's language", async () => {
    const { portal, translate, say } = await world();
    await translate(...english(say));
    const [layer] = await portalLayers(core, anonymous, portal.id, "en");
    expect(layer).toMatchObject({ title: "Hazard", datasetTitle: "Flood zones", datasetTitleLang: undefined });
    expect(layer?.style).toMatchObject({ categories: [{ value: "F", label: "High" }], otherLabel: "Other" });
    expect(layer?.fields).toMatchObject([
      { column: "niveau", label: "Level", rule: { help: "By the scale", values: [{ value: "F", label: "High" }] } },
      { column: "vu", label: "Seen" },
    ]);
    const [owners] = await portalLayers(core, anonymous, portal.id, "fr");
    expect(owners).toMatchObject({ title: "Aléa", style: { categories: [{ label: "Fort" }] } });
    expect(owners?.fields[1]?.label).toBeUndefined();
  });

  it("marks the texts of a layer without translations with the owner's language", async () => {
    const { portal } = await world();
    const [layer] = await portalLayers(core, anonymous, portal.id, "en");
    expect(layer).toMatchObject({ title: "Aléa", titleLang: "fr", datasetTitleLang: "fr" });
    expect(layer?.style).toMatchObject({ categories: [{ label: "Fort", lang: "fr" }], otherLang: "fr" });
    expect(layer?.fields[0]).toMatchObject({ label: "Niveau", lang: "fr", rule: { helpLang: "fr", values: [{ lang: "fr" }] } });
  });

  it("finds a dataset by its words in any language, and names it in the reader's", async () => {
    const { portal, translate, say, browse } = await world();
    expect((await browse({ q: "flood" })).items).toEqual([]);
    await translate(...english(say));
    for (const q of ["flood", "überschwemmungsgebiete", "inondable", "hazard"]) expect((await browse({ q })).all, q).toBe(1);
    for (const q of ["flood", "uberschwemmung", "inondable", "hazard"]) expect((await browse({ q })).items, q).toHaveLength(1);
    const found = async (locale: "fr" | "en") => {
      const { groups } = await suggest(core, anonymous, { portalId: portal.id, q: "flood zones", locale, limit: 5 });
      return groups.find(({ kind }) => kind === "dataset")?.results[0]?.label;
    };
    expect([await found("en"), await found("fr")]).toEqual(["Flood zones", "Zones inondables"]);
  });

  it("gives OGC clients the language that they accept, also one that pages do not have", async () => {
    const { layerId, translate, say } = await world();
    await translate(...english(say), say(true, "title", "de", "Gefahr"));
    const titled = async (accepted: string) => {
      const url = `/ogc/collections/${layerId}?f=json`;
      const { headers, json } = await app.inject({ url, headers: { "accept-language": accepted } });
      return [headers["content-language"], json().title];
    };
    expect(await titled("de-AT, en;q=0.5")).toEqual(["de", "Überschwemmungsgebiete – Gefahr"]);
    expect(await titled("es, en;q=0.5")).toEqual(["en", "Flood zones – Hazard"]);
    for (const accepted of ["es", "*", "fr", ";;", "en;q=0"])
      expect(await titled(accepted), accepted).toEqual(["fr", "Zones inondables – Aléa"]);
    const { json } = await app.inject({ url: `/ogc/collections/${layerId}/schema`, headers: { "accept-language": "en" } });
    expect(json().properties.niveau).toMatchObject({ title: "Level", oneOf: [{ const: "F", title: "High" }] });
  });

  it("keeps translations when texts, styles and fields change, and removes one by an empty text", async () => {
    const { community, manager, layerId, portal, translate, say, datasetId } = await world();
    await translate(...english(say));
    const style = { kind: "simple", appearance: { colour: "#00aa00" } } as const;
    await updateLayer(core, manager, { communityId: community.id, layerId, style, fields: [{ column: "vu", label: "Observé" }] });
    await datasets.updateDataset(core, manager, datasetId, { abstract: "Emprises" });
    const [layer] = await portalLayers(core, anonymous, portal.id, "en");
    expect(layer).toMatchObject({ title: "Hazard", datasetTitle: "Flood zones" });
    expect(layer?.fields[1]?.label).toBe("Seen");
    const { parts } = await translate(say(true, "label:vu", "en", ""));
    expect(parts[1]?.texts.find(({ key }) => key === "label:vu")?.translations).toEqual({});
    expect(parts[0]?.texts[0]?.translations).toEqual({ en: "Flood zones", de: "Überschwemmungsgebiete" });
  });

  it("keeps both of two changes at the same time", async () => {
    const { translate, say, manager, datasetId } = await world();
    await Promise.all([translate(say(false, "title", "en", "Floods")), translate(say(false, "title", "es", "Zonas inundables"))]);
    const { parts } = await readTranslations(core, manager, datasetId);
    expect(parts[0]?.texts[0]?.translations).toEqual({ en: "Floods", es: "Zonas inundables" });
  });

  it("shows the owner's texts when the owner's language changes to that of a translation", async () => {
    const { portal, manager, datasetId, translate, say } = await world();
    await translate(...english(say));
    await datasets.updateDataset(core, manager, datasetId, { language: "en", title: "Flood areas" });
    const [layer] = await portalLayers(core, anonymous, portal.id, "en");
    expect(layer).toMatchObject({ datasetTitle: "Flood areas", datasetTitleLang: undefined, title: "Aléa", titleLang: undefined });
    const { parts } = await readTranslations(core, manager, datasetId);
    expect(parts[0]?.texts[0]?.translations).toEqual({ de: "Überschwemmungsgebiete" });
  });

  it("refuses what is not a text of the dataset, another language than those of the list, and texts that are too long", async () => {
    const { translate, say, layerId } = await world();
    const refused = (change: Translation) => expect(translate(change)).rejects;
    await refused(say(true, "label:secret", "en", "Internal note")).toMatchObject({ code: "translation-text-unknown" });
    for (const key of ["__proto__", "constructor", "toString", "label:__proto__"])
      await refused(say(true, key, "en", "x")).toMatchObject({ code: "translation-text-unknown" });
    await refused(say(false, "title", "fr", "Zones")).toMatchObject({ code: "translation-own-language" });
    await refused(say(false, "title", "en", "x".repeat(201))).toMatchObject({ code: "translation-too-long" });
    await refused(say(false, "title", "en", "two\nlines")).toMatchObject({ code: "translation-one-line" });
    await refused({ ...say(false, "title", "en", "x"), layerId: crypto.randomUUID() }).toMatchObject({ code: "layer-not-found" });
    const { manager: stranger, datasetId } = await world();
    const foreign = { layerId, key: "title", language: "en", text: "Mine" };
    await expect(translateDataset(core, stranger, datasetId, [foreign])).rejects.toMatchObject({ code: "layer-not-found" });
  });

  it("reads rows from before translations as French", async () => {
    const { browse } = await world();
    const record = datasetRecord.parse({ title: "Ancien" });
    expect(record.language).toBe("fr");
    expect((await browse({ locale: "en" })).items[0]).toMatchObject({ title: "Zones inondables", titleLang: "fr", abstractLang: "fr" });
  });
});
