import { z } from "zod";
import { communityId, id } from "./ids.ts";
import { role } from "./members.ts";
import { line } from "./text.ts";

/** What a key opens: what its person may read, or also the writing of features, as the person's contributions. */
export const keyScope = z.enum(["read", "contribute"]);
export type KeyScope = z.infer<typeof keyScope>;

/** How long a key lives, in days. */
export const keyDays = [30, 90, 365] as const;

/** A key as its person finds it in the list: never the key itself. */
export const apiKey = z.object({
  id,
  name: z.string(),
  scope: keyScope,
  createdAt: z.date(),
  expiresAt: z.date(),
  lastUsedAt: z.date().nullable(),
});
export type ApiKey = z.infer<typeof apiKey>;

/** A key just made, with its secret: shown this once. */
export type NewApiKey = ApiKey & { secret: string };

export const createKeyInput = z.object({ name: line(80), scope: keyScope, days: z.literal(keyDays) });
export const revokeKeyInput = z.object({ keyId: id });

/** What a community's key opens: what members read; also edits and files handed in; or all the work of a producer, up to publishing. */
export const communityKeyScope = z.enum([...keyScope.options, "produce"]);
export type CommunityKeyScope = z.infer<typeof communityKeyScope>;

/** A key of a community as its managers find it in the list: never the key itself. */
export const communityKey = z.object({
  id,
  name: z.string(),
  scope: communityKeyScope,
  createdAt: z.date(),
  /** Null: until it is revoked. */
  expiresAt: z.date().nullable(),
  lastUsedAt: z.date().nullable(),
  /** Null: its maker left the community. */
  createdByName: z.string().nullable(),
  /** What its maker is here now, which the key never exceeds. Null: left or suspended, and the key opens nothing. */
  makerRole: role.nullable(),
});
export type CommunityKey = z.infer<typeof communityKey>;

/** A key just made, with its secret: shown this once. */
export type NewCommunityKey = CommunityKey & { secret: string };

export const communityKeysInput = z.object({ communityId });
/** `days` null: no end. */
export const createCommunityKeyInput = communityKeysInput.extend({
  name: line(80),
  scope: communityKeyScope,
  days: z.literal(keyDays).nullable(),
});
export const revokeCommunityKeyInput = communityKeysInput.extend({ keyId: id });

/** What a program learns of the key that it comes with. */
export const ownKey = z.object({
  name: z.string(),
  scope: communityKeyScope,
  communityId: z.string(),
  communityName: z.string(),
  communitySlug: z.string(),
});
export type OwnKey = z.infer<typeof ownKey>;
