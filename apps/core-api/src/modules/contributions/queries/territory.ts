import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { MemberActor } from "../../../kernel/actor.ts";

/** What lies on the border lies within, however its coordinates were rounded on the way: about 10 cm, in degrees. */
const TOLERANCE = 1e-6;

const MINE = `SELECT territory FROM memberships
  WHERE user_id = $1::uuid AND community_id = $2::uuid AND territory IS NOT NULL`;

/** Each edit's places: where its feature is, and where it shall be. A deletion has the first alone, a new feature the second. */
const PLACES =
  "(VALUES (app.feature_place(e.layer_id, e.fid)), (CASE WHEN e.has_geometry THEN ST_Transform(e.geom, 4326) END)) AS p(place)";

/**
 * Whether a contribution has an edit that is not wholly in the person's territory, before or after it. Never for a person without one,
 * nor for managers; a feature without a shape is nowhere, and in nobody's way.
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
 * SQL: whether a contribution `c` touches the person's territory; a person without one is at home everywhere.
 *
 * @param user the place of the person's id among the query's parameters, `$n::uuid`; the community's is `$1::uuid`
 */
export function touchesTerritory(user: string): string {
  const mine = `SELECT territory FROM memberships WHERE user_id = ${user} AND community_id = $1::uuid AND territory IS NOT NULL`;
  return `(NOT EXISTS (${mine}) OR EXISTS (SELECT FROM contribution_edits e CROSS JOIN LATERAL ${PLACES} CROSS JOIN (${mine}) m
    WHERE e.contribution_id = c.id AND ST_Intersects(p.place, m.territory)))`;
}
