import type { Page } from "@playwright/test";
import { call } from "./api.ts";
import { community } from "./stack.ts";

/** A layer, with the dataset and community that it belongs to. */
export interface Place {
  readonly communityId: string;
  readonly datasetId: string;
  readonly layerId: string;
}

type Values = Readonly<Record<string, string>>;

/** Finds the zoning layer of the demo's planning community, as the signed-in person. */
export async function zoning(page: Page): Promise<Place> {
  const me = await call<{ communities: { id: string; slug: string }[] }>(page, "identity.me", undefined, "query");
  const communityId = me.communities.find(({ slug }) => slug === community)?.id ?? "";
  const found = await call<{ items: { id: string; title: string }[] }>(page, "datasets.list", { communityId }, "query");
  const datasetId = found.items.find(({ title }) => title.includes("zonage"))?.id ?? "";
  const dataset = await call<{ layers: { id: string; title: string }[] }>(page, "datasets.get", { communityId, datasetId }, "query");
  return { communityId, datasetId, layerId: dataset.layers.find(({ title }) => title.startsWith("Zonage"))?.id ?? "" };
}

/** Submits a change of one zone's attributes for review, as the signed-in person. @returns the id of the contribution */
export async function propose(page: Page, place: Place, title: string, fid: number, values: Values): Promise<string> {
  const { communityId, datasetId, layerId } = place;
  const { version } = await call<{ version: number }>(page, "features.get", { layerId, fid }, "query");
  const { id: contributionId } = await call<{ id: string }>(page, "contributions.create", { communityId, datasetId, title, message: "" });
  const edits = [{ operation: "update", layerId, fid, baseVersion: version, values }];
  await call(page, "contributions.saveEdits", { communityId, contributionId, edits });
  // A draft that was already open keeps its old title.
  await call(page, "contributions.describe", { communityId, contributionId, title, message: "" });
  await call(page, "contributions.submit", { communityId, contributionId });
  return contributionId;
}

/** Merges a contribution with its current edits, as the signed-in person. */
export async function merge(page: Page, { communityId }: Place, contributionId: string): Promise<void> {
  const { editsVersion } = await call<{ editsVersion: number }>(page, "contributions.get", { communityId, contributionId }, "query");
  await call(page, "contributions.merge", { communityId, contributionId, editsVersion });
}
