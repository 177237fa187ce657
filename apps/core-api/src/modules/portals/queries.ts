import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Bbox } from "@archipel/contracts/place.ts";
import type { Read, Tx } from "@archipel/database/database.ts";
import { Prisma } from "@archipel/database/generated/client.ts";
import type { LayerRecord } from "../../layer-store/describe/layer-summary.ts";
import { kindsWith } from "../../layer-store/kinds/registry.ts";

/** The row of a portal, its primary host first. */
export interface PortalRow {
  id: string;
  communityId: string;
  communityName: string | null;
  slug: string;
  name: string;
  tagline: unknown;
  baseTheme: string;
  theme: unknown;
  logoKey: string | null;
  darkLogoKey: string | null;
  iconKey: string | null;
  shareKey: string | null;
  locales: string[];
  view: unknown;
  isViewChosen: boolean;
  /** Around what visitors see of the listed data, in degrees; null without any, or when somebody chose a view. */
  extent: Bbox | null;
  content: unknown;
  showPoweredBy: boolean;
  hasAnswers: boolean;
  status: string;
  reporting: string;
  embedding: unknown;
  reportReview: string;
  hosts: string[];
  datasets: { datasetId: string; isVisible: boolean }[];
  updatedAt: Date;
  frozenAt: Date | null;
  frozenReason: string | null;
  isAllFrozen: boolean | null;
}

const extent = Prisma.sql`CASE WHEN NOT p.is_view_chosen THEN (
  SELECT ARRAY[min(l.bbox[1]), min(l.bbox[2]), max(l.bbox[3]), max(l.bbox[4])] FROM portal_datasets pd
    JOIN datasets d ON d.id = pd.dataset_id AND d.status = 'published' AND d.visibility = 'public' AND (d.community_id = p.community_id OR d.is_shared)
    JOIN layers l ON l.dataset_id = d.id AND l.status = 'ready' AND cardinality(l.bbox) = 4
  WHERE pd.portal_id = p.id HAVING count(*) > 0) END`;

const columns = Prisma.sql`p.id, p.community_id AS "communityId", p.slug, p.name, p.tagline, p.base_theme AS "baseTheme", p.theme,
  p.logo_key AS "logoKey", p.dark_logo_key AS "darkLogoKey", p.icon_key AS "iconKey", p.share_key AS "shareKey", p.locales, p.view, p.is_view_chosen AS "isViewChosen", ${extent} AS extent, p.content, p.show_powered_by AS "showPoweredBy", p.status, p.reporting,
  p.report_review AS "reportReview", p.embedding, p.updated_at AS "updatedAt",
  f.frozen_at AS "frozenAt", f.reason AS "frozenReason", f.is_all AS "isAllFrozen",
  EXISTS (SELECT FROM portal_answers a WHERE a.portal_id = p.id AND cardinality(a.packs) > 0) AS "hasAnswers",
  ARRAY(SELECT h.host FROM portal_hosts h WHERE h.portal_id = p.id ORDER BY h.is_primary DESC, h.host) AS hosts`;

/** Whether the caller sees the portal `p` as visitors do: it is live, or they have a pass to it. */
const isOpen = Prisma.sql`(p.status = 'live' OR p.id = app.pass_to())`;

/** The open portal of a host. Row-level security hides those of suspended communities. */
export async function portalOfHost(tx: Tx, host: string): Promise<PortalRow | undefined> {
  const rows = await tx.$queryRaw<PortalRow[]>`
    SELECT ${columns}, c.name AS "communityName", '[]'::json AS datasets
    FROM portal_hosts h JOIN portals p ON p.id = h.portal_id AND ${isOpen}
    JOIN app.public_communities c ON c.id = p.community_id LEFT JOIN app.frozen_portals f ON f.portal_id = p.id
    WHERE h.host = ${host}`;
  return rows[0];
}

/** What the first page of a portal shows besides the portal. */
export interface OpenedRow extends PortalRow {
  hasMaps: boolean;
  takesRequests: boolean;
}

/** The same, with what every page says of the portal. */
export function openedRead(host: string): Read<OpenedRow> {
  const sql = Prisma.sql`
    SELECT ${columns}, c.name AS "communityName", '[]'::json AS datasets, app.takes_requests(p.community_id) AS "takesRequests",
      EXISTS (SELECT FROM saved_maps m WHERE m.portal_id = p.id AND m.status = 'published') AS "hasMaps"
    FROM portal_hosts h JOIN portals p ON p.id = h.portal_id AND ${isOpen}
    JOIN app.public_communities c ON c.id = p.community_id LEFT JOIN app.frozen_portals f ON f.portal_id = p.id
    WHERE h.host = ${host}`;
  return { sql };
}

/** The id of the portal of a host, as SQL. */
export const idOfHost = (host: string) => Prisma.sql`(SELECT h.portal_id FROM portal_hosts h WHERE h.host = ${host})`;

