import { createAlertInput, publishAlertInput } from "@archipel/contracts/alerts.ts";
import { saveNavigationInput } from "@archipel/contracts/site-navigation.ts";
import type { Database } from "@archipel/database/database.ts";
import { createCommunity, createDataset, createPortal } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { anonymous } from "../../../kernel/actor.ts";
import { buildTestLayer } from "../../../layer-store/tables/test-layer.ts";
import { createAlert } from "../../alerts/service/drafts.ts";
import { keepAlerts } from "../../alerts/service/keep.ts";
import { publishAlert } from "../../alerts/service/publish.ts";
import { currentAlerts } from "../../alerts/service/read.ts";
import { browseCatalogue } from "../../datasets/catalogue/service.ts";
import { listPublished } from "../../maps/service/read.ts";
import { saveNavigation } from "../../site/navigation/service/menus.ts";
import { listNews } from "../../site/news/service/list.ts";
import { readFrame, readPage } from "../../site/service/read.ts";
import { type SiteWorld, siteWorld, textBlock } from "../../site/testing/site-world.ts";
import { portalLayers } from "../service.ts";
import { openSite } from "./open-site.ts";

let database: Database;
let on: SiteWorld;
let host: string;
beforeAll(async () => {
  database = await openTestDatabase();
  on = await siteWorld(database);
  const row = await database.withSystem((tx) => tx.portalHost.findFirstOrThrow({ where: { portalId: on.portalId } }));
  host = row.host;
});
afterAll(() => database.close());

const block = (id: string, type: string, props: Record<string, unknown> = {}) => ({ id, type, v: 1, props });
const open = (slug: string | null = null, locale: "fr" | "en" = "fr") => openSite(on.core, { host, page: { locale, slug } });

/** Lists a dataset on the portal, as its managers do. */
async function list(datasetId: string, position: number) {
  await database.withSystem((tx) =>
    tx.portalDataset.create({ data: { portalId: on.portalId, datasetId, communityId: on.communityId, position } }),
  );
}

/** What the calls that a page makes apart answer. */
async function apart(slug: string | null, locale: "fr" | "en") {
  const visit = await on.visit();
  const { items, total } = await browseCatalogue(on.core, anonymous, {
    ...{ topic: [], producer: [], kind: [], format: [], updated: [], quality: [], licence: [], keyword: [] },
    ...{ portalId: on.portalId, locale, sort: "relevance", limit: 100 },
  });
  return {
    frame: await readFrame(on.core, visit),
    page: await readPage(on.core, visit, slug),
    datasets: { items, total },
    layers: await portalLayers(on.core, anonymous, on.portalId, locale),
    maps: (await listPublished(on.core, visit, { portalId: on.portalId, limit: 100 })).items,
    news: await listNews(on.core, visit, { limit: 10, offset: 0 }),
    alerts: await currentAlerts(on.core, on.portalId),
  };
}

it("answers what the calls for the parts of a page answer, of an empty portal", async () => {
  const site = await open();
  const parts = await apart(null, "fr");
  expect(site?.home, "the home is that of the theme").toBeNull();
  expect(site).toMatchObject({ frame: parts.frame, alerts: { checkedAt: null, inForce: [], changesAt: null } });
  expect(site?.opened).toMatchObject({ slug: null, locale: "fr", page: null, datasets: parts.datasets, maps: null });
});

