import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "../pages/accessible.ts";
import { expectPoints, openTown, publishTown } from "../pages/clouds.ts";
import { enclosePoints } from "../pages/corrections.ts";
import { test } from "../pages/journey.ts";
import { map } from "../pages/map.ts";

test.use({ content: "empty" });

test("a manager makes a terrain from points, a visitor sees its relief and a profile, and a corrected point changes it", async ({
  page,
  community,
  signIn,
  someone,
}) => {
  const stamp = Date.now();
  const title = `Nuage modelé ${stamp}`;
  const terrain = `Terrain ${stamp}`;
  await signIn(page, "manager");
  await publishTown(page, community, title);
  const visitor = await someone();
  await openTown(visitor, community, title);

  await page.goto(community.console("/processings"));
  await page.getByRole("link", { name: /^Modèle de hauteurs/ }).click();
  await page.getByRole("button", { name: "Lancer le calcul" }).click();
  await expect(page.getByText("Donnez un nom.")).toBeVisible();
  await page.getByRole("textbox", { name: "Taille d’une cellule (m)" }).fill("0");
  await expect(page.getByText(/^Entre 0,1 et 100/).last()).toBeVisible();
  await page.getByRole("textbox", { name: "Taille d’une cellule (m)" }).fill("2,5");
  await page.getByRole("textbox", { name: "Nom de la couche" }).fill(terrain);
  await page.getByRole("radio", { name: /jeu de données existant/i }).check();
  await page.getByRole("radio", { name: title, exact: true }).check();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Lancer le calcul" }).click();
  await page.getByRole("link", { name: "Voir la couche" }).click();
  await page.getByRole("tab", { name: "Couches" }).click();
  await page.getByRole("combobox", { name: "Couche" }).selectOption({ label: terrain });
  await expect(page.getByText(/^Suit la couche «\sNuage de points\s»/)).toBeVisible();
  await expect(page.getByText("À jour.")).toBeVisible();
  await expectAccessible(page);

  // The relief of the portal's map: raised, by keyboard, and kept in the address.
  await visitor.goto(`${community.site}/fr/map`);
  await map.expectPainted(visitor);
  const relief = visitor.getByRole("button", { name: "Relief", exact: true });
  await relief.click();
  await expect(visitor.getByRole("heading", { name: "Relief" })).toBeFocused();
  await expect(visitor).toHaveURL(/relief=1\.5_50_0/);
  const heights = visitor.getByRole("slider", { name: "Hauteurs" });
  await heights.focus();
  await visitor.keyboard.press("ArrowRight");
  await expect(visitor).toHaveURL(/relief=1\.6_50_0/);
  await expect(visitor.getByRole("link", { name: title })).toBeVisible();
  await expectAccessible(visitor);
  await visitor.getByRole("button", { name: "Fermer l’outil" }).click();
  await expect(relief).toHaveAttribute("aria-pressed", "true");
  const [lon, lat] = await middleOf(visitor);
  const figures = async () => {
    const geom = encodeURIComponent(JSON.stringify(around(lon, lat)));
    return (await json(visitor, `/altimetrie/1.0/calcul/alti/rest/elevationArea.json?geom=${geom}`)).statistics;
  };
  const before = await figures();
  expect(before.count).toBeGreaterThan(100);

  await openTown(visitor, community, title);
  await expectPoints(visitor);
  await visitor.getByRole("tab", { name: "Signaler" }).click();
  await enclosePoints(visitor);
  await expect(visitor.getByText(/points affichés à l’intérieur/)).toBeVisible();
  await visitor.getByLabel("Quelle classe serait juste ?").selectOption({ label: "eau" });
  await visitor.getByLabel("Expliquez en quelques mots").fill(`C’est un étang ${stamp}`);
  await visitor.getByRole("button", { name: "Envoyer le signalement" }).click();
  await expect(visitor.getByRole("status").filter({ hasText: /Votre signalement porte le n°/ })).toBeFocused();
  await page.goto(community.console(`/reports?view=all&search=${stamp}`));
  await page.getByText(`C’est un étang ${stamp}`).first().click();
  await page.getByRole("button", { name: "Corriger les points" }).click();

  // The terrain follows without anybody.
  await expect(async () => {
    expect(await figures()).not.toEqual(before);
  }).toPass();
});

/** An answer of the portal, asked for by its own page. */
const json = (page: Page, path: string) => page.evaluate(async (address) => (await fetch(address)).json(), path);

async function middleOf(page: Page): Promise<[number, number]> {
  const [first] = await json(page, "/altimetrie/resources");
  const { minx, miny, maxx, maxy } = first.bbox;
  return [(minx + maxx) / 2, (miny + maxy) / 2];
}

/** A square of 800 m. */
function around(lon: number, lat: number) {
  const [dx, dy] = [0.0052, 0.0036];
  const corners = [
    [lon - dx, lat - dy],
    [lon + dx, lat - dy],
    [lon + dx, lat + dy],
    [lon - dx, lat + dy],
    [lon - dx, lat - dy],
  ];
  return { type: "Polygon", coordinates: [corners] };
}
