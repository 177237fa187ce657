import type { Env } from "../env.ts";

/** Host of a portal made from its slug, without port: what `portal_hosts` holds. */
export function portalHost(env: Env, slug: string): string {
  return new URL(env.ARCHIPEL_PORTAL_URL.replace("{slug}", slug)).hostname;
}

/** Hosts of the platform itself, which no portal can have. */
export function ownHosts(env: Env): string[] {
  return [env.ARCHIPEL_ADMIN_URL, env.ARCHIPEL_PUBLIC_URL].map((url) => new URL(url).hostname);
}

/** What every address of a slug ends with: no portal may have a domain of its own there. */
export function portalParent(env: Env): string {
  return portalHost(env, "x").slice("x.".length);
}

/** Origin under which browsers reach a portal host. All hosts share the scheme and port of `ARCHIPEL_PORTAL_URL`. */
export function portalOrigin(env: Env, host: string): string {
  const pattern = new URL(env.ARCHIPEL_PORTAL_URL.replace("{slug}", "x"));
  return `${pattern.protocol}//${host}${pattern.port ? `:${pattern.port}` : ""}`;
}
