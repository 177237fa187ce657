import { presencePart } from "@archipel/contracts/presence.ts";
import { z } from "zod";

/** A page that has a contribution open, as processes tell it to each other. */
export const entry = z.object({
  contributionId: z.string(),
  tab: z.string(),
  userId: z.string(),
  name: z.string().nullable(),
  isAuthor: z.boolean(),
  part: presencePart,
  place: z.string().nullable(),
  /** Milliseconds since 1970: who came first stands first. */
  since: z.number(),
});
export type Entry = z.infer<typeof entry>;

const named = { contributionId: z.string(), tab: z.string(), userId: z.string() };

/** What processes say about presence. `at`: a page said where it is to a process that may not be the one that holds its line. */
export const word = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("here"), entries: z.array(entry) }),
  z.object({ kind: z.literal("gone"), ...named }),
  z.object({ kind: z.literal("ask"), contributionId: z.string() }),
  z.object({ kind: z.literal("at"), ...named, place: z.string().nullable() }),
]);
export type Word = z.infer<typeof word>;
