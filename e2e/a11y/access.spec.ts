import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "../pages/accessible.ts";
import { call } from "../pages/api.ts";
import { checkOf } from "../pages/checked-page.ts";
import type { Community } from "../pages/community.ts";
import { linkInLastMail } from "../pages/hub.ts";
import { enterSite, test } from "../pages/journey.ts";
import { accountOf, adminUrl } from "../pages/stack.ts";

test.use({ colorScheme: "light" });

const LANGUAGES = ["fr", "en"] as const;
const OFFICE = accountOf("stranger").email;

async function inLanguage(page: Page, language: (typeof LANGUAGES)[number]): Promise<void> {
  await page.context().addCookies([{ name: "archipel-locale", value: language, url: adminUrl }]);
}

/** Checks pages in both languages; the dark colours are those of the other language. */
async function checkAll(page: Page, addresses: readonly string[]): Promise<void> {
  const check = checkOf(page);
  for (const language of LANGUAGES) {
    await inLanguage(page, language);
    for (const address of addresses) {
      await page.goto(address);
      await check({ alsoInTheDark: language === "en" });
    }
  }
}

test("axe: groups, keys, members, the account and the platform, in both languages", async ({ community, person }) => {
  const { id: communityId } = community;
  const [manager, operator, invited] = [await person("manager"), await person("operator"), await person("stranger")];
  await manager.goto(community.console("/groups"));
  const groupName = `Bureau d’études ${Date.now()}`;
  const { id: groupId } = await call<{ id: string }>(manager, "groups.make", { communityId, name: groupName, description: "" });
  await call(manager, "groups.invite", { communityId, groupId, email: OFFICE });
  const invitation = await linkInLastMail(invited, OFFICE, "/invitations/groups/", groupName);
  await checkAll(invited, [invitation, `${adminUrl}/invitations/groups/unknown`]);
  await checkAll(manager, [
    community.console("/groups"),
    community.console("/members"),
    community.console("/keys"),
    `${adminUrl}/account`,
    `${adminUrl}/account?tab=security`,
  ]);
  await checkAll(
    operator,
    ["state", "communities", "portals", "people", "access"].map((tab) => `${adminUrl}/platform?tab=${tab}`),
  );
});

test("axe: an organisation and what a community gives to it, in both languages", async ({ community, person }) => {
  const { id: communityId, slug } = community;
  const [manager, operator, boss] = [await person("manager"), await person("operator"), await person("stranger")];
  const name = `Département ${Date.now()}`;
  await operator.goto(`${adminUrl}/platform`);
  await call(operator, "organisations.make", { nameFr: name, nameEn: name, description: "", managerEmail: OFFICE });
  const invitation = await linkInLastMail(boss, OFFICE, "/invitations/organisations/", name);
  await checkAll(boss, [invitation]);
  await boss.goto(invitation);
  await boss.getByRole("button", { name: "Join the organisation" }).click();
  await boss.getByRole("link", { name: "Open the organisation" }).click();
  await boss.waitForURL(/\/organisations\/[0-9a-f-]{36}$/);
  const organisationId = new URL(boss.url()).pathname.split("/").at(-1) ?? "";
  await call(boss, "organisations.inviteCommunity", { organisationId, slug, message: "" });
  await manager.goto(community.console("/organisations"));
  await checkAll(manager, [community.console("/organisations")]);
  const [agreement] = await call<{ id: string }[]>(manager, "organisations.ofCommunity", { communityId }, "query");
  const given = { reading: true, membersUpTo: "contributor", grants: true, figures: true };
  await call(manager, "organisations.accept", { communityId, agreementId: agreement?.id, given });
  await checkAll(manager, [community.console("/organisations")]);
  const own = `${adminUrl}/organisations/${organisationId}`;
  await checkAll(boss, [own, `${own}/${communityId}/members`, `${own}/${communityId}/rights`]);
});

test("axe: rights on a dataset, what their reader sees, and why not more, in both languages", async ({ community, person }) => {
  const { communityId, datasetId, layerId } = community.layer("zone_urba");
  const [manager, office] = [await person("manager"), await person("stranger")];
  const rights = community.console(`/datasets/${datasetId}?tab=rights`);
  await manager.goto(rights);
  await call(manager, "datasets.update", { communityId, datasetId, record: { visibility: "private" } });
  const { slug } = await call<{ slug: string }>(manager, "datasets.get", { communityId, datasetId }, "query");
  const given = { communityId, datasetId, layerId, until: null, subject: { kind: "person", email: OFFICE } };
  const { id: grantId } = await call<{ id: string }>(manager, "grants.give", { ...given, columns: ["libelong"], permission: "propose" });
  await checkAll(manager, [rights]);
  // While a dialog is open, the page behind it is hidden.
  for (const language of LANGUAGES) {
    await inLanguage(manager, language);
    await manager.goto(`${rights}&view=everyone`);
    await expect(manager.getByRole("dialog")).toBeVisible();
    await expectAccessible(manager, { part: "[role=dialog]" });
  }

  await enterSite(office, community.site);
  const check = checkOf(office);
  const page = (language: string) => `${community.site}/${language}/catalogue/${slug}`;
  await expect(async () => expect((await office.goto(page("fr")))?.status()).toBe(200)).toPass();
  for (const language of LANGUAGES) {
    for (const address of [page(language), `${community.site}/${language}/map?edit=${layerId}/40`]) {
      await office.goto(address);
      await check({ alsoInTheDark: language === "en" });
    }
  }
  await call(manager, "grants.revoke", { communityId, grantId });
  await seesItClosed(office, community, slug);
});

/** The page of a dataset says to people who had a right that it ended. */
async function seesItClosed(office: Page, community: Community, slug: string): Promise<void> {
  const check = checkOf(office);
  for (const language of LANGUAGES) {
    await office.goto(`${community.site}/${language}/catalogue/${slug}`);
    await expect(office.getByText(language === "fr" ? /^Cet accès a été retiré/ : /^This access was/)).toBeVisible();
    await check({ alsoInTheDark: language === "en" });
  }
}
