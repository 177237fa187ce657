import { ownHosts } from "../../../kernel/addresses.ts";
import type { Core } from "../../../kernel/core.ts";
import { onHostsChanged } from "../../portals/service.ts";
import { servedHosts } from "../queries.ts";

/** How soon a lost message is made up for. */
const REFRESH_MS = 30_000;
/** Several changes at once cost one query. */
const GATHER_MS = 100;

/** The names that may have a certificate, in memory: an answer reads neither the database nor anything that an asker could fill. */
export interface KnownNames {
  has(name: string): boolean;
  stop(): void;
}

/**
 * Loads the names of the platform and of all portals, and keeps them up to date. While the database is away, the last known names stay.
 *
 * @throws when the first load fails
 */
export async function openKnownNames(core: Core): Promise<KnownNames> {
  const own = ownHosts(core.env);
  let names = new Set(own);
  const load = async () => {
    names = new Set([...own, ...(await core.database.sqlAs({ role: "system" }, servedHosts))]);
  };
  await load();
  let isLoading = false;
  let isStale = false;
  const refresh = async () => {
    isStale = true;
    if (isLoading) return;
    isLoading = true;
    await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
    while (isStale) {
      isStale = false;
      await load().catch((error: unknown) => core.log.warn({ err: error }, "names of portals for certificates are those known before"));
    }
    isLoading = false;
  };
  const timer = setInterval(() => void refresh(), REFRESH_MS).unref();
  const stopListening = onHostsChanged(core, () => void refresh());
  return {
    has: (name) => names.has(name),
    stop() {
      clearInterval(timer);
      stopListening();
    },
  };
}
