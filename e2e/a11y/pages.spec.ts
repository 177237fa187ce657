import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { openConsole } from "../pages/hub.ts";
import { adminUrl, community, coreUrl, portals, portalUrl } from "../pages/stack.ts";

const portalPaths = [
  "",
  "/map",
  "/catalogue",
  "/account",
  "/reports",
  "/map?report=new",
  "/help",
  "/legal/notices",
  "/legal/accessibility",
  "/legal/privacy",
  "/legal/cookies",
];
const consolePaths = [
  "",
  "/datasets",
  "/uploads",
  "/portals",
  "/portals/new",
  "/members",
  "/audit",
  "/settings",
  "/contributions",
  "/reports",
  "/reports/themes",
  "/labels",
].map((path) => `/c/${community}${path}`);

/** Nothing may be found: what axe sees is what a screen reader's user meets. */
async function expectClean(page: Page): Promise<void> {
  await page.waitForLoadState("networkidle");
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`)).toEqual([]);
}

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`axe, ${colorScheme}`, () => {
    test.use({ colorScheme });

    for (const { slug } of portals) {
      test(`pages of ${slug}`, async ({ page }) => {
        for (const path of portalPaths) {
          await page.goto(`${portalUrl(slug)}/fr${path}`);
          await expectClean(page);
        }
        await page.goto(`${portalUrl(slug)}/fr/catalogue`);
        await page.getByRole("main").getByRole("heading", { level: 3 }).first().getByRole("link").first().click();
        await expect(page.getByText("Licence", { exact: true })).toBeVisible();
        await expectClean(page);
        await page.goto(`${portalUrl(slug)}/en`);
        await expectClean(page);
      });
    }

    test("pages of the console", async ({ page }) => {
      await openConsole(page, "/");
      for (const path of consolePaths) {
        await page.goto(`${adminUrl}${path}`);
        await expect(page.locator("main h1").first()).toBeVisible();
        await expectClean(page);
      }
    });

    test("pages of the identity hub", async ({ page }) => {
      await page.goto(`${portalUrl("urbanisme")}/fr`);
      await page.getByRole("link", { name: "Se connecter" }).first().click();
      await expectClean(page);
      await page.getByRole("link", { name: "Créer un compte" }).click();
      await expectClean(page);
      await page.goto(`${coreUrl}/mailbox`);
      await expectClean(page);
    });
  });
}
