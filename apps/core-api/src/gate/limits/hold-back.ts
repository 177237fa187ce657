import { HeldRefusals } from "@archipel/limits/held-refusals.ts";
import type { Core } from "../../kernel/core.ts";
import { perCore } from "../../kernel/per-core.ts";

/** More refusals than this are sent at once. */
const MOST_HELD = 500;

const heldBy = perCore(() => new HeldRefusals(MOST_HELD));

/** Waits before a refusal is sent (`HeldRefusals`). @param left aborted when the caller disconnects */
export async function holdBack(core: Core, left: AbortSignal): Promise<void> {
  await heldBy(core).wait(left);
}
