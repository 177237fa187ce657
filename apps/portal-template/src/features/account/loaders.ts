import type { Me } from "@archipel/contracts/identity.ts";
import { coreFor } from "../../api/core.ts";
import { getAccessToken } from "../../auth.ts";

/** The signed-in person; null once the session is over. */
export async function loadMe(): Promise<Me | null> {
  const token = await getAccessToken();
  return token ? coreFor(token).identity.me.query() : null;
}
