import { z } from "zod";
import { isCode } from "../codes.ts";
import type { ExtraRule } from "./extra.ts";

const params = z.strictObject({
  table: z.string(),
  least: z.int().min(0).optional(),
  most: z.int().min(0).optional(),
  code: z.string().refine(isCode, "no such code").default("FILE_EMPTY"),
});

/** A delivered table has at least `least` and at most `most` rows. */
export const tableSizeRule: ExtraRule<z.infer<typeof params>> = {
  name: "table-size",
  params,
  run: ({ collector, matched }, { table, least = 0, most = Number.POSITIVE_INFINITY, code }) => {
    let count = 0;
    return {
      row(_, { name }) {
        if (name === table) count++;
      },
      end() {
        const found = matched.find(({ model }) => model.kind === "table" && model.table === table);
        if (!found || (count >= least && count <= most)) return;
        if (isCode(code))
          collector.add(code, { fileModel: found.model.name, file: found.file.path }, { params: { count, file: found.file.path } });
      },
    };
  },
};
