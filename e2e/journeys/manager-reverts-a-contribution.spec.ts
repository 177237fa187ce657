import { expect, type Page } from "@playwright/test";
import { call } from "../pages/api.ts";
import { merge, propose } from "../pages/contributions.ts";
import { test } from "../pages/journey.ts";
import { adminUrl } from "../pages/stack.ts";

interface Zone {
  readonly properties: Readonly<Record<string, string>>;
  readonly bbox: readonly [number, number, number, number];
}
const zoneNow = (page: Page, layerId: string, fid: number) => call<Zone>(page, "features.get", { layerId, fid }, "query");

/** The bounding box of both boxes. */
const around = ([a, b, c, d]: Zone["bbox"], [e, f, g, h]: Zone["bbox"]) =>
  [Math.min(a, e), Math.min(b, f), Math.max(c, g), Math.max(d, h)].join(",");

test("a manager reverts an older wrong contribution, keeps the later correct one, and compares two dates; in English", async ({
  page,
  community,
  signIn,
  someone,
}) => {
  const stamp = String(Date.now());
  const [bad, good] = [`Bad batch ${stamp}`, `Good name ${stamp}`];
  const [wrong, right] = [`Wrong ${stamp}`, `Right ${stamp}`];
  await signIn(page, "manager");
  await page.context().addCookies([{ name: "archipel-locale", value: "en", url: adminUrl }]);
  const place = community.layer("zone_urba");
  const [wronged, neighbour] = [41, 42];
  const before = await zoneNow(page, place.layerId, wronged);
  const purpose = before.properties.libelong ?? "";
  expect(purpose).not.toBe("");
  const box = around(before.bbox, (await zoneNow(page, place.layerId, neighbour)).bbox);
  const older = await propose(page, place, bad, wronged, { libelong: wrong });
  await merge(page, place, older);
  // Changes the name too, because the lists below identify features by their names.
  await merge(page, place, await propose(page, place, good, neighbour, { libelle: right, libelong: right }));

  // A visitor has the wrong zone open and does not reload the page.
  const visitor = await someone("en-GB");
  await visitor.goto(`${community.site}/en/map?l=${place.layerId}&box=${box}`);
  await visitor.getByRole("tab", { name: "In view" }).click();
  const filter = visitor.getByLabel("Filter by word");
  await filter.fill(wrong);
  await expect(visitor.getByText("1 feature in view", { exact: true })).toBeVisible();
  await visitor.getByRole("tabpanel", { name: "In view" }).getByRole("list").getByRole("button").click();
  const chosen = visitor.getByRole("region", { name: "Chosen feature" });
  await expect(chosen.getByRole("definition").filter({ hasText: wrong })).toBeVisible();

  await page.goto(community.console(`/contributions/${older}`));
  await page.getByRole("button", { name: "Revert this contribution…" }).click();
  const asked = page.getByRole("dialog", { name: `Revert “${bad}”?` });
  await expect(asked.getByText("Later changes stay", { exact: false })).toBeVisible();
  await asked.getByRole("button", { name: "Prepare the revert" }).click();
  await page.waitForURL((url) => url.pathname.includes("/contributions/") && !url.pathname.endsWith(older));
  await expect(page.getByRole("table").getByText(wrong)).toBeVisible();
  await page.getByRole("button", { name: "Merge", exact: true }).click();
  await expect(page.getByText(/^Merged by /)).toBeVisible();

  expect((await zoneNow(page, place.layerId, wronged)).properties.libelong).toBe(purpose);
  expect((await zoneNow(page, place.layerId, neighbour)).properties.libelong).toBe(right);
  await expect(chosen.getByRole("definition").filter({ hasText: purpose }).first()).toBeVisible();
  await expect(chosen.getByText(wrong)).toHaveCount(0);
  await expect(visitor.getByText("Nothing in this part of the map", { exact: true })).toBeVisible();
  await filter.fill(right);
  await expect(visitor.getByText("1 feature in view", { exact: true })).toBeVisible();

  await page.goto(community.console(`/datasets/${place.datasetId}?tab=contributions`));
  await page.getByRole("combobox", { name: "Layer" }).selectOption(place.layerId);
  const changed = page.getByRole("list", { name: "Changed features" });
  await changed.getByRole("button").filter({ hasText: right }).click();
  const life = page.getByRole("dialog", { name: `History: ${right}` });
  await expect(life.getByRole("listitem").filter({ hasText: good })).toContainText(right);
  await life.getByRole("button", { name: "Close" }).click();

  // Before the layer was published, there is nothing to compare.
  await page.getByLabel("From", { exact: true }).fill("2020-01-01");
  await page.getByLabel("To", { exact: true }).fill("2020-02-01");
  await expect(page.getByText("Nothing changed between these two dates.")).toBeVisible();
  await expect(page.getByText("The layer was published on", { exact: false })).toBeVisible();
  await expect(changed).toHaveCount(0);
});
