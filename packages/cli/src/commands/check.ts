import { translator } from "@archipel/i18n/translator.ts";
import { check, type Verdict } from "@archipel/validation/check.ts";
import { withDelivery } from "@archipel/validation/delivery/open.ts";
import type { Finding } from "@archipel/validation/finding.ts";
import { csvHead, csvLine, jsonlLine } from "@archipel/validation/findings/lines.ts";
import { textLine, verdictText } from "@archipel/validation/findings/text.ts";
import type { Locale } from "@archipel/validation/sentences.ts";
import { oneOf, parseCommandLine, wholeNumber } from "../args.ts";
import { checkClouds, mayHoldClouds } from "../cloud/check-clouds.ts";
import { cloudRepairOptions, wantedRepairs } from "../cloud/wanted-repairs.ts";
import { exitCodes } from "../exit-codes.ts";
import { writeTo } from "../out.ts";
import { progressLine } from "../progress.ts";
import { UsageError } from "../usage-error.ts";
import { checkOptions, readCheckArgs, refuseUnsupported, unreadable } from "./check-args.ts";
import type { Command, Shell } from "./command.ts";
import { complexityOf } from "./complexity.ts";

const formats = {
  text: { head: "", line: textLine },
  jsonl: { head: "", line: jsonlLine },
  csv: { head: csvHead(), line: csvLine },
} satisfies Record<string, { head: string; line: (finding: Finding, locale: Locale) => string }>;

export const checkCommand: Command = {
  help: {
    options: [
      "model",
      "flat",
      "format-findings",
      "lang",
      "srid",
      "encoding",
      "name",
      "limit-findings",
      "complexity-warning",
      "complexity-error",
      "density-above",
      "profile",
      "repair-clouds",
      "reclassify",
      "heights",
      "help",
    ],
    exits: { 0: "conforms", 1: "conforms-not", 2: "usage", 3: "not-checked" },
    examples: [
      "archipel check 30014_PLU_20171013.zip --model cnig-plu-2017",
      "archipel check livraison/ --model cnig-sup-ac1 --flat --format csv > rapport.csv",
      "archipel check 30014_PLU_20171013.zip --model cnig-plu-2017 --profile national --complexity-error vertices=50000",
      "archipel check LHD_FXX_0292_6833_PTS_LAMB93_IGN69.laz",
      "archipel check dalles/ --repair duplicates,header --reclassify 8=1",
      "cat export.geojson | archipel check - --name arbres.geojson --model example-trees",
      "archipel check zones.gpkg --model ./our-model.json --format jsonl | jq -r .code | sort | uniq -c",
    ],
  },
  async run(args, shell) {
    const { locale } = shell;
    const clouds = await cloudsToCheck(args, shell);
    if (clouds) return checkClouds(clouds.path, clouds.repairs, clouds.format, shell);
    const { path, format, ...options } = await readArgs(args, shell);
    const progress = progressLine(shell);
    const comparing = translator(locale, "commands")("comparing");
    const { head, line } = formats[format];
    await writeTo(shell.out, head);
    let verdict: Verdict;
    try {
      verdict = await withDelivery(path, options.encoding ? { encoding: options.encoding } : {}, (delivery) => {
        refuseUnsupported(delivery, path, locale);
        return check(delivery, options.model, {
          ...options.rules,
          ...(options.limit === null ? {} : { listed: options.limit }),
          onProgress: ({ table, rows, total }) => progress.update(table ?? comparing, rows, total),
          onFinding: async (finding) => {
            progress.end();
            await writeTo(shell.out, line(finding, locale));
          },
        });
      });
    } catch (error) {
      progress.end();
      throw unreadable(error, path, locale);
    }
    progress.end();
    shell.err.write(verdictText(verdict, locale));
    if (!verdict.ran) return exitCodes.failed;
    return verdict.conforms ? exitCodes.ok : exitCodes.notConform;
  },
};

/** Point clouds need no model: the rules of an upload say what is wrong with them. Null for anything that is checked by a model. */
async function cloudsToCheck(args: readonly string[], { inputs }: Shell) {
  const { values, positionals } = parseCommandLine(args, { ...ownOptions, ...checkOptions });
  const [typed, ...others] = positionals;
  const repairs = wantedRepairs(values);
  const isAsked = values.model === undefined && typed !== undefined && others.length === 0;
  const path = isAsked ? await inputs.read(typed, values.name) : null;
  if (path === null || !(await mayHoldClouds(path))) {
    if (repairs) throw new UsageError("only-clouds", { option: "--repair" });
    return null;
  }
  return { path, repairs, format: oneOf("--format", ["text", "jsonl"], values.format) };
}

const text = { type: "string" } as const;
const ownOptions = {
  format: text,
  limit: text,
  profile: text,
  "complexity-warning": text,
  "complexity-error": text,
  "density-above": text,
  ...cloudRepairOptions,
} as const;

async function readArgs(args: readonly string[], shell: Shell) {
  const { values, rules, ...common } = await readCheckArgs(args, shell, ownOptions);
  const profile = oneOf("--profile", ["standard", "national"], values.profile);
  const complexity = complexityOf(
    values["complexity-warning"],
    values["complexity-error"],
    wholeNumber("--density-above", values["density-above"]),
  );
  return {
    ...common,
    rules: { ...rules, ...(complexity ? { complexity } : {}), ...(profile === "national" ? { profile } : {}) },
    format: oneOf("--format", ["text", "jsonl", "csv"], values.format),
    limit: wholeNumber("--limit", values.limit),
  };
}
