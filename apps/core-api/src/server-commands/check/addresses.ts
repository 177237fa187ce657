import { lookup } from "node:dns/promises";
import type { Env } from "../../env.ts";
import { exposureWarnings } from "../../env.ts";
import { type CheckLine, inTwo, linesOf, reasonOf } from "./line.ts";

/** The three public addresses: encrypted, known to the name servers, and answered by our processes. */
export async function checkAddresses(env: Env, signal: AbortSignal): Promise<CheckLine[]> {
  const { warning } = linesOf("addresses");
  // Missing mail has its own check.
  const exposed = exposureWarnings({ ...env, SMTP_URL: env.SMTP_URL ?? "smtp://checked" }).map((text) => {
    const [what, repair] = inTwo(text, ". ");
    return warning(what, repair.replace(/\.$/, "") || "serve it by https:");
  });
  const answers = await Promise.all([
    checkAnswer("core-api", "ARCHIPEL_PUBLIC_URL", env.ARCHIPEL_PUBLIC_URL, "/health", signal),
    checkAnswer("admin", "ARCHIPEL_ADMIN_URL", env.ARCHIPEL_ADMIN_URL, "/api/health", signal),
    checkPortalHosts(env.ARCHIPEL_PORTAL_URL),
  ]);
  return [...exposed, ...answers];
}

async function checkAnswer(subject: string, setting: string, address: string, path: string, signal: AbortSignal): Promise<CheckLine> {
  const { ok, warning } = linesOf(`address of ${subject}`);
  const url = `${address.replace(/\/$/, "")}${path}`;
  try {
    const response = await fetch(url, { signal, redirect: "manual" });
    await response.body?.cancel();
    if (response.ok) return ok(`${address} answers`);
    return warning(`${url} answers ${response.status}`, `start ${subject} and the proxy, or correct ${setting}`);
  } catch (fault) {
    return warning(
      `${url} does not answer: ${reasonOf(fault)}`,
      `start ${subject} and the proxy, correct ${setting}, or its name and certificate`,
    );
  }
}

/** Any name below the domain of portals must lead here: new portals need no change of the name servers. */
async function checkPortalHosts(pattern: string): Promise<CheckLine> {
  const { ok, warning } = linesOf("address of portals");
  const host = new URL(pattern.replace("{slug}", "any-portal")).hostname;
  // Browsers find these names by themselves.
  if (host.endsWith(".localhost")) return ok(`${pattern}: on this machine`);
  try {
    await lookup(host);
    return ok(`${pattern}: names are found`);
  } catch (fault) {
    return warning(
      `the name ${host} is not found: ${reasonOf(fault)}`,
      `let the name servers answer for all names (*.${host.replace("any-portal.", "")})`,
    );
  }
}
