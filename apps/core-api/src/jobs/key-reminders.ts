import { provenCommunityId } from "@archipel/contracts/ids.ts";
import { locale as localeSchema } from "@archipel/contracts/text.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { Core } from "../kernel/core.ts";
import { emitIn } from "../kernel/outbox.ts";
import { brandOf, consoleSite } from "../modules/identity/service/sites.ts";
import { sendKeyEnding } from "../modules/notifications/service/address-mails.ts";

/** Keys reminded of by one call: more wait for the next hour. */
const MOST_AT_ONCE = 200;
const system = { role: "system" } as const;

/**
 * Reminds once of each key that ends soon: its person by mail, the managers of a community by a notice.
 *
 * @returns the number of keys
 */
export async function remindOfKeys(core: Core): Promise<number> {
  const own = await core.database.sqlAs(system, takeEndingKeys);
  const site = consoleSite(core);
  for (const { email, personName, name: key, expiresAt, locale: stored } of own) {
    const locale = localeSchema.catch("fr").parse(stored);
    const link = `${site.origin}/account#keys`;
    await sendKeyEnding(core, { to: email, locale, brand: brandOf(site, locale), name: personName, key, expiresAt, link }).catch(
      (error: unknown) => core.log.error({ err: error }, "mail of a key that ends was not sent"),
    );
  }
  const ofCommunities = await core.database.sqlAs(system, async (sql) => {
    const rows = await takeEndingCommunityKeys(sql);
    for (const { id, communityId } of rows) await emitIn(sql, "key.ending", provenCommunityId(communityId), { keyId: id });
    return rows;
  });
  return own.length + ofCommunities.length;
}

/** Two weeks before the end, or a quarter of the key's life if that is less. */
const IS_DUE =
  "expires_at > now() AND reminded_at IS NULL AND expires_at - least(interval '14 days', (expires_at - created_at) / 4) <= now()";

interface EndingKey {
  name: string;
  expiresAt: Date;
  email: string;
  personName: string;
  locale: string;
}

/** Marks keys of people that end soon as reminded, and returns them: each is returned once, to one process. */
function takeEndingKeys(sql: SqlSession): Promise<EndingKey[]> {
  return sql.query(
    `WITH due AS (SELECT id FROM api_keys WHERE ${IS_DUE} ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED),
       taken AS (UPDATE api_keys k SET reminded_at = now() FROM due WHERE k.id = due.id RETURNING k.*)
     SELECT t.name, t.expires_at AS "expiresAt", u.email, u.name AS "personName", u.locale
     FROM taken t JOIN users u ON u.id = t.user_id AND u.status = 'active'`,
    [MOST_AT_ONCE],
  );
}

/** The same for keys of communities that are not revoked. */
function takeEndingCommunityKeys(sql: SqlSession): Promise<{ id: string; communityId: string }[]> {
  return sql.query(
    `WITH due AS (SELECT id FROM community_keys WHERE ${IS_DUE} AND revoked_at IS NULL ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED)
     UPDATE community_keys k SET reminded_at = now() FROM due WHERE k.id = due.id RETURNING k.id, k.community_id AS "communityId"`,
    [MOST_AT_ONCE],
  );
}
