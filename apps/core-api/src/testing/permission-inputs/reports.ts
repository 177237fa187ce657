import { randomUUID } from "node:crypto";
import { newTile } from "../cloud-tiles.ts";
import { newContribution, type PermissionWorld } from "../permission-world.ts";
import { followedReport, newPointReport, newReport, newReportFile } from "../report-world.ts";
import { type InputOf, inCommunity } from "./input.ts";

export const reports: Record<string, InputOf> = {
  "reports.reporting": ({ portal }) => ({ portalId: portal.id }),
  "reports.create": ({ portal }) => ({ id: randomUUID(), portalId: portal.id, themeId: null, body: "Un trou", place: { lon: 2, lat: 46 } }),
  "reports.similar": ({ portal }) => ({ portalId: portal.id, place: { lon: 2, lat: 46 } }),
  "reports.track": ({ portal }) => ({ portalId: portal.id }),
  "reports.points": ({ portal }) => ({ portalId: portal.id }),
  "reports.view": async (world) => ({ portalId: world.portal.id, number: (await newReport(world)).number }),
  "reports.comment": async (world) => ({ portalId: world.portal.id, ...(await followedReport(world)), body: "Merci" }),
  "reports.list": inCommunity,
  "reports.get": (world) => ofReport(world),
  "reports.similarTo": (world) => ofReport(world),
  "reports.change": async (world) => ({
    communityId: world.communityId,
    reportIds: [(await newReport(world)).id],
    status: "pending",
  }),
  "reports.review": async (world) => ({
    communityId: world.communityId,
    reportIds: [(await newReport(world, { review: "held" })).id],
    decision: "publish",
  }),
  "reports.merge": async (world) => ({
    communityId: world.communityId,
    intoId: (await newReport(world)).id,
    reportIds: [(await newReport(world)).id],
  }),
  "reports.markApart": async (world) => ({ ...(await ofReport(world)), otherId: (await newReport(world)).id, isApart: true }),
  "reports.write": async (world) => ({ ...(await ofReport(world)), body: "Merci" }),
  "reports.hideFile": async (world) => {
    const { communityId, reportId } = await ofReport(world);
    return { communityId, reportId, fileId: await newReportFile(world, reportId), isHidden: true };
  },
  "reports.accept": async (world) => {
    const contributionId = await newContribution(world, "draft", null, "report");
    return { communityId: world.communityId, reportId: (await newReport(world, { contributionId })).id };
  },
  "reports.correctPoints": async (world) => {
    const { layerId } = await newTile(world.database, world);
    const reportId = await newPointReport(world, layerId);
    return { communityId: world.communityId, reportId, classification: 6 };
  },
  "reports.themes": inCommunity,
  "reports.saveTheme": ({ communityId }) => ({ communityId, name: { fr: "Voirie" }, fields: [] }),
  "reports.orderThemes": ({ communityId }) => ({ communityId, themeIds: [] }),
  "reports.settings": inCommunity,
  "reports.saveSettings": ({ communityId }) => ({ communityId, settings: { statuses: {}, daysToAnswer: 30 } }),
};

async function ofReport(world: PermissionWorld) {
  return { communityId: world.communityId, reportId: (await newReport(world)).id };
}
