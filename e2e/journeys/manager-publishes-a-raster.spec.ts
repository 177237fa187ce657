import { expect, type Page } from "@playwright/test";
import { BESIDE, plainPhoto, QUARTERS } from "../files/plain-photo.ts";
import { expectAccessible } from "../pages/accessible.ts";
import { test } from "../pages/journey.ts";
import { map } from "../pages/map.ts";

/** The colour of the page at a place of the map: red, green, blue. */
async function colourAt(page: Page, place: readonly number[]): Promise<number[]> {
  const { x, y } = await map.pixelOf(page, place);
  const shot = await page.screenshot({ clip: { x: Math.round(x), y: Math.round(y), width: 1, height: 1 } });
  return page.evaluate(async (png) => {
    const picture = await createImageBitmap(new Blob([Uint8Array.from(atob(png), (byte) => byte.charCodeAt(0))]));
    const pen = new OffscreenCanvas(1, 1).getContext("2d");
    pen?.drawImage(picture, 0, 0);
    return [...(pen?.getImageData(0, 0, 1, 1).data ?? [])].slice(0, 3);
  }, shot.toString("base64"));
}

const distance = (a: readonly number[], b: readonly number[]) => Math.hypot(...a.map((value, at) => value - (b[at] ?? 0)));
/** The picture is compressed, so colours differ a little. */
const ALIKE = 40;

/** Number of quarters with their colour at their place. */
const seen = async (page: Page) => {
  let count = 0;
  for (const { colour, at } of QUARTERS) if (distance(await colourAt(page, at), colour) < ALIKE) count++;
  return count;
};

test("a manager publishes an aerial photo, and visitors see it at its place on the portal's map", async ({ page, community, signIn }) => {
  const title = `Photo aérienne ${Date.now()}`;
  await signIn(page, "manager");
  await page.goto(community.console("/uploads"));
  await page.locator("input[type=file]").first().setInputFiles({ name: "photo.tif", mimeType: "image/tiff", buffer: plainPhoto() });
  await page.getByRole("link", { name: "Voir la vérification" }).click();
  await expect(page.getByText("Une image ou grille")).toBeVisible();
  await page.getByRole("textbox", { name: /^Titre(?! de la couche)/ }).fill(title);
  await page.getByRole("checkbox", { name: community.portal.name }).check();
  await page.getByRole("button", { name: "Publier l’image" }).click();
  const inCatalogue = `${community.site}/fr/catalogue?q=${encodeURIComponent(title)}`;
  await expect(async () => {
    await page.goto(inCatalogue);
    await expect(page.getByRole("link", { name: title }).first()).toBeVisible({ timeout: 2000 });
  }).toPass();
  await page.getByRole("link", { name: title }).first().click();
  await expect(page.getByRole("heading", { name: title })).toBeVisible();

  // The quality sheet has only the figures that apply to a photo. They come a few seconds after the publication.
  await expect(async () => {
    await page.reload();
    await expect(page.getByText(/fait de fichiers, sans couche d’objets/)).toBeVisible({ timeout: 2000 });
  }).toPass();
  const sheet = page.getByRole("region", { name: "Fiche qualité" });
  await expect(sheet.getByText("1 image ou grille sur la carte.")).toBeVisible();
  await expect(sheet.getByText(/^Dernier changement le/)).toBeVisible();
  await expect(sheet.getByText("Géométries correctes")).toBeHidden();

  const picture = page.waitForResponse(/\/downloads\/attachments\/[0-9a-f-]+\/preview$/);
  await page.getByRole("link", { name: /^Voir sur la carte\s*: photo$/ }).click();
  await page.waitForURL(/\/fr\/map/);
  expect((await picture).status()).toBe(200);
  const photos = map.layerSwitch(page, title);
  await expect(photos).toBeChecked();
  await expect(page.getByRole("switch", { name: /^Zonage/ })).not.toBeChecked();
  await map.waitUntilStill(page);
  await expect.poll(() => seen(page)).toBe(4);
  for (const { colour } of QUARTERS) expect(distance(await colourAt(page, BESIDE), colour)).toBeGreaterThan(ALIKE);
  await expect(page.getByText(title).last()).toBeAttached();

  // The zones are drawn over the photo.
  const bare = await colourAt(page, QUARTERS[0]?.at ?? []);
  await page.getByRole("switch", { name: /^Zonage/ }).click();
  await expect.poll(async () => distance(await colourAt(page, QUARTERS[0]?.at ?? []), bare)).toBeGreaterThan(5);
  await page.getByRole("switch", { name: /^Zonage/ }).click();
  await expect.poll(() => seen(page)).toBe(4);

  // The photo has its own opacity, which is part of the address.
  await page.getByRole("button", { name: `Réglages de la couche ${title}` }).click();
  await expectAccessible(page);
  const opacity = page.getByRole("slider", { name: "Opacité" });
  await opacity.focus();
  for (let step = 0; step < 14; step++) await page.keyboard.press("ArrowLeft");
  await expect(page).toHaveURL(/l=[0-9a-f]{12}:30(#|$)/);
  await expect.poll(() => seen(page)).toBe(0);
  await page.reload();
  await expect(photos).toBeChecked();
  await map.listInView(page);
  await expect(page.getByRole("region", { name: "Images à l’écran" }).getByRole("button", { name: "photo" })).toBeVisible();
  await page.getByRole("tab", { name: "Couches" }).click();
  await photos.click();
  await expect(page).toHaveURL(/l=none/);
});
