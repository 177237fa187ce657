import { randomUUID } from "node:crypto";
import type { PermissionWorld } from "../permission-world.ts";
import type { InputOf } from "./input.ts";

/** Makes the portal of the world answer with a pack. */
export async function offerAnswers({ database, portal, communityId }: PermissionWorld): Promise<void> {
  const packs = ["fr-risks"];
  await database.withSystem((tx) =>
    tx.portalAnswers.upsert({
      where: { portalId: portal.id },
      create: { portalId: portal.id, communityId, packs },
      update: { packs },
    }),
  );
}

/** A draft of a change that another person wrote. */
async function draftOfAnother({ database, portal, communityId }: PermissionWorld): Promise<void> {
  const rule = { portalId: portal.id, pack: "fr-risks", ruleKey: "seismic-5" };
  await database.withSystem(async (tx) => {
    await tx.answerOverride.deleteMany({ where: rule });
    await tx.answerOverride.create({ data: { ...rule, communityId, packVersion: "1", change: { level: 2 }, authorId: randomUUID() } });
  });
}

const rule = ({ communityId, portal }: PermissionWorld) => ({ communityId, portalId: portal.id, pack: "fr-risks", ruleKey: "seismic-5" });

export const answers: Record<string, InputOf> = {
  "answers.report": async (world) => {
    await offerAnswers(world);
    return { portalId: world.portal.id, place: { kind: "point", lon: 2, lat: 46 }, locale: "fr" };
  },
  "answers.settings": ({ communityId, portal }) => ({ communityId, portalId: portal.id }),
  "answers.choosePacks": ({ communityId, portal }) => ({ communityId, portalId: portal.id, packs: ["fr-risks"] }),
  "answers.declareLayer": ({ communityId, layerId }) => ({
    communityId,
    layerId,
    declared: {
      standard: null,
      tags: ["cavity"],
      coverage: { kind: "everywhere" },
      accuracyM: 10,
      scaleDenominator: null,
      captured: "2026-01-01",
      staleAfterDays: null,
      documents: [],
    },
  }),
  "answers.draftOverride": (world) => ({ ...rule(world), change: { level: 2 } }),
  "answers.publishOverride": async (world) => {
    await draftOfAnother(world);
    return rule(world);
  },
  "answers.withdrawOverride": async (world) => {
    await draftOfAnother(world);
    return rule(world);
  },
};
