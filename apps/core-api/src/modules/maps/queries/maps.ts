import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Read, Tx } from "@archipel/database/database.ts";
import { Prisma } from "@archipel/database/generated/client.ts";

export interface MapRow {
  id: string;
  communityId: string;
  portalId: string;
  ownerId: string | null;
  slug: string;
  kind: string;
  status: string;
  isProposed: boolean;
  title: unknown;
  text: unknown;
  state: unknown;
  chapters: unknown;
  preview: unknown;
  revision: number;
  updatedAt: Date;
}

const columns = Prisma.sql`m.id, m.community_id AS "communityId", m.portal_id AS "portalId", m.owner_id AS "ownerId", m.slug, m.kind, m.status,
  m.is_proposed AS "isProposed", m.title, m.text, m.state, m.chapters, m.preview, m.revision, m.updated_at AS "updatedAt"`;

/** The map at an address, if the caller sees it by rights or because the address is an unlisted map's. */
export async function mapAt(tx: Tx, portalId: string, slug: string): Promise<MapRow | undefined> {
  const rows = await tx.$queryRaw<MapRow[]>`
    SELECT ${columns} FROM saved_maps m WHERE m.portal_id = ${portalId}::uuid AND m.slug = ${slug}
    UNION ALL
    SELECT ${columns} FROM app.unlisted_map(${portalId}::uuid, ${slug}) m
    LIMIT 1`;
  return rows[0];
}

/** A map of the community that its owner or its managers see. Locked, so that two changes do not pass each other. */
export async function lockMap(tx: Tx, community: CommunityId, mapId: string): Promise<MapRow | undefined> {
  const rows = await tx.$queryRaw<MapRow[]>`
    SELECT ${columns} FROM saved_maps m WHERE m.id = ${mapId}::uuid AND m.community_id = ${community}::uuid FOR UPDATE`;
  return rows[0];
}

/** A list without the texts of the chapters, which can be long. */
export interface ListedRow extends Omit<MapRow, "chapters"> {
  views: unknown;
  ownerName: string | null;
  total: number;
}

const listed = Prisma.sql`${columns},
  (SELECT coalesce(jsonb_agg(c->'state'->'view' ORDER BY at), '[]') FROM jsonb_array_elements(m.chapters) WITH ORDINALITY AS e(c, at)) AS views,
  count(*) OVER ()::integer AS total`;

interface Window {
  limit: number;
  offset: number;
}

/** The published maps of a portal, the newest first. */
export function publishedRows(tx: Tx, portalId: string, window: Window): Promise<ListedRow[]> {
  return tx.$queryRaw<ListedRow[]>(publishedRead(portalId, window).sql);
}

export function publishedRead(portalId: string, { limit, offset }: Window): Read<ListedRow> {
  const sql = Prisma.sql`
    SELECT ${listed}, NULL AS "ownerName" FROM saved_maps m
    WHERE m.portal_id = ${portalId}::uuid AND m.status = 'published'
    ORDER BY m.published_at DESC, m.id DESC LIMIT ${limit} OFFSET ${offset}`;
  return { sql };
}

/** A person's maps on a portal, the last changed first. */
export function ownRows(tx: Tx, community: CommunityId, portalId: string, userId: string, { limit, offset }: Window): Promise<ListedRow[]> {
  return tx.$queryRaw<ListedRow[]>`
    SELECT ${listed}, NULL AS "ownerName" FROM saved_maps m
    WHERE m.community_id = ${community}::uuid AND m.portal_id = ${portalId}::uuid AND m.owner_id = ${userId}::uuid
    ORDER BY m.updated_at DESC, m.id DESC LIMIT ${limit} OFFSET ${offset}`;
}

/** The maps of others that managers look after: proposed ones first, then published, then those shared by address. */
export function managedRows(
  tx: Tx,
  community: CommunityId,
  portalId: string,
  userId: string,
  { limit, offset }: Window,
): Promise<ListedRow[]> {
  return tx.$queryRaw<ListedRow[]>`
    SELECT ${listed}, u.name AS "ownerName" FROM saved_maps m LEFT JOIN users u ON u.id = m.owner_id
    WHERE m.community_id = ${community}::uuid AND m.portal_id = ${portalId}::uuid AND m.status <> 'draft'
      AND m.owner_id IS DISTINCT FROM ${userId}::uuid
    ORDER BY m.is_proposed DESC, m.status = 'published' DESC, m.updated_at DESC, m.id DESC LIMIT ${limit} OFFSET ${offset}`;
}

/** Of these ids, the layers and the datasets with pictures that the portal's map lists and the caller sees. */
export async function visibleLayers(tx: Tx, portalId: string, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT l.id FROM app.portal_catalogue c JOIN layers l ON l.dataset_id = c.dataset_id AND l.status = 'ready'
    WHERE c.portal_id = ${portalId}::uuid AND l.id = ANY (${ids}::uuid[])
    UNION ALL
    SELECT c.dataset_id FROM app.portal_catalogue c JOIN datasets d ON d.id = c.dataset_id
    WHERE c.portal_id = ${portalId}::uuid AND c.dataset_id = ANY (${ids}::uuid[])`;
  return new Set(rows.map(({ id }) => id));
}

/** How many maps the community has, also those that the caller does not see. */
export async function countOfCommunity(tx: Tx, community: CommunityId): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: bigint }[]>`SELECT app.count_of_maps(${community}::uuid) AS count`;
  return Number(row?.count ?? 0);
}
