import { z } from "zod";
import { communityId, id } from "./ids.ts";

/** What uses data, and would lose it: `style`, `label`, `search` and `update-key` are of the layer itself. */
export const useKind = z.enum([
  "portal",
  "page",
  "map",
  "answer",
  "relation",
  "grant",
  "follow",
  "key",
  "report",
  "contribution",
  "check",
  "style",
  "label",
  "search",
  "update-key",
]);
export type UseKind = z.infer<typeof useKind>;

/** Most names of one kind that a list gives. */
export const MOST_USE_NAMES = 5;

/** Uses of one kind: all that the caller may see are counted, the first are named. Followers, requests and people have no names. */
export const use = z.object({ kind: useKind, count: z.int(), names: z.array(z.string()).max(MOST_USE_NAMES) });
export type Use = z.infer<typeof use>;

/** What can be taken out of the bin. */
export const binKind = z.enum(["dataset", "page", "group", "model"]);
export type BinKind = z.infer<typeof binKind>;

/** Something deleted that waits to be erased. */
export const binEntry = z.object({
  kind: binKind,
  id,
  title: z.string(),
  /** The portal of a page; null for other kinds. */
  where: z.string().nullable(),
  eraseAt: z.date(),
  /** Who deleted it; null when the account is gone. */
  deletedBy: z.string().nullable(),
});
export type BinEntry = z.infer<typeof binEntry>;

export const listBinInput = z.object({ communityId });
export const binEntryInput = z.object({ communityId, kind: binKind, id });
/** Erases now; `title` is typed by the person. */
export const eraseFromBinInput = binEntryInput.extend({ title: z.string().max(500) });
export const binUses = z.object({ uses: z.array(use), graceDays: z.int() });
