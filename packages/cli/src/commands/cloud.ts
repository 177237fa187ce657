import { oneOf, parseCommandLine, wholeNumber } from "../args.ts";
import { cloudCopc } from "../cloud/copc.ts";
import { cloudInfo } from "../cloud/info.ts";
import { UsageError } from "../usage-error.ts";
import type { Command } from "./command.ts";

export const cloudCommand: Command = {
  help: {
    options: ["format-json", "wkt", "threads", "lang", "help"],
    exits: { 0: "cloud-read", 2: "usage", 3: "cloud-failed" },
    examples: [
      "archipel cloud info LHD_FXX_0292_6833_PTS_LAMB93_IGN69.copc.laz",
      "archipel cloud info releve.las --format json | jq .classes",
      "archipel cloud copc releve.las releve.copc.laz --wkt lambert93.prj",
    ],
  },
  async run(args, shell) {
    const text = { type: "string" } as const;
    const { values, positionals } = parseCommandLine(args, { format: text, threads: text, wkt: text });
    const [action, input, output, ...others] = positionals;
    if (action === "info" && input !== undefined && output === undefined) {
      for (const option of ["threads", "wkt"] as const)
        if (values[option] !== undefined) throw new UsageError("only-for", { option: `--${option}`, action: "copc" });
      return cloudInfo(input, oneOf("--format", ["text", "json"], values.format), shell);
    }
    if (action === "copc" && input !== undefined && output !== undefined && others.length === 0) {
      if (values.format !== undefined) throw new UsageError("only-for", { option: "--format", action: "info" });
      return cloudCopc({ input, output, wktFile: values.wkt, threads: wholeNumber("--threads", values.threads) }, shell);
    }
    throw new UsageError("arguments");
  },
};
