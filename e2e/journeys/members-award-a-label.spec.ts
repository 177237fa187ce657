import { expect } from "@playwright/test";
import { call } from "../pages/api.ts";
import { enterSite, test } from "../pages/journey.ts";
import { withholdScripts } from "../pages/loading.ts";

test("a manager creates a label by vote, a member's vote awards it, and the member rates the dataset; in English", async ({
  community,
  person,
  someone,
}) => {
  const stamp = String(Date.now()).slice(-6);
  const name = `Trusted here ${stamp}`;
  const [manager, member] = [await person("manager", "en"), await person("member", "en")];
  await enterSite(member, community.site);
  const { site } = community;
  const { communityId, datasetId } = community.layer("zone_urba");
  await manager.goto(community.console("/labels"));
  await manager.getByRole("button", { name: "New label" }).click();
  const editor = manager.getByRole("dialog", { name: "New label" });
  await editor.getByLabel("Name in French").fill(`De confiance ${stamp}`);
  await editor.getByLabel("Name in English").fill(name);
  await editor.getByLabel("Given by").selectOption({ label: "A vote of members" });
  await editor.getByLabel("Votes needed").fill("1");
  // The editor shows the effect of the rule before it is saved.
  await expect(editor.getByText("would have this label", { exact: false })).toBeVisible();
  await editor.getByRole("button", { name: "Save" }).click();
  await expect(manager.getByText(name)).toBeVisible();

  const { slug } = await call<{ slug: string }>(manager, "datasets.get", { communityId, datasetId }, "query");
  // The member is faster than the page: what is pressed, chosen and typed before its scripts run counts.
  const releasePage = await withholdScripts(member);
  await member.goto(`${site}/en/catalogue/${slug}`, { waitUntil: "commit" });
  const vote = member.getByRole("group", { name: `Does this dataset deserve the label “${name}”?` });
  await vote.getByRole("button", { name: "Yes" }).click();
  releasePage();
  await expect(vote.getByText("Your vote is counted.")).toBeVisible();
  const standing = member.getByRole("listitem").filter({ hasText: name });
  await expect(standing.getByText(/^Awarded on /)).toBeVisible();
  await expect(standing.getByText(/^1 vote for, none against/)).toBeVisible();
  // Everyone sees the label, at the top of the page and in the catalogue.
  const visitor = await someone("en-GB");
  await visitor.goto(`${site}/en/catalogue/${slug}`);
  await expect(visitor.getByText(`Label: ${name}`).first()).toBeAttached();
  await vote.getByRole("button", { name: "Take back my vote" }).click();
  await expect(standing.getByText("members are voting", { exact: false })).toBeVisible();

  const release = await withholdScripts(member);
  await member.reload({ waitUntil: "commit" });
  const ratings = member.getByRole("heading", { name: "What users think" }).locator("..");
  await ratings.getByRole("radio", { name: "4 stars" }).check();
  await ratings.getByLabel("Comment").fill(`Handy on site ${stamp}`);
  release();
  await ratings.getByRole("button", { name: "Give this rating" }).click();
  await expect(ratings.getByText("Your rating is saved", { exact: false })).toBeVisible();
  await expect(ratings.getByRole("listitem").filter({ hasText: `Handy on site ${stamp}` })).toContainText("4 stars");
  await ratings.getByRole("radio", { name: "5 stars" }).check();
  await ratings.getByRole("button", { name: "Change my rating" }).click();
  await expect(ratings.getByRole("listitem").filter({ hasText: `Handy on site ${stamp}` })).toContainText("5 stars");

  // A manager hides a comment in the console; its author is notified.
  await manager.goto(community.console(`/datasets/${datasetId}?tab=quality`));
  const said = manager.getByRole("listitem").filter({ hasText: `Handy on site ${stamp}` });
  await said.getByRole("button", { name: "Hide" }).click();
  await expect(said.getByText("Hidden", { exact: true })).toBeVisible();
  await member.reload();
  await expect(ratings.getByText("Moderators hid your comment")).toBeVisible();
  await ratings.getByRole("button", { name: "Take my rating back" }).click();
  await expect(ratings.getByText("Your rating was taken back.")).toBeVisible();
  await expect(ratings.getByText(`Handy on site ${stamp}`)).toHaveCount(0);
});
