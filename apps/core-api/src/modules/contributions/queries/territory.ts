import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { MemberActor } from "../../../kernel/actor.ts";

/** In degrees, about 10 cm: a feature on the border counts as inside although its coordinates were rounded. */
const TOLERANCE = 1e-6;

const MINE = `SELECT territory FROM memberships
  WHERE user_id = $1::uuid AND community_id = $2::uuid AND territory IS NOT NULL`;

/** Where the feature of an edit is now, and where the edit puts it. A deletion has only the first, a new feature only the second. */
const PLACES =
  "(VALUES (app.feature_place(e.layer_id, e.fid)), (CASE WHEN e.has_geometry THEN ST_Transform(e.geom, 4326) END)) AS p(place)";

/**
 * Whether some edit is not wholly inside the person's territory, before or after the edit. Always false for managers and for people
 * without a territory. Features without a geometry are ignored.
 */
export async function isOutsideTerritory(sql: SqlSession, actor: MemberActor, contributionId: string): Promise<boolean> {
  if (actor.role === "manager") return false;
  const [row] = await sql.query<{ isOutside: boolean }>(
    `WITH mine AS MATERIALIZED (SELECT ST_Buffer(territory, ${TOLERANCE}) AS area FROM (${MINE}) t)
     SELECT EXISTS (SELECT FROM mine CROSS JOIN contribution_edits e CROSS JOIN LATERAL ${PLACES}
       WHERE e.contribution_id = $3::uuid AND e.community_id = $2::uuid AND NOT ST_CoveredBy(p.place, mine.area)) AS "isOutside"`,
    [actor.userId, actor.communityId, contributionId],
  );
  return row?.isOutside ?? false;
}

/**
 * SQL condition: a contribution `c` touches the person's territory. True for a person without one.
 *
 * @param user the query's parameter for the person's id, `$n::uuid`; that of the community is `$1::uuid`
 */
export function touchesTerritory(user: string): string {
  const mine = `SELECT territory FROM memberships WHERE user_id = ${user} AND community_id = $1::uuid AND territory IS NOT NULL`;
  return `(NOT EXISTS (${mine}) OR EXISTS (SELECT FROM contribution_edits e CROSS JOIN LATERAL ${PLACES} CROSS JOIN (${mine}) m
    WHERE e.contribution_id = c.id AND ST_Intersects(p.place, m.territory)))`;
}
