import { z } from "zod";
import { communityId, id } from "./ids.ts";
import { role } from "./members.ts";
import { line } from "./text.ts";

/** `read`: what the key's owner may read. `contribute`: also feature edits, stored as the owner's contributions. */
export const keyScope = z.enum(["read", "contribute"]);
export type KeyScope = z.infer<typeof keyScope>;

/** Lifetimes that a key can have, in days. */
export const keyDays = [30, 90, 365] as const;

/**
 * Parts of the platform that a program calls. `tiles`; `features`: OGC API, STAC and heights; `downloads`: files, extracts and results of
 * processings; `uploads`: sending files; `api`: the procedures that the command line uses.
 */
export const keyService = z.enum(["tiles", "features", "downloads", "uploads", "api"]);
export type KeyService = z.infer<typeof keyService>;

/** The services that a person's own key can open; those of a community can open all. */
export const ownKeyServices = ["tiles", "features", "downloads"] as const satisfies readonly KeyService[];

export const MAX_KEY_DATA = 50;
export const MAX_KEY_PLACES = 20;

/** An IP address or a network, `192.0.2.0/24` or `2001:db8::/32`. */
export const keyNetwork = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]);
/** An origin of web pages, `https://carte.example.fr`; `*.` is any one name below. */
export const keyOrigin = z
  .string()
  .max(200)
  .regex(/^https?:\/\/(\*\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*(:\d{1,5})?$/);

/** What a key is limited to. An empty list is no limit; datasets and layers are one list in two parts. */
export const keyLimits = z.object({
  services: z.array(keyService).max(keyService.options.length).default([]),
  datasetIds: z.array(id).max(MAX_KEY_DATA).default([]),
  layerIds: z.array(id).max(MAX_KEY_DATA).default([]),
  networks: z.array(keyNetwork).max(MAX_KEY_PLACES).default([]),
  origins: z.array(keyOrigin).max(MAX_KEY_PLACES).default([]),
});
export type KeyLimits = z.infer<typeof keyLimits>;

/** A dataset or a layer that a key is limited to; the title is null for one that is gone, or that the caller may not read. */
export const keyData = z.object({ id, kind: z.enum(["dataset", "layer"]), title: z.string().nullable() });
export type KeyData = z.infer<typeof keyData>;

/** What lists show of a key beside its name and scope. */
const shownKey = {
  services: z.array(keyService),
  data: z.array(keyData),
  networks: z.array(z.string()),
  origins: z.array(z.string()),
  /** Until when the secret before the last rotation is valid; null: it is not. */
  previousUntil: z.date().nullable(),
};

/** A personal key in its owner's list, without the secret. */
export const apiKey = z.object({
  id,
  name: z.string(),
  scope: keyScope,
  ...shownKey,
  createdAt: z.date(),
  expiresAt: z.date(),
  lastUsedAt: z.date().nullable(),
});
export type ApiKey = z.infer<typeof apiKey>;

/** A new key with its secret, which is shown only once. */
export type NewApiKey = ApiKey & { secret: string };

/** The last day of a key, instead of a number of days. At most two years ahead. */
const lastDay = z.iso.date().optional();

export const createKeyInput = z.object({
  name: line(80),
  scope: keyScope,
  days: z.literal(keyDays),
  until: lastDay,
  ...keyLimits.shape,
  services: z.array(z.enum(ownKeyServices)).max(ownKeyServices.length).default([]),
});
export const revokeKeyInput = z.object({ keyId: id });

/** How many days the old secret stays valid beside the new one. */
export const overlapDays = [0, 1, 7, 30] as const;
export const rotateKeyInput = revokeKeyInput.extend({ overlapDays: z.literal(overlapDays) });
export type RotatedKey = { secret: string; previousUntil: Date | null };

/** Calls of a key on one day. */
export const keyUseDay = z.object({ day: z.iso.date(), calls: z.int(), services: z.partialRecord(keyService, z.int()) });
export type KeyUseDay = z.infer<typeof keyUseDay>;
/** Days of the chart of a key's use. */
export const KEY_USE_DAYS = 30;

/** Datasets with their layers that a key can be limited to, by words of their titles. `communityId`: only that community's. */
export const keyDataInput = z.object({ communityId: communityId.nullable(), text: z.string().max(100).default("") });
export const keyDataset = z.object({
  id,
  title: z.string(),
  communityName: z.string(),
  layers: z.array(z.object({ id, title: z.string() })),
});
export type KeyDataset = z.infer<typeof keyDataset>;

/** `read`: what members may read. `contribute`: also edits and uploads. `produce`: everything a producer does, including publishing. */
export const communityKeyScope = z.enum([...keyScope.options, "produce"]);
export type CommunityKeyScope = z.infer<typeof communityKeyScope>;

/** A community key in its managers' list, without the secret. */
export const communityKey = z.object({
  id,
  name: z.string(),
  scope: communityKeyScope,
  ...shownKey,
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
  until: lastDay,
  ...keyLimits.shape,
});
export const revokeCommunityKeyInput = communityKeysInput.extend({ keyId: id });
export const rotateCommunityKeyInput = revokeCommunityKeyInput.extend({ overlapDays: z.literal(overlapDays) });

/** What core-api answers a program about the key that it sent. */
export const ownKey = z.object({
  name: z.string(),
  scope: communityKeyScope,
  communityId: z.string(),
  communityName: z.string(),
  communitySlug: z.string(),
});
export type OwnKey = z.infer<typeof ownKey>;
