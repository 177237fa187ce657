import {
  type CheckGroup,
  type CheckStatus,
  checkGroups,
  checkOptions,
  checkVerdict,
  type FindingFilter,
} from "@archipel/contracts/checks.ts";
import { modelTitle } from "@archipel/contracts/models.ts";
import type { DeliveryFacts } from "@archipel/validation/suggest.ts";
import { z } from "zod";

/** What the columns of `checks` hold: `groups`, `options`, `verdict` and `model_title`. */
export const storedGroups = checkGroups;
export type StoredGroups = z.infer<typeof storedGroups>;
export const storedOptions = checkOptions;
const told = z.object({ srids: z.record(z.string(), z.int()), encodings: z.record(z.string(), z.string()) });
/** With the tables that were read and what people had said of them, so that the next check reads only what changed. */
export const storedVerdict = checkVerdict.extend({
  read: z.array(z.object({ file: z.string(), table: z.string(), rows: z.int(), shapes: z.int() })).optional(),
  told: told.default({ srids: {}, encodings: {} }),
});
/** What people said that decides how a file is read. Findings of a check that read it differently are not reused. */
export const toldOf = ({ srids, encodings }: z.infer<typeof told>): z.infer<typeof told> => ({ srids, encodings });
export const storedTitle = modelTitle;

/** How far a check is, by its job and by what it left. */
export function statusOf(verdict: { ran: boolean } | null, jobStatus: string | null): CheckStatus {
  if (jobStatus === "waiting") return "waiting";
  if (jobStatus === "progress") return "running";
  return verdict?.ran ? "ran" : "failed";
}

/** The groups that a filter leaves, in their order; what it asks of single findings is asked of them. */
export function groupsWithin(groups: readonly CheckGroup[], { levels, code, group, field }: FindingFilter): CheckGroup[] {
  return groups.filter(
    (one) =>
      (!levels || levels.includes(one.level)) &&
      (code === undefined || one.code === code) &&
      (group === undefined || one.number === group) &&
      (field === undefined || one.field === field),
  );
}

/** Where the next page begins: position of the group and last sequence. A cursor that is not ours begins at the beginning. */
export function placeAfter(cursor: string | null | undefined): { position: number; sequence: number } {
  const match = /^(\d{1,9})\.(\d{1,9})$/.exec(cursor ?? "");
  return { position: Number(match?.[1] ?? 0), sequence: Number(match?.[2] ?? 0) };
}

interface StoredLayer {
  name: string;
  entry: string | null;
  fields: readonly { name: string }[];
}

/** What an upload's own report knows of the delivery. */
export function factsOf(fileName: string, layers: readonly StoredLayer[]): DeliveryFacts {
  const entries = layers.map(({ entry }) => entry).filter((entry) => entry !== null);
  const [first = ""] = entries;
  const root = first.includes("/") ? first.slice(0, first.indexOf("/") + 1) : "";
  // A folder around everything names the delivery, unless it is one of the standard's own: those have no number in their name.
  const isWrapped = root !== "" && /\d/.test(root) && entries.every((entry) => entry.startsWith(root));
  return {
    name: isWrapped ? root.slice(0, -1) : fileName.replace(/\.[a-z0-9]{2,8}$/i, ""),
    isSingleFile: entries.length === 0,
    tables: layers.map(({ name, entry, fields }) => ({
      name,
      file: entry === null ? fileName : isWrapped ? entry.slice(root.length) : entry,
      fields: fields.map((field) => field.name),
    })),
  };
}
