import type { Tx } from "@archipel/database/database.ts";
import type { Reach } from "@archipel/database/scope.ts";

export interface ApplicationRow {
  id: string;
  communityId: string | null;
  name: string;
  description: string;
  kind: string;
  redirectUris: string[];
  scopes: string[];
  dataCount: number;
  people: number;
  suspendedAt: Date | null;
  suspendedReason: string;
  createdAt: Date;
  ownerName: string;
}

/** Applications of an owner, or of all owners, newest first. Runs as the platform: the counted people are hidden from the owner. */
export function applicationRows(
  tx: Tx,
  owner: { communityId: string } | { ownerId: string } | null,
  limit: number,
): Promise<ApplicationRow[]> {
  const communityId = owner && "communityId" in owner ? owner.communityId : null;
  const ownerId = owner && "ownerId" in owner ? owner.ownerId : null;
  return tx.$queryRaw<ApplicationRow[]>`
    SELECT a.id, a.community_id AS "communityId", a.name, a.description, a.kind, a.redirect_uris AS "redirectUris", a.scopes,
      cardinality(a.dataset_ids) + cardinality(a.layer_ids) AS "dataCount",
      (SELECT count(DISTINCT g.user_id)::int FROM application_grants g WHERE g.application_id = a.id AND g.expires_at > now()) AS people,
      a.suspended_at AS "suspendedAt", a.suspended_reason AS "suspendedReason", a.created_at AS "createdAt",
      coalesce(c.name, u.name, '') AS "ownerName"
    FROM applications a LEFT JOIN communities c ON c.id = a.community_id LEFT JOIN users u ON u.id = a.owner_id
    WHERE ${owner === null} OR a.community_id = ${communityId}::uuid OR a.owner_id = ${ownerId}::uuid
    ORDER BY a.created_at DESC, a.id DESC LIMIT ${limit}`;
}

export interface LiveApplication {
  id: string;
  name: string;
  description: string;
  kind: string;
  redirectUris: string[];
  scopes: string[];
  secretVersion: number;
  ownerName: string;
  dataTitles: string[];
}

/** An application that may act: neither it nor its owner is suspended. */
export async function liveApplication(tx: Tx, id: string): Promise<LiveApplication | undefined> {
  const [row] = await tx.$queryRaw<LiveApplication[]>`
    SELECT a.id, a.name, a.description, a.kind, a.redirect_uris AS "redirectUris", a.scopes, a.secret_version AS "secretVersion",
      coalesce(c.name, u.name) AS "ownerName",
      ARRAY(SELECT d.title FROM datasets d WHERE d.id = ANY (a.dataset_ids) UNION ALL SELECT l.title FROM layers l WHERE l.id = ANY (a.layer_ids)) AS "dataTitles"
    FROM applications a LEFT JOIN communities c ON c.id = a.community_id LEFT JOIN users u ON u.id = a.owner_id
    WHERE a.id = ${id}::uuid AND a.suspended_at IS NULL AND (c.status = 'active' OR u.status = 'active')`;
  return row;
}

export interface TokenHolder {
  grantRowId: string;
  userId: string;
  applicationId: string | null;
  communityId: string | null;
  scopes: string[];
  reach: Reach | null;
  isNoted: boolean;
}

/**
 * The person of an application's token, while the token, what the person allows, the application, its owner and the person are all in force. One
 * statement, never cached: what is revoked ends with the next call. The command line also needs an active membership in its community.
 */
