import { type ApiKey, type createKeyInput, keyScope, type NewApiKey } from "@archipel/contracts/access.ts";
import type { z } from "zod";
import { type Person, scopeOf } from "../../kernel/actor.ts";
import type { Core } from "../../kernel/core.ts";
import { DomainError } from "../../kernel/domain-error.ts";
import { hashOfKey, MAX_KEYS, newKey } from "./policy.ts";
import { type KeyHolder, lockPerson, useKey } from "./queries.ts";

const shown = { id: true, name: true, scope: true, createdAt: true, expiresAt: true, lastUsedAt: true } as const;
const keyOf = (row: Omit<ApiKey, "scope"> & { scope: string }): ApiKey => ({ ...row, scope: keyScope.parse(row.scope) });

/** The caller's own keys, newest first, with expired ones until they are deleted. */
export function listKeys(core: Core, actor: Person): Promise<ApiKey[]> {
  return core.database.withTenant(scopeOf(actor), async (tx) =>
    (await tx.apiKey.findMany({ where: { userId: actor.userId }, select: shown, orderBy: { createdAt: "desc" } })).map(keyOf),
  );
}

/** Creates a key. Only this answer contains its secret. */
export function createKey(core: Core, actor: Person, input: z.infer<typeof createKeyInput>): Promise<NewApiKey> {
  const { secret, secretHash } = newKey();
  const expiresAt = new Date(Date.now() + input.days * 86_400_000);
  return core.database.withSystem(async (tx) => {
    await lockPerson(tx, actor.userId);
    if ((await tx.apiKey.count({ where: { userId: actor.userId } })) >= MAX_KEYS) {
      throw new DomainError("conflict", "too-many-keys", { most: MAX_KEYS });
    }
    const values = { userId: actor.userId, name: input.name, scope: input.scope, secretHash, expiresAt };
    return { ...keyOf(await tx.apiKey.create({ data: values, select: shown })), secret };
  });
}

/** Deletes a key: the next request with it is refused. */
export function revokeKey(core: Core, actor: Person, keyId: string): Promise<void> {
  return core.database.withTenant(scopeOf(actor), async (tx) => {
    const { count } = await tx.apiKey.deleteMany({ where: { id: keyId, userId: actor.userId } });
    if (count === 0) throw new DomainError("not-found", "key-not-found");
  });
}

/** The holder of a key. Null: unknown, expired or revoked key, or its person is suspended or gone. */
export function keyHolder(core: Core, secret: string): Promise<KeyHolder | null> {
  return core.database.sqlAs({ role: "system" }, (sql) => useKey(sql, hashOfKey(secret)));
}
