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
export function refusalOf(error: unknown, address: Address, locale: Locale): Refusal {
  const { code, params, status } = apiError(error);
  return status === 0 ? unreachable(address, locale, error) : refusedWith(status, code, params, locale);
}

/** The address of a server, and the option or variable that names it. */
export interface Address {
  readonly url: string;
  readonly source: "--portal" | "ARCHIPEL_URL";
}

/** The refusal for a server that does not answer. @param error says why, if it is known */
export function unreachable({ url, source }: Address, locale: Locale, error?: unknown): Refusal {
  const { host, port, protocol } = new URL(url);
  const values = { url, source, host, port: port || (protocol === "https:" ? "443" : "80"), reason: reasonOf(error) };
  return new Refusal(translator(locale, "commands")("unreachable", values), exitCodes.unreachable);
}

/** Why no connection was made, from the errors that an error was caused by. */
function reasonOf(error: unknown): "name" | "port" | "certificate" | "other" {
  for (let one: unknown = error; one instanceof Error; one = "causingError" in one ? one.causingError : one.cause) {
    const code = "code" in one ? String(one.code) : "";
    if (code === "ENOTFOUND" || code === "EAI_AGAIN") return "name";
    if (code === "ECONNREFUSED") return "port";
    if (/^(CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/.test(code)) return "certificate";
  }
  return "other";
}

/** A refusal from the status and error code of a response. */
export function refusedWith(status: number, code: string, params: Readonly<Record<string, string | number>>, locale: Locale): Refusal {
  const exitCode = status === 401 || status === 403 || status === 429 ? exitCodes.refused : exitCodes.failed;
  return new Refusal(errorText(locale, code, params), exitCode);
}
