import { expect, type Page } from "@playwright/test";
import { call } from "../pages/api.ts";
import { test } from "../pages/journey.ts";
import { sendReport } from "../pages/sent-reports.ts";
import { accountOf } from "../pages/stack.ts";

const LABEL = /^(Recherche dans l’administration|Search the console)$/;

/** Opens the palette with its shortcut and types a search text. */
async function search(page: Page, typed: string) {
  const palette = page.getByRole("dialog", { name: LABEL });
  // The shortcut works only once the page is hydrated.
  await expect(async () => {
    if (!(await palette.isVisible())) await page.keyboard.press("Control+k");
    await expect(palette.getByRole("combobox")).toBeFocused({ timeout: 2000 });
  }).toPass();
  await page.keyboard.type(typed);
  return palette;
}

test("a manager finds a person, a report, a contribution and an action by keyboard", async ({ page, community, signIn }) => {
  const stamp = `P${Date.now()}`;
  await signIn(page, "manager");
  await page.goto(community.console());
  const report = await sendReport(page, community.portal.id, { body: `Un banc est cassé ${stamp}` });
  const { communityId, datasetId } = community.layer("zone_urba");
  const title = `Corriger les noms ${stamp}`;
  const contribution = await call<{ id: string }>(page, "contributions.create", { communityId, datasetId, title, message: "" });
  // A draft that was already open keeps its old title.
  await call(page, "contributions.describe", { communityId, contributionId: contribution.id, title, message: "" });

  // By a part of an e-mail address, which is not part of the name.
  const moderator = accountOf("moderator");
  let palette = await search(page, moderator.email.split("@")[0] ?? "");
  await expect(palette.getByRole("group", { name: "Membres" }).getByRole("option")).toHaveCount(1);
  await expect(palette.getByRole("option", { selected: true })).toContainText(moderator.name);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: moderator.name })).toBeVisible();
  await page.keyboard.press("Escape");

  palette = await search(page, stamp.toLowerCase());
  await expect(palette.getByRole("status")).toHaveText("2 résultats");
  await page.keyboard.press("End");
  await expect(palette.getByRole("group", { name: "Signalements" }).getByRole("option", { selected: true })).toContainText(stamp);
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname.endsWith(`/reports/${report.id}`));

  palette = await search(page, `corriger les noms ${stamp}`);
  await expect(palette.getByRole("option", { selected: true })).toContainText(accountOf("manager").name);
  await expect(palette.getByRole("status")).toHaveText("1 résultat");
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname.endsWith(`/contributions/${contribution.id}`));

  await search(page, "inviter");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "Inviter des personnes" })).toBeVisible();
  await page.keyboard.press("Escape");

  palette = await search(page, `rien ${stamp}`);
  await expect(palette.getByText(/^Rien ne correspond/)).toBeVisible();
  await palette.getByRole("button", { name: "Effacer la recherche" }).click();
  await expect(palette.getByRole("combobox")).toBeFocused();
  await expect(palette.getByRole("group", { name: "Actions" }).getByRole("option").first()).toBeVisible();

  await call(page, "contributions.withdraw", { communityId, contributionId: contribution.id });
});

test("a contributor sees the navigation in groups and finds only what the role may read; in English", async ({ person, community }) => {
  const page = await person("contributor", "en");
  const lists: string[] = [];
  page.on("request", (request) => lists.push(...(/\/trpc\/([^?]+)/.exec(request.url())?.[1]?.split(",") ?? [])));
  await page.goto(community.console());
  const navigation = page.getByRole("navigation", { name: "Main navigation" });
  await expect(navigation.getByRole("list", { name: "Data", exact: true }).getByRole("link", { name: "Uploads" })).toBeVisible();
  await expect(navigation.getByRole("list", { name: "Collaboration" }).getByRole("link")).toHaveCount(2);
  await expect(navigation.getByRole("list", { name: "People" }).getByRole("link", { name: /^Members/ })).toBeVisible();

  const palette = await search(page, accountOf("moderator").name);
  await expect(palette.getByText(/^Nothing matches/)).toBeVisible();
  expect(lists).toContain("contributions.list");
  expect(lists).not.toContain("members.list");

  // On a phone the same groups are in the drawer, which closes when a link is followed.
  await page.keyboard.press("Escape");
  await page.setViewportSize({ width: 360, height: 740 });
  await page.getByRole("button", { name: "Open the navigation" }).click();
  const drawer = page.getByRole("dialog");
  await drawer.getByRole("list", { name: "Portals" }).getByRole("link", { name: "Portals" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Portals" })).toBeVisible();
  await expect(drawer).toBeHidden();
});
