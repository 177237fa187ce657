import type { MemberActor } from "@archipel/core-api/kernel/actor.ts";
import type { Core } from "@archipel/core-api/kernel/core.ts";
import { slugOf } from "@archipel/core-api/modules/datasets/policy.ts";
import { createPortal } from "@archipel/core-api/modules/portals/service.ts";
import type { Territory } from "../territory/territory.ts";
import { seedAccounts } from "./accounts.ts";
import { seedAnnouncements } from "./announcements.ts";
import { seedAnswers } from "./answers.ts";
import { seedClouds } from "./clouds.ts";
import { type DemoManagers, seedCommunities } from "./communities.ts";
import { type DemoDataset, demoDatasets, recordOf } from "./datasets.ts";
import { seedKey } from "./key.ts";
import { seedLabel } from "./labels.ts";
import { layerOf, mainTown } from "./main-town.ts";
import { seedMaps } from "./maps.ts";
import { seedPointTerrain } from "./point-terrain.ts";
import { type DemoPortal, demoPortals } from "./portals.ts";
import { publishDataset } from "./publish-dataset.ts";
import { seedReports } from "./reports.ts";
import { seedTerrainModel } from "./terrain-model.ts";
import { seedTranslations } from "./translations.ts";

export interface DemoOptions {
  /** Points of the point cloud; without it, some two million. */
  cloudPoints?: number;
}

/**
 * Creates the demo: people, three communities, their data and portals, and what these answer. Existing ones are left unchanged.
 *
 * @param territory generates the territory; not called when nothing is missing
 */
export async function seedDemo(
  core: Core,
  territory: () => Territory,
  say: (text: string) => void,
  options: DemoOptions = {},
): Promise<DemoManagers> {
  const accounts = await seedAccounts(core.database);
  const managers = await seedCommunities(core.database, accounts);
  await seedLabel(core, managers);
  await seedKey(core, managers);
  if (!(await isComplete(core, managers))) await seedData(core, managers, territory(), say);
  const relief = demoDatasets.find(({ key }) => key === "relief");
  if (relief) await seedTerrainModel(core, managers.survey, relief.record.title);
  const clouds = demoDatasets.find(({ key }) => key === "clouds");
  if (clouds) {
    await seedClouds(core, managers.survey, clouds.record.title, { territory, say, points: options.cloudPoints });
    await seedPointTerrain(core, managers.survey, clouds.record.title, say);
  }
  await seedTranslations(core, managers);
  await seedAnswers(core, managers);
  await seedMaps(core, managers);
  await seedAnnouncements(core, managers);
  await seedReports(core, managers, accounts, say);
  return managers;
}

async function seedData(core: Core, managers: DemoManagers, territory: Territory, say: (text: string) => void): Promise<void> {
  const ids = new Map<string, string>();
  for (const dataset of demoDatasets) {
    ids.set(dataset.key, await seedDataset(core, managers[dataset.community], territory, dataset));
    say(`  ${dataset.record.title}`);
  }
  for (const portal of demoPortals) await seedPortal(core, managers[portal.community], territory, portal, ids);
}

/** Whether all data and portals are there. */
async function isComplete({ database }: Core, managers: DemoManagers): Promise<boolean> {
  const communityId = { in: Object.values(managers).map((actor) => actor.communityId) };
  const [portals, ready, unfinished] = await database.withSystem(async (tx) => [
    await tx.portal.count({ where: { slug: { in: demoPortals.map((portal) => portal.slug) } } }),
    await tx.dataset.count({ where: { communityId, slug: { in: demoDatasets.map((dataset) => slugOf(dataset.record.title)) } } }),
    await tx.layer.count({ where: { communityId, status: { not: "ready" }, dataset: { isSynthetic: true } } }),
  ]);
  return portals === demoPortals.length && ready === demoDatasets.length && unfinished === 0;
}

function seedDataset(core: Core, actor: MemberActor, territory: Territory, wanted: DemoDataset): Promise<string> {
  const layers = Object.entries(wanted.layers).map(([name, style]) => [layerOf(territory, name), style] as const);
  return publishDataset(core, actor, recordOf(wanted), layers);
}

async function seedPortal(
  core: Core,
  actor: MemberActor,
  territory: Territory,
  wanted: DemoPortal,
  ids: Map<string, string>,
): Promise<void> {
  const { slug, name, tagline, baseTheme, zoom, legalName, contactEmail, reporting } = wanted;
  if (await core.database.withSystem((tx) => tx.portal.count({ where: { slug } }))) return;
  const datasets = Object.entries(wanted.datasets).flatMap(([key, isVisible]) => {
    const datasetId = ids.get(key);
    return datasetId ? [{ datasetId, isVisible }] : [];
  });
  const view = { ...mainTown(territory), zoom };
  const content = { legalName, contactEmail };
  const settings = {
    name,
    slug,
    tagline,
    baseTheme,
    theme: {},
    locales: ["fr" as const, "en" as const],
    view,
    content,
    showPoweredBy: true,
    reporting,
    reportReview: "before" as const,
    isOnline: true,
    embedding: { by: "everyone" as const, origins: [] },
  };
  await createPortal(core, actor, { ...settings, communityId: actor.communityId, datasets });
}
