import { expect, type Page } from "@playwright/test";
import { call } from "../pages/api.ts";
import { propose, zoning } from "../pages/contributions.ts";
import { fillSignIn } from "../pages/hub.ts";
import { test } from "../pages/people.ts";
import { accountOf, portalUrl } from "../pages/stack.ts";

const site = portalUrl("urbanisme");

type Person = (role: string) => Promise<Page>;

/** Two people change one zone: its purpose both, another field each alone. Whoever is second is in conflict. */
async function conflict(person: Person, fid: number, stamp: string) {
  const [contributor, moderator, manager] = [await person("contributor"), await person("moderator"), await person("manager")];
  const place = await zoning(manager);
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

async function account(page: Page, locale: string): Promise<void> {
  await page.goto(`${site}/${locale}/account`);
  await fillSignInIfAsked(page);
  await page.waitForURL(`${site}/${locale}/account**`);
}

async function fillSignInIfAsked(page: Page): Promise<void> {
  // One session at the hub opens every site: the password is asked for only when there is none.
  await page.waitForLoadState();
  if (await page.getByLabel("Mot de passe", { exact: true }).isVisible()) await fillSignIn(page, accountOf("contributor").email);
}

test("two people edit one zone; the second settles the conflict in the portal, and the merged zone holds both", async ({ person }) => {
  const stamp = `${Date.now()}`;
  const { contributor: page, merge, now, title } = await conflict(person, 11, stamp);
  await account(page, "fr");
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

test("the same in English, where the data as it is now stays", async ({ person }) => {
  const stamp = `${Date.now()}`;
  const { contributor: page, merge, now, title } = await conflict(person, 12, stamp);
  await account(page, "en");
  const own = page.locator("#contributions").getByRole("listitem").filter({ hasText: title }).first();
  await own.getByRole("link", { name: "Settle the conflict" }).click();
  await page.getByRole("radio", { name: new RegExp(`Vue du plan ${stamp}`) }).check();
  await page.getByRole("button", { name: "Settle and send to review" }).click();
  await expect(page.getByText("The contribution is back in review")).toBeVisible();
  expect((await merge()).outcome).toBe("merged");
  expect((await now()).properties).toMatchObject({ libelong: `Vue du plan ${stamp}`, destdomi: `Mixte ${stamp}` });
});
