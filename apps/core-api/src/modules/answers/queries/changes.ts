import { randomUUID } from "node:crypto";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";

/** The name of a change: the rule of a pack, in a portal. */
export interface OverrideName {
  portalId: string;
  pack: string;
  ruleKey: string;
}

export interface OverrideRow {
  id: string;
  pack: string;
  packVersion: string;
  ruleKey: string;
  change: unknown;
  state: "draft" | "published";
  authorId: string;
  /** Null when the person has left the community. */
  author: string | null;
  reviewer: string | null;
  updatedAt: Date;
}

/** All changes of a portal's rules, by pack and key; a draft comes before the published change. */
export function overrideRows(sql: SqlSession, portalId: string): Promise<OverrideRow[]> {
  return sql.query<OverrideRow>(
    `SELECT o.id, o.pack, o.pack_version AS "packVersion", o.rule_key AS "ruleKey", o.change, o.state, o.author_id AS "authorId",
       a.name AS author, r.name AS reviewer, o.updated_at AS "updatedAt"
     FROM answer_overrides o LEFT JOIN users a ON a.id = o.author_id LEFT JOIN users r ON r.id = o.reviewer_id
     WHERE o.portal_id = $1::uuid ORDER BY o.pack, o.rule_key, o.state`,
    [portalId],
  );
}

const SAME_RULE = "portal_id = $1::uuid AND pack = $2 AND rule_key = $3";

export interface DraftRow {
  id: string;
  authorId: string;
  packVersion: string;
  change: unknown;
}

/** The draft of a rule's change; undefined without one. */
export async function draftRow(sql: SqlSession, { portalId, pack, ruleKey }: OverrideName): Promise<DraftRow | undefined> {
  const rows = await sql.query<DraftRow>(
    `SELECT id, author_id AS "authorId", pack_version AS "packVersion", change FROM answer_overrides
     WHERE ${SAME_RULE} AND state = 'draft' FOR UPDATE`,
    [portalId, pack, ruleKey],
  );
  return rows[0];
}

/** The published change of a rule; undefined without one. */
export async function publishedRow(
  sql: SqlSession,
  { portalId, pack, ruleKey }: OverrideName,
): Promise<Pick<OverrideRow, "packVersion" | "change"> | undefined> {
  const rows = await sql.query<Pick<OverrideRow, "packVersion" | "change">>(
    `SELECT pack_version AS "packVersion", change FROM answer_overrides WHERE ${SAME_RULE} AND state = 'published'`,
    [portalId, pack, ruleKey],
  );
  return rows[0];
}

/** Replaces the draft of a rule's change. */
export async function writeDraft(
  sql: SqlSession,
  { portalId, pack, ruleKey }: OverrideName,
  draft: { id: string; communityId: CommunityId; packVersion: string; change: unknown; authorId: string },
): Promise<void> {
  await sql.query(`DELETE FROM answer_overrides WHERE ${SAME_RULE} AND state = 'draft'`, [portalId, pack, ruleKey]);
  await sql.query(
    `INSERT INTO answer_overrides (portal_id, pack, rule_key, id, community_id, pack_version, change, author_id)
     VALUES ($1::uuid, $2, $3, $4::uuid, $5::uuid, $6, $7::jsonb, $8::uuid)`,
    [portalId, pack, ruleKey, draft.id, draft.communityId, draft.packVersion, JSON.stringify(draft.change), draft.authorId],
  );
}

/** The draft takes the place of the published change. */
export async function publishDraft(
  sql: SqlSession,
  { portalId, pack, ruleKey }: OverrideName,
  { reviewerId, aloneReason }: { reviewerId: string; aloneReason: string | null },
): Promise<void> {
  await sql.query(`DELETE FROM answer_overrides WHERE ${SAME_RULE} AND state = 'published'`, [portalId, pack, ruleKey]);
  await sql.query(
    `UPDATE answer_overrides SET state = 'published', reviewer_id = $4::uuid, alone_reason = $5, updated_at = now() WHERE ${SAME_RULE} AND state = 'draft'`,
    [portalId, pack, ruleKey, reviewerId, aloneReason],
  );
}

/** Deletes the draft of a rule, and with `all` its published change too. */
export async function removeOverride(sql: SqlSession, { portalId, pack, ruleKey }: OverrideName, which: "draft" | "all"): Promise<void> {
  await sql.query(`DELETE FROM answer_overrides WHERE ${SAME_RULE} AND (state = 'draft' OR $4)`, [
    portalId,
    pack,
    ruleKey,
    which === "all",
  ]);
}

export type RuleAct = "drafted" | "discarded" | "published" | "withdrawn";

export async function addRuleEvent(
  sql: SqlSession,
  { portalId, pack, ruleKey }: OverrideName,
  event: { communityId: CommunityId; packVersion: string; act: RuleAct; change: unknown; actorId: string; aloneReason?: string | null },
): Promise<void> {
  await sql.query(
    `INSERT INTO answer_rule_events (portal_id, pack, rule_key, id, community_id, pack_version, act, change, actor_id, alone_reason)
     VALUES ($1::uuid, $2, $3, $4::uuid, $5::uuid, $6, $7, $8::jsonb, $9::uuid, $10)`,
    [
      portalId,
      pack,
      ruleKey,
      randomUUID(),
      event.communityId,
      event.packVersion,
      event.act,
      JSON.stringify(event.change),
      event.actorId,
      event.aloneReason ?? null,
    ],
  );
}

export interface RuleEventRow {
  id: string;
  act: RuleAct;
  packVersion: string;
  change: unknown;
  actor: string | null;
  /** Why the only manager published without a second person. */
  aloneReason: string | null;
  createdAt: Date;
}

/** The latest events of a rule, newest first. */
export function ruleEventRows(sql: SqlSession, { portalId, pack, ruleKey }: OverrideName, limit: number): Promise<RuleEventRow[]> {
  return sql.query<RuleEventRow>(
    `SELECT e.id, e.act, e.pack_version AS "packVersion", e.change, u.name AS actor, e.alone_reason AS "aloneReason", e.created_at AS "createdAt"
     FROM answer_rule_events e LEFT JOIN users u ON u.id = e.actor_id
     WHERE e.portal_id = $1::uuid AND e.pack = $2 AND e.rule_key = $3 ORDER BY e.created_at DESC, e.id DESC LIMIT ${Number(limit)}`,
    [portalId, pack, ruleKey],
  );
}

/** Whether another person can publish what this one has written: an active manager whose account is not suspended. */
export async function hasOtherManager(sql: SqlSession, communityId: CommunityId, userId: string): Promise<boolean> {
  const rows = await sql.query(
    `SELECT FROM memberships m JOIN users u ON u.id = m.user_id
     WHERE m.community_id = $1::uuid AND m.user_id <> $2::uuid AND m.role = 'manager' AND m.status = 'active' AND u.status = 'active' LIMIT 1`,
    [communityId, userId],
  );
  return rows.length > 0;
}
