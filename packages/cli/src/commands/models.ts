import { loadModel, shippedModelIds } from "@archipel/validation/model/load.ts";
import { parseCommandLine } from "../args.ts";
import { exitCodes } from "../exit-codes.ts";
import { UsageError } from "../usage-error.ts";
import type { Command } from "./command.ts";

export const modelsCommand: Command = {
  help: { options: ["lang", "help"], exits: {}, examples: ["archipel models", "archipel models | grep plu"] },
  async run(args, { out, locale }) {
    if (parseCommandLine(args, {}).positionals.length > 0) throw new UsageError("arguments");
    for (const id of await shippedModelIds()) {
      const { title, aliases = [] } = await loadModel(id);
      out.write(`${[id.padEnd(20), title[locale], ...aliases.map((alias) => `(${alias})`)].join("  ")}\n`);
    }
    return exitCodes.ok;
  },
};
