import { z } from "zod";
import { id } from "./ids.ts";
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
