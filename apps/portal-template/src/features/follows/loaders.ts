import type { Follow, FollowSubject } from "@archipel/contracts/follows.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { coreFor } from "../../api/core.ts";
import { getAccessToken } from "../../auth.ts";

/** The id under which the person follows a subject; null when they do not, or core-api did not answer. */
export async function followOf(portalId: string, subject: FollowSubject): Promise<string | null> {
  const state = await coreFor(await getAccessToken())
    .follows.state.query({ portalId, subject })
    .catch(() => null);
  return state?.followId ?? null;
}

/** What the person follows on all portals. */
export async function loadMyFollows(locale: Locale): Promise<Follow[]> {
  return coreFor(await getAccessToken()).follows.list.query({ locale });
}
