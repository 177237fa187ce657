import { presencePart } from "@archipel/contracts/presence.ts";
import { z } from "zod";

/** A page that has a contribution open, as processes send it to each other. */
export const entry = z.object({
  contributionId: z.string(),
  tab: z.string(),
  userId: z.string(),
  name: z.string().nullable(),
  isAuthor: z.boolean(),
  part: presencePart,
  place: z.string().nullable(),
  /** Milliseconds since 1970. The earliest page is listed first. */
  since: z.number(),
});
export type Entry = z.infer<typeof entry>;

const named = { contributionId: z.string(), tab: z.string(), userId: z.string() };

/** Messages between processes. `at`: a page reported its position to this process, while another process may hold its stream. */
export const presenceMessage = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("here"), entries: z.array(entry) }),
  z.object({ kind: z.literal("gone"), ...named }),
  z.object({ kind: z.literal("ask"), contributionId: z.string() }),
  z.object({ kind: z.literal("at"), ...named, place: z.string().nullable() }),
]);
export type PresenceMessage = z.infer<typeof presenceMessage>;
