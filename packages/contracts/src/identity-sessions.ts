import { z } from "zod";
import { localized } from "./text.ts";

/** A session of the caller at the hub, which is one sign-in on all sites. */
export const ownSession = z.object({
  /** Names it for `endOwnSession`; it opens nothing. */
  id: z.string(),
  /** Null when the browser did not say it. */
  browser: z.string().nullable(),
  system: z.string().nullable(),
  since: z.date(),
  lastUsedAt: z.date(),
  /** The session of this very call. */
  isThis: z.boolean(),
  /** The institution that the person signed in with; null: the password or a passkey. */
  provider: localized.nullable(),
  /** By a passkey alone. */
  isPasskey: z.boolean(),
  hasSecondStep: z.boolean(),
});
export type OwnSession = z.infer<typeof ownSession>;

export const endOwnSessionInput = z.object({ id: z.string().min(1).max(100) });
