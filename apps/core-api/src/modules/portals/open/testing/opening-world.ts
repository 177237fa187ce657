import { createAlertInput, publishAlertInput } from "@archipel/contracts/alerts.ts";
import type { Database } from "@archipel/database/database.ts";
import { createCommunity, createDataset, createPortal, createUser } from "@archipel/testing/factories.ts";
import { buildTestLayer } from "../../../../layer-store/tables/test-layer.ts";
import { createAlert } from "../../../alerts/service/drafts.ts";
import { keepAlerts } from "../../../alerts/service/keep.ts";
import { publishAlert } from "../../../alerts/service/publish.ts";
import { siteWorld } from "../../../site/testing/site-world.ts";

const block = (id: string, type: string, props: Record<string, unknown> = {}) => ({ id, type, v: 1, props });

/** A portal with something of all that its first page can show: of its own community, and a dataset of a producer. */
export async function openingWorld(database: Database) {
  const on = await siteWorld(database);
  const { communityId, portalId, core, manager } = on;
  const producer = await createCommunity(database, { name: "Producteur" });
  const other = await createCommunity(database, { name: "Voisine" });
  const neighbour = await createPortal(database, other.id);
  const reader = await createUser(database);
  const shared = await createDataset(database, producer.id, { title: "Partagé", isShared: true });
  const layer = await buildTestLayer(database, communityId, {
    geometry: { type: "Point", srid: 4326, hasZ: false },
    features: [{ geometry: { type: "Point", coordinates: [2, 46] } }],
    dataset: { status: "published", visibility: "public" },
  });
  const hosts = await database.withSystem(async (tx) => {
    await tx.layer.update({ where: { id: layer.layerId }, data: { status: "ready" } });
    for (const [position, datasetId] of [shared.id, layer.datasetId].entries())
      await tx.portalDataset.create({ data: { portalId, datasetId, communityId, position } });
    await tx.portalHost.create({ data: { host: `autre-${portalId}.test`, portalId, communityId } });
    return tx.portalHost.findMany({ where: { portalId }, orderBy: { isPrimary: "desc" } });
  });
  const picture = await database.withSystem((tx) =>
    tx.siteMedia.create({ data: { communityId, portalId, name: "x", width: 1, height: 1, size: 1, variants: [] } }),
  );
  const map = await database.withSystem((tx) =>
    tx.savedMap.create({
      data: {
        ...{ communityId, portalId, slug: "carte-abc", kind: "map", status: "published", publishedAt: new Date(), ownerId: reader.id },
        ...{ title: { fr: "Carte" }, state: { view: { lon: 2, lat: 46, zoom: 6 }, basemap: "plan", layers: [] } },
      },
    }),
  );
  const [main = "", second = ""] = hosts.map(({ host }) => host);
  const news = await on.create({ kind: "news", slug: "travaux", title: { fr: "Travaux" } });
  await on.publish(news.id, news.revision);
  const about = await on.create({ slug: "presentation", title: { fr: "Présentation" } });
  await on.save(about.id, about.revision, {
    blocks: [block("donnees1", "datasets", { datasets: [shared.id] }), block("image111", "picture", { picture: { file: picture.id } })],
  });
  await on.publish(about.id, about.revision + 1);
  const home = await on.create({ kind: "home" });
  const blocks = ["datasets", "map", "news"].map((type, index) => block(`bloc${index}111`, type));
  await on.save(home.id, home.revision, { blocks });
  await on.publish(home.id, home.revision + 1);
  await keepAlerts(core, manager, { communityId, portalId, isKept: true });
  const written = createAlertInput.parse({ communityId, portalId, content: { level: "vigilance", title: { fr: "Crue" } } });
  const alert = await createAlert(core, manager, written);
  await publishAlert(core, manager, publishAlertInput.parse({ communityId, alertId: alert.id, basedOn: alert.revision }));
  const ids = { communityId, portalId, main, second, home: home.id, about: about.id, news: news.id, alert: alert.id };
  const others = { producer: producer.id, other: other.id, neighbour: neighbour.id, reader: reader.id };
  return { ...on, ...ids, ...others, shared: shared.id, own: layer.datasetId, layer: layer.layerId, picture: picture.id, map: map.id };
}

export type OpeningWorld = Awaited<ReturnType<typeof openingWorld>>;

/** A change of rows that an opening is made of, by their names in SQL: as every writer may make it, with a number that varies. */
export type Change = (on: OpeningWorld, n: number) => string;

const of =
  (table: string, set: (n: number) => string, id: (on: OpeningWorld) => string): Change =>
  (on, n) =>
    `UPDATE ${table} SET ${set(n)} WHERE id = '${id(on)}'`;
