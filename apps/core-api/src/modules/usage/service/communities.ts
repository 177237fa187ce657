import { communityStatus } from "@archipel/contracts/communities.ts";
import type { CommunityUsage, PlatformPortal } from "@archipel/contracts/usage.ts";
import type { Person } from "../../../kernel/actor.ts";
import { portalOrigin } from "../../../kernel/addresses.ts";
import { audit } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { emit } from "../../../kernel/outbox.ts";
import { perCore } from "../../../kernel/per-core.ts";
import { storedBytes } from "../../../kernel/storage-quota.ts";
import { communityCountsOf } from "../../communities/service.ts";
import { firstInvitations, managersOf, portalRows } from "../queries.ts";

/** Measuring the tables of thousands of layers takes a while. */
const FRESH_MS = 60_000;
const measuredOf = perCore((): { at: number; bytes: Promise<Map<string, number>> | null } => ({ at: 0, bytes: null }));

function allStoredBytes(core: Core): Promise<Map<string, number>> {
  const measured = measuredOf(core);
  if (!measured.bytes || Date.now() - measured.at > FRESH_MS) {
    measured.at = Date.now();
    measured.bytes = core.database.sqlAs({ role: "system" }, (sql) => storedBytes(sql, null));
    measured.bytes.catch(() => {
      measured.bytes = null;
    });
  }
  return measured.bytes;
}

/** The communities with what they have and use, by name. */
export async function communityUsages(core: Core): Promise<CommunityUsage[]> {
  const [rows, invitations, managers, bytes] = await Promise.all([
    communityCountsOf(core),
    core.database.withSystem((tx) => firstInvitations(tx)),
    core.database.withSystem((tx) => managersOf(tx)),
    allStoredBytes(core),
  ]);
  return rows.map((row) => ({
    id: row.id,
    slug: row.slug,
    name: row.name,
    status: communityStatus.parse(row.status),
    statusReason: row.statusReason,
    memberCount: row.memberCount,
    portalCount: row.portalCount,
    datasetCount: row.datasetCount,
    storedBytes: bytes.get(row.id) ?? 0,
    quotaBytes: row.storageQuotaBytes === null ? null : Number(row.storageQuotaBytes),
    createdAt: row.createdAt,
    invitation: invitations.get(row.id) ?? null,
    managers: managers.get(row.id) ?? [],
  }));
}

/** All portals of the platform with their communities. */
export async function platformPortals(core: Core): Promise<PlatformPortal[]> {
  const rows = await core.database.sqlAs({ role: "system" }, (sql) => portalRows(sql));
  return rows.map(({ host, ...row }) => ({
    ...row,
    address: host === null ? "" : portalOrigin(core.env, host),
  }));
}

/** Limits what a community may store. What it has already stays; the next upload above the limit is refused. */
export function setQuota(core: Core, actor: Person, id: string, quotaBytes: number | null): Promise<void> {
  return core.database.withSystem(async (tx) => {
    const { count } = await tx.community.updateMany({
      where: { id },
      data: { storageQuotaBytes: quotaBytes === null ? null : BigInt(quotaBytes) },
    });
    if (count === 0) throw new DomainError("not-found", "community-not-found");
    const { name } = await tx.community.findUniqueOrThrow({ where: { id }, select: { name: true } });
    const change = { communityId: id, actorId: actor.userId, resourceType: "community", resourceId: id };
    await audit(tx, { ...change, action: "community.quota-set", summary: { name, bytes: quotaBytes } });
    await emit(tx, "community.updated", id, { communityId: id });
  });
}
