import { createClient } from "@archipel/api-client/client.ts";
import type { AppRouter } from "@archipel/core-api/app-router.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { translator } from "@archipel/i18n/translator.ts";
import { type TRPCClient, TRPCClientError } from "@trpc/client";
import { serverSettings } from "../env.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { UsageError } from "../usage-error.ts";
import { Refusal, refusalOf } from "./refusal.ts";

/** A server, as the bearer of a community's key sees it. */
export interface Server {
  /** core-api's address, without a slash at its end. */
  readonly url: string;
  readonly key: string;
  /** Of the sentences. */
  readonly locale: Locale;
  readonly api: TRPCClient<AppRouter>;
  /** The key's. */
  readonly communityId: string;
}

/**
 * Does some work with the server that the environment names.
 *
 * @throws UsageError when it names none; `Refusal`, in the server's words, for all that fails there
 */
export async function withServer(locale: Locale, work: (server: Server) => Promise<ExitCode>): Promise<ExitCode> {
  const { url, key } = serverSettings();
  if (!URL.canParse(url)) throw new UsageError("url-missing");
  if (key === "") throw new UsageError("key-missing");
  const api = createClient<AppRouter>({ url: `${url}/trpc`, headers: () => ({ authorization: `Bearer ${key}` }) });
  try {
    const own = await api.access.ownKey.query();
    if (!own) throw new Refusal(translator(locale, "commands")("personalKey"), exitCodes.refused);
    return await work({ url, key, locale, api, communityId: own.communityId });
  } catch (error) {
    throw error instanceof TRPCClientError ? refusalOf(error, url, locale) : error;
  }
}
