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
async function draftOfAnother({ database, portal, communityId }: PermissionWorld): Promise<string> {
  const rule = { portalId: portal.id, pack: "fr-risks", ruleKey: "seismic-5" };
  return database.withSystem(async (tx) => {
    await tx.answerOverride.deleteMany({ where: rule });
    const draft = { ...rule, communityId, packVersion: "1", change: { level: 2 }, authorId: randomUUID() };
    return (await tx.answerOverride.create({ data: draft })).id;
  });
}

async function noDraft({ database, portal }: PermissionWorld): Promise<null> {
  await database.withSystem((tx) => tx.answerOverride.deleteMany({ where: { portalId: portal.id } }));
  return null;
}

const place = { kind: "point", lon: 2, lat: 46 };

async function linkOf({ database, portal, communityId }: PermissionWorld): Promise<string> {
  const id = "0123456789abc";
  const link = { portalId: portal.id, id };
  await database.withSystem((tx) =>
    tx.answerLink.upsert({ where: { portalId_id: link }, create: { ...link, communityId, place }, update: {} }),
  );
  return id;
}

async function exampleOf({ database, portal, communityId }: PermissionWorld): Promise<string> {
  const of = { portalId: portal.id, communityId, pack: "fr-risks", ruleKey: "seismic-5", authorId: randomUUID() };
  return database.withSystem(async (tx) => {
    return (await tx.answerExample.create({ data: { ...of, label: "46, 2", place, expected: [] } })).id;
  });
}

const rule = ({ communityId, portal }: PermissionWorld) => ({ communityId, portalId: portal.id, pack: "fr-risks", ruleKey: "seismic-5" });

export const answers: Record<string, InputOf> = {
  "answers.report": async (world) => {
    await offerAnswers(world);
    return { portalId: world.portal.id, place, locale: "fr" };
  },
  "answers.shorten": async (world) => {
    await offerAnswers(world);
    return { portalId: world.portal.id, place, locale: "fr" };
  },
  "answers.openLink": async (world) => ({ portalId: world.portal.id, linkId: await linkOf(world) }),
  "answers.outline": async (world) => {
    await offerAnswers(world);
    return { portalId: world.portal.id, place };
  },
  "answers.settings": ({ communityId, portal }) => ({ communityId, portalId: portal.id }),
  "answers.proposals": ({ communityId, portal }) => ({ communityId, portalId: portal.id }),
  "answers.acceptProposals": ({ communityId, portal, layerId }) => ({ communityId, portalId: portal.id, layerIds: [layerId] }),
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
  "answers.choices": ({ communityId }) => ({ communityId }),
  "answers.rules": ({ communityId, portal }) => ({ communityId, portalId: portal.id }),
  "answers.rule": (world) => rule(world),
  "answers.drafts": ({ communityId, portal }) => ({ communityId, portalId: portal.id }),
  "answers.draftOverride": async (world) => ({ ...rule(world), change: { level: 2 }, basedOn: await noDraft(world) }),
  "answers.publishOverride": async (world) => ({ ...rule(world), draftId: await draftOfAnother(world) }),
  "answers.discardDraft": async (world) => {
    await draftOfAnother(world);
    return rule(world);
  },
  "answers.tryRules": async (world) => {
    await offerAnswers(world);
    return { communityId: world.communityId, portalId: world.portal.id, place, locale: "fr" };
  },
  "answers.valuesWithoutRule": async (world) => {
    await offerAnswers(world);
    return { communityId: world.communityId, portalId: world.portal.id, pack: "fr-risks", locale: "fr" };
  },
  "answers.examples": ({ communityId, portal }) => ({ communityId, portalId: portal.id }),
  "answers.saveExample": async (world) => {
    await offerAnswers(world);
    return { ...rule(world), place };
  },
  "answers.removeExample": async (world) => {
    return { communityId: world.communityId, portalId: world.portal.id, exampleId: await exampleOf(world) };
  },
  "answers.runExamples": async (world) => {
    await offerAnswers(world);
    return { communityId: world.communityId, portalId: world.portal.id, exampleIds: [await exampleOf(world)], withDrafts: false };
  },
};
