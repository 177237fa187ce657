import { expect } from "@playwright/test";
import { expectAccessible } from "../pages/accessible.ts";
import { enterSite, test } from "../pages/journey.ts";
import { portalUrl } from "../pages/stack.ts";

test("a visitor narrows the catalogue to one dataset and reads its rows; a member follows what is new, and stops", async ({
  page,
  community,
  person,
}) => {
  const site = portalUrl("urbanisme");
  await page.goto(`${site}/fr/catalogue`);
  await page.getByRole("link", { name: /^Bâtiments/ }).click();
  await expect(page).toHaveURL(/topic=buildings/);
  await expect(page.getByRole("heading", { name: "1 résultat" })).toBeVisible();
  await expect(page.getByRole("list", { name: "Filtres actifs" }).getByRole("link")).toHaveText(/Thème\s: Bâtiments/);

  // Nothing fits: the page says what to remove, and what comes then.
  await page.goto(`${site}/fr/catalogue?topic=buildings&q=zonage`);
  await page.getByRole("link", { name: /^Sans le thème «\sBâtiments\s»\s: 1 jeu de données$/ }).click();
  await expect(page.getByRole("heading", { name: "Plans locaux d’urbanisme", exact: false })).toBeVisible();

  // On a phone the facets are a sheet, which stays open while filters are chosen.
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(`${site}/en/catalogue`);
  await page.getByRole("link", { name: "Filter", exact: true }).click();
  const sheet = page.getByRole("region", { name: "Filters" });
  await sheet.getByRole("link", { name: /^Buildings/ }).click();
  await sheet.getByRole("link", { name: /^Planning/ }).click();
  await expectAccessible(page);
  await sheet.getByRole("link", { name: "See the 3 results" }).click();
  await expect(sheet).toBeHidden();
  await page.getByRole("link", { name: "Parcels and buildings" }).click();
  await page
    .getByRole("table", { name: /Rows of the layer/ })
    .getByRole("link", { name: "Height (m)" })
    .click();
  await expect(page.getByRole("columnheader", { name: "Height (m)" })).toHaveAttribute("aria-sort", "ascending");
  const feed = await page.locator("link[type='application/atom+xml']").getAttribute("href");
  const xml = await page.evaluate(async (address) => (await fetch(address)).text(), feed ?? "");
  expect(xml).toContain("<feed xmlns=");

  const member = await person("member");
  await enterSite(member, community.site);
  await member.goto(`${community.site}/fr/catalogue`);
  await member.getByRole("button", { name: "Suivre les nouveautés" }).click();
  await expect(member.getByRole("button", { name: "Vous suivez les nouveautés" })).toHaveAttribute("aria-pressed", "true");
  await member.goto(`${community.site}/fr/account#follows`);
  await member.getByRole("button", { name: /^Ne plus suivre/ }).click();
  await expect(member.getByText("C’est arrêté.")).toBeVisible();
  await expect(member.getByText(/^Vous ne suivez rien pour le moment/)).toBeVisible();
});
