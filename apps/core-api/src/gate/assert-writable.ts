import type { Core } from "../kernel/core.ts";
import { DomainError } from "../kernel/domain-error.ts";
import { isAllowedFrozen, type Permission } from "./permissions.ts";

/** What a call can name, besides its community, that belongs to a portal or a community. */
const NAMED = ["communityId", "portalId", "datasetId", "pageId", "mediaId", "mapId", "alertId", "domainId"] as const;
type Named = Partial<Record<(typeof NAMED)[number], string>>;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The ids in the input of a call, before it is validated. */
export function namedIn(input: unknown): Named {
  if (typeof input !== "object" || input === null) return {};
  const values = input as Record<string, unknown>;
  return Object.fromEntries(
    NAMED.flatMap((name) => {
      const value = Object.hasOwn(values, name) ? values[name] : undefined;
      return typeof value === "string" && UUID.test(value) ? [[name, value]] : [];
    }),
  );
}

interface Frozen {
  kind: "community" | "portal";
  name: string;
  reason: string;
}

/**
 * Refuses a write to what is read-only: a community with everything in it, or one portal with its pages.
 *
 * @throws DomainError `community-frozen` or `portal-frozen` with the reason
 */
export async function assertWritable(core: Core, permission: Permission, named: Named): Promise<void> {
  if (isAllowedFrozen(permission) || Object.keys(named).length === 0) return;
  const frozen = await frozenAmong(core, named);
  if (frozen) throw new DomainError("forbidden", `${frozen.kind}-frozen`, { name: frozen.name, reason: frozen.reason || "–" });
}

const FROZEN = `
  WITH touched AS (
    SELECT p.id, p.community_id FROM portals p WHERE p.id = $1::uuid
    UNION ALL SELECT s.portal_id, s.community_id FROM site_pages s WHERE s.id = $2::uuid
    UNION ALL SELECT m.portal_id, m.community_id FROM site_media m WHERE m.id = $3::uuid
    UNION ALL SELECT m.portal_id, m.community_id FROM saved_maps m WHERE m.id = $4::uuid
    UNION ALL SELECT a.portal_id, a.community_id FROM alerts a WHERE a.id = $5::uuid
    UNION ALL SELECT d.portal_id, d.community_id FROM portal_domains d WHERE d.id = $6::uuid
    UNION ALL SELECT NULL, d.community_id FROM datasets d WHERE d.id = $7::uuid
    UNION ALL SELECT NULL, $8::uuid)
  SELECT 'community' AS kind, c.name, c.frozen_reason AS reason FROM communities c
    WHERE c.frozen_at IS NOT NULL AND c.id IN (SELECT community_id FROM touched)
  UNION ALL
  SELECT 'portal', p.name, p.frozen_reason FROM portals p WHERE p.frozen_at IS NOT NULL AND p.id IN (SELECT id FROM touched)
  LIMIT 1`;

async function frozenAmong(core: Core, named: Named): Promise<Frozen | undefined> {
  const {
    communityId = null,
    portalId = null,
    datasetId = null,
    pageId = null,
    mediaId = null,
    mapId = null,
    alertId = null,
    domainId = null,
  } = named;
  const values = [portalId, pageId, mediaId, mapId, alertId, domainId, datasetId, communityId];
  const [frozen] = await core.database.readAs({ role: "system" }).query<Frozen>(FROZEN, values, true);
  return frozen;
}