export async function tokenHolder(tx: Tx, tokenId: string): Promise<TokenHolder | undefined> {
  const [row] = await tx.$queryRaw<TokenHolder[]>`
    SELECT g.id AS "grantRowId", g.user_id AS "userId", g.application_id AS "applicationId", g.community_id AS "communityId",
      ARRAY(SELECT s FROM unnest(string_to_array(t.payload ->> 'scope', ' ')) s WHERE s = ANY (g.scopes) AND (a.id IS NULL OR s = ANY (a.scopes))) AS scopes,
      CASE WHEN cardinality(a.dataset_ids) + cardinality(a.layer_ids) > 0 THEN jsonb_build_object(
        'datasets', to_jsonb(a.dataset_ids),
        'layers', (SELECT coalesce(jsonb_agg(l.id), '[]') FROM layers l WHERE l.dataset_id = ANY (a.dataset_ids) OR l.id = ANY (a.layer_ids)),
        'parents', (SELECT coalesce(jsonb_agg(DISTINCT l.dataset_id), '[]') FROM layers l WHERE l.id = ANY (a.layer_ids))) END AS reach,
      coalesce(g.last_used_at > now() - interval '1 minute', false) AS "isNoted"
    FROM oidc_payloads t
      JOIN application_grants g ON g.grant_id = t.grant_id AND g.client_id = t.payload ->> 'clientId' AND g.expires_at > now()
      JOIN users p ON p.id = g.user_id AND p.status = 'active' AND p.id::text = t.payload ->> 'accountId'
      LEFT JOIN applications a ON a.id = g.application_id AND a.suspended_at IS NULL
      LEFT JOIN communities c ON c.id = a.community_id LEFT JOIN users u ON u.id = a.owner_id
    WHERE t.id = ${tokenId} AND t.model = 'AccessToken' AND t.expires_at > now() AND CASE WHEN g.application_id IS NULL
      THEN EXISTS (SELECT FROM memberships m JOIN communities k ON k.id = m.community_id AND k.status = 'active'
        WHERE m.community_id = g.community_id AND m.user_id = g.user_id AND m.status = 'active')
      ELSE a.id IS NOT NULL AND (c.status = 'active' OR u.status = 'active') END`;
  return row;
}

export async function noteUse(tx: Tx, id: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE application_grants SET last_used_at = now()
    WHERE id = (SELECT id FROM application_grants WHERE id = ${id}::uuid FOR UPDATE SKIP LOCKED)`;
}

/** Living consents of a person for one client, newest first. */
export function consentsFor(tx: Tx, userId: string, clientId: string): Promise<{ grantId: string; grantKey: string }[]> {
  return tx.applicationGrant.findMany({
    where: { userId, clientId },
    orderBy: { createdAt: "desc" },
    select: { grantId: true, grantKey: true },
  });
}

export interface AllowedRow {
  id: string;
  name: string | null;
  ownerName: string;
  scopes: string[];
  communityName: string | null;
  createdAt: Date;
  expiresAt: Date;
  lastUsedAt: Date | null;
}

/** What a person allows, newest first. */
export function allowedRows(tx: Tx, userId: string): Promise<AllowedRow[]> {
  return tx.$queryRaw<AllowedRow[]>`
    SELECT g.id, a.name, coalesce(c.name, u.name, '') AS "ownerName", g.scopes, k.name AS "communityName",
      g.created_at AS "createdAt", g.expires_at AS "expiresAt", g.last_used_at AS "lastUsedAt"
    FROM application_grants g LEFT JOIN applications a ON a.id = g.application_id LEFT JOIN communities c ON c.id = a.community_id
      LEFT JOIN users u ON u.id = a.owner_id LEFT JOIN communities k ON k.id = g.community_id
    WHERE g.user_id = ${userId}::uuid AND g.expires_at > now() ORDER BY g.created_at DESC, g.id DESC LIMIT 200`;
}

/** Locks the owner until the transaction ends: two calls at once cannot both register the last allowed application. */
export async function lockOwner(tx: Tx, owner: { communityId: string } | { ownerId: string }): Promise<void> {
  if ("communityId" in owner) await tx.$queryRaw`SELECT id FROM communities WHERE id = ${owner.communityId}::uuid FOR UPDATE`;
  else await tx.$queryRaw`SELECT id FROM users WHERE id = ${owner.ownerId}::uuid FOR UPDATE`;
}
