import type { SqlSession } from "@archipel/database/sql-session.ts";

export interface AccessParties {
  datasetId: string;
  datasetTitle: string;
  /** Below the language of the portal. */
  path: string;
  portalId: string | null;
  personId: string | null;
  personName: string | null;
  /** Managers of the community that owns the dataset. */
  managers: string[];
  /** Managers of the community to which it is opened, or to whose key. */
  subjectManagers: string[];
  /** The people of the group or the organisation to which it is opened. */
  groupPeople: string[];
  /** Who gave it, as long as they manage the community. */
  giverId: string | null;
  /** Days until it ends; null: it has no end, or it has passed. */
  daysLeft: number | null;
  status: string;
  reason: string;
  answer: string;
}

const MANAGERS_OF = (community: string) =>
  `ARRAY(SELECT m.user_id FROM memberships m WHERE m.community_id = ${community} AND m.role = 'manager' AND m.status = 'active')`;

/** A portal of the owner that lists the dataset: there it is under its own slug. */
const LISTED_AT = `(SELECT p.id FROM portal_datasets pd JOIN portals p ON p.id = pd.portal_id AND p.status = 'live' AND p.community_id = d.community_id
  WHERE pd.dataset_id = d.id ORDER BY p.created_at, p.id LIMIT 1)`;

/** Everyone that an event of a request for data concerns; null when it is gone. */
export async function accessRequestParties(sql: SqlSession, requestId: string): Promise<AccessParties | null> {
  const [row] = await sql.query<AccessParties>(
    `SELECT d.id AS "datasetId", d.title AS "datasetTitle", 'catalogue/' || d.slug AS path, coalesce(r.portal_id, ${LISTED_AT}) AS "portalId",
       u.id AS "personId", u.name AS "personName", ${MANAGERS_OF("r.community_id")} AS managers, '{}'::uuid[] AS "subjectManagers",
       '{}'::uuid[] AS "groupPeople", NULL::uuid AS "giverId", NULL::integer AS "daysLeft", r.status, r.reason, r.answer
     FROM access_requests r JOIN datasets d ON d.id = r.dataset_id JOIN users u ON u.id = r.user_id WHERE r.id = $1::uuid`,
    [requestId],
  );
  return row ?? null;
}

/** The same of a grant. */
export async function grantParties(sql: SqlSession, grantId: string): Promise<AccessParties | null> {
  const [row] = await sql.query<AccessParties>(
    `SELECT d.id AS "datasetId", d.title AS "datasetTitle", 'catalogue/' || d.slug AS path, ${LISTED_AT} AS "portalId",
       g.user_id AS "personId", NULL AS "personName", ${MANAGERS_OF("g.community_id")} AS managers,
       (SELECT m.user_id FROM memberships m
        WHERE m.community_id = g.community_id AND m.user_id = g.given_by_id AND m.role = 'manager' AND m.status = 'active') AS "giverId",
       CASE WHEN g.valid_until > now() THEN ceil(extract(epoch FROM g.valid_until - now()) / 86400)::integer END AS "daysLeft",
       ${MANAGERS_OF("coalesce(g.subject_community_id, (SELECT k.community_id FROM community_keys k WHERE k.id = g.subject_key_id))")}
         AS "subjectManagers",
       ARRAY(SELECT m.user_id FROM group_members m WHERE m.group_id = g.subject_group_id
         UNION SELECT m.user_id FROM organisation_members m WHERE m.organisation_id = g.subject_organisation_id) AS "groupPeople",
       CASE WHEN g.revoked_at IS NULL THEN 'open' ELSE 'revoked' END AS status, g.purpose AS reason, '' AS answer
     FROM grants g JOIN datasets d ON d.id = g.dataset_id WHERE g.id = $1::uuid`,
    [grantId],
  );
  return row ?? null;
}
