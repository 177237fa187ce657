import type { Locale } from "@archipel/i18n/locales.ts";
import type { ExitCode } from "../exit-codes.ts";
import type { Help } from "../help.ts";
import type { Out } from "../out.ts";

/** Where a command writes, results on `out`, everything else on `err`, and the language of its sentences. */
export interface Shell {
  out: Out;
  err: Out;
  locale: Locale;
}

/** One word of the command line; one file each. */
export interface Command {
  help: Help;
  /** @param args the words after the command's own, without `--lang` */
  run(args: readonly string[], shell: Shell): Promise<ExitCode>;
}
