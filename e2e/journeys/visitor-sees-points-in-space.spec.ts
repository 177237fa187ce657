import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "../pages/accessible.ts";
import { cameraIn, expectPoints, flyAndStop, openTown, pinchAndTwist, publishTown, view } from "../pages/clouds.ts";
import { test } from "../pages/journey.ts";

test("a manager publishes a point cloud, and a visitor sees, colours and measures it", async ({ page, community, signIn, someone }) => {
  const title = `Nuage de points ${Date.now()}`;
  await signIn(page, "manager");
  await publishTown(page, community, title);
  const visitor = await someone();
  await openTown(visitor, community, title);
  await seeAndColour(visitor);
  await seeWhereOneIs(visitor);
  await clipToABox(visitor);
  await flyAndCompose(visitor);
  await measure(visitor);
  await byFinger(await someone(), visitor.url());
  await otherReaders(visitor);
});

/** The portal's map below the points: with its sources, in the address, and gone again. */
async function seeWhereOneIs(page: Page): Promise<void> {
  await page.getByRole("tab", { name: "Vue" }).click();
  const choice = page.getByRole("group", { name: "Sous les points" });
  await choice.getByRole("radio", { name: "Rien" }).focus();
  await page.keyboard.press("ArrowRight");
  const laid = page.getByText(/^À plat, juste sous les points/);
  await expect(laid).toBeVisible();
  await expect(page).toHaveURL(/[?&]ground=map/);
  await expect(page.getByText(/Natural Earth/)).toBeVisible();
  // The map is drawn out of sight, and leaves nothing behind.
  await expect(page.locator(".maplibregl-map")).toHaveCount(0);
  await expectAccessible(page);
  await page.reload();
  await page.getByRole("tab", { name: "Vue" }).click();
  await expect(laid).toBeVisible();
  await swipeToTheGround(page);
  await choice.getByRole("radio", { name: "Rien" }).check();
  await expect(laid).toBeHidden();
  await expect(page).not.toHaveURL(/with=/);
  await expect(page).not.toHaveURL(/ground=/);
}

/** Points left of a limit, the ground alone right of it. This portal has neither heights nor aerial pictures, so that it offers neither. */
async function swipeToTheGround(page: Page): Promise<void> {
  const beside = page.getByLabel("Comparer avec");
  await expect(beside.locator("option", { hasText: /terrain|photo/i })).toHaveCount(0);
  await beside.selectOption({ label: "La carte" });
  await expect(page).toHaveURL(/[?&]with=ground/);
  await page.getByRole("slider", { name: "Limite entre les deux" }).press("ArrowRight");
  await expect(page).toHaveURL(/[?&]limit=55/);
  await expect(page.getByText(/À droite.: La carte\./)).toBeVisible();
  await expectAccessible(page);
  await page.reload();
  await page.getByRole("tab", { name: "Vue" }).click();
  await expect(page.getByRole("slider", { name: "Limite entre les deux" })).toHaveValue("55");
}

/** A box that hides what is outside: by keyboard and as numbers, in the address, and as the outline of an area to take. */
async function clipToABox(page: Page): Promise<void> {
  await page.getByRole("tab", { name: "Vue" }).click();
  const clip = page.getByRole("switch", { name: "Découper une boîte" });
  const shown = async () => Number((await page.getByText(/points affichés/).textContent())?.split(/ points/)[0]?.replace(/\D/g, ""));
  await clip.click();
  await expect.poll(shown).toBeGreaterThan(0);
  const all = await shown();
  const top = page.getByRole("slider", { name: "Haut" });
  const before = Number(await top.getAttribute("aria-valuenow"));
  await top.press("PageDown");
  await expect.poll(async () => Number(await top.getAttribute("aria-valuenow"))).toBeLessThan(before);
  const west = page.getByRole("textbox", { name: "Ouest" });
  await west.fill(String(Number(await page.getByRole("slider", { name: "Ouest" }).getAttribute("aria-valuenow")) + 40));
  await west.press("Enter");
  await expect.poll(shown).toBeLessThan(all);
  await expect(page).toHaveURL(/[?&]box=/);
  await expectAccessible(page);
  await page.reload();
  await page.getByRole("tab", { name: "Vue" }).click();
  await expect(clip).toBeChecked();
  await page.getByRole("button", { name: "Emporter ce terrain" }).click();
  await expect(page.getByText(/^Environ .* points/)).toBeVisible();
  await page.getByRole("tab", { name: "Vue" }).click();
  await clip.click();
  await expect(page).not.toHaveURL(/box=/);
}