/** `datasets` leaves out datasets that their owner no longer shares. */
export function communityPortals(tx: Tx, community: CommunityId, portalId: string | null = null): Promise<PortalRow[]> {
  return tx.$queryRaw<PortalRow[]>`
    SELECT ${columns}, c.name AS "communityName",
      (SELECT coalesce(json_agg(json_build_object('datasetId', l.dataset_id, 'isVisible', l.is_visible) ORDER BY l.position), '[]')
       FROM portal_datasets l JOIN datasets d ON d.id = l.dataset_id
         AND (d.community_id = p.community_id OR (d.is_shared AND d.visibility = 'public' AND d.status = 'published'))
       WHERE l.portal_id = p.id) AS datasets
    FROM portals p JOIN communities c ON c.id = p.community_id LEFT JOIN app.frozen_portals f ON f.portal_id = p.id
    WHERE p.community_id = ${community}::uuid AND (${portalId}::uuid IS NULL OR p.id = ${portalId}::uuid)
    ORDER BY array_position(ARRAY['live', 'preparing', 'archived', 'deleted'], p.status), app.fold(p.name), p.id`;
}

export interface PortalLayerRow extends LayerRecord {
  datasetSlug: string;
  datasetTitle: string;
  language: string;
  datasetTexts: unknown;
  isSynthetic: boolean;
  licence: string;
  isVisible: boolean;
}

export function portalLayerRows(tx: Tx, portalId: string): Promise<PortalLayerRow[]> {
  return tx.$queryRaw<PortalLayerRow[]>(portalLayersRead(portalId).sql);
}

export function portalLayersRead(portalId: string): Read<PortalLayerRow> {
  const sql = Prisma.sql`
    SELECT l.id, l.dataset_id AS "datasetId", l.name, l.title, l.kind, l.geometry_type AS "geometryType", l.fields, l.style,
      l.feature_count AS "featureCount", l.bbox, l.min_zoom AS "minZoom", l.max_zoom AS "maxZoom", l.revision, l.texts,
      c.slug AS "datasetSlug", d.title AS "datasetTitle", d.language, jsonb_build_object('title', d.texts->'title') AS "datasetTexts", d.is_synthetic AS "isSynthetic", d.licence, c.is_visible AS "isVisible"
    FROM app.portal_catalogue c JOIN datasets d ON d.id = c.dataset_id JOIN layers l ON l.dataset_id = d.id AND l.status = 'ready' AND l.kind = ANY (${kindsWith("tiles")})
    WHERE c.portal_id = ${portalId}::uuid
    ORDER BY c.position, d.id, l.position, l.id`;
  return { sql };
}

export interface PortalPicturesRow {
  datasetId: string;
  datasetSlug: string;
  datasetTitle: string;
  language: string;
  texts: unknown;
  isSynthetic: boolean;
  licence: string;
  isVisible: boolean;
  count: number;
  west: number;
  south: number;
  east: number;
  north: number;
}

/** Datasets with georeferenced images, and the box around these. */
export function portalPictureRows(tx: Tx, portalId: string): Promise<PortalPicturesRow[]> {
  return tx.$queryRaw<PortalPicturesRow[]>`
    SELECT d.id AS "datasetId", c.slug AS "datasetSlug", d.title AS "datasetTitle", d.language, d.texts,
      d.is_synthetic AS "isSynthetic", d.licence, c.is_visible AS "isVisible", count(DISTINCT a.id)::integer AS count,
      min((corner->>0)::float8) AS west, min((corner->>1)::float8) AS south,
      max((corner->>0)::float8) AS east, max((corner->>1)::float8) AS north
    FROM app.portal_catalogue c JOIN datasets d ON d.id = c.dataset_id JOIN dataset_attachments a ON a.dataset_id = d.id
      AND a.preview_key IS NOT NULL AND jsonb_typeof(a.raster->'footprint') = 'array'
      CROSS JOIN LATERAL jsonb_array_elements(a.raster->'footprint') AS corner
    WHERE c.portal_id = ${portalId}::uuid
    GROUP BY d.id, c.slug, c.is_visible, c.position
    ORDER BY c.position, d.id`;
}

/** Whether the caller may see the portal as visitors do. */
export async function isOpenPortal(tx: Tx, portalId: string): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ found: boolean }[]>`
    SELECT EXISTS (SELECT FROM portals p WHERE p.id = ${portalId}::uuid AND ${isOpen}) AS found`;
  return row?.found === true;
}

export interface ClosedPortalRow {
  name: string;
  portalStatus: string;
  communityStatus: string;
  eraseAt: Date | null;
}

/**
 * A portal that does not answer, by its host, in the system's scope: a visitor sees nothing of it but its name and its state. One that was
 * never online does not exist for visitors.
 */
export async function closedPortalOfHost(tx: Tx, host: string): Promise<ClosedPortalRow | undefined> {
  const rows = await tx.$queryRaw<ClosedPortalRow[]>`
    SELECT p.name, p.status AS "portalStatus", c.status AS "communityStatus", least(p.erase_at, c.erase_at) AS "eraseAt"
    FROM portal_hosts h JOIN portals p ON p.id = h.portal_id JOIN communities c ON c.id = p.community_id
    WHERE h.host = ${host} AND h.kind <> 'former' AND 'preparing' NOT IN (p.status, coalesce(p.status_before, '')) AND (p.status <> 'live' OR c.status IN ('archived', 'deleted', 'suspended'))`;
  return rows[0];
}
