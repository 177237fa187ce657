import { apiError } from "@archipel/api-client/errors.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { errorText, translator } from "@archipel/i18n/translator.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";

/** What the server refused or could not do, in its own sentence, with the exit code that scripts tell it by. */
export class Refusal extends Error {
  override name = "Refusal";
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Any failed call as a refusal. */
export function refusalOf(error: unknown, url: string, locale: Locale): Refusal {
  const { code, params, status } = apiError(error);
  return status === 0 ? unreachable(url, locale) : refusedWith(status, code, params, locale);
}

export function unreachable(url: string, locale: Locale): Refusal {
  return new Refusal(translator(locale, "commands")("unreachable", { url }), exitCodes.unreachable);
}

/** A refusal by the status and code of an answer. */
export function refusedWith(status: number, code: string, params: Readonly<Record<string, string | number>>, locale: Locale): Refusal {
  const exitCode = status === 401 || status === 403 || status === 429 ? exitCodes.refused : exitCodes.failed;
  return new Refusal(errorText(locale, code, params), exitCode);
}
