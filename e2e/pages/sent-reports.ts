import { randomUUID } from "node:crypto";
import { expect, type Page } from "@playwright/test";
import { call } from "./api.ts";
import { adminUrl, community } from "./stack.ts";

export interface SentReport {
  readonly id: string;
  readonly number: number;
}

interface Settings {
  readonly body: string;
  readonly themeId?: string | null;
  readonly place?: { readonly lon: number; readonly lat: number };
  readonly proposedEdit?: Readonly<Record<string, unknown>>;
  readonly fileIds?: readonly string[];
}

interface SentFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** Sends a file that a report then names, as the signed-in person. @returns its id */
export async function sendReportFile(page: Page, portalId: string, { name, mimeType, buffer }: SentFile): Promise<string> {
  const url = `${adminUrl}/api/core/reports/files?portal=${portalId}&name=${encodeURIComponent(name)}`;
  const answer = await page.request.post(url, { data: buffer, headers: { origin: adminUrl, "content-type": mimeType } });
  expect(answer.ok(), await answer.text()).toBe(true);
  return ((await answer.json()) as { id: string }).id;
}

/** Finds the demo's planning portal and its community, as the signed-in person. */
export async function reportingPlace(page: Page): Promise<{ communityId: string; portalId: string }> {
  const me = await call<{ communities: { id: string; slug: string }[] }>(page, "identity.me", undefined, "query");
  const communityId = me.communities.find(({ slug }) => slug === community)?.id ?? "";
  const portals = await call<{ id: string; slug: string }[]>(page, "portals.list", { communityId }, "query");
  return { communityId, portalId: portals.find(({ slug }) => slug === "urbanisme")?.id ?? "" };
}

/** Sends a report as the portal's form does, as the signed-in person. */
export async function sendReport(
  page: Page,
  portalId: string,
  { body, themeId = null, place, proposedEdit, fileIds = [] }: Settings,
): Promise<SentReport> {
  const feature = proposedEdit ? { layerId: proposedEdit.layerId, fid: proposedEdit.fid } : null;
  return call<SentReport>(page, "reports.create", {
    id: randomUUID(),
    portalId,
    themeId,
    body,
    values: {},
    place: place ?? { lon: 5.36, lat: 45.27 },
    sketch: null,
    feature,
    proposedEdit: proposedEdit ?? null,
    fileIds,
    locale: "fr",
    website: "",
  });
}
