import {
  type CommunityKey,
  communityKeyScope,
  type createCommunityKeyInput,
  keyLimits,
  keyService,
  type NewCommunityKey,
  type OwnKey,
  type RotatedKey,
  type rotateCommunityKeyInput,
} from "@archipel/contracts/access.ts";
import { role as roleSchema } from "@archipel/contracts/members.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { z } from "zod";
import { type Actor, type MemberActor, memberScope } from "../../../kernel/actor.ts";
import { audit } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { emit } from "../../../kernel/outbox.ts";
import { namedData } from "../named/queries.ts";
import { assertNameable } from "../named/service.ts";
import { endOfKey, MAX_COMMUNITY_KEYS, newKey, rotated } from "../policy.ts";
import { type CommunityKeyRow, communityKeyRows, lockCommunity } from "../queries.ts";

/** The keys of a community's programs, newest first, with expired ones until they are revoked. */
export function listCommunityKeys(core: Core, actor: MemberActor): Promise<CommunityKey[]> {
  return core.database.withTenant(actor, (tx) => shownKeys(tx, actor));
}

/** Creates a key of the community. It acts as its maker, in this community. Only this answer contains its secret. */
export async function createCommunityKey(
  core: Core,
  actor: MemberActor,
  input: z.input<typeof createCommunityKeyInput>,
): Promise<NewCommunityKey> {
  const { communityId, userId } = actor;
  const { name, scope } = input;
  const limits = keyLimits.parse(input);
  const { secret, secretHash } = newKey();
  const expiresAt = endOfKey(input);
  await core.database.sqlAs(memberScope(actor), (sql) => assertNameable(sql, limits, communityId));
  return core.database.withTenant(actor, async (tx) => {
    await lockCommunity(tx, communityId);
    if ((await tx.communityKey.count({ where: { communityId, revokedAt: null } })) >= MAX_COMMUNITY_KEYS) {
      throw new DomainError("conflict", "too-many-community-keys", { most: MAX_COMMUNITY_KEYS });
    }
    const hasSecondStep = actor.hasSecondStep === true;
    const values = { communityId, createdById: userId, name, scope, ...limits, secretHash, expiresAt, hasSecondStep };
    const { id } = await tx.communityKey.create({ data: values });
    await audit(tx, {
      ...{ communityId, actorId: userId, action: "key.created", resourceType: "key", resourceId: id },
      summary: { name, scope },
    });
    await emit(tx, "key.created", communityId, { keyId: id });
    const made = (await shownKeys(tx, actor)).find((key) => key.id === id);
    if (!made) throw new DomainError("not-found", "key-not-found");
    return { ...made, secret };
  });
}

/** Gives a key a new secret, as `rotateKey` does for a person's. */
export function rotateCommunityKey(
  core: Core,
  actor: MemberActor,
  { keyId, overlapDays }: Pick<z.infer<typeof rotateCommunityKeyInput>, "keyId" | "overlapDays">,
): Promise<RotatedKey> {
  const { communityId, userId } = actor;
  return core.database.withTenant(actor, async (tx) => {
    await lockCommunity(tx, communityId);
    const key = await tx.communityKey.findFirst({
      where: { id: keyId, communityId, revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }] },
      select: { name: true, secretHash: true },
    });
    if (!key) throw new DomainError("not-found", "key-not-found");
    const { secret, previousUntil, values } = rotated(key.secretHash, overlapDays);
    await tx.communityKey.update({ where: { id: keyId, communityId }, data: { ...values, hasSecondStep: actor.hasSecondStep === true } });
    await audit(tx, {
      ...{ communityId, actorId: userId, action: "key.rotated", resourceType: "key", resourceId: keyId },
      summary: { name: key.name },
    });
    await emit(tx, "key.rotated", communityId, { keyId });
    return { secret, previousUntil };
  });
}

