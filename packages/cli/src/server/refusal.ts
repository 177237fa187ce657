import { apiError } from "@archipel/api-client/errors.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { errorText, translator } from "@archipel/i18n/translator.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";

/** A request that the server refused or that failed there: the server's message, and the exit code for scripts. */
export class Refusal extends Error {
  override name = "Refusal";
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Turns a failed call into a refusal. */
export function refusalOf(error: unknown, url: string, locale: Locale): Refusal {
  const { code, params, status } = apiError(error);
  return status === 0 ? unreachable(url, locale) : refusedWith(status, code, params, locale);
}

export function unreachable(url: string, locale: Locale): Refusal {
  return new Refusal(translator(locale, "commands")("unreachable", { url }), exitCodes.unreachable);
}

/** A refusal from the status and error code of a response. */
export function refusedWith(status: number, code: string, params: Readonly<Record<string, string | number>>, locale: Locale): Refusal {
  const exitCode = status === 401 || status === 403 || status === 429 ? exitCodes.refused : exitCodes.failed;
  return new Refusal(errorText(locale, code, params), exitCode);
}
