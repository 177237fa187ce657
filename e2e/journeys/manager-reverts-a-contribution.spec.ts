import { expect, type Page, test } from "@playwright/test";
import { call } from "../pages/api.ts";
import { merge, propose, zoning } from "../pages/contributions.ts";
import { openConsole } from "../pages/hub.ts";
import { adminUrl, community } from "../pages/stack.ts";

const zoneNow = (page: Page, layerId: string, fid: number) =>
  call<{ properties: Record<string, unknown> }>(page, "features.get", { layerId, fid }, "query");

test("a manager reverts an older bad contribution: the later good one stays; the history compares two dates; in English", async ({
  page,
}) => {
  const stamp = String(Date.now());
  const [bad, good] = [`Bad batch ${stamp}`, `Good name ${stamp}`];
  await openConsole(page, `/c/${community}/datasets`);
  await page.context().addCookies([{ name: "archipel-locale", value: "en", url: adminUrl }]);
  const place = await zoning(page);
  const [wronged, neighbour] = [41, 42];
  const labelBefore = (await zoneNow(page, place.layerId, wronged)).properties.libelong;
  const older = await propose(page, place, bad, wronged, { libelong: `Wrong ${stamp}` });
  await merge(page, place, older);
  await merge(page, place, await propose(page, place, good, neighbour, { libelong: `Right ${stamp}` }));

  await page.goto(`${adminUrl}/c/${community}/contributions/${older}`);
  await page.getByRole("button", { name: "Revert this contribution…" }).click();
  const asked = page.getByRole("dialog", { name: `Revert “${bad}”?` });
  await expect(asked.getByText("what changed beside it since then stays", { exact: false })).toBeVisible();
  await asked.getByRole("button", { name: "Prepare the revert" }).click();
  await page.waitForURL((url) => url.pathname.includes("/contributions/") && !url.pathname.endsWith(older));
  await expect(page.getByRole("table").getByText(`Wrong ${stamp}`)).toBeVisible();
  await page.getByRole("button", { name: "Merge", exact: true }).click();
  await expect(page.getByText(/^Merged by /)).toBeVisible();

  expect((await zoneNow(page, place.layerId, wronged)).properties.libelong).toBe(labelBefore);
  expect((await zoneNow(page, place.layerId, neighbour)).properties.libelong).toBe(`Right ${stamp}`);

  await page.goto(`${adminUrl}/c/${community}/datasets/${place.datasetId}?tab=contributions`);
  await page.getByRole("combobox", { name: "Layer" }).selectOption(place.layerId);
  const changed = page.getByRole("list", { name: "Changed features" });
  const { label } = await call<{ label: string }>(page, "features.history", { layerId: place.layerId, fid: neighbour }, "query");
  await changed.getByRole("button").filter({ hasText: label }).first().click();
  await expect(page.getByRole("dialog", { name: `History: ${label}` })).toContainText(`Right ${stamp}`);
});
