import type { Locale } from "@archipel/i18n/locales.ts";
import type { AreaMessages } from "@archipel/i18n/messages.ts";
import { translator } from "@archipel/i18n/translator.ts";

/** Sentences are the messages `commands.usage.<code>`. */
type UsageCode = keyof AreaMessages["commands"]["usage"];
type Params = Readonly<Record<string, string | number | readonly string[]>>;

/** The command as it was typed cannot be carried out; its sentence says how to type it. */
export class UsageError extends Error {
  override name = "UsageError";
  readonly code: UsageCode;
  readonly params: Params;

  /** @param params a list among them is said with commas */
  constructor(code: UsageCode, params: Params = {}) {
    super(code);
    this.code = code;
    this.params = params;
  }
}

/** What a person is told of it. @param usage how the command is written, for sentences that say so */
export function usageText({ code, params }: UsageError, locale: Locale, command: string, usage: string): string {
  const say = translator(locale, "commands");
  const values: Record<string, string | number> = { command, usage };
  for (const [name, value] of Object.entries(params)) {
    values[name] = typeof value === "object" ? value.join(", ") || say("usage.none") : value;
  }
  return say(`usage.${code}`, values as never);
}
