import {
  type CommunityKey,
  communityKeyScope,
  type createCommunityKeyInput,
  type NewCommunityKey,
  type OwnKey,
} from "@archipel/contracts/access.ts";
import { role as roleSchema } from "@archipel/contracts/members.ts";
import type { z } from "zod";
import type { Actor, MemberActor } from "../../../kernel/actor.ts";
import { audit } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { emit } from "../../../kernel/outbox.ts";
import { MAX_COMMUNITY_KEYS, newKey } from "../policy.ts";
import { type CommunityKeyRow, communityKeyRows, lockCommunity } from "../queries.ts";

/** The keys of a community's programs, newest first, with expired ones until they are revoked. */
export function listCommunityKeys(core: Core, actor: MemberActor): Promise<CommunityKey[]> {
  return core.database.withTenant(actor, async (tx) => (await communityKeyRows(tx, actor.communityId)).map(keyOf));
}

/** Creates a key of the community. It acts as its maker, in this community. Only this answer contains its secret. */
export function createCommunityKey(
  core: Core,
  actor: MemberActor,
  input: z.infer<typeof createCommunityKeyInput>,
): Promise<NewCommunityKey> {
  const { communityId, userId } = actor;
  const { secret, secretHash } = newKey();
  const expiresAt = input.days === null ? null : new Date(Date.now() + input.days * 86_400_000);
  return core.database.withTenant(actor, async (tx) => {
    await lockCommunity(tx, communityId);
    if ((await tx.communityKey.count({ where: { communityId, revokedAt: null } })) >= MAX_COMMUNITY_KEYS) {
      throw new DomainError("conflict", "too-many-community-keys", { most: MAX_COMMUNITY_KEYS });
    }
    const values = { communityId, createdById: userId, name: input.name, scope: input.scope, secretHash, expiresAt };
    const { id } = await tx.communityKey.create({ data: values });
    await audit(tx, {
      ...{ communityId, actorId: userId, action: "key.created", resourceType: "key", resourceId: id },
      summary: { name: input.name, scope: input.scope },
    });
    await emit(tx, "key.created", communityId, { keyId: id });
    const made = (await communityKeyRows(tx, communityId)).find((row) => row.id === id);
    if (!made) throw new DomainError("not-found", "key-not-found");
    return { ...keyOf(made), secret };
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
  const row = await core.database.withSystem((tx) =>
    tx.communityKey.findUnique({ where: { id: key.id }, select: { name: true, community: { select: { name: true, slug: true } } } }),
  );
  if (!row) return null;
  const { name: communityName, slug: communitySlug } = row.community;
  return { name: row.name, scope: communityKeyScope.parse(keyScope), communityId: key.communityId, communityName, communitySlug };
}

function keyOf({ makerRole, ...row }: CommunityKeyRow): CommunityKey {
  return {
    ...row,
    scope: communityKeyScope.parse(row.scope),
    makerRole: makerRole === null ? null : roleSchema.parse(makerRole),
  };
}
