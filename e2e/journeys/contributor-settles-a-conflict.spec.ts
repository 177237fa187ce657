import { expect, type Page } from "@playwright/test";
import { call } from "../pages/api.ts";
import type { Community } from "../pages/community.ts";
import { propose } from "../pages/contributions.ts";
import { enterSite, test } from "../pages/journey.ts";
import { withholdScripts } from "../pages/loading.ts";

type Person = (role: string) => Promise<Page>;

/** Two people change the purpose of one zone, and one other field each. The second one gets a conflict. */
async function conflict(person: Person, community: Community, fid: number, stamp: string) {
  const [contributor, moderator, manager] = [await person("contributor"), await person("moderator"), await person("manager")];
  const place = community.layer("zone_urba");
  const title = `Zone relue ${stamp}`;
  const mine = await propose(contributor, place, title, fid, { libelong: `Vue du terrain ${stamp}`, destdomi: `Mixte ${stamp}` });
  const theirs = await propose(moderator, place, `Zone reprise ${stamp}`, fid, {
    libelong: `Vue du plan ${stamp}`,
    nomfic: `r${stamp}.pdf`,
  });
  const merge = async (contributionId: string) => {
    const named = { communityId: place.communityId, contributionId };
    const { editsVersion } = await call<{ editsVersion: number }>(manager, "contributions.get", named, "query");
    return call<{ outcome: string }>(manager, "contributions.merge", { ...named, editsVersion });
  };
  expect((await merge(theirs)).outcome).toBe("merged");
  expect((await merge(mine)).outcome).toBe("conflicting");
  const now = () => call<{ properties: Record<string, unknown> }>(manager, "features.get", { layerId: place.layerId, fid }, "query");
  return { contributor, merge: () => merge(mine), now, title };
}

async function account(page: Page, site: string, locale: string): Promise<void> {
  await enterSite(page, site);
  await page.goto(`${site}/${locale}/account`);
}

test("a contributor settles a conflict in the portal, and the merged zone has the changes of both people", async ({
  community,
  person,
}) => {
  const stamp = `${Date.now()}`;
  const { contributor: page, merge, now, title } = await conflict(person, community, 11, stamp);
  await account(page, community.site, "fr");
  const own = page.locator("#contributions").getByRole("listitem").filter({ hasText: title }).first();
  await expect(own.getByText("En conflit")).toBeVisible();
  await own.getByRole("link", { name: "Régler le conflit" }).click();
  await expect(page.getByRole("heading", { name: "Régler les conflits" })).toBeVisible();
  const settle = page.getByRole("button", { name: "Régler et renvoyer en examen" });
  await expect(settle).toHaveAttribute("aria-disabled", "true");
  const purpose = page.getByRole("group", { name: "Vocation" });
  await expect(purpose.getByRole("radio", { name: new RegExp(`Vue du plan ${stamp}`) })).toBeVisible();
  await purpose.getByRole("radio", { name: "Autre valeur" }).check();
  await purpose.getByLabel("Autre valeur pour Vocation").fill(`Vue des deux ${stamp}`);
  await expect(page.getByText("Tout est choisi.")).toBeVisible();
  await settle.click();
  await expect(page.getByText("La contribution est renvoyée en relecture")).toBeVisible();
  expect((await merge()).outcome).toBe("merged");
  expect((await now()).properties).toMatchObject({
    libelong: `Vue des deux ${stamp}`,
    destdomi: `Mixte ${stamp}`,
    nomfic: `r${stamp}.pdf`,
  });
  await page.getByRole("link", { name: "Voir mes contributions" }).click();
  await expect(own.getByText("Intégrée")).toBeVisible();
});

test("a contributor settles a conflict in English and keeps the current value, chosen before the page was ready", async ({
  community,
  person,
}) => {
  const stamp = `${Date.now()}`;
  const { contributor: page, merge, now, title } = await conflict(person, community, 12, stamp);
  await account(page, community.site, "en");
  const own = page.locator("#contributions").getByRole("listitem").filter({ hasText: title }).first();
  const release = await withholdScripts(page);
  await own.getByRole("link", { name: "Settle the conflict" }).click();
  await page.getByRole("radio", { name: new RegExp(`Vue du plan ${stamp}`) }).check();
  release();
  await page.getByRole("button", { name: "Settle and send to review" }).click();
  await expect(page.getByText("The contribution is back in review")).toBeVisible();
  expect((await merge()).outcome).toBe("merged");
  expect((await now()).properties).toMatchObject({ libelong: `Vue du plan ${stamp}`, destdomi: `Mixte ${stamp}` });
});
