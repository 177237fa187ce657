import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "../pages/accessible.ts";
import { test } from "../pages/journey.ts";
import { map } from "../pages/map.ts";
import { portalUrl } from "../pages/stack.ts";

/** North of Port-Brélan, where there is land. */
const VIEW = "#11/46.5/-5.25";

async function openTool(page: Page, tools: string, name: string): Promise<void> {
  await page.getByRole("button", { name: tools, exact: true }).click();
  await page.getByRole("button", { name, exact: true }).click();
  await expect(page.getByRole("heading", { name: name.split(" ")[0] ?? name })).toBeFocused();
}

test("a visitor measures, draws a profile and compares two maps, by pointer and by keyboard", async ({ page }) => {
  await page.goto(`${portalUrl("lidar")}/fr/map${VIEW}`);
  await map.expectPainted(page);

  await openTool(page, "Outils", "Mesurer");
  await map.canvas(page).click({ position: { x: 620, y: 200 } });
  await map.canvas(page).click({ position: { x: 760, y: 260 } });
  await expect(page.getByText(/^Longueur totale\d,\d+\skm$/)).toBeVisible();
  await expect(page.getByText(/azimut 11\d/)).toBeVisible();
  // After a click Enter ends the line: it sets no point at a cross that was never shown.
  await map.canvas(page).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("Tracé terminé", { exact: false })).toBeVisible();
  await page.getByRole("button", { name: "Annuler le dernier geste" }).click();
  await map.canvas(page).click({ position: { x: 760, y: 260 } });
  // The third point by keyboard: an arrow shows the cross, and Enter sets the point under it.
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await page.getByRole("radio", { name: "Surface" }).check({ force: true });
  await expect(page.getByText(/^Surface\d+,\d+\skm²$/)).toBeVisible();
  await page.getByRole("button", { name: /^Point 3 sur 3/ }).press("Delete");
  await expect(page.getByRole("button", { name: /^Point 2 sur 2/ })).toBeVisible();
  await page.getByRole("button", { name: "Annuler le dernier geste" }).click();
  await expect(page.getByRole("button", { name: /^Point 3 sur 3/ })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Outils", exact: true })).toBeFocused();

  await openTool(page, "Outils", "Profil altimétrique");
  await map.canvas(page).click({ position: { x: 620, y: 240 } });
  await expect(page.getByText(/^Altitude\d+(,\d)?\sm$/)).toBeVisible();
  await map.canvas(page).click({ position: { x: 540, y: 420 } });
  const cursor = page.getByRole("slider", { name: /^Profil/ });
  await cursor.press("PageUp");
  await expect(cursor).toHaveAttribute("aria-valuetext", /^À [\d,]+\s(m|km)\s: \d+(,\d)?\sm, pente/);
  await page.getByText("Valeurs en tableau").click();
  await expect(page.getByRole("table", { name: "Valeurs en tableau" }).getByRole("row")).toHaveCount(22);
  await expect(page.getByText(/NGF-IGN69/).first()).toBeVisible();
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Télécharger (CSV)" }).click();
  expect((await saved).suggestedFilename()).toBe("profil.csv");
  await expectAccessible(page);

  // The address carries the line: a link opens the same profile, also in English and on a phone.
  await expect(page).toHaveURL(/tool=profile&line=/);
  const address = page.url().replace("/fr/", "/en/");
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(address);
  await expect(page.getByRole("slider", { name: /^Profile/ })).toHaveAttribute("aria-valuetext", /slope/);
  await page.getByRole("button", { name: "Close the tool" }).click();

  await page.goto(`${portalUrl("lidar")}/en/map?tool=swipe&right=none${VIEW}`);
  // The tool's title takes the focus a moment after it is there; a key pressed before would go to it.
  await expect(page.getByRole("heading", { name: "Compare", exact: true })).toBeFocused();
  const divider = page.getByRole("slider", { name: "Divider between the two maps" });
  await divider.press("ArrowRight");
  await expect(divider).toHaveAttribute("aria-valuetext", "52% of the width");
  await expect(map.canvas(page)).toHaveCount(2);
  await page.getByRole("button", { name: "Settings", exact: true }).click();
  await page.getByRole("checkbox", { name: /^Contour lines, on the right/ }).check();
  await expect(page).toHaveURL(/right=[0-9a-f]{12}&at=52/);
  // Each side has its own basemap.
  await page.getByLabel("Basemap, on the right").selectOption("No basemap");
  await expect(page).toHaveURL(/right=[0-9a-f]{12}&base=none&at=52/);
  await expectAccessible(page);
  // The exported sheet shows both sides.
  await page.getByRole("button", { name: "Fold", exact: true }).click();
  await page.getByRole("button", { name: "Print or save the picture" }).click();
  await expect(page.getByRole("img", { name: /^Preview of the map/ })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Close the tool" }).click();

  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.goto(`${portalUrl("lidar")}/en/map?tool=time&to=2022-10-31${VIEW}`);
  await expect(page.getByText("Until 31 Oct 2022")).toBeVisible();
  await page.getByRole("button", { name: "Next step" }).click();
  await expect(page.getByText("Until 30 Nov 2022")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Play/ })).toHaveAttribute("aria-disabled", "true");
  await expect(page).toHaveURL(/to=2022-11-30/);
  await expectAccessible(page);
});
