import { expect, type Page } from "@playwright/test";
import { levelGround, ON_GROUND } from "../files/level-ground.ts";
import { BESIDE, plainPhoto, QUARTERS } from "../files/plain-photo.ts";
import { expectAccessible } from "../pages/accessible.ts";
import { test } from "../pages/journey.ts";
import { map } from "../pages/map.ts";

/** Shows or hides the buttons and panels over the map: the page's policy allows no style of a screenshot. */
const showOverMap = (page: Page, isShown: boolean) =>
  page.evaluate(
    (visibility) => {
      for (const part of document.querySelectorAll<HTMLElement>("main > .z-10")) part.style.visibility = visibility;
    },
    isShown ? "" : "hidden",
  );

/** The colours of the page at places of the map: red, green, blue of each. */
async function coloursAt(page: Page, places: readonly (readonly number[])[]): Promise<number[][]> {
  const points = await Promise.all(places.map((place) => map.pixelOf(page, place)));
  await showOverMap(page, false);
  const shot = (await page.screenshot()).toString("base64");
  await showOverMap(page, true);
  return page.evaluate(
    async ({ shot, points }) => {
      const picture = await createImageBitmap(new Blob([Uint8Array.from(atob(shot), (byte) => byte.charCodeAt(0))]));
      const pen = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
      pen?.drawImage(picture, 0, 0);
      return points.map(({ x, y }) => [...(pen?.getImageData(Math.round(x), Math.round(y), 1, 1).data ?? [])].slice(0, 3));
    },
    { shot, points },
  );
}
const colourAt = async (page: Page, place: readonly number[]) => (await coloursAt(page, [place]))[0] ?? [];

const distance = (a: readonly number[], b: readonly number[]) => Math.hypot(...a.map((value, at) => value - (b[at] ?? 0)));
/** The picture is compressed, so colours differ a little. */
const ALIKE = 40;

/** Number of quarters with their colour at their place. */
const seen = async (page: Page) => {
  const colours = await coloursAt(
    page,
    QUARTERS.map(({ at }) => at),
  );
  return QUARTERS.filter(({ colour }, index) => distance(colours[index] ?? [], colour) < ALIKE).length;
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
    await expect(page.getByRole("heading", { level: 3, name: title }).getByRole("link")).toBeVisible({ timeout: 2000 });
  }).toPass();
  await page.getByRole("heading", { level: 3, name: title }).getByRole("link").click();
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
  const beside = await colourAt(page, BESIDE);
  for (const { colour } of QUARTERS) expect(distance(beside, colour)).toBeGreaterThan(ALIKE);
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

test("a manager uploads heights: they become a layer that answers altitudes, are replaced, and come back", async ({
  page,
  community,
  signIn,
}) => {
  const title = `Relief ${Date.now()}`;
  const [lon, lat] = ON_GROUND;
  const uploadGround = async (name: string, height: number) => {
    await page.goto(community.console("/uploads"));
    await page
      .locator("input[type=file]")
      .first()
      .setInputFiles({ name, mimeType: "image/tiff", buffer: levelGround(height) });
    await page.getByRole("link", { name: "Voir la vérification" }).click();
    await expect(page.getByRole("combobox", { name: "Ce que la grille montre" })).toHaveValue("dtm");
  };
  const other = await page.context().newPage();
  const expectAltitude = (height: number) =>
    expect
      .poll(async () => {
        const answer = await other.goto(`${community.site}/altimetrie/1.0/calcul/alti/rest/elevation.json?lon=${lon}&lat=${lat}`);
        return answer && (await answer.json()).elevations?.[0]?.z;
      })
      .toBe(height);
  await signIn(page, "manager");

  // The name of the file says what it shows, but not what its altitudes refer to.
  await uploadGround("MNT_2026.tif", 12);
  await page.getByLabel("Référence des altitudes").selectOption({ label: "IGN69 (France continentale)" });
  await page.getByRole("button", { name: "Utiliser cette référence" }).click();
  await expect(page.getByText("Rien à signaler")).toBeVisible();
  await expect(page.getByRole("region", { name: "Hauteurs" })).toContainText("NGF-IGN69");
  await expectAccessible(page);
  await page.getByRole("textbox", { name: /^Titre(?! de la couche)/ }).fill(title);
  await page.getByRole("checkbox", { name: community.portal.name }).check();
  await page.getByRole("button", { name: "Publier les hauteurs" }).click();
  const shown = page.getByRole("region", { name: community.portal.name });
  await expect(shown.getByRole("link", { name: "Voir sur la carte" })).toBeVisible();
  await expectAltitude(12);

  // A delivery of another year, on the same ground.
  await uploadGround("MNT_2027_IGN69.tif", 30);
  await page.getByRole("radio", { name: "Dans un jeu de données existant" }).check();
  await page.getByRole("radio", { name: title }).check();
  await page.getByRole("button", { name: "Publier les hauteurs" }).click();
  await page.getByRole("link", { name: "Ouvrir le jeu de données" }).click();
  await expectAltitude(30);

  await page.getByRole("tab", { name: "Révisions" }).click();
  const revisions = page.getByRole("list", { name: /^Révisions/ }).getByRole("listitem");
  await expect(revisions).toHaveCount(2);
  await expect(revisions.first()).toContainText("MNT_2027_IGN69.tif");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Rétablir la révision 1" }).click();
  await expect(revisions.first()).toContainText("Hauteurs de 12 à 12");
  await expectAltitude(12);
});
