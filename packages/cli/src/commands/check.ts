import { translator } from "@archipel/i18n/translator.ts";
import { check, type Verdict } from "@archipel/validation/check.ts";
import { withDelivery } from "@archipel/validation/delivery/open.ts";
import type { Finding } from "@archipel/validation/finding.ts";
import { csvHead, csvLine, jsonlLine } from "@archipel/validation/findings/lines.ts";
import { textLine, verdictText } from "@archipel/validation/findings/text.ts";
import type { Locale } from "@archipel/validation/sentences.ts";
import { oneOf, wholeNumber } from "../args.ts";
import { exitCodes } from "../exit-codes.ts";
import { writeTo } from "../out.ts";
import { progressLine } from "../progress.ts";
import { readCheckArgs, refuseUnsupported, unreadable } from "./check-args.ts";
import type { Command } from "./command.ts";
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
      "limit-findings",
      "complexity-warning",
      "complexity-error",
      "profile",
      "help",
    ],
    exits: { 0: "conforms", 1: "conforms-not", 2: "usage", 3: "not-checked" },
    examples: [
      "archipel check 30014_PLU_20171013.zip --model cnig-plu-2017",
      "archipel check livraison/ --model cnig-sup-ac1 --flat --format csv > rapport.csv",
      "archipel check 30014_PLU_20171013.zip --model cnig-plu-2017 --profile national --complexity-error vertices=50000",
      "archipel check zones.gpkg --model ./our-model.json --format jsonl | jq -r .code | sort | uniq -c",
    ],
  },
  async run(args, shell) {
    const { locale } = shell;
    const { path, format, ...options } = await readArgs(args, locale);
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

async function readArgs(args: readonly string[], locale: Locale) {
  const text = { type: "string" } as const;
  const own = { format: text, limit: text, profile: text, "complexity-warning": text, "complexity-error": text } as const;
  const { values, rules, ...common } = await readCheckArgs(args, locale, own);
  const profile = oneOf("--profile", ["standard", "national"], values.profile);
  const complexity = complexityOf(values["complexity-warning"], values["complexity-error"]);
  return {
    ...common,
    rules: { ...rules, ...(complexity ? { complexity } : {}), ...(profile === "national" ? { profile } : {}) },
    format: oneOf("--format", ["text", "jsonl", "csv"], values.format),
    limit: wholeNumber("--limit", values.limit),
  };
}
