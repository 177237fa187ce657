import { createHmac } from "node:crypto";
import type { CommunityKeyScope, KeyService } from "@archipel/contracts/access.ts";
import type { ApplicationScope } from "@archipel/contracts/applications.ts";
import type { Core } from "../../../kernel/core.ts";
import { derivedKey } from "../../../kernel/sealed.ts";

/** Maximum number of applications of a person, and of a community. */
export const MOST_OWN = 5;
export const MOST_OF_COMMUNITY = 20;
/** Maximum number of living consents of a person for one application: an older one ends. */
export const MOST_CONSENTS = 10;

const PREFIX = "app-";
export const clientIdOf = (applicationId: string): string => `${PREFIX}${applicationId}`;
export function applicationIdOf(clientId: string): string | null {
  return clientId.startsWith(PREFIX) ? clientId.slice(PREFIX.length) : null;
}

/** The platform's command line: a public client that signs in by the device flow, and acts in one community. */
export const COMMAND_LINE = "archipel-cli";
/** What it asks for. */
export const COMMAND_LINE_SCOPES = ["read", "contribute", "produce"] as const;

/** The secret of a confidential application. It is derived, not stored: a stolen database opens nothing. A new version is another secret. */
export function secretOfApplication(core: Pick<Core, "env">, id: string, version: number): string {
  return createHmac("sha256", derivedKey(core, "applications")).update(`${id} ${version}`).digest("base64url");
}

/** The scopes of the protocol that an application may ask for. */
export function protocolScopes(scopes: readonly ApplicationScope[]): string[] {
  const own = scopes.flatMap((scope) => (scope === "profile" ? ["openid", "profile", "email"] : [scope]));
  // `openid` alone gives an id that names nobody else.
  return [...new Set(["openid", "offline_access", ...own])];
}

const LEVELS: readonly CommunityKeyScope[] = ["produce", "contribute", "read"];
const SERVICES: readonly KeyService[] = ["tiles", "features", "downloads"];

/** What a token opens; null: only who the person is. */
export function rightsOf(scopes: readonly string[]): { level: CommunityKeyScope; services: KeyService[] } | null {
  const level = LEVELS.find((one) => scopes.includes(one));
  return level === undefined ? null : { level, services: SERVICES.filter((service) => scopes.includes(service)) };
}
