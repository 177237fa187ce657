import { isSiteClient } from "@archipel/session/client-keys.ts";
import type Provider from "oidc-provider";
import { APPLICATION_TOKEN } from "../../modules/access/policy.ts";

/**
 * Access tokens of applications get a prefix of their own. core-api then refuses one that has ended, instead of treating its program as a
 * visitor, and secret scanners find it. The types of oidc-provider leave out the method that makes the secret of a token.
 */
export function prefixApplicationTokens(provider: Provider): void {
  const { prototype } = provider.AccessToken;
  const generate: unknown = Reflect.get(prototype, "generateTokenId");
  if (typeof generate !== "function") throw new Error("oidc-provider makes the secrets of tokens in another way");
  Object.defineProperty(prototype, "generateTokenId", {
    value(this: { clientId?: string }) {
      const id = String(Reflect.apply(generate, this, []));
      return this.clientId === undefined || isSiteClient(this.clientId) ? id : APPLICATION_TOKEN + id;
    },
  });
}
