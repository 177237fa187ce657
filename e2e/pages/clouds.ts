import { expect, type Page } from "@playwright/test";
import { smallTown } from "../files/small-town.ts";
import type { Community } from "./community.ts";

const POINTS = 30_000;

export const view = (page: Page) => page.getByRole("application");
/** The camera in the address: x, y, height, distance, azimuth, tilt. */
export const cameraIn = (page: Page) => new URL(page.url()).hash.slice(1).split(",").map(Number);

export async function expectPoints(page: Page): Promise<void> {
  await expect(page.getByText(/^[\d\s\u202f\u00a0]+ points affichés sur/)).toBeVisible();
  await expect.poll(() => cameraIn(page)).toHaveLength(6);
}

/** Uploads and publishes a small town of points on the community's portal. The page is signed in as a manager. */
export async function publishTown(page: Page, community: Community, title: string): Promise<void> {
  await page.goto(community.console("/uploads"));
  const town = { name: "ville.laz", mimeType: "application/octet-stream", buffer: await smallTown(POINTS) };
  await page.locator("input[type=file]").first().setInputFiles(town);
  await page.getByRole("link", { name: "Voir la vérification" }).click();
  await page.getByRole("textbox", { name: /^Titre(?! de la couche)/ }).fill(title);
  await page.getByRole("checkbox", { name: community.portal.name }).check();
  await page.getByRole("button", { name: "Publier le nuage de points" }).click();
}

/** Finds the town in the catalogue, once it is published, and opens the viewer. */
export async function openTown(visitor: Page, community: Community, title: string): Promise<void> {
  await expect(async () => {
    await visitor.goto(`${community.site}/fr/catalogue?q=${encodeURIComponent(title)}`);
    await visitor.getByRole("heading", { level: 3, name: title }).getByRole("link").click({ timeout: 2000 });
  }).toPass();
  await visitor.getByRole("link", { name: "Voir les points en 3D" }).click();
  await expect(visitor.getByRole("heading", { level: 1, name: title })).toBeVisible();
}
