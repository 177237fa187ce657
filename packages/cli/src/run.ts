import { readFile } from "node:fs/promises";
import type { Readable } from "node:stream";
import { extractLang, localeOf } from "./args.ts";
import type { Command, Shell } from "./commands/command.ts";
import { shellLocale } from "./env.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { Inputs } from "./files/inputs.ts";
import { type CommandName, helpText, overviewText, usageOf } from "./help.ts";
import { Refusal } from "./server/refusal.ts";
import { UsageError, usageText } from "./usage-error.ts";

/** Every command, loaded when it is asked for: a command that lists datasets does not wait for the checks to load. */
const commands: Record<CommandName, () => Promise<Command>> = {
  check: async () => (await import("./commands/check.ts")).checkCommand,
  models: async () => (await import("./commands/models.ts")).modelsCommand,
  repair: async () => (await import("./commands/repair.ts")).repairCommand,
  upload: async () => (await import("./commands/upload.ts")).uploadCommand,
  publish: async () => (await import("./commands/publish.ts")).publishCommand,
  update: async () => (await import("./commands/update.ts")).updateCommand,
  list: async () => (await import("./commands/list.ts")).listCommand,
  cloud: async () => (await import("./commands/cloud.ts")).cloudCommand,
  job: async () => (await import("./commands/job.ts")).jobCommand,
  verify: async () => (await import("./commands/verify.ts")).verifyCommand,
  login: async () => (await import("./commands/login.ts")).loginCommand,
  logout: async () => (await import("./commands/login.ts")).logoutCommand,
};
const names = Object.keys(commands) as CommandName[];

interface Streams extends Pick<Shell, "out" | "err"> {
  /** Standard input, which is read only for `-`. */
  stdin?: () => Readable;
}

/** Runs a command line (without the program's name) and returns the exit code. Errors are written to `err`. */
export async function run(args: readonly string[], { out, err, stdin = () => process.stdin }: Streams): Promise<ExitCode> {
  const { lang, rest: words } = extractLang(args);
  const [word, ...rest] = words;
  const name = names.find((known) => known === (word === "help" ? rest[0] : word));
  const inputs = new Inputs(stdin);
  const shell: Shell = { inputs, out, err, locale: shellLocale() };
  try {
    shell.locale = localeOf(lang, shell.locale);
    const isHelp = word === "help" || words.includes("--help") || words.includes("-h");
    const isAboutAll = word === undefined || ["help", "--help", "-h"].includes(word);
    const command = name && (await commands[name]());
    if (["--version", "-V"].includes(word ?? "")) shell.out.write(`archipel ${await versionOfCommand()}\n`);
    else if (command && isHelp) shell.out.write(helpText(name, command.help, shell.locale));
    else if (command) return await command.run(rest, shell);
    else if (isAboutAll) shell.out.write(overviewText(names, shell.locale));
    else throw new UsageError("no-command", { command: word });
    return word === undefined ? exitCodes.usage : exitCodes.ok;
  } catch (error) {
    return reportError(error, name, shell);
  } finally {
    await inputs.close();
  }
}

/** The version of this package, which is the version of the platform. */
async function versionOfCommand(): Promise<string> {
  const { version }: { version: string } = JSON.parse(await readFile(new URL("../package.json", import.meta.url), "utf8"));
  return version;
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
