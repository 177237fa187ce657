import { frPlu } from "./fr-plu/pack.ts";
import { frPpr } from "./fr-ppr/pack.ts";
import { frRisks } from "./fr-risks/pack.ts";
import { frSup } from "./fr-sup/pack.ts";
import type { Pack } from "./pack.ts";

/** The packs that ship with Archipel. They are data, frozen by their version; a portal changes single rules by `applyOverrides`. */
export const shippedPacks: readonly Pack[] = [frPlu, frSup, frPpr, frRisks];
