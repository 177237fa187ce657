import type { Tx } from "@archipel/database/database.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";

export interface DomainRow {
  id: string;
  communityId: string;
  portalId: string;
  host: string;
  state: string;
  token: string;
  provedAt: Date | null;
  checkedAt: Date | null;
  failingSince: Date | null;
  warnedAt: Date | null;
  found: unknown;
  wasPrimary: boolean;
  createdAt: Date;
}

export interface HostRow {
  host: string;
  portalId: string;
  isPrimary: boolean;
  kind: string;
  reservedUntil: Date | null;
}

const COLUMNS = `d.id, d.community_id AS "communityId", d.portal_id AS "portalId", d.host, d.state, d.token, d.proved_at AS "provedAt",
  d.checked_at AS "checkedAt", d.failing_since AS "failingSince", d.warned_at AS "warnedAt", d.found, d.was_primary AS "wasPrimary",
  d.created_at AS "createdAt"`;

export function hostsOfPortal(tx: Tx, portalId: string): Promise<HostRow[]> {
  return tx.$queryRaw<HostRow[]>`
    SELECT host, portal_id AS "portalId", is_primary AS "isPrimary", kind, reserved_until AS "reservedUntil"
    FROM portal_hosts WHERE portal_id = ${portalId}::uuid ORDER BY is_primary DESC, host`;
}

export async function hostRow(tx: Tx, host: string): Promise<HostRow | null> {
  const [row] = await tx.$queryRaw<HostRow[]>`
    SELECT host, portal_id AS "portalId", is_primary AS "isPrimary", kind, reserved_until AS "reservedUntil" FROM portal_hosts WHERE host = ${host}`;
  return row ?? null;
}

export async function findPortal(tx: Tx, communityId: string, portalId: string): Promise<{ name: string; slug: string } | null> {
  const [row] = await tx.$queryRaw<{ name: string; slug: string }[]>`
    SELECT name, slug FROM portals WHERE id = ${portalId}::uuid AND community_id = ${communityId}::uuid`;
  return row ?? null;
}

/** The portal of the community, locked: changes of its addresses happen one after the other. */
export async function lockPortal(tx: Tx, communityId: string, portalId: string): Promise<{ name: string; slug: string } | null> {
  const [row] = await tx.$queryRaw<{ name: string; slug: string }[]>`
    SELECT name, slug FROM portals WHERE id = ${portalId}::uuid AND community_id = ${communityId}::uuid FOR UPDATE`;
  return row ?? null;
}

/** Visitors are redirected to this host from now on. */
export async function setPrimary(tx: Tx, portalId: string, host: string): Promise<void> {
  await tx.$executeRaw`UPDATE portal_hosts SET is_primary = false WHERE portal_id = ${portalId}::uuid AND is_primary AND host <> ${host}`;
  await tx.$executeRaw`UPDATE portal_hosts SET is_primary = true WHERE portal_id = ${portalId}::uuid AND host = ${host}`;
}

