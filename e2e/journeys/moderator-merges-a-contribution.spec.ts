import { expect } from "@playwright/test";
import { call } from "../pages/api.ts";
import { merge, propose } from "../pages/contributions.ts";
import { test } from "../pages/journey.ts";
import { adminUrl } from "../pages/stack.ts";

test("a moderator works through the queue by keyboard, settles a conflict, merges, and finds it in the history; in English", async ({
  page,
  community,
  person,
  signIn,
}) => {
  const stamp = String(Date.now());
  const mine = `Zone renamed ${stamp}`;
  const contributor = await person("contributor");
  const place = community.layer("zone_urba");
  const proposed = await propose(contributor, place, mine, 40, { libelong: `Proposed ${stamp}` });
  const other = await propose(contributor, place, `Official ${stamp}`, 40, { libelong: `Official ${stamp}` });

  await signIn(page, "moderator");
  // Meanwhile another contribution changes the same attribute of the same zone.
  await merge(page, place, other);
  await page.context().addCookies([{ name: "archipel-locale", value: "en", url: adminUrl }]);
  await page.goto(community.console("/contributions?view=waiting&mine=0"));
  const row = page.getByRole("link", { name: new RegExp(mine) });
  await expect(row).toBeVisible();

  await page.keyboard.press("?");
  const sheet = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(sheet.getByText("Next contribution")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();
  for (let presses = 0; presses < 60 && !(await row.evaluate((link) => link === document.activeElement)); presses++) {
    await page.keyboard.press("j");
  }
  await expect(row).toBeFocused();

  // A rejection without a reason is not sent.
  await page.keyboard.press("r");
  const refusal = page.getByRole("dialog", { name: `Reject “${mine}”` });
  await refusal.getByRole("button", { name: "Reject" }).click();
  await expect(refusal.getByText("Write a reason: the author has to know why.")).toBeVisible();
  await refusal.getByLabel("Template").selectOption("No source");
  await expect(refusal.getByLabel("What the author will read")).toHaveValue(/Its source is missing/);
  await refusal.getByRole("button", { name: "Cancel" }).click();

  await row.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: mine })).toBeVisible();
  await expect(page.getByText("One edit conflicts with more recent changes", { exact: false })).toBeVisible();
  await expect(page.getByRole("table").getByText(`Proposed ${stamp}`)).toBeVisible();
  await page.keyboard.press("m");
  // The press that finds the conflict leads to where it is settled.
  await expect(page.getByRole("heading", { level: 1, name: "Settle the conflicts" })).toBeVisible();
  const settle = page.getByRole("button", { name: "Settle and merge" });
  await expect(settle).toHaveAttribute("aria-disabled", "true");
  await expect(page.getByText(`Official ${stamp}`)).toBeVisible();
  await page.getByRole("radio", { name: /^Another value/ }).check();
  await page.getByRole("textbox", { name: /^Another value for/ }).fill(`Agreed ${stamp}`);
  await settle.click();
  await page.waitForURL(`**/contributions/${proposed}`);
  await expect(page.getByText(/^Merged by Malik Haddad/)).toBeVisible();

  await page.goto(community.console(`/datasets/${place.datasetId}?tab=contributions`));
  await page.getByRole("combobox", { name: "Layer" }).selectOption(place.layerId);
  await expect(page.getByText(/features? changed/).first()).toBeVisible();
  const { label } = await call<{ label: string }>(page, "features.history", { layerId: place.layerId, fid: 40 }, "query");
  await page.getByRole("list", { name: "Changed features" }).getByRole("button").filter({ hasText: label }).first().waitFor();
  await page.goto(community.console(`/contributions/${proposed}`));
  await page.getByRole("button", { name: "History of the feature" }).click();
  const life = page.getByRole("dialog", { name: `History: ${label}` });
  await expect(life.getByRole("listitem").filter({ hasText: mine })).toContainText(`Agreed ${stamp}`);
  await expect(life.getByRole("table", { name: "Where each value comes from" })).toContainText("Camille Le Goff");
});