/** Ends the secret before the last rotation: the next request with it is refused. */
export function endPreviousCommunitySecret(core: Core, actor: MemberActor, keyId: string): Promise<void> {
  const { communityId, userId } = actor;
  return core.database.withTenant(actor, async (tx) => {
    const key = await tx.communityKey.findUnique({ where: { id: keyId, communityId, revokedAt: null }, select: { name: true } });
    if (!key) throw new DomainError("not-found", "key-not-found");
    await tx.communityKey.update({ where: { id: keyId, communityId }, data: { previousHash: null, previousUntil: null } });
    await audit(tx, {
      ...{ communityId, actorId: userId, action: "key.old-secret-ended", resourceType: "key", resourceId: keyId },
      summary: { name: key.name },
    });
    await emit(tx, "key.rotated", communityId, { keyId });
  });
}

/** Revokes a key: the next request with it is refused. */
export function revokeCommunityKey(core: Core, actor: MemberActor, keyId: string): Promise<void> {
  const { communityId, userId } = actor;
  return core.database.withTenant(actor, async (tx) => {
    const found = await tx.communityKey.findUnique({ where: { id: keyId, communityId }, select: { name: true } });
    const { count } = await tx.communityKey.updateMany({
      where: { id: keyId, communityId, revokedAt: null },
      data: { revokedAt: new Date() },
    });
    if (!found || count === 0) throw new DomainError("not-found", "key-not-found");
    await audit(tx, {
      ...{ communityId, actorId: userId, action: "key.revoked", resourceType: "key", resourceId: keyId },
      summary: { name: found.name },
    });
    await emit(tx, "key.revoked", communityId, { keyId });
  });
}

/** The caller's own key, which tells a program its community and scope; null for a caller without a key. */
export async function ownKey(core: Core, { key, keyScope }: Actor): Promise<OwnKey | null> {
  if (!key) return null;
  if (key.id === null) return ownCommunity(core, key.communityId, communityKeyScope.parse(keyScope));
  const { id } = key;
  const row = await core.database.withSystem((tx) =>
    tx.communityKey.findUnique({ where: { id }, select: { name: true, community: { select: { name: true, slug: true } } } }),
  );
  if (!row) return null;
  const { name: communityName, slug: communitySlug } = row.community;
  return { name: row.name, scope: communityKeyScope.parse(keyScope), communityId: key.communityId, communityName, communitySlug };
}

/** For the command line of a person: it has no key, and says the person's community. */
async function ownCommunity(core: Core, communityId: string, scope: OwnKey["scope"]): Promise<OwnKey | null> {
  const row = await core.database.withSystem((tx) =>
    tx.community.findUnique({ where: { id: communityId }, select: { name: true, slug: true } }),
  );
  return row && { name: "archipel", scope, communityId, communityName: row.name, communitySlug: row.slug };
}

async function shownKeys(tx: Tx, { communityId }: MemberActor): Promise<CommunityKey[]> {
  const rows = await communityKeyRows(tx, communityId);
  const [datasetIds, layerIds] = [rows.flatMap((row) => row.datasetIds), rows.flatMap((row) => row.layerIds)];
  // One after the other: a transaction is one connection.
  const datasets = await tx.dataset.findMany({ where: { id: { in: datasetIds } }, select: { id: true, title: true } });
  const layers = await tx.layer.findMany({ where: { id: { in: layerIds } }, select: { id: true, title: true } });
  const titles = new Map([...datasets, ...layers].map(({ id, title }) => [id, title]));
  return rows.map((row) => keyOf(row, titles));
}

function keyOf(row: CommunityKeyRow, titles: ReadonlyMap<string, string>): CommunityKey {
  const { makerRole, scope, services, datasetIds, layerIds, ...shown } = row;
  return {
    ...shown,
    scope: communityKeyScope.parse(scope),
    services: keyService.array().parse(services),
    data: namedData(titles, { datasetIds, layerIds }),
    makerRole: makerRole === null ? null : roleSchema.parse(makerRole),
  };
}
