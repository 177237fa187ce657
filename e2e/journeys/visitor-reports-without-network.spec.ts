import { expect } from "@playwright/test";
import { test } from "../pages/journey.ts";
import { map } from "../pages/map.ts";
import { fillReport, form, openForm, toLastStep, WORDS } from "../pages/reports.ts";
import { portalUrl } from "../pages/stack.ts";

const site = portalUrl("urbanisme");

test("a visitor in the field reloads without network and finds the unfinished report", async ({ page, context }) => {
  const body = `Panneau tombé ${Date.now()}`;
  await openForm(page, site, "fr");
  await fillReport(page, "fr", body);
  await expect(form(page, "fr").getByText("Brouillon gardé sur cet appareil")).toBeVisible();
  const kept = () =>
    page.evaluate(async () => (await (await caches.open("archipel-report-2")).keys()).map(({ url }) => new URL(url).pathname));
  await expect.poll(kept).toContain("/fr/map/data");
  // The cache has nothing personal.
  expect((await kept()).filter((path) => !/^\/(fr\/map(?:\/data)?$|_next\/static\/|maplibre\/|themes\/)/.test(path))).toEqual([]);

  await context.setOffline(true);
  await page.reload();
  await page.getByRole("button", { name: "Reprendre" }).click();
  await expect(form(page, "fr")).toBeVisible();
  await form(page, "fr").getByRole("button", { name: "Continuer" }).click();
  await expect(form(page, "fr").getByLabel("Votre signalement")).toHaveValue(body);

  await context.setOffline(false);
  await page.reload();
  await expect(map.canvas(page)).toBeVisible();
  await expect(page.getByRole("button", { name: "Reprendre" })).toBeVisible();
});

test("a report that was sent without network turns into its number by itself, and is listed once", async ({ page, context, community }) => {
  const body = `Banc cassé ${Date.now()}`;
  await openForm(page, community.site, "fr");
  await fillReport(page, "fr", body);
  await toLastStep(page, "fr");
  await context.setOffline(true);
  await form(page, "fr").getByRole("button", { name: WORDS.fr.send, exact: true }).click();
  await expect(page.getByText(/^Pas de réseau/)).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByRole("link", { name: WORDS.fr.follow })).toBeVisible();
  await page.goto(`${community.site}/fr/reports`);
  await expect(page.locator("#kept").getByText(body)).toHaveCount(1);
  await expect(page.locator("#kept").getByRole("button", { name: "Envoyer maintenant" })).toHaveCount(0);
});