export async function keepFormer(tx: Tx, portalId: string, host: string, reservedUntil: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE portal_hosts SET kind = 'former', reserved_until = ${reservedUntil}, is_primary = false WHERE portal_id = ${portalId}::uuid AND host = ${host}`;
}

/** @returns false when another portal has the host */
export async function takeSlugHost(tx: Tx, communityId: string, portalId: string, host: string): Promise<boolean> {
  // Asked first: a statement that meets the row of another community is refused by its policy, whatever its condition.
  const [held] = await tx.$queryRaw<{ portalId: string }[]>`SELECT portal_id AS "portalId" FROM portal_hosts WHERE host = ${host}`;
  if (held && held.portalId !== portalId) return false;
  const changed = await tx.$executeRaw`
    INSERT INTO portal_hosts (host, portal_id, community_id, kind) VALUES (${host}, ${portalId}::uuid, ${communityId}::uuid, 'slug')
    ON CONFLICT (host) DO UPDATE SET kind = 'slug', reserved_until = NULL
    WHERE portal_hosts.portal_id = excluded.portal_id AND portal_hosts.kind = 'former'`;
  return changed > 0;
}

export async function setSlug(tx: Tx, communityId: string, portalId: string, slug: string): Promise<void> {
  await tx.$executeRaw`UPDATE portals SET slug = ${slug}, updated_at = now() WHERE id = ${portalId}::uuid AND community_id = ${communityId}::uuid`;
}

/** Takes domains that are due, for one process: none gets them again for a quarter of an hour. */
export function takeDue(sql: SqlSession, now: Date, limit: number): Promise<DomainRow[]> {
  return sql.query<DomainRow>(
    `WITH due AS (
       SELECT d.id FROM portal_domains d JOIN communities c ON c.id = d.community_id AND c.status = 'active'
       WHERE d.next_check_at <= $1::timestamptz ORDER BY d.next_check_at, d.id LIMIT ${Number(limit)} FOR UPDATE OF d SKIP LOCKED
     ) UPDATE portal_domains d SET next_check_at = $1::timestamptz + interval '15 minutes' FROM due WHERE d.id = due.id RETURNING ${COLUMNS}`,
    [now],
  );
}

/** The domain as it is now, locked, with what its notices name. */
export async function lockDomain(sql: SqlSession, id: string): Promise<(DomainRow & { slug: string; portalName: string }) | null> {
  const [row] = await sql.query<DomainRow & { slug: string; portalName: string }>(
    `SELECT ${COLUMNS}, p.slug, p.name AS "portalName" FROM portal_domains d JOIN portals p ON p.id = d.portal_id
     WHERE d.id = $1::uuid FOR UPDATE OF d, p`,
    [id],
  );
  return row ?? null;
}

export async function slugOf(sql: SqlSession, portalId: string): Promise<string | null> {
  const [row] = await sql.query<{ slug: string }>("SELECT slug FROM portals WHERE id = $1::uuid", [portalId]);
  return row?.slug ?? null;
}

/** Lets the domain serve its portal. The first portal whose proof is found gets it. @returns false when another portal has it */
export async function serveDomain(sql: SqlSession, { id, host, portalId, communityId }: DomainRow): Promise<boolean> {
  const rows = await sql.query(
    `INSERT INTO portal_hosts (host, portal_id, community_id, kind, domain_id) VALUES ($2, $3::uuid, $4::uuid, 'domain', $1::uuid)
     ON CONFLICT (host) DO UPDATE SET domain_id = excluded.domain_id WHERE portal_hosts.domain_id = excluded.domain_id RETURNING host`,
    [id, host, portalId, communityId],
  );
  return rows.length > 0;
}

/** The domain by which a host serves a portal; null when it serves none, or is an address of the platform. */
export async function holderOf(sql: SqlSession, host: string): Promise<DomainRow | null> {
  const [row] = await sql.query<DomainRow>(
    `SELECT ${COLUMNS} FROM portal_hosts h JOIN portal_domains d ON d.id = h.domain_id WHERE h.host = $1`,
    [host],
  );
  return row ?? null;
}

/** Lets claims of the same host that serve nothing be checked in the next round. */
export async function checkRivalsSoon(sql: SqlSession, { id, host }: DomainRow, now: Date): Promise<void> {
  await sql.query(
    `UPDATE portal_domains SET next_check_at = $3::timestamptz
     WHERE id IN (SELECT id FROM portal_domains WHERE host = $1 AND id <> $2::uuid AND state IN ('pending', 'suspended') AND next_check_at > $3::timestamptz
       FOR UPDATE SKIP LOCKED)`,
    [host, id, now],
  );
}

/** Stops the domain. @returns whether it was the main address */
export async function stopDomain(sql: SqlSession, id: string): Promise<boolean> {
  const [row] = await sql.query<{ isPrimary: boolean }>(
    `DELETE FROM portal_hosts WHERE domain_id = $1::uuid RETURNING is_primary AS "isPrimary"`,
    [id],
  );
  return row?.isPrimary ?? false;
}

/** Makes one host of a portal its main one; a host that the portal does not have changes nothing. */
export async function setPrimaryIn(sql: SqlSession, portalId: string, host: string): Promise<void> {
  const [known] = await sql.query("SELECT host FROM portal_hosts WHERE portal_id = $1::uuid AND host = $2 AND kind <> 'former'", [
    portalId,
    host,
  ]);
  if (!known) return;
  await sql.query("UPDATE portal_hosts SET is_primary = false WHERE portal_id = $1::uuid AND is_primary AND host <> $2", [portalId, host]);
  await sql.query("UPDATE portal_hosts SET is_primary = true WHERE portal_id = $1::uuid AND host = $2", [portalId, host]);
}

interface Checked {
  id: string;
  state: string;
  failingSince: Date | null;
  warnedAt: Date | null;
  checkedAt: Date;
  nextCheckAt: Date;
  found: unknown;
  wasPrimary: boolean;
}

export async function keepCheck(sql: SqlSession, checked: Checked): Promise<void> {
  const { id, state, failingSince, warnedAt, checkedAt, nextCheckAt, found, wasPrimary } = checked;
  await sql.query(
    `UPDATE portal_domains SET state = $2, failing_since = $3::timestamptz, warned_at = $4::timestamptz, checked_at = $5::timestamptz,
       next_check_at = $6::timestamptz, found = $7::jsonb, was_primary = $8::boolean,
       proved_at = CASE WHEN $2 = 'proved' THEN coalesce(proved_at, $5::timestamptz) ELSE proved_at END
     WHERE id = $1::uuid`,
    [id, state, failingSince, warnedAt, checkedAt, nextCheckAt, JSON.stringify(found), wasPrimary],
  );
}

/** Claims that were never proved, and former addresses whose time is over. @returns the number of deleted rows */
export async function deleteExpired(sql: SqlSession, now: Date, claimDays: number): Promise<number> {
  const claims = await sql.query(
    `DELETE FROM portal_domains WHERE state = 'pending' AND created_at < $1::timestamptz - make_interval(days => $2::integer) RETURNING id`,
    [now, claimDays],
  );
  const former = await sql.query(`DELETE FROM portal_hosts WHERE kind = 'former' AND reserved_until <= $1::timestamptz RETURNING host`, [
    now,
  ]);
  return claims.length + former.length;
}

/** Every host that serves a portal, for certificates. */
export async function servedHosts(sql: SqlSession): Promise<string[]> {
  const rows = await sql.query<{ host: string }>(
    `SELECT h.host FROM portal_hosts h JOIN portals p ON p.id = h.portal_id AND p.status = 'live'
     JOIN communities c ON c.id = p.community_id AND c.status = 'active'`,
  );
  return rows.map(({ host }) => host);
}
