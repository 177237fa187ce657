import type { Tx } from "@archipel/database/database.ts";
import type { Prisma } from "@archipel/database/generated/client.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";

/** A process that has not said for so long that it lives is dead. */
const DEAD_AFTER = "2 minutes";

export interface TakenImport {
  id: string;
  status: "inspecting" | "running";
  objectKey: string;
  fileName: string;
  requestedById: string;
  choices: unknown;
  targetId: string | null;
  attempts: number;
}

/** The oldest import that waits, or that a dead process left; other processes take the next. */
export async function takeImport(sql: SqlSession): Promise<TakenImport | null> {
  const [row] = await sql.query<TakenImport>(
    `UPDATE community_imports i SET status = CASE WHEN i.status = 'waiting' THEN 'running' ELSE i.status END, alive_at = now(), attempts = i.attempts + 1
     WHERE i.id = (SELECT w.id FROM community_imports w
       WHERE w.object_key IS NOT NULL AND (w.status = 'waiting'
         OR (w.status IN ('inspecting', 'running') AND (w.alive_at IS NULL OR w.alive_at < now() - interval '${DEAD_AFTER}')))
       ORDER BY w.created_at LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING i.id, i.status, i.object_key AS "objectKey", i.file_name AS "fileName", i.requested_by_id AS "requestedById", i.choices,
       i.target_id AS "targetId", i.attempts`,
  );
  return row ?? null;
}

/** Says that the process lives, and how far it is. False when another one has taken the import over. */
export async function reportImport(
  tx: Tx,
  { id, attempts }: Pick<TakenImport, "id" | "attempts">,
  data: Prisma.CommunityImportUpdateManyMutationInput,
): Promise<boolean> {
  const { count } = await tx.communityImport.updateMany({ where: { id, attempts }, data: { ...data, aliveAt: new Date() } });
  return count === 1;
}

export function importRows(tx: Tx) {
  return tx.communityImport.findMany({ orderBy: { createdAt: "desc" }, take: 20 });
}

export function importRow(tx: Tx, id: string) {
  return tx.communityImport.findUnique({ where: { id } });
}

/** Which of these addresses of communities, portals and hosts are taken. */
export async function takenAddresses(tx: Tx, { slugs, hosts }: { slugs: string[]; hosts: string[] }) {
  const communities = await tx.community.findMany({ where: { slug: { in: slugs } }, select: { slug: true } });
  const portals = await tx.portal.findMany({ where: { slug: { in: slugs } }, select: { slug: true } });
  const taken = await tx.portalHost.findMany({ where: { host: { in: hosts } }, select: { host: true } });
  return {
    communities: new Set(communities.map(({ slug }) => slug)),
    portals: new Set(portals.map(({ slug }) => slug)),
    hosts: new Set(taken.map(({ host }) => host)),
  };
}

export function communityExists(tx: Tx, id: string): Promise<number> {
  return tx.community.count({ where: { id } });
}

/** Files of imports that nobody will start any more. */
export function deleteOldImports(tx: Tx): Promise<number> {
  return tx.$executeRaw`DELETE FROM community_imports WHERE created_at < now() - interval '7 days' AND status NOT IN ('running', 'waiting')`;
}

/** Whether a community is a part that an import left, and no other import is at work on it. */
export async function isUnfinished(tx: Tx, importId: string, communityId: string): Promise<boolean> {
  const others = await tx.communityImport.count({ where: { targetId: communityId, status: "running", id: { not: importId } } });
  return others === 0 && (await tx.community.count({ where: { id: communityId, status: "importing" } })) === 1;
}

/** Parts of communities that dead or failed imports left, and that no import will continue. */
export async function abandonedCommunities(tx: Tx): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT c.id FROM communities c WHERE c.status = 'importing'
      AND NOT EXISTS (SELECT FROM community_imports i WHERE i.target_id = c.id AND i.status IN ('waiting', 'running'))`;
  return rows.map(({ id }) => id);
}

export async function lockTarget(tx: Tx, communityId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('import ' || ${communityId}, 0))`;
}

export async function isBeingImported(tx: Tx, importId: string, communityId: string): Promise<boolean> {
  const others = { targetId: communityId, status: { in: ["waiting", "running"] }, id: { not: importId } };
  return (await tx.communityImport.count({ where: others })) > 0;
}
