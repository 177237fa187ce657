import { networkOf } from "@archipel/limits/network.ts";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import type { Core } from "../../kernel/core.ts";
import { DomainError } from "../../kernel/domain-error.ts";
import { perCore } from "../../kernel/per-core.ts";
import type { HttpRequest } from "../route.ts";

/**
 * Requests of one network in ten minutes. A person types a code of a device twice or three times; guesses at the 20^8 codes are too slow by far.
 * Each process counts separately.
 */
const limitsOf = perCore(() => ({
  codes: new RateLimiterMemory({ keyPrefix: "device-codes", points: 30, duration: 600 }),
  devices: new RateLimiterMemory({ keyPrefix: "devices", points: 60, duration: 600 }),
  tokens: new RateLimiterMemory({ keyPrefix: "tokens", points: 1_200, duration: 600 }),
}));

/** @throws DomainError when one network asks the protocol too often. The sites, on this machine, ask for all people. */
export async function assertUnhurried(core: Core, request: HttpRequest): Promise<void> {
  const { method, ip } = request;
  const network = networkOf(ip);
  const [path = ""] = request.url.split("?");
  const { codes, devices, tokens } = limitsOf(core);
  const limit = path === "/oidc/device" ? codes : path === "/oidc/device/auth" ? devices : tokens;
  const isSite = limit === tokens && (network === "127.0.0.1" || network.startsWith("::1") || network === "0:0:0:0::/64");
  if (method !== "POST" || isSite) return;
  try {
    await limit.consume(network);
  } catch (state) {
    if (!(state instanceof RateLimiterRes)) throw state;
    throw new DomainError("too-many", "too-many-requests", { seconds: Math.max(1, Math.ceil(state.msBeforeNext / 1000)) });
  }
}
