import type { CommunityKeyScope, KeyService } from "@archipel/contracts/access.ts";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Database, Tx } from "@archipel/database/database.ts";
import type { Reach } from "@archipel/database/scope.ts";

export interface KeyHolder {
  keyId: string;
  userId: string;
  scope: CommunityKeyScope;
  /** Null: the key belongs to the person. */
  communityId: string | null;
  /** Services that it opens; empty: all. */
  services: KeyService[];
  networks: string[];
  origins: string[];
  /** Whether the session that made it had a second step. */
  hasSecondStep: boolean;
  /** Null: not limited to named datasets and layers. */
  reach: Reach | null;
}

/** What the key of a row is limited to. */
const LIMITS = `k.services, k.networks, k.origins, CASE WHEN cardinality(k.dataset_ids) + cardinality(k.layer_ids) > 0 THEN jsonb_build_object(
    'datasets', to_jsonb(k.dataset_ids),
    'layers', (SELECT coalesce(jsonb_agg(l.id), '[]') FROM layers l WHERE l.dataset_id = ANY (k.dataset_ids) OR l.id = ANY (k.layer_ids)),
    'parents', (SELECT coalesce(jsonb_agg(DISTINCT l.dataset_id), '[]') FROM layers l WHERE l.id = ANY (k.layer_ids))) END AS reach`;
/** The secret, or the one before while both are valid. */
const SECRET = "(k.secret_hash = $1 OR (k.previous_hash = $1 AND k.previous_until > now()))";

/** A personal key lives as long as its account is active; a community key, as long as its maker is an active member. */
const LIVING = {
  api_keys: `SELECT k.id AS "keyId", k.user_id AS "userId", k.scope, NULL::uuid AS "communityId", k.last_used_at, k.has_second_step AS "hasSecondStep", ${LIMITS}
    FROM api_keys k JOIN users u ON u.id = k.user_id
    WHERE ${SECRET} AND k.expires_at > now() AND u.status = 'active'`,
  community_keys: `SELECT k.id AS "keyId", k.created_by_id AS "userId", k.scope, k.community_id AS "communityId", k.last_used_at, k.has_second_step AS "hasSecondStep", ${LIMITS}
    FROM community_keys k JOIN users u ON u.id = k.created_by_id
      JOIN communities c ON c.id = k.community_id
      JOIN memberships m ON m.community_id = c.id AND m.user_id = u.id
    WHERE ${SECRET} AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())
      AND u.status = 'active' AND c.status = 'active' AND m.status = 'active'`,
};

const HOLDER = `SELECT "keyId", "userId", scope, "communityId", services, networks, origins, reach, "hasSecondStep",
    coalesce(last_used_at > now() - interval '1 minute', false) AS "isNoted"
  FROM (${LIVING.api_keys} UNION ALL ${LIVING.community_keys}) AS k`;

/** The holder of a key, while key and person are active. Records its use, to the minute. */
export async function holderOfKey(database: Database, secretHash: string): Promise<KeyHolder | null> {
  const [row] = await database.readAs({ role: "system" }).query<KeyHolder & { isNoted: boolean }>(HOLDER, [secretHash], true);
  if (!row) return null;
  const { isNoted, ...holder } = row;
  const table = holder.communityId === null ? "api_keys" : "community_keys";
  // If the row is locked, another request records the same minute: skip it.
  const note = `UPDATE ${table} SET last_used_at = now() WHERE id = (SELECT id FROM ${table} WHERE id = $1::uuid FOR UPDATE SKIP LOCKED)`;
  if (!isNoted) await database.sqlAs({ role: "system" }, (sql) => sql.query(note, [holder.keyId]));
  return holder;
}

/** Locks a person until the transaction ends: two calls at once cannot both create the last allowed key. */
export async function lockPerson(tx: Tx, userId: string): Promise<void> {
  await tx.$queryRaw`SELECT id FROM users WHERE id = ${userId}::uuid FOR UPDATE`;
}

/** The same for the keys of a community. */
export async function lockCommunity(tx: Tx, communityId: CommunityId): Promise<void> {
  await tx.$queryRaw`SELECT id FROM communities WHERE id = ${communityId}::uuid FOR UPDATE`;
}

export interface CommunityKeyRow {
  id: string;
  name: string;
  scope: string;
  createdAt: Date;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  createdByName: string | null;
  makerRole: string | null;
  services: string[];
  datasetIds: string[];
  layerIds: string[];
  networks: string[];
  origins: string[];
  previousUntil: Date | null;
}

/** Keys that are not revoked, newest first, with the current role of their maker: null for a maker who left or was suspended. */
export function communityKeyRows(tx: Tx, communityId: CommunityId): Promise<CommunityKeyRow[]> {
  return tx.$queryRaw<CommunityKeyRow[]>`
    SELECT k.id, k.name, k.scope, k.created_at AS "createdAt", k.expires_at AS "expiresAt", k.last_used_at AS "lastUsedAt",
      k.services, k.dataset_ids::text[] AS "datasetIds", k.layer_ids::text[] AS "layerIds", k.networks, k.origins,
      CASE WHEN k.previous_until > now() THEN k.previous_until END AS "previousUntil", u.name AS "createdByName", m.role AS "makerRole"
    FROM community_keys k LEFT JOIN users u ON u.id = k.created_by_id
      LEFT JOIN memberships m ON m.community_id = k.community_id AND m.user_id = u.id AND m.status = 'active' AND u.status = 'active'
    WHERE k.community_id = ${communityId}::uuid AND k.revoked_at IS NULL
    ORDER BY k.created_at DESC, k.id DESC`;
}
