import { createClient } from "@archipel/api-client/client.ts";
import type { AppRouter } from "@archipel/core-api/app-router.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { translator } from "@archipel/i18n/translator.ts";
import { type TRPCClient, TRPCClientError } from "@trpc/client";
import { serverSettings } from "../env.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { UsageError } from "../usage-error.ts";
import { type Address, Refusal, refusalOf } from "./refusal.ts";
import { tokenFor } from "./sign-in.ts";

/** A server, and the community that the API key belongs to. */
export interface Server extends Address {
  readonly key: string;
  /** The language of messages. */
  readonly locale: Locale;
  readonly api: TRPCClient<AppRouter>;
  /** The community that the key belongs to. */
  readonly communityId: string;
}

/**
 * Runs `work` with the server that the environment variables name.
 *
 * @throws UsageError when a variable is missing; `Refusal` with the server's message when a call fails
 */
export async function withServer(locale: Locale, work: (server: Server) => Promise<ExitCode>): Promise<ExitCode> {
  const { key: given, ...address } = serverSettings();
  const { url } = address;
  if (!URL.canParse(url)) throw new UsageError("url-missing");
  // A key in the environment goes before a sign-in: scripts say what they use.
  const key = given || ((await tokenFor(address, locale)) ?? "");
  if (key === "") throw new UsageError("key-missing");
  const api = createClient<AppRouter>({ url: `${url}/trpc`, headers: () => ({ authorization: `Bearer ${key}` }) });
  try {
    const own = await api.access.ownKey.query();
    if (!own) throw new Refusal(translator(locale, "commands")("personalKey"), exitCodes.refused);
    return await work({ ...address, key, locale, api, communityId: own.communityId });
  } catch (error) {
    throw error instanceof TRPCClientError ? refusalOf(error, address, locale) : error;
  }
}
