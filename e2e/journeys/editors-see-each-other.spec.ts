import { expect, type Page } from "@playwright/test";
import { call } from "../pages/api.ts";
import { enterSite, test } from "../pages/journey.ts";
import { accountOf } from "../pages/stack.ts";

const author = accountOf("contributor").name;
const moderator = accountOf("moderator").name;

/** Blocks tiles, so that three open maps need little CPU. Other journeys test the drawing. */
async function withoutTiles(page: Page): Promise<Page> {
  await page.context().route(/\/(tiles|basemap)[/.]/, (route) => route.abort());
  return page;
}

/** Opens the editor on one zone, for a person with a session at the hub. */
async function edit(page: Page, site: string, layerId: string, fid: number) {
  await enterSite(page, site);
  await page.goto(`${site}/fr/map?edit=${layerId}/${fid}`);
  const editor = page.getByRole("region", { name: "Édition" });
  await expect(editor.getByLabel("Vocation")).toBeVisible();
  return editor;
}

const company = (page: Page) => page.getByRole("list", { name: "Qui a ouvert cette contribution" });

test("an author in two tabs and a moderator see each other, and each sees what the others save or submit", async ({
  community,
  person,
}) => {
  const first = await withoutTiles(await person("contributor"));
  const console = await withoutTiles(await person("moderator"));
  const place = community.layer("zone_urba");
  const { layerId } = place;
  const stamp = `${Date.now()}`;

  const one = await edit(first, community.site, layerId, 14);
  const purpose = one.getByLabel("Vocation");
  await purpose.fill(`Vue ici ${stamp}`);
  await expect(one.getByText("Brouillon enregistré")).toBeVisible();

  // A second tab opens the same draft, and each tab shows the other.
  const second = await first.context().newPage();
  const two = await edit(second, community.site, layerId, 14);
  await expect(two.getByLabel("Vocation")).toHaveValue(`Vue ici ${stamp}`);
  for (const page of [first, second]) await expect(company(page)).toContainText("Ouverte aussi dans un autre onglet");

  // A change saved in one tab appears in the other, beside its unsaved change. Undo reverts only the tab's own change.
  await two.getByLabel("Destination dominante").fill(`Mixte ${stamp}`);
  await purpose.fill(`Vue là-bas ${stamp}`);
  await expect(two.getByLabel("Vocation")).toHaveValue(`Vue là-bas ${stamp}`);
  await expect(two.getByLabel("Destination dominante")).toHaveValue(`Mixte ${stamp}`);
  await expect(one.getByLabel("Destination dominante")).toHaveValue(`Mixte ${stamp}`);
  await two.getByRole("button", { name: "Annuler", exact: true }).click();
  await expect(two.getByLabel("Destination dominante")).not.toHaveValue(`Mixte ${stamp}`);
  await expect(two.getByLabel("Vocation")).toHaveValue(`Vue là-bas ${stamp}`);
  await expect(one.getByLabel("Destination dominante")).not.toHaveValue(`Mixte ${stamp}`);

  // Submitting in one tab shows in the other.
  await one.getByRole("button", { name: "Revoir et transmettre" }).click();
  await one.getByRole("button", { name: "Transmettre", exact: true }).click();
  for (const page of [first, second]) await expect(page.getByText("Proposition transmise")).toBeVisible();
  await second.close();
  await expect(company(first)).toBeHidden();

  // A moderator opens it; both sides see that.
  const asked = { communityId: place.communityId, datasetId: place.datasetId, isMine: true, status: ["submitted"], limit: 100 };
  const { items } = await call<{ items: { id: string; edits: { updated: number } }[] }>(first, "contributions.list", asked, "query");
  const named = { communityId: place.communityId, contributionId: items.at(-1)?.id ?? "" };
  await console.goto(community.console(`/contributions/${named.contributionId}`));
  await expect(company(first)).toContainText(`${moderator} relit cette contribution`);
  await expect(company(console)).toContainText(`${author} consulte cette contribution`);

  // Sent back, the draft opens again in the author's tab. The moderator's page announces the change, and shows it on demand.
  await console.getByRole("button", { name: "Demander de revoir…" }).click();
  await console.getByLabel("Ce que l’auteur lira").fill("Précisez la vocation.");
  await console.getByRole("button", { name: "Renvoyer à l’auteur" }).click();
  await expect(one.getByText("Précisez la vocation.")).toBeVisible();
  await expect(company(console)).toContainText(`${author} modifie cette contribution`);
  await one.getByRole("button", { name: /^Voir / }).click();
  await one.getByLabel("Vocation").fill(`Vue de près ${stamp}`);
  await expect(console.getByText(`${author} a modifié cette contribution`)).toBeVisible();
  await expect(console.getByText(`Vue de près ${stamp}`)).toBeHidden();
  await console.getByRole("button", { name: "Afficher les changements" }).click();
  await expect(console.getByText(`Vue de près ${stamp}`).first()).toBeVisible();
  await expect(console.getByText(`${author} a modifié cette contribution`)).toBeHidden();

  // A person who edits the same feature sees that another proposal waits.
  const third = await console.context().newPage();
  const theirs = await edit(third, community.site, layerId, 14);
  await expect(theirs.getByText(`${author} propose aussi un changement de cet objet`)).toBeVisible();
  await third.close();

  // A closed page disappears at once.
  await first.close();
  await expect(company(console)).toBeHidden();
  await call(await person("contributor"), "contributions.withdraw", named);
});
