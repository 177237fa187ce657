import { applicationScope } from "@archipel/contracts/applications.ts";
import { clientSecretOf, isSiteClient, siteKeyOf } from "@archipel/session/client-keys.ts";
import type { AdapterPayload } from "oidc-provider";
import type { Core } from "../../kernel/core.ts";
import { applicationIdOf, COMMAND_LINE, COMMAND_LINE_SCOPES, protocolScopes } from "../../modules/identity/applications/policy.ts";
import { applicationOfClient } from "../../modules/identity/applications/tokens/service.ts";
import { findObject, storeObject } from "../../modules/identity/service/oidc-store.ts";
import { siteOfClient } from "../../modules/identity/service/sites.ts";

const CALLBACK_PATH = "/api/auth/callback/archipel";

const DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";

/** The platform's own command line. It can keep no secret, and has no address to return to. */
const commandLine: AdapterPayload = {
  client_id: COMMAND_LINE,
  client_name: "archipel",
  redirect_uris: [],
  response_types: [],
  grant_types: [DEVICE_CODE, "refresh_token"],
  token_endpoint_auth_method: "none",
  scope: ["openid", "offline_access", ...COMMAND_LINE_SCOPES].join(" "),
};

/** The metadata of a partner's application; undefined when it may not act. */
async function applicationMetadata(core: Core, clientId: string): Promise<AdapterPayload | undefined> {
  const application = await applicationOfClient(core, clientId);
  if (!application) return undefined;
  const { name, kind, redirectUris, scopes, secret } = application;
  return {
    client_id: clientId,
    client_name: name,
    redirect_uris: redirectUris,
    response_types: ["code"],
    grant_types: ["authorization_code", "refresh_token"],
    scope: protocolScopes(applicationScope.array().parse(scopes)).join(" "),
    ...(kind === "public"
      ? { token_endpoint_auth_method: "none" }
      : { client_secret: secret, token_endpoint_auth_method: "client_secret_basic" }),
  };
}

/** The metadata of a client: a portal or the console, from the tables, an application, or a registered external client. */
export async function clientMetadata(core: Core, clientId: string): Promise<AdapterPayload | undefined> {
  if (clientId === COMMAND_LINE) return commandLine;
  if (applicationIdOf(clientId) !== null) return applicationMetadata(core, clientId);
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
