import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Tx } from "@archipel/database/database.ts";
import { Prisma } from "@archipel/database/generated/client.ts";
import type { PictureRow } from "../queries/context.ts";

export interface MediaRow extends PictureRow {
  portalId: string;
  name: string;
  size: bigint;
  uploadedBy: string | null;
  createdAt: Date;
}

const columns = Prisma.sql`m.id, m.portal_id AS "portalId", m.name, m.alt, m.is_decorative AS "isDecorative", m.credit, m.width, m.height,
  m.size, m.variants, m.created_at AS "createdAt", (SELECT u.name FROM users u WHERE u.id = m.uploaded_by_id) AS "uploadedBy"`;

export async function mediaRow(tx: Tx, community: CommunityId, mediaId: string): Promise<MediaRow | undefined> {
  const rows = await tx.$queryRaw<MediaRow[]>`
    SELECT ${columns} FROM site_media m WHERE m.id = ${mediaId}::uuid AND m.community_id = ${community}::uuid`;
  return rows[0];
}

/** The pictures of a portal, the newest first. Each word of the query is in the name, an alternative text or the credit. */
export function mediaRows(
  tx: Tx,
  community: CommunityId,
  { portalId, query, limit, offset }: { portalId: string; query: string; limit: number; offset: number },
): Promise<(MediaRow & { total: number })[]> {
  const words = query.split(/\s+/).filter((word) => word !== "");
  return tx.$queryRaw<(MediaRow & { total: number })[]>`
    SELECT ${columns}, count(*) OVER ()::integer AS total FROM site_media m
    WHERE m.community_id = ${community}::uuid AND m.portal_id = ${portalId}::uuid
      AND NOT EXISTS (SELECT FROM unnest(${words}::text[]) AS word
        WHERE position(app.fold(word) IN app.fold(m.name || ' ' || m.credit || ' ' || m.alt::text)) = 0)
    ORDER BY m.created_at DESC, m.id LIMIT ${limit} OFFSET ${offset}`;
}

interface UseRow {
  pageId: string;
  title: unknown;
  slug: string | null;
  isPublished: boolean;
}

/** The pages whose public, edited or scheduled version names a picture. */
export function useRows(tx: Tx, community: CommunityId, mediaId: string): Promise<UseRow[]> {
  const named = `%"file": "${mediaId}"%`;
  return tx.$queryRaw<UseRow[]>`
    SELECT p.id AS "pageId", (array_agg(v.content->'title' ORDER BY v.number DESC))[1] AS title, p.slug,
      bool_or(p.status = 'published' AND v.id = p.published_version_id) AS "isPublished"
    FROM site_pages p JOIN site_page_versions v ON v.id IN (p.draft_version_id, p.published_version_id, p.scheduled_version_id)
    WHERE p.community_id = ${community}::uuid AND v.content::text LIKE ${named}
    GROUP BY p.id, p.slug ORDER BY p.slug NULLS FIRST`;
}
