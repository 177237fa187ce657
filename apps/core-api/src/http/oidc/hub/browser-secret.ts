import { parseCookies } from "@archipel/session/session-cookie.ts";
import type { FastifyReply } from "fastify";
import type { Core } from "../../../kernel/core.ts";
import type { HttpRequest } from "../../route.ts";

const COOKIE_SECONDS = 30 * 60;

function cookieName({ env }: Core): string {
  return env.ARCHIPEL_PUBLIC_URL.startsWith("https:") ? "__Host-archipel.hub-outside" : "archipel.hub-outside";
}

/** The secret of this browser, with which the answer of a provider must come back; empty without one. Two pages of one browser share it. */
export function browserSecret(core: Core, request: HttpRequest): string {
  const kept = parseCookies(request.headers.cookie ?? null)[cookieName(core)] ?? "";
  return /^[\w-]{43}$/.test(kept) ? kept : "";
}

/** Sends the browser to the provider. */
export function goToProvider(core: Core, reply: FastifyReply, secret: string, url: URL): FastifyReply {
  const secure = core.env.ARCHIPEL_PUBLIC_URL.startsWith("https:") ? "; Secure" : "";
  reply.header("set-cookie", `${cookieName(core)}=${secret}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${COOKIE_SECONDS}${secure}`);
  return leave(reply, url.href);
}

/** Leaves the hub for an address that the platform chose. */
export function leave(reply: FastifyReply, href: string): FastifyReply {
  return reply.header("cache-control", "no-store").header("referrer-policy", "no-referrer").redirect(href, 303);
}
