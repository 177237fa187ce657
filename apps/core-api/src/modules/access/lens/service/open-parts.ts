import type { Core } from "../../../../kernel/core.ts";
import { perCore } from "../../../../kernel/per-core.ts";
import { throwOutage } from "../../../../kernel/refusal.ts";
import { isAnythingOpen } from "../queries.ts";

/** How long a process takes it as known. What is open is judged at each read: this only says whether visitors may find something. */
const TRUST_MS = 1000;

const known = perCore(() => ({ until: 0, hasOpenParts: Promise.resolve(false) }));

/** Whether some grant on the platform is to everyone. Asked once a second at most, whatever the number of visitors. */
export function visitorsHaveOpenParts(core: Core): Promise<boolean> {
  const state = known(core);
  const now = Date.now();
  if (now >= state.until) {
    state.until = now + TRUST_MS;
    // Without an answer, visitors read public data as before. While the database is away, nobody reads: "no" would hide parts a moment longer.
    state.hasOpenParts = core.database.sqlAs({ role: "system" }, isAnythingOpen).catch((error: unknown) => {
      throwOutage(error);
      return false;
    });
  }
  return state.hasOpenParts;
}
