import type { Locale } from "@archipel/i18n/locales.ts";
import type { AreaMessages } from "@archipel/i18n/messages.ts";
import { translator } from "@archipel/i18n/translator.ts";

/** Keys of the messages `commands.usage`. */
type UsageCode = keyof AreaMessages["commands"]["usage"];
type Params = Readonly<Record<string, string | number | readonly string[]>>;

/** A mistake in the command line. The message says how to write it. */
export class UsageError extends Error {
  override name = "UsageError";
  readonly code: UsageCode;
  readonly params: Params;

  /** @param params values of the message; a list is joined with commas */
  constructor(code: UsageCode, params: Params = {}) {
    super(code);
    this.code = code;
    this.params = params;
  }
}

/** The message of a usage error. @param usage the usage line of the command */
export function usageText({ code, params }: UsageError, locale: Locale, command: string, usage: string): string {
  const say = translator(locale, "commands");
  const values: Record<string, string | number> = { command, usage };
  for (const [name, value] of Object.entries(params)) {
    values[name] = typeof value === "object" ? value.join(", ") || say("usage.none") : value;
  }
  return say(`usage.${code}`, values as never);
}
