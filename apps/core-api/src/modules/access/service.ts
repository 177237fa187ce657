import {
  type ApiKey,
  type createKeyInput,
  keyLimits,
  keyScope,
  keyService,
  type NewApiKey,
  type RotatedKey,
  type rotateKeyInput,
} from "@archipel/contracts/access.ts";
import type { Prisma } from "@archipel/database/generated/client.ts";
import type { z } from "zod";
import { type Person, scopeOf } from "../../kernel/actor.ts";
import type { Core } from "../../kernel/core.ts";
import { DomainError } from "../../kernel/domain-error.ts";
import { namedData, titlesOf } from "./named/queries.ts";
import { assertNameable } from "./named/service.ts";
import { endOfKey, hashOfKey, MAX_KEYS, newKey, rotated } from "./policy.ts";
import { holderOfKey, type KeyHolder, lockPerson } from "./queries.ts";

const shown = {
  ...{ id: true, name: true, scope: true, createdAt: true, expiresAt: true, lastUsedAt: true },
  ...{ services: true, datasetIds: true, layerIds: true, networks: true, origins: true, previousUntil: true },
} as const;
type Row = Prisma.ApiKeyGetPayload<{ select: typeof shown }>;

function keyOf({ scope, services, datasetIds, layerIds, previousUntil, ...row }: Row, titles: ReadonlyMap<string, string>): ApiKey {
  return {
    ...row,
    scope: keyScope.parse(scope),
    services: keyService.array().parse(services),
    data: namedData(titles, { datasetIds, layerIds }),
    previousUntil: previousUntil !== null && previousUntil > new Date() ? previousUntil : null,
  };
}

/** Titles of what keys are limited to, as far as the caller may read it. */
function titlesIn(core: Core, actor: Person, rows: readonly Pick<Row, "datasetIds" | "layerIds">[]): Promise<Map<string, string>> {
  const [datasetIds, layerIds] = [rows.flatMap((row) => row.datasetIds), rows.flatMap((row) => row.layerIds)];
  return core.database.sqlAs({ role: "tenant", ...scopeOf(actor) }, (sql) => titlesOf(sql, datasetIds, layerIds));
}

/** The caller's own keys, newest first, with expired ones until they are deleted. */
export async function listKeys(core: Core, actor: Person): Promise<ApiKey[]> {
  const rows = await core.database.withTenant(scopeOf(actor), (tx) =>
    tx.apiKey.findMany({ where: { userId: actor.userId }, select: shown, orderBy: { createdAt: "desc" } }),
  );
  const titles = await titlesIn(core, actor, rows);
  return rows.map((row) => keyOf(row, titles));
}

/** Creates a key. Only this answer contains its secret. Callers inside the platform may omit its limits. */
export async function createKey(core: Core, actor: Person, input: z.input<typeof createKeyInput>): Promise<NewApiKey> {
  const { name, scope } = input;
  const limits = keyLimits.parse(input);
  const { secret, secretHash } = newKey();
  const expiresAt = endOfKey(input);
  if (expiresAt === null) throw new DomainError("invalid", "key-end-past", {}, "until");
  await core.database.sqlAs({ role: "tenant", ...scopeOf(actor) }, (sql) => assertNameable(sql, limits, null));
  const row = await core.database.withSystem(async (tx) => {
    await lockPerson(tx, actor.userId);
    if ((await tx.apiKey.count({ where: { userId: actor.userId } })) >= MAX_KEYS) {
      throw new DomainError("conflict", "too-many-keys", { most: MAX_KEYS });
    }
    const hasSecondStep = actor.hasSecondStep === true;
    return tx.apiKey.create({
      data: { userId: actor.userId, name, scope, ...limits, secretHash, expiresAt, hasSecondStep },
      select: shown,
    });
  });
  return { ...keyOf(row, await titlesIn(core, actor, [row])), secret };
}

/**
 * Gives a key a new secret. The old one stays valid for some days, so that programs change over one by one. One that was still valid from an
 * earlier rotation ends.
 */
export function rotateKey(core: Core, actor: Person, { keyId, overlapDays }: z.infer<typeof rotateKeyInput>): Promise<RotatedKey> {
  return core.database.withSystem(async (tx) => {
    await lockPerson(tx, actor.userId);
    const where = { id: keyId, userId: actor.userId, expiresAt: { gt: new Date() } };
    const key = await tx.apiKey.findFirst({ where, select: { secretHash: true } });
    if (!key) throw new DomainError("not-found", "key-not-found");
    const { secret, previousUntil, values } = rotated(key.secretHash, overlapDays);
    // The new secret is worth what this session proved.
    await tx.apiKey.update({ where: { id: keyId }, data: { ...values, hasSecondStep: actor.hasSecondStep === true } });
    return { secret, previousUntil };
  });
}

/** Ends the secret before the last rotation: the next request with it is refused. */
export function endPreviousSecret(core: Core, actor: Person, keyId: string): Promise<void> {
  return core.database.withSystem(async (tx) => {
    const where = { id: keyId, userId: actor.userId };
    const { count } = await tx.apiKey.updateMany({ where, data: { previousHash: null, previousUntil: null } });
    if (count === 0) throw new DomainError("not-found", "key-not-found");
  });
}

/** Deletes a key: the next request with it is refused. */
export function revokeKey(core: Core, actor: Person, keyId: string): Promise<void> {
  return core.database.withTenant(scopeOf(actor), async (tx) => {
    const { count } = await tx.apiKey.deleteMany({ where: { id: keyId, userId: actor.userId } });
    if (count === 0) throw new DomainError("not-found", "key-not-found");
    await tx.keyUse.deleteMany({ where: { keyId, userId: actor.userId } });
  });
}

/** The holder of a key. Null: unknown, expired or revoked key, or its person is suspended or gone. */
export function keyHolder(core: Core, secret: string): Promise<KeyHolder | null> {
  return holderOfKey(core.database, hashOfKey(secret));
}
