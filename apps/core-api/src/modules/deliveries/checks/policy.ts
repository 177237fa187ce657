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

/** Schemas of the JSON columns of `checks`: `groups`, `options`, `verdict` and `model_title`. */
export const storedGroups = checkGroups;
export type StoredGroups = z.infer<typeof storedGroups>;
export const storedOptions = checkOptions;
const readingChoices = z.object({ srids: z.record(z.string(), z.int()), encodings: z.record(z.string(), z.string()) });
/** The verdict, with the tables that were read and the choices of people at that time, so that the next check reads only what changed. */
export const storedVerdict = checkVerdict.extend({
  read: z.array(z.object({ file: z.string(), table: z.string(), rows: z.int(), shapes: z.int() })).optional(),
  told: readingChoices.default({ srids: {}, encodings: {} }),
});
/** The choices of people that decide how a file is read. A check made with other choices is not reused. */
export const readingChoicesOf = ({ srids, encodings }: z.infer<typeof readingChoices>): z.infer<typeof readingChoices> => ({
  srids,
  encodings,
});
export const storedTitle = modelTitle;

/** The status of a check, from its job and its verdict. */
export function statusOf(verdict: { ran: boolean } | null, jobStatus: string | null): CheckStatus {
  if (jobStatus === "waiting") return "waiting";
  if (jobStatus === "progress") return "running";
  return verdict?.ran ? "ran" : "failed";
}

/** The groups that match a filter, in their order. Conditions on single findings are applied to the findings. */
export function groupsWithin(groups: readonly CheckGroup[], { levels, code, group, field }: FindingFilter): CheckGroup[] {
  return groups.filter(
    (one) =>
      (!levels || levels.includes(one.level)) &&
      (code === undefined || one.code === code) &&
      (group === undefined || one.number === group) &&
      (field === undefined || one.field === field),
  );
}

/** Where the next page begins: position of the group and last sequence. An invalid cursor starts at the first page. */
export function placeAfter(cursor: string | null | undefined): { position: number; sequence: number } {
  const match = /^(\d{1,9})\.(\d{1,9})$/.exec(cursor ?? "");
  return { position: Number(match?.[1] ?? 0), sequence: Number(match?.[2] ?? 0) };
}

interface StoredLayer {
  name: string;
  entry: string | null;
  fields: readonly { name: string }[];
}

/** Facts about the delivery that the reading of the upload found. */
export function factsOf(fileName: string, layers: readonly StoredLayer[]): DeliveryFacts {
  const entries = layers.map(({ entry }) => entry).filter((entry) => entry !== null);
  const [first = ""] = entries;
  const root = first.includes("/") ? first.slice(0, first.indexOf("/") + 1) : "";
  // A folder that contains everything names the delivery, unless it is one of the standard's own folders: their names have no digit.
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