it("answers what the calls for the parts of a page answer, of a home with everything", async () => {
  const layer = await buildTestLayer(database, on.communityId, {
    geometry: { type: "Point", srid: 4326, hasZ: false },
    fields: [{ name: "type", column: "type", type: "text" }],
    features: [{ values: ["U"], geometry: { type: "Point", coordinates: [2, 46] } }],
  });
  await database.withSystem(async (tx) => {
    await tx.dataset.update({ where: { id: layer.datasetId }, data: { visibility: "public", status: "published" } });
    await tx.layer.update({ where: { id: layer.layerId }, data: { status: "ready" } });
  });
  const first = await createDataset(database, on.communityId, { title: "Premier" });
  await list(first.id, 1);
  await list(layer.datasetId, 0);
  const about = await on.create({ slug: "presentation", title: { fr: "Présentation" } });
  await on.save(about.id, about.revision, {
    blocks: [textBlock("texte111", "Texte"), block("donnees1", "datasets", { datasets: [first.id] })],
  });
  await on.publish(about.id, about.revision + 1);
  const news = await on.create({ kind: "news", slug: "travaux", title: { fr: "Travaux" } });
  await on.publish(news.id, news.revision);
  const header = [{ key: "apropos", label: { fr: "À propos" }, link: { to: "page", id: about.id } }];
  await saveNavigation(
    on.core,
    on.manager,
    saveNavigationInput.parse({ communityId: on.communityId, portalId: on.portalId, basedOn: 0, navigation: { header } }),
  );
  const home = await on.create({ kind: "home" });
  const blocks = [block("donnees1", "datasets", { datasets: [first.id] }), block("carte111", "map"), block("actualites", "news")];
  await on.save(home.id, home.revision, { blocks });
  await on.publish(home.id, home.revision + 1);
  await keepAlerts(on.core, on.manager, { communityId: on.communityId, portalId: on.portalId, isKept: true });
  const alert = await createAlert(
    on.core,
    on.manager,
    createAlertInput.parse({ communityId: on.communityId, portalId: on.portalId, content: { level: "vigilance", title: { fr: "Crue" } } }),
  );
  await publishAlert(
    on.core,
    on.manager,
    publishAlertInput.parse({ communityId: on.communityId, alertId: alert.id, basedOn: alert.revision }),
  );

  for (const locale of ["fr", "en"] as const) {
    const [site, parts] = [await open(null, locale), await apart(null, locale)];
    expect(parts.alerts.inForce).toHaveLength(1);
    expect(parts.news.items).toHaveLength(1);
    expect(parts.layers).toHaveLength(1);
    expect(parts.datasets.total).toBe(2);
    expect(site).toMatchObject({ frame: parts.frame, home: parts.page, alerts: parts.alerts });
    const { datasets, layers, maps, news: listed } = parts;
    expect(site?.opened).toEqual({ slug: null, locale, page: null, datasets, layers, maps, news: listed });
  }
  const [site, parts] = [await open("presentation"), await apart("presentation", "fr")];
  expect(site?.home?.id).toBe(home.id);
  expect(site?.opened).toEqual({
    slug: "presentation",
    locale: "fr",
    page: parts.page,
    datasets: parts.datasets,
    layers: null,
    maps: null,
    news: null,
  });
  expect((await open("rien"))?.opened).toMatchObject({ slug: "rien", page: null, datasets: null });
  expect(await openSite(on.core, { host }), "without a page").not.toHaveProperty("opened");
});

it("shows what everyone may see, and nothing of other communities", async () => {
  const hidden = [
    await createDataset(database, on.communityId, { status: "draft", title: "Brouillon" }),
    await createDataset(database, on.communityId, { visibility: "members", title: "Interne" }),
    await createDataset(database, on.communityId, { visibility: "private", title: "Privé" }),
  ];
  const other = await createCommunity(database);
  const foreign = await createDataset(database, other.id, { title: "Étranger" });
  for (const [index, { id }] of [...hidden, foreign].entries()) await list(id, 10 + index);
  await createPortal(database, other.id, { host: "ailleurs.test" });
  const text = JSON.stringify(await open());
  for (const title of ["Brouillon", "Interne", "Privé", "Étranger"]) expect(text).not.toContain(title);
  const elsewhere = await openSite(on.core, { host: "ailleurs.test", page: { locale: "fr", slug: "presentation" } });
  expect(elsewhere?.opened).toMatchObject({ page: null });
  expect(JSON.stringify(elsewhere)).not.toContain(on.portalId);
});

it("is opened without what its page shows when that cannot be read", async () => {
  const { readTogether } = database;
  const broken: Database = {
    ...database,
    readTogether: (who, reads) => (reads.datasets ? Promise.reject(new Error("too slow")) : readTogether(who, reads)),
  };
  const site = await openSite({ ...on.core, database: broken }, { host, page: { locale: "fr", slug: null } });
  expect(site?.frame).toEqual((await open())?.frame);
  expect(site).not.toHaveProperty("opened");
  expect(site, "nothing is said of alerts: they are asked for").not.toHaveProperty("alerts");
});

it("is closed with its community, and an unknown host has none", async () => {
  expect(await openSite(on.core, { host: "personne.test", page: { locale: "fr", slug: null } })).toBeNull();
  expect(await openSite(on.core, { host: "x'; SELECT 1; --", page: { locale: "fr", slug: "'; SELECT 1" } })).toBeNull();
  await database.withSystem((tx) => tx.community.update({ where: { id: on.communityId }, data: { status: "suspended" } }));
  expect(await open()).toBeNull();
});
