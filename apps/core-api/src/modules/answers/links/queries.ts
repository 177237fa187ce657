import type { AnswerPlace } from "@archipel/contracts/answers.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";

interface LinkName {
  portalId: string;
  id: string;
}

/**
 * The place of a link, of the same portal only; a day of use is noted once.
 *
 * @param use how it is used now; null: it is only looked up
 */
export async function linkedPlace(sql: SqlSession, { portalId, id }: LinkName, use: "opened_on" | "printed_on" | null): Promise<unknown> {
  const [row] = await sql.query<{ place: unknown; isNoted: boolean }>(
    `SELECT place, ${use === null ? "true" : `coalesce(${use} = current_date, false)`} AS "isNoted"
     FROM answer_links WHERE portal_id = $1::uuid AND id = $2`,
    [portalId, id],
  );
  if (row && !row.isNoted) {
    await sql.query(`UPDATE answer_links SET ${use} = current_date WHERE portal_id = $1::uuid AND id = $2`, [portalId, id]);
  }
  return row?.place;
}

/** Makes place for a link of a portal that has many: those that nobody opened since the day before go first. @returns links that remain */
export async function countLinks(sql: SqlSession, portalId: string, most: number): Promise<number> {
  await sql.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [`answer links ${portalId}`]);
  const count = async () => {
    const [row] = await sql.query<{ count: number }>("SELECT count(*)::integer AS count FROM answer_links WHERE portal_id = $1::uuid", [
      portalId,
    ]);
    return row?.count ?? 0;
  };
  if ((await count()) >= most) {
    await sql.query(
      `DELETE FROM answer_links WHERE portal_id = $1::uuid AND opened_on IS NULL AND printed_on IS NULL AND made_on < current_date`,
      [portalId],
    );
  }
  return count();
}

export async function keepLink(sql: SqlSession, { portalId, id }: LinkName, communityId: string, place: AnswerPlace): Promise<void> {
  await sql.query(
    `INSERT INTO answer_links (portal_id, id, community_id, place) VALUES ($1::uuid, $2, $3::uuid, $4::jsonb) ON CONFLICT DO NOTHING`,
    [portalId, id, communityId, JSON.stringify(place)],
  );
}

/** Deletes links that nobody uses any more. @returns their number */
export async function deleteUnused(
  sql: SqlSession,
  { neverDays, openedDays, printedDays }: { neverDays: number; openedDays: number; printedDays: number },
): Promise<number> {
  const rows = await sql.query(
    `DELETE FROM answer_links WHERE made_on < current_date - $1::integer
       AND (opened_on IS NULL OR opened_on < current_date - $2::integer) AND (printed_on IS NULL OR printed_on < current_date - $3::integer)
     RETURNING id`,
    [neverDays, openedDays, printedDays],
  );
  return rows.length;
}