/** The flight over the tiles, then one of two own views, which its address has. */
async function flyAndCompose(page: Page): Promise<void> {
  await page.getByRole("tab", { name: "Vue" }).click();
  await flyAndStop(page);
  const add = page.getByRole("button", { name: "Ajouter la vue actuelle" });
  await add.click();
  await expect(page.getByText("Ajoutez au moins une deuxième vue.")).toBeVisible();
  await view(page).focus();
  await page.keyboard.press("+");
  await add.click();
  await expect(page.getByRole("button", { name: /^Vue 2/ })).toBeVisible();
  await expect.poll(() => new URL(page.url()).searchParams.get("path")?.split(",")).toHaveLength(12);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Retirer la vue 1" }).click();
  await page.getByRole("button", { name: "Tout retirer" }).click();
  await expect.poll(() => new URL(page.url()).searchParams.has("path")).toBe(false);
}

/** On a telephone. */
async function byFinger(page: Page, address: string): Promise<void> {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(address);
  await expectPoints(page);
  await pinchAndTwist(page);
}

/** By keyboard: the view moves, and its address shows the same again. */
async function seeAndColour(page: Page): Promise<void> {
  await expectPoints(page);
  const first = cameraIn(page);
  await view(page).focus();
  await page.keyboard.press("+");
  await page.keyboard.press("Shift+ArrowRight");
  await expect.poll(() => cameraIn(page)[3]).toBeLessThan(first[3] ?? 0);
  await expect.poll(() => cameraIn(page)[4]).toBe(10);

  await page.getByLabel("Couleur des points").selectOption({ label: "Classe" });
  await page.getByRole("checkbox", { name: /Végétation haute/i }).uncheck();
  await expect(page).toHaveURL(/\?c=class&hide=5#/);
  const moved = cameraIn(page);
  await page.reload();
  await expectPoints(page);
  await expect(page.getByLabel("Couleur des points")).toHaveValue("class");
  await expect(page.getByRole("checkbox", { name: /Végétation haute/i })).not.toBeChecked();
  expect(cameraIn(page)).toEqual(moved);
  await page.getByRole("button", { name: "Tout afficher" }).click();
  await expectAccessible(page);
}

/** Points are chosen in the middle of the view, so that no pointer is needed. */
async function measure(page: Page): Promise<void> {
  await page.getByRole("tab", { name: "Mesurer" }).click();
  const takeMiddle = () => page.getByRole("button", { name: "Prendre le point au centre" }).click();
  await takeMiddle();
  await expect(page.getByRole("listitem").filter({ hasText: /^1\. X 292/ })).toBeVisible();
  await view(page).focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await expect(page.getByText(/^\d+,\d+\sm$/).first()).toBeVisible();
  await page.getByRole("radio", { name: "Coupe" }).check({ force: true });
  await expect(page.getByRole("img", { name: /^Coupe vue de côté/ })).toBeVisible();
  await page.locator("summary", { hasText: "La coupe en chiffres" }).click();
  await expect(page.getByRole("table", { name: "La coupe en chiffres" }).getByRole("row")).toHaveCount(21);
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Enregistrer les points (CSV)" }).click();
  expect((await saved).suggestedFilename()).toBe("section.csv");
  const picture = page.waitForEvent("download");
  await page.getByRole("button", { name: "Enregistrer une image" }).click();
  expect((await picture).suggestedFilename()).toMatch(/\.png$/);
}

/** Words instead of the drawing, English, a phone, and a browser that cannot draw. */
async function otherReaders(page: Page): Promise<void> {
  await page.getByRole("tab", { name: "En mots" }).click();
  await expect(page.getByText(/^[\d\s\u202f\u00a0]+ points en une dalle, entre/)).toBeVisible();
  await expectAccessible(page);
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(page.url().replace("/fr/", "/en/"));
  await expect(page.getByText(/points shown$/)).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await page.getByRole("button", { name: "Show more" }).click();
  await expectAccessible(page);
  await page.addInitScript(() => {
    Object.assign(HTMLCanvasElement.prototype, { getContext: () => null });
  });
  await page.reload();
  await expect(page.getByText("Your browser cannot draw the points")).toBeVisible();
}
