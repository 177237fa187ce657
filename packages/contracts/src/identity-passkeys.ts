import { z } from "zod";
import { ownerProofs, proofsNeeded } from "./identity.ts";
import { id } from "./ids.ts";

export const passkeyName = z.string().trim().min(1).max(60);

/** A passkey of the caller. */
export const ownPasskey = z.object({
  id,
  name: z.string(),
  createdAt: z.date(),
  lastUsedAt: z.date().nullable(),
  /** The person's password manager copies it to their other devices. */
  isSynced: z.boolean(),
  /** When a copy that should not exist was found: it opens nothing since. */
  copiedAt: z.date().nullable(),
});
export type OwnPasskey = z.infer<typeof ownPasskey>;

export const ownPasskeys = z.object({
  /** Why this platform offers none: its address is one that browsers make no passkeys for. */
  isOffered: z.boolean(),
  /** What adding and removing one asks for again. */
  needs: proofsNeeded,
  most: z.int(),
  passkeys: z.array(ownPasskey),
});
export type OwnPasskeys = z.infer<typeof ownPasskeys>;

export const beginPasskeyInput = ownerProofs.extend({ client: z.string().max(80).optional() });
export const removePasskeyInput = ownerProofs.extend({ passkeyId: id });
export const renamePasskeyInput = z.object({ passkeyId: id, name: passkeyName });
