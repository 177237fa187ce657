import { expect, type Page } from "@playwright/test";
import { test } from "../pages/journey.ts";

const MODERATOR = "moderateur@archipel.example";

test("a manager has the first rows of a list before any script, and who may not read it gets none", async ({
  page,
  browser,
  community,
  signIn,
}) => {
  const plain = await browser.newContext({ javaScriptEnabled: false, locale: "fr-FR" });
  const still: Page = await plain.newPage();
  await signIn(still, "manager");
  await still.goto(community.console("/datasets"));
  const datasets = await still.getByRole("rowheader").allTextContents();
  expect(datasets.length).toBeGreaterThan(0);
  await still.goto(community.console("/datasets?status=draft"));
  await expect(still.getByRole("rowheader")).toHaveCount(0);
  await still.goto(community.console("/members"));
  await expect(still.getByRole("cell", { name: MODERATOR })).toBeVisible();
  await plain.close();

  // The same rows stay when the page's scripts run, and nothing is drawn differently.
  await signIn(page, "manager");
  await page.goto(community.console("/datasets"));
  await page.getByRole("searchbox").fill("rien de tel");
  await expect(page.getByRole("rowheader")).toHaveCount(0);
  await page.getByRole("searchbox").fill("");
  expect(await page.getByRole("rowheader").allTextContents()).toEqual(datasets);

  await page.context().clearCookies();
  await signIn(page, "member");
  const refused = await page.request.get(community.console("/members"));
  expect(refused.status()).toBe(200);
  const text = await refused.text();
  expect(text).toContain(community.slug);
  expect(text).not.toContain(MODERATOR);
});
