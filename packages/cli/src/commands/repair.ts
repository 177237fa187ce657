import { isCode } from "@archipel/validation/codes.ts";
import { repairIds } from "@archipel/validation/finding.ts";
import { isId, onlyArgument, parseCommandLine } from "../args.ts";
import { repairCloudHere } from "../cloud/repair-here.ts";
import { cloudRepairOptions, wantedRepairs } from "../cloud/wanted-repairs.ts";
import { outputOptions } from "../files/outputs.ts";
import { UsageError } from "../usage-error.ts";
import { checkOptions } from "./check-args.ts";
import type { Command } from "./command.ts";
import { repairHere } from "./repair-here.ts";
import { repairOnServer } from "./repair-on-server.ts";

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;
/** Options that only a local repair accepts, and options that only a repair on the server accepts. */
const here = ["out", "overwrite"] as const;
const onServer = ["resume", "format"] as const;

export const repairCommand: Command = {
  help: {
    options: [
      ...(["model-repair", "out", "overwrite", "server", "only", "dry-run-repair", "flat", "srid", "encoding", "name"] as const),
      ...(["repair-clouds", "reclassify", "heights"] as const),
      ...(["resume", "format-repair", "lang", "help"] as const),
    ],
    key: "contribute",
    exits: { 0: "repaired", 1: "repaired-not", 2: "usage", 3: "not-repaired", 4: "unreachable-resume", 5: "refused" },
    examples: [
      "archipel repair 30014_PLU_20171013.zip --model cnig-plu-2017 --out repaired.zip",
      "archipel repair zones.shp --model ./our-model.json --only ATTRIBUTE_GEOMETRY_INVALID --out zones.gpkg",
      "archipel repair dalle.laz --repair bad-times,duplicates --reclassify 8=1 --out dalle.copc.laz",
      "archipel repair livraison/ --model cnig-sup-ac1 --dry-run",
      "archipel repair 30014_PLU_20171013.zip --server --model cnig-plu-2017 --dry-run",
      "archipel repair 0199c3… --only trim,make-valid && archipel publish 0199c3…",
    ],
  },
  async run(args, shell) {
    const own = {
      out: text,
      ...outputOptions,
      only: text,
      "dry-run": flag,
      server: flag,
      resume: flag,
      format: text,
      ...cloudRepairOptions,
    } as const;
    const { values, positionals } = parseCommandLine(args, { ...own, ...checkOptions });
    const cloudRepairs = wantedRepairs(values);
    if (cloudRepairs) {
      if (values.out === undefined) throw new UsageError("needed", { option: "--out" });
      const file = await shell.inputs.readFile(onlyArgument(positionals), values.name);
      return repairCloudHere(file, { out: values.out, isReplaced: values.overwrite }, cloudRepairs, shell);
    }
    const isOnServer = values.server === true || isId(positionals[0] ?? "");
    for (const name of isOnServer ? here : onServer) {
      if (values[name] !== undefined) throw new UsageError(isOnServer ? "only-here" : "only-on-server", { option: `--${name}` });
    }
    const wanted = { isDryRun: values["dry-run"] ?? false, only: parseOnly(values.only) };
    return isOnServer
      ? repairOnServer(positionals, values, wanted, shell)
      : repairHere(args, own, { out: values.out, isReplaced: values.overwrite }, wanted, shell);
  },
};

/** Parses `--only`: ids of repairs and codes of findings, mixed; null selects all. */
function parseOnly(list: string | undefined): ReadonlySet<string> | null {
  const words = list?.split(",").map((word) => word.trim());
  const unknown = words?.find((word) => !isCode(word) && !repairIds.some((id) => id === word));
  if (unknown !== undefined) throw new UsageError("no-repair", { word: unknown });
  return words ? new Set(words) : null;
}