const either = (n: number, even: string, odd: string) => `'${n % 2 === 0 ? even : odd}'`;
const portal = (set: (n: number) => string) => of("portals", set, (on) => on.portalId);
const community = (set: (n: number) => string) => of("communities", set, (on) => on.communityId);
const shared = (set: (n: number) => string) => of("datasets", set, (on) => on.shared);
const ofLayer = (set: (n: number) => string) => of("layers", set, (on) => on.layer);
const frozen = (n: number) => `frozen_at = ${n % 2 === 0 ? "NULL" : "'2026-01-01'"}, frozen_reason = 'Raison ${n}'`;

/** With an odd number and an even one in turn, each of them changes what the portal is opened with. */
export const CHANGES: Readonly<Record<string, Change>> = {
  name: portal((n) => `name = 'Nom ${n}'`),
  tagline: portal((n) => `tagline = '{"fr": "Devise ${n}"}'`),
  theme: portal((n) => `base_theme = ${either(n, "neutral", "lidar")}`),
  languages: portal((n) => `locales = ${either(n, "{fr,en}", "{en,fr}")}`),
  view: portal((n) => `view = '{"lon": 2, "lat": 46, "zoom": ${4 + (n % 2)}}'`),
  logo: portal((n) => `logo_key = 'logos/${n}'`),
  reporting: portal((n) => `reporting = ${either(n, "everyone", "nobody")}`),
  "closed portal": portal((n) => `status = ${either(n, "live", "archived")}`),
  "frozen portal": portal(frozen),
  "name of the community": community((n) => `name = 'Commune ${n}'`),
  "requests to join": community((n) => `accepts_requests = ${n % 2 === 0}`),
  "frozen community": community(frozen),
  "suspended community": community((n) => `status = ${either(n, "active", "suspended")}`),
  "another main host": ({ portalId, main, second }, n) =>
    `UPDATE portal_hosts SET is_primary = false WHERE portal_id = '${portalId}'; UPDATE portal_hosts SET is_primary = true WHERE host = '${n % 2 === 0 ? main : second}'`,
  "a new host": ({ portalId, communityId }, n) =>
    n % 2 === 0
      ? `DELETE FROM portal_hosts WHERE host = 'nouveau-${portalId}.test'`
      : `INSERT INTO portal_hosts (host, portal_id, community_id) VALUES ('nouveau-${portalId}.test', '${portalId}', '${communityId}')`,
  "a host that moves": ({ portalId, communityId, neighbour, other, second, main }, n) =>
    `UPDATE portal_hosts SET is_primary = (host = '${main}') WHERE portal_id = '${portalId}' AND host = '${second}';
     UPDATE portal_hosts SET portal_id = '${n % 2 === 0 ? portalId : neighbour}', community_id = '${n % 2 === 0 ? communityId : other}' WHERE host = '${second}'`,
  "listed dataset": ({ portalId, communityId, shared: id }, n) =>
    n % 2 === 0
      ? `INSERT INTO portal_datasets (portal_id, dataset_id, community_id) VALUES ('${portalId}', '${id}', '${communityId}')`
      : `DELETE FROM portal_datasets WHERE portal_id = '${portalId}' AND dataset_id = '${id}'`,
  "order of datasets": ({ portalId, own }, n) =>
    `UPDATE portal_datasets SET position = ${n % 2 === 0 ? 1 : -1} WHERE portal_id = '${portalId}' AND dataset_id = '${own}'`,
  "title of a dataset": shared((n) => `title = 'Titre ${n}'`),
  "translation of a dataset": shared((n) => `texts = '{"title": {"en": "Title ${n}"}}'`),
  "visibility of a dataset": shared((n) => `visibility = ${either(n, "public", "private")}`),
  "draft of a dataset": shared((n) => `status = ${either(n, "published", "draft")}`),
  "a dataset no longer shared": shared((n) => `is_shared = ${n % 2 === 0}`),
  "name of a producer": of(
    "communities",
    (n) => `name = 'Producteur ${n}'`,
    (on) => on.producer,
  ),
  "suspended producer": of(
    "communities",
    (n) => `status = ${either(n, "active", "suspended")}`,
    (on) => on.producer,
  ),
  "title of a layer": ofLayer((n) => `title = 'Couche ${n}'`),
  "zooms of a layer": ofLayer((n) => `min_zoom = ${n}`),
  "rows of a layer": ofLayer((n) => `feature_count = ${10 + n}`),
  "a layer that is not ready": ofLayer((n) => `status = ${either(n, "ready", "building")}`),
  "revision of a layer": ({ layer, communityId }, n) =>
    `INSERT INTO layer_revisions (layer_id, revision, community_id, summary, created_at)
       SELECT id, revision + 1, '${communityId}', '{}', now() + ${n} * interval '1 second' FROM layers WHERE id = '${layer}';
     UPDATE layers SET revision = revision + 1 WHERE id = '${layer}'`,
  "file of a dataset": ({ shared: id, producer }, n) =>
    n % 2 === 0
      ? `DELETE FROM dataset_attachments WHERE dataset_id = '${id}'`
      : `INSERT INTO dataset_attachments (id, community_id, dataset_id, path, file_name, title, media_type, size, sha256, object_key)
         VALUES (gen_random_uuid(), '${producer}', '${id}', 'x', 'x.pdf', 'x', 'application/pdf', 1, 'x', 'files/${n}')`,
  "home of the theme": of(
    "site_pages",
    (n) => `status = ${either(n, "published", "archived")}`,
    (on) => on.home,
  ),
  "blocks of the home": ({ home, communityId }, n) =>
    `INSERT INTO site_page_versions (id, community_id, page_id, number, kind, content, completeness)
       SELECT gen_random_uuid(), '${communityId}', p.id, (SELECT max(number) + 1 FROM site_page_versions WHERE page_id = p.id), 'published',
         jsonb_set(v.content, '{title}', '{"fr": "Accueil ${n}"}'), v.completeness
       FROM site_pages p JOIN site_page_versions v ON v.id = p.published_version_id WHERE p.id = '${home}';
     UPDATE site_pages SET published_version_id = (SELECT id FROM site_page_versions WHERE page_id = '${home}' ORDER BY number DESC LIMIT 1)
     WHERE id = '${home}'`,
  "address of a page": of(
    "site_pages",
    (n) => `slug = ${either(n, "presentation", "a-propos")}`,
    (on) => on.about,
  ),
  "news are withdrawn": of(
    "site_pages",
    (n) => `status = ${either(n, "published", "archived")}`,
    (on) => on.news,
  ),
  "pinned news": of(
    "site_pages",
    (n) => `is_pinned = ${n % 2 !== 0}`,
    (on) => on.news,
  ),
  menu: ({ portalId, communityId, about }, n) =>
    `INSERT INTO site_parts (portal_id, part, community_id, content)
     VALUES ('${portalId}', 'navigation', '${communityId}', '{"header": [{"key": "apropos", "label": {"fr": "Menu ${n}"}, "link": {"to": "page", "id": "${about}"}}]}')
     ON CONFLICT (portal_id, part) DO UPDATE SET content = excluded.content`,
  redirect: ({ portalId, communityId }, n) =>
    n % 2 === 0
      ? `DELETE FROM site_redirects WHERE portal_id = '${portalId}'`
      : `INSERT INTO site_redirects (id, community_id, portal_id, path, link, made_by) VALUES (gen_random_uuid(), '${communityId}', '${portalId}', '/x', '{}', 'person')`,
  "credit of a picture": of(
    "site_media",
    (n) => `credit = 'Photo ${n}'`,
    (on) => on.picture,
  ),
  "title of a map": of(
    "saved_maps",
    (n) => `title = '{"fr": "Carte ${n}"}'`,
    (on) => on.map,
  ),
  "a map is withdrawn": of(
    "saved_maps",
    (n) => (n % 2 === 0 ? "status = 'published', published_at = '2026-01-01'" : "status = 'draft', published_at = NULL"),
    (on) => on.map,
  ),
  answers: ({ portalId, communityId }, n) =>
    `INSERT INTO portal_answers (portal_id, community_id, packs) VALUES ('${portalId}', '${communityId}', ${either(n, "{}", "{plu}")})
     ON CONFLICT (portal_id) DO UPDATE SET packs = excluded.packs`,
  "alerts are checked": ({ portalId }, n) =>
    `UPDATE portal_alerts SET checked_at = '2026-01-01'::timestamptz + ${n} * interval '1 day' WHERE portal_id = '${portalId}'`,
  "no alerts are kept": ({ portalId }, n) => `UPDATE portal_alerts SET is_kept = ${n % 2 === 0} WHERE portal_id = '${portalId}'`,
  "an alert is cancelled": of(
    "alerts",
    (n) => `status = ${either(n, "published", "cancelled")}`,
    (on) => on.alert,
  ),
  "an alert is corrected": ({ alert }, n) =>
    `UPDATE alert_revisions SET content = jsonb_set(content, '{title}', '{"fr": "Crue ${n}"}') WHERE alert_id = '${alert}'`,
  "end of an alert": ({ alert }, n) =>
    `UPDATE alert_revisions SET ends_at = now() + ${10 + n} * interval '1 hour' WHERE alert_id = '${alert}'`,
};

/** What changes nothing of the opening, and may leave it as it is. */
export const OTHER_CHANGES: Readonly<Record<string, Change>> = {
  "name of a person": of(
    "users",
    (n) => `name = 'Personne ${n}'`,
    (on) => on.reader,
  ),
  "draft of a page": of(
    "site_pages",
    (n) => `revision = ${100 + n}`,
    (on) => on.home,
  ),
  "portal of a neighbour": of(
    "portals",
    (n) => `name = 'Voisin ${n}'`,
    (on) => on.neighbour,
  ),
};
