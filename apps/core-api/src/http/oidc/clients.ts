import { clientSecretOf, isSiteClient, siteKeyOf } from "@archipel/session/client-keys.ts";
import type { AdapterPayload } from "oidc-provider";
import type { Core } from "../../kernel/core.ts";
import { findObject, storeObject } from "../../modules/identity/service/oidc-store.ts";
import { siteOfClient } from "../../modules/identity/service/sites.ts";

const CALLBACK_PATH = "/api/auth/callback/archipel";

/** The metadata of a client: a portal or the console, from the tables, or a registered external client. */
export async function clientMetadata(core: Core, clientId: string): Promise<AdapterPayload | undefined> {
  const site = await siteOfClient(core, clientId);
  if (!site) return (await findObject(core.database, "Client", clientId)) as AdapterPayload | undefined;
  return {
    client_id: clientId,
    client_secret: clientSecretOf(siteKeyOf(core.env.ARCHIPEL_SECRET), clientId),
    redirect_uris: site.origins.map((origin) => `${origin}${CALLBACK_PATH}`),
    post_logout_redirect_uris: site.origins.map((origin) => `${origin}/`),
    grant_types: ["authorization_code"],
    response_types: ["code"],
    token_endpoint_auth_method: "client_secret_basic",
  };
}

export interface ExternalClient {
  clientId: string;
  clientSecret: string;
  /** Shown on the consent page. */
  name: string;
  redirectUris: string[];
  postLogoutRedirectUris?: string[];
}

/**
 * Registers an external application: people must consent before it learns who they are.
 *
 * @throws when its id could be that of one of our sites, whose tokens open core-api
 */
export async function registerExternalClient(core: Core, client: ExternalClient): Promise<void> {
  if (isSiteClient(client.clientId))
    throw new Error(`the client id ${client.clientId} is reserved for sites of the platform: choose another one`);
  await storeObject(core.database, "Client", client.clientId, {
    client_id: client.clientId,
    client_secret: client.clientSecret,
    client_name: client.name,
    redirect_uris: client.redirectUris,
    post_logout_redirect_uris: client.postLogoutRedirectUris ?? [],
    grant_types: ["authorization_code"],
    response_types: ["code"],
    token_endpoint_auth_method: "client_secret_basic",
  });
}
