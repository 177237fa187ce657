import { loadModel, shippedModelIds } from "@archipel/validation/model/load.ts";
import { exitCodes, UsageError } from "../exit-codes.ts";
import type { Command } from "./command.ts";

export const modelsCommand: Command = {
  summary: "lists the models that ship with Archipel",
  help: `Usage: archipel models

Lists the models that ship with Archipel: id, title, and the names under which others know them.

Examples
  archipel models
  archipel models | grep plu
`,
  async run(args, { out }) {
    if (args.length > 0) throw new UsageError("archipel models takes no arguments");
    for (const id of await shippedModelIds()) {
      const model = await loadModel(id);
      out.write([model.id.padEnd(20), model.title.en, ...(model.aliases ?? []).map((alias) => `(${alias})`)].join("  ").concat("\n"));
    }
    return exitCodes.ok;
  },
};
