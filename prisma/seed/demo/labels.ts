import type { Core } from "@archipel/core-api/kernel/core.ts";
import { listLabels, saveLabel } from "@archipel/core-api/modules/quality/labels/service.ts";
import type { DemoManagers } from "./communities.ts";

/** Creates one label of one community: its datasets get it as soon as their sheets are computed, if they meet the thresholds. */
export async function seedLabel(core: Core, { agglomeration }: DemoManagers): Promise<void> {
  if ((await listLabels(core, agglomeration)).length > 0) return;
  await saveLabel(core, agglomeration, {
    communityId: agglomeration.communityId,
    nameFr: "Données soignées",
    nameEn: "Well-kept data",
    meaningFr: "Les formes sont justes, les champs remplis, et aucun signalement n’attend au-delà de son délai.",
    meaningEn: "Shapes are right, fields are filled, and no report waits past its date.",
    colour: "success",
    rule: {
      by: "figures",
      thresholds: [
        { figure: "validity", atLeast: 0.98 },
        { figure: "completeness", atLeast: 0.8 },
        { figure: "overdueReports", atMost: 0 },
      ],
    },
  });
}
