import { z } from "zod";
import type { SessionSettings } from "./settings.ts";

type CoreUrl = Pick<SessionSettings, "CORE_API_URL">;

const sessionUser = z.object({ id: z.string(), name: z.string(), email: z.string(), locale: z.enum(["fr", "en"]).catch("fr") });

/** The person of a session, as pages may see them. */
export type SessionUser = Readonly<z.infer<typeof sessionUser>>;

/** The holder of this token; null when the token or its session has ended, or the account is suspended. Rejects when the hub does not answer. */
export async function userOf(settings: CoreUrl, accessToken: string): Promise<SessionUser | null> {
  const response = await fetch(`${settings.CORE_API_URL}/hub/session`, {
    headers: { authorization: `Bearer ${accessToken}` },
    cache: "no-store",
    signal: AbortSignal.timeout(5000),
  });
  if (response.status === 401 || response.status === 403) return null;
  if (!response.ok) throw new Error(`the identity hub answered ${response.status}`);
  return sessionUser.parse(await response.json());
}

const ended = z.object({ next: z.string() });

/**
 * Ends the hub's session of this token, with all its grants and tokens: the person is signed out of all sites.
 *
 * @returns the hub's address that ends the session at the person's institution too; null for a session that did not come from one
 */
export async function endHubSession(
  settings: Pick<SessionSettings, "CORE_API_URL" | "ARCHIPEL_PUBLIC_URL">,
  accessToken: string,
): Promise<string | null> {
  const response = await fetch(`${settings.CORE_API_URL}/hub/session`, {
    method: "DELETE",
    headers: { authorization: `Bearer ${accessToken}` },
    signal: AbortSignal.timeout(5000),
  });
  if (!response.ok && response.status !== 401) throw new Error(`the identity hub could not end the session (status ${response.status})`);
  if (response.status !== 200) return null;
  const { next } = ended.parse(await response.json());
  // Only the hub itself: the browser is sent there.
  return new URL(next).origin === new URL(settings.ARCHIPEL_PUBLIC_URL).origin ? next : null;
}
