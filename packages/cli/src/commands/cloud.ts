import { oneOf, parseCommandLine, positiveNumber, wholeNumber } from "../args.ts";
import { cloudClip } from "../cloud/clip.ts";
import { cloudCopc } from "../cloud/copc.ts";
import { cloudInfo } from "../cloud/info.ts";
import type { ExitCode } from "../exit-codes.ts";
import { UsageError } from "../usage-error.ts";
import type { Command, Shell } from "./command.ts";

const text = { type: "string" } as const;
const OPTIONS = {
  format: text,
  threads: text,
  wkt: text,
  area: text,
  classes: text,
  spacing: text,
  density: text,
  out: text,
  estimate: { type: "boolean" },
} as const;
type Option = keyof typeof OPTIONS;
type Values = { readonly [K in Option]?: (typeof OPTIONS)[K]["type"] extends "string" ? string : boolean };

interface Action {
  options: readonly Option[];
  /** How many files come after the action. */
  files: (count: number) => boolean;
  run(files: readonly string[], values: Values, shell: Shell): Promise<ExitCode>;
}

const ACTIONS: Readonly<Record<string, Action>> = {
  info: {
    options: ["format"],
    files: (count) => count === 1,
    run: ([file = ""], values, shell) => cloudInfo(file, oneOf("--format", ["text", "json"], values.format), shell),
  },
  copc: {
    options: ["threads", "wkt"],
    files: (count) => count === 2,
    run: ([input = "", output = ""], values, shell) =>
      cloudCopc({ input, output, wktFile: values.wkt, threads: wholeNumber("--threads", values.threads) }, shell),
  },
  clip: {
    options: ["area", "classes", "spacing", "density", "out", "estimate", "threads", "wkt"],
    files: (count) => count > 0,
    run: (inputs, values, shell) => {
      if (!values.estimate && values.out === undefined) throw new UsageError("out-cloud-missing");
      const args = {
        inputs,
        output: values.estimate ? undefined : values.out,
        areaFile: values.area,
        classes: classCodes(values.classes),
        spacing: positiveNumber("--spacing", values.spacing),
        density: positiveNumber("--density", values.density),
        wktFile: values.wkt,
        threads: wholeNumber("--threads", values.threads),
      };
      return cloudClip(args, shell);
    },
  },
};

export const cloudCommand: Command = {
  help: {
    options: ["format-json", "out-cloud", "area", "classes", "spacing", "density", "estimate", "wkt", "threads", "lang", "help"],
    exits: { 0: "cloud-read", 1: "cloud-empty", 2: "usage", 3: "cloud-failed" },
    examples: [
      "archipel cloud info LHD_FXX_0292_6833_PTS_LAMB93_IGN69.copc.laz",
      "archipel cloud info releve.las --format json | jq .classes",
      "archipel cloud copc releve.las releve.copc.laz --wkt lambert93.prj",
      "archipel cloud clip LHD_*.copc.laz --area quartier.geojson --classes 2,6 --out quartier.laz",
    ],
  },
  async run(args, shell) {
    const { values, positionals } = parseCommandLine(args, OPTIONS);
    const [name = "", ...files] = positionals;
    const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
    if (!action?.files(files.length)) throw new UsageError("arguments");
    for (const option of Object.keys(values) as Option[]) {
      if (action.options.includes(option)) continue;
      const allowed = Object.keys(ACTIONS).filter((other) => ACTIONS[other]?.options.includes(option));
      throw new UsageError("only-for", { option: `--${option}`, action: allowed });
    }
    return action.run(files, values, shell);
  },
};

/** `2,6` as codes; undefined when the option is not given. */
function classCodes(given: string | undefined): Set<number> | undefined {
  if (given === undefined) return undefined;
  const codes = given.split(",").map((code) => (/^\s*\d{1,3}\s*$/.test(code) ? Number(code) : Number.NaN));
  if (!codes.every((code) => code <= 255)) throw new UsageError("class-codes", { option: "--classes", given });
  return new Set(codes);
}
