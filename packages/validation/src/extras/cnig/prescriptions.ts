import { z } from "zod";
import type { ExtraRule } from "../extra.ts";

const params = z.strictObject({});

/** A planning document has at least one table of prescriptions. Source: behaviour of the national validator. */
export const prescriptionsRule: ExtraRule<z.infer<typeof params>> = {
  name: "cnig-prescriptions",
  params,
  run: ({ delivery, matched, collector }) => ({
    start() {
      if (delivery.isSingleFile) return;
      const isThere = matched.some(({ model }) => model.kind === "table" && model.name.includes("PRESCRIPTION"));
      if (!isThere) collector.add("CNIG_PRESCRIPTION_NOT_FOUND", {});
    },
  }),
};
