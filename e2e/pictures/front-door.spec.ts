import { mkdirSync } from "node:fs";
import path from "node:path";
import { expect, type Page } from "@playwright/test";
import sharp from "sharp";
import { pluDelivery } from "../files/plu-delivery.ts";
import { propose } from "../pages/contributions.ts";
import { test } from "../pages/journey.ts";
import { watchLoading } from "../pages/loading.ts";
import { portalUrl } from "../pages/stack.ts";

/** The pictures of the README and of the documentation, made from the demo so that they stay true: `npm run pictures`. */
const FOLDER = path.resolve(import.meta.dirname, "../../docs/pictures");
const SHOWN_WIDTH = 960;

test.use({ viewport: { width: 1280, height: 800 }, locale: "en-GB" });

/** Saves what the window shows, light and dark. */
async function save(page: Page, name: string, loaded: () => Promise<void>): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await loaded();
    const screen = await page.screenshot({ animations: "disabled" });
    await sharp(screen)
      .resize(SHOWN_WIDTH)
      .webp({ quality: 80 })
      .toFile(path.join(FOLDER, `${name}-${colorScheme}.webp`));
  }
  await page.emulateMedia({ colorScheme: "light" });
}

for (const slug of ["urbanisme", "risques", "lidar"]) {
  test(`the portal ${slug}`, async ({ page }) => {
    const loaded = watchLoading(page);
    await page.goto(`${portalUrl(slug)}/en`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await save(page, `portal-${slug}`, loaded);
  });
}

test("the answer", async ({ page }) => {
  const loaded = watchLoading(page);
  await page.goto(`${portalUrl("urbanisme")}/en`);
  const question = page.getByRole("combobox").first();
  await question.fill("12 rue de l'école Ormelune");
  await page.getByRole("option", { name: /^12 rue.*Ormelune/ }).click();
  const card = page.getByRole("region", { name: "Answer", exact: true });
  await expect(card.getByRole("heading", { level: 2, name: /^12 rue/ })).toBeVisible();
  await save(page, "answer", loaded);
});

test("a review", async ({ page, community, person, signIn }) => {
  const contributor = await person("contributor");
  const contribution = await propose(contributor, community.layer("zone_urba"), "The zone of the new school", 40, {
    libelle: "UEs",
    libelong: "Zone for schools and sports grounds",
  });
  await signIn(page, "moderator");
  const loaded = watchLoading(page);
  await page.goto(community.console(`/contributions/${contribution}`));
  await expect(page.getByRole("heading", { level: 1, name: "The zone of the new school" })).toBeVisible();
  await save(page, "review", loaded);
});

test.describe("with a delivery", () => {
  test.use({ content: "empty" });

  test("its repair", async ({ page, community, signIn }) => {
    await signIn(page, "manager");
    const loaded = watchLoading(page);
    await page.goto(community.console("/uploads"));
    const file = { name: "30014_PLU_20171013.zip", mimeType: "application/zip", buffer: pluDelivery() };
    await page.locator("input[type=file]").first().setInputFiles(file);
    await page.getByRole("link", { name: "See the checks" }).click();
    await page.getByRole("button", { name: /PLU 2017.*suggested/, pressed: true }).waitFor();
    await page.getByRole("button", { name: "Start the check" }).click();
    await expect(page.getByRole("button", { name: /^Repair (this line|everything)/ }).first()).toBeVisible();
    await save(page, "repair", loaded);
  });
});
