import type { ParseArgsOptionsConfig } from "node:util";
import { translator } from "@archipel/i18n/translator.ts";
import { check, type Verdict } from "@archipel/validation/check.ts";
import type { Delivery } from "@archipel/validation/delivery/delivery.ts";
import { withDelivery } from "@archipel/validation/delivery/open.ts";
import type { Finding } from "@archipel/validation/finding.ts";
import { textLine, verdictText } from "@archipel/validation/findings/text.ts";
import { lineageOf, lineageSentences } from "@archipel/validation/repair/lineage.ts";
import { repairUntilDone } from "@archipel/validation/repair/repair-all.ts";
import { writeRepaired } from "@archipel/validation/repair/write.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { outputPath } from "../files/outputs.ts";
import { writeTo } from "../out.ts";
import { progressLine } from "../progress.ts";
import { UsageError } from "../usage-error.ts";
import { readCheckArgs, refuseUnsupported, unreadable } from "./check-args.ts";
import type { Shell } from "./command.ts";

export interface WantedRepairs {
  isDryRun: boolean;
  /** Ids of repairs and codes of findings; null selects all. */
  only: ReadonlySet<string> | null;
}

/** Repairs a file on this machine and writes the repaired delivery. */
export async function repairHere(
  args: readonly string[],
  own: ParseArgsOptionsConfig,
  { out: typedOut, isReplaced }: { out: string | undefined; isReplaced: boolean | undefined },
  { isDryRun, only }: WantedRepairs,
  shell: Shell,
): Promise<ExitCode> {
  const { locale, err } = shell;
  const { path, model, ...options } = await readCheckArgs(args, shell, own);
  if (typedOut === undefined && !isDryRun) throw new UsageError("out-missing");
  if (typedOut !== undefined && !/\.(zip|gpkg)$/i.test(typedOut)) throw new UsageError("out-kind", { out: typedOut });
  const out = typedOut === undefined || isDryRun ? null : await outputPath(typedOut, { inputs: [path], isReplaced });
  const say = translator(locale, "commands");
  const progress = progressLine(shell);
  const printLine = (line: string) => writeTo(shell.out, `${line}\n`);
  const checked = (delivery: Delivery, onFinding: (finding: Finding) => void) =>
    check(delivery, model, {
      ...options.rules,
      onProgress: ({ table, rows, total }) => progress.update(table ?? say("comparing"), rows, total),
      onFinding,
    });
  const isWanted = ({ code, repair }: Finding) => !only || only.has(code) || (repair !== null && only.has(repair));
  let verdict: Verdict;
  try {
    verdict = await withDelivery(path, options.encoding ? { encoding: options.encoding } : {}, async (delivery) => {
      refuseUnsupported(delivery, path, locale);
      const checkWanted = (target: Delivery, onFinding: (finding: Finding) => void) =>
        checked(target, (finding) => isWanted(finding) && onFinding(finding));
      const { repaired, recipe } = await repairUntilDone(delivery, model, checkWanted, options.rules);
      const left: Finding[] = [];
      const last = await checked(repaired, (finding) => void left.push(finding));
      progress.end();
      const done = lineageSentences(lineageOf(repaired), locale);
      if (recipe.operations.length === 0) await printLine(say("repair.nothing"));
      else await printLine([say(isDryRun ? "repair.would" : "repair.done"), ...done.map((line) => `  ${line}`)].join("\n"));
      const errors = left.filter(({ level }) => level === "ERROR" || level === "FATAL");
      if (errors.length > 0) await printLine(say("repair.left"));
      for (const finding of errors) await writeTo(shell.out, textLine(finding, locale));
      if (out !== null && last.ran) {
        await writeRepaired(repaired, out);
        err.write(`${say("repair.written", { out })}\n`);
      }
      return last;
    });
  } catch (error) {
    progress.end();
    throw unreadable(error, path, locale);
  }
  err.write(verdictText(verdict, locale));
  if (!verdict.ran) return exitCodes.failed;
  return verdict.conforms ? exitCodes.ok : exitCodes.notConform;
}
