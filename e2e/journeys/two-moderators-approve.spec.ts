import { expect } from "@playwright/test";
import { call } from "../pages/api.ts";
import { propose } from "../pages/contributions.ts";
import { test } from "../pages/journey.ts";
import { adminUrl } from "../pages/stack.ts";

test("two moderators approve: one requests changes, the author submits again, approvals restart, the other merges; in English", async ({
  community,
  person,
}) => {
  const stamp = String(Date.now());
  const title = `Zone reviewed by two ${stamp}`;
  const [author, first, second] = [await person("contributor", "en"), await person("moderator", "en"), await person("manager", "en")];
  const place = community.layer("zone_urba");
  const { communityId, datasetId, layerId } = place;
  const rules = await call<object>(second, "contributions.rules", { communityId, datasetId }, "query");
  await call(second, "contributions.saveRules", { communityId, datasetId, rules: { ...rules, approvals: 1 } });
  // The manager sets the rule in the console.
  await second.goto(community.console(`/datasets/${datasetId}?tab=contributions`));
  await second.getByLabel("Approvals needed to merge edits of others").selectOption("2");
  await second.getByRole("button", { name: "Save" }).click();
  await expect(second.getByText("Changes saved").first()).toBeVisible();
  const contributionId = await propose(author, place, title, 61, { libelong: `First wording ${stamp}` });
  const path = community.console(`/contributions/${contributionId}`);

  await second.goto(path);
  await expect(second.getByText("0 of 2")).toBeVisible();
  await second.getByRole("button", { name: "Approve", exact: true }).click();
  await expect(second.getByText("You approved it.")).toBeVisible();
  await expect(second.getByText("1 of 2")).toBeVisible();
  // Each person counts once: someone else must merge.
  await expect(second.getByRole("button", { name: "Merge", exact: true })).toHaveCount(0);
  const { editsVersion } = await call<{ editsVersion: number }>(second, "contributions.get", { communityId, contributionId }, "query");
  const refused = await second.request.post(`${adminUrl}/api/core/trpc/contributions.merge`, {
    data: { json: { communityId, contributionId, editsVersion } },
    headers: { origin: adminUrl },
  });
  expect(await refused.text()).toContain("approvals-missing");

  await first.goto(path);
  await first.getByRole("button", { name: /^Request changes/ }).click();
  const asked = first.getByRole("dialog", { name: `Request changes to “${title}”` });
  await asked.getByLabel("Template").selectOption("No source");
  await asked.getByRole("button", { name: "Send back" }).click();
  await expect(first.getByText("Its author has to rework it", { exact: false })).toBeVisible();

  await author.goto(path);
  await expect(author.getByText("Its source is missing", { exact: false }).first()).toBeVisible();
  const { version } = await call<{ version: number }>(author, "features.get", { layerId, fid: 61 }, "query");
  const edits = [{ operation: "update", layerId, fid: 61, baseVersion: version, values: { libelong: `Sourced wording ${stamp}` } }];
  await call(author, "contributions.saveEdits", { communityId, contributionId, edits });
  await author.reload();
  await expect(author.getByRole("table").getByText(`Sourced wording ${stamp}`)).toBeVisible();
  await author.getByRole("button", { name: "Submit", exact: true }).click();
  await expect(author.getByText("A moderator has to review it.")).toBeVisible();

  await first.reload();
  await expect(first.getByText("0 of 2")).toBeVisible();
  await first.getByRole("button", { name: "Approve", exact: true }).click();
  await expect(first.getByText("You approved it.")).toBeVisible();
  await second.reload();
  await expect(second.getByText("No conflict with the data as it is today")).toBeVisible();
  await second.getByRole("button", { name: "Merge", exact: true }).click();
  await expect(second.getByText(/^Merged by /)).toBeVisible();
  const merged = await call<{ properties: { libelong: string } }>(second, "features.get", { layerId, fid: 61 }, "query");
  expect(merged.properties.libelong).toBe(`Sourced wording ${stamp}`);
});
