import type { Locale } from "@archipel/i18n/locales.ts";
import type { ExitCode } from "../exit-codes.ts";
import type { Inputs } from "../files/inputs.ts";
import type { Help } from "../help.ts";
import type { Out } from "../out.ts";

/** What a command reads, where it writes (results to `out`, everything else to `err`), and the language of its messages. */
export interface Shell {
  inputs: Inputs;
  out: Out;
  err: Out;
  locale: Locale;
}

/** A command of the command line. Each command has its own file. */
export interface Command {
  help: Help;
  /** @param args the words after the command's name, without `--lang` */
  run(args: readonly string[], shell: Shell): Promise<ExitCode>;
}
