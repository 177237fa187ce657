import { type CloudChanges, cloudChanges } from "@archipel/contracts/clouds.ts";
import { id } from "@archipel/contracts/ids.ts";
import { z } from "zod";
import type { ComparedRow } from "./queries.ts";

/** Input of a job that compares a revision of a tile with the one before it. */
export const comparison = z.object({ attachmentId: id, revision: z.int() });

const storedChanges = z.object({ against: z.int(), changes: cloudChanges });

/** The stored changes of a revision; null when it was compared with another one than the one before it, which is gone. */
export function changesIn({ changes, against }: Pick<ComparedRow, "changes" | "against">): CloudChanges | null {
  if (changes === null) return null;
  const stored = storedChanges.parse(changes);
  return stored.against === against ? stored.changes : null;
}
