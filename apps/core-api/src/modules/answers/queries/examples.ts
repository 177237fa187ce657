import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";

export interface ExampleRow {
  id: string;
  pack: string;
  ruleKey: string;
  label: string;
  place: unknown;
  expected: unknown;
  author: string | null;
  createdAt: Date;
}

/** The kept places of a portal, or those of one rule, in the order in which they were kept. */
export function exampleRows(sql: SqlSession, portalId: string, of?: { pack: string; ruleKey: string }): Promise<ExampleRow[]> {
  return sql.query<ExampleRow>(
    `SELECT e.id, e.pack, e.rule_key AS "ruleKey", e.label, e.place, e.expected, u.name AS author, e.created_at AS "createdAt"
     FROM answer_examples e LEFT JOIN users u ON u.id = e.author_id
     WHERE e.portal_id = $1::uuid AND ($2::text IS NULL OR (e.pack = $2 AND e.rule_key = $3)) ORDER BY e.created_at, e.id`,
    [portalId, of?.pack ?? null, of?.ruleKey ?? null],
  );
}

export async function countExamples(sql: SqlSession, portalId: string): Promise<number> {
  const rows = await sql.query<{ count: number }>("SELECT count(*)::integer AS count FROM answer_examples WHERE portal_id = $1::uuid", [
    portalId,
  ]);
  return rows[0]?.count ?? 0;
}

export interface NewExample {
  id: string;
  portalId: string;
  communityId: CommunityId;
  pack: string;
  ruleKey: string;
  label: string;
  place: unknown;
  expected: unknown;
  authorId: string;
}

export async function insertExample(sql: SqlSession, example: NewExample): Promise<void> {
  const { id, portalId, communityId, pack, ruleKey, label, place, expected, authorId } = example;
  await sql.query(
    `INSERT INTO answer_examples (id, portal_id, community_id, pack, rule_key, label, place, expected, author_id)
     VALUES ($1::uuid, $2::uuid, $3::uuid, $4, $5, $6, $7::jsonb, $8::jsonb, $9::uuid)`,
    [id, portalId, communityId, pack, ruleKey, label, JSON.stringify(place), JSON.stringify(expected), authorId],
  );
}

/** The rule of the removed example; undefined when there was none. */
export async function deleteExample(sql: SqlSession, portalId: string, exampleId: string): Promise<string | undefined> {
  const rows = await sql.query<{ ruleKey: string }>(
    'DELETE FROM answer_examples WHERE portal_id = $1::uuid AND id = $2::uuid RETURNING rule_key AS "ruleKey"',
    [portalId, exampleId],
  );
  return rows[0]?.ruleKey;
}
