import { z } from "zod";
import { communityId, id } from "./ids.ts";
import { role } from "./members.ts";
import { line } from "./text.ts";

/** `read`: what the key's owner may read. `contribute`: also feature edits, stored as the owner's contributions. */
export const keyScope = z.enum(["read", "contribute"]);
export type KeyScope = z.infer<typeof keyScope>;

/** Lifetimes that a key can have, in days. */
export const keyDays = [30, 90, 365] as const;

/** A personal key in its owner's list, without the secret. */
export const apiKey = z.object({
  id,
  name: z.string(),
  scope: keyScope,
  createdAt: z.date(),
  expiresAt: z.date(),
  lastUsedAt: z.date().nullable(),
});
export type ApiKey = z.infer<typeof apiKey>;

/** A new key with its secret, which is shown only once. */
export type NewApiKey = ApiKey & { secret: string };

export const createKeyInput = z.object({ name: line(80), scope: keyScope, days: z.literal(keyDays) });
export const revokeKeyInput = z.object({ keyId: id });

/** `read`: what members may read. `contribute`: also edits and uploads. `produce`: everything a producer does, including publishing. */
export const communityKeyScope = z.enum([...keyScope.options, "produce"]);
export type CommunityKeyScope = z.infer<typeof communityKeyScope>;

/** A community key in its managers' list, without the secret. */
export const communityKey = z.object({
  id,
  name: z.string(),
  scope: communityKeyScope,
  createdAt: z.date(),
  /** Null: valid until it is revoked. */
  expiresAt: z.date().nullable(),
  lastUsedAt: z.date().nullable(),
  /** Null: the member who created it left the community. */
  createdByName: z.string().nullable(),
  /** Current role of the member who created it: the key never grants more. Null: left or suspended, and the key is refused. */
  makerRole: role.nullable(),
});
export type CommunityKey = z.infer<typeof communityKey>;

/** A new key with its secret, which is shown only once. */
export type NewCommunityKey = CommunityKey & { secret: string };

export const communityKeysInput = z.object({ communityId });
/** `days` null: the key does not expire. */
export const createCommunityKeyInput = communityKeysInput.extend({
  name: line(80),
  scope: communityKeyScope,
  days: z.literal(keyDays).nullable(),
});
export const revokeCommunityKeyInput = communityKeysInput.extend({ keyId: id });

/** What core-api answers a program about the key that it sent. */
export const ownKey = z.object({
  name: z.string(),
  scope: communityKeyScope,
  communityId: z.string(),
  communityName: z.string(),
  communitySlug: z.string(),
});
export type OwnKey = z.infer<typeof ownKey>;
