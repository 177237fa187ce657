import { extractLang, localeOf } from "./args.ts";
import { checkCommand } from "./commands/check.ts";
import type { Command, Shell } from "./commands/command.ts";
import { jobCommand } from "./commands/job.ts";
import { listCommand } from "./commands/list.ts";
import { modelsCommand } from "./commands/models.ts";
import { publishCommand } from "./commands/publish.ts";
import { repairCommand } from "./commands/repair.ts";
import { updateCommand } from "./commands/update.ts";
import { uploadCommand } from "./commands/upload.ts";
import { shellLocale } from "./env.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { type CommandName, helpText, overviewText, usageOf } from "./help.ts";
import { Refusal } from "./server/refusal.ts";
import { UsageError, usageText } from "./usage-error.ts";

/** Every command. */
const commands: Record<CommandName, Command> = {
  check: checkCommand,
  models: modelsCommand,
  repair: repairCommand,
  upload: uploadCommand,
  publish: publishCommand,
  update: updateCommand,
  list: listCommand,
  job: jobCommand,
};
const names = Object.keys(commands) as CommandName[];

/** Runs a command line (without the program's name) and returns the exit code. Errors are written to `err`. */
export async function run(args: readonly string[], streams: Omit<Shell, "locale">): Promise<ExitCode> {
  const { lang, rest: words } = extractLang(args);
  const [word, ...rest] = words;
  const name = names.find((known) => known === (word === "help" ? rest[0] : word));
  const shell: Shell = { ...streams, locale: shellLocale() };
  try {
    shell.locale = localeOf(lang, shell.locale);
    const isHelp = word === "help" || words.includes("--help") || words.includes("-h");
    const isAboutAll = word === undefined || ["help", "--help", "-h"].includes(word);
    if (name && isHelp) shell.out.write(helpText(name, commands[name].help, shell.locale));
    else if (name) return await commands[name].run(rest, shell);
    else if (isAboutAll) shell.out.write(overviewText(names, shell.locale));
    else throw new UsageError("no-command", { command: word });
    return word === undefined ? exitCodes.usage : exitCodes.ok;
  } catch (error) {
    return reportError(error, name, shell);
  }
}

/** Writes the error's message to `err` and returns the exit code. */
function reportError(error: unknown, name: CommandName | undefined, { err, locale }: Shell): ExitCode {
  const isUsage = error instanceof UsageError;
  const usage = name ? usageOf(name, locale) : "";
  const message = isUsage ? usageText(error, locale, name ?? "", usage) : error instanceof Error ? error.message : String(error);
  err.write(`archipel${name ? ` ${name}` : ""}: ${message}\n`);
  if (!name) err.write(`\n${overviewText(names, locale)}`);
  if (isUsage) return exitCodes.usage;
  return error instanceof Refusal ? error.exitCode : exitCodes.failed;
}
