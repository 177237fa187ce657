import { checkGroups, checkOptions, checkVerdict } from "@archipel/contracts/checks.ts";
import { modelTitle } from "@archipel/contracts/models.ts";
import { z } from "zod";

/** What the columns of `checks` hold: `groups`, `options`, `verdict` and `model_title`. */
export const storedGroups = checkGroups;
export type StoredGroups = z.infer<typeof storedGroups>;
export const storedOptions = checkOptions;
const told = z.object({ srids: z.record(z.string(), z.int()), encodings: z.record(z.string(), z.string()) });
/** With the tables that were read, and what people had said of them, for a check anew of what changes. */
export const storedVerdict = checkVerdict.extend({
  read: z.array(z.object({ file: z.string(), table: z.string(), rows: z.int(), shapes: z.int() })).optional(),
  told: told.default({ srids: {}, encodings: {} }),
});
/** What bears on how a file is read: a report made under other words says nothing for the next. */
export const toldOf = ({ srids, encodings }: z.infer<typeof told>): z.infer<typeof told> => ({ srids, encodings });
export const storedTitle = modelTitle;
