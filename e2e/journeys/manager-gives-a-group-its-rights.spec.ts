import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "../pages/accessible.ts";
import { call } from "../pages/api.ts";
import { linkInLastMail } from "../pages/hub.ts";
import { enterSite, test } from "../pages/journey.ts";
import { accountOf, coreUrl } from "../pages/stack.ts";

test("a manager gives a layer to a group and prolongs it; a person who leaves it sees the layer no more at once", async ({
  community,
  person,
}) => {
  const { communityId, datasetId, layerId } = community.layer("zone_urba");
  const [manager, guest] = [await person("manager"), await person("stranger")];
  const { email, name } = accountOf("stranger");
  const groupName = `Équipe de terrain ${Date.now()}`;
  await manager.goto(community.console(`/datasets/${datasetId}`));
  await call(manager, "datasets.update", { communityId, datasetId, record: { visibility: "private" } });
  const dataset = await call<{ slug: string; layers: { id: string; title: string }[] }>(
    manager,
    "datasets.get",
    { communityId, datasetId },
    "query",
  );
  const title = dataset.layers.find(({ id }) => id === layerId)?.title ?? "";

  // The group and its invitation.
  await manager.goto(community.console("/groups"));
  await manager.getByRole("button", { name: "Créer un groupe" }).first().click();
  const form = manager.getByRole("dialog", { name: "Créer un groupe" });
  await form.getByLabel(/^Nom/).fill(groupName);
  await expectAccessible(manager, { part: "[role=dialog]" });
  await form.getByRole("button", { name: "Créer le groupe" }).click();
  const panel = manager.getByRole("dialog", { name: groupName });
  await panel.getByLabel("Inviter une adresse").fill("sans arobase");
  await panel.getByRole("button", { name: "Envoyer l’invitation" }).click();
  await expect(panel.getByText("Écrivez une adresse", { exact: false })).toBeVisible();
  await panel.getByLabel("Inviter une adresse").fill(email);
  await panel.getByRole("button", { name: "Envoyer l’invitation" }).click();
  await expect(panel.getByRole("button", { name: `Annuler l’invitation de ${email}` })).toBeVisible();
  await expectAccessible(manager, { part: "[role=dialog]" });

  await guest.goto(await linkInLastMail(guest, email, "/invitations/groups/", groupName));
  await expect(guest.getByRole("heading", { name: `Rejoindre le groupe « ${groupName} »` })).toBeVisible();
  await expectAccessible(guest);
  await guest.getByRole("button", { name: "Rejoindre le groupe" }).click();
  await expect(guest.getByText(`Vous êtes dans le groupe « ${groupName} »`, { exact: false })).toBeVisible();

  // Where the data are.
  await expect(guest.getByRole("link", { name: community.portal.name })).toHaveAttribute("href", community.site);

  await giveToGroup(manager, community.console(`/datasets/${datasetId}?tab=rights`), groupName, title);

  await viewAsGroup(manager, groupName);

  // From the page of the portal, as everyone sees it.
  await enterSite(manager, community.site);
  await manager.goto(`${community.site}/fr/catalogue/${dataset.slug}`);
  await manager.getByRole("link", { name: "Voir comme…" }).click();
  const look = manager.getByRole("dialog", { name: "Voir ces données comme quelqu’un d’autre" });
  await expect(look.getByLabel("Qui", { exact: true })).toHaveValue("everyone");
  await look.getByRole("button", { name: "Voir", exact: true }).click();
  await expect(look.getByText("Rien de ce jeu de données n’est visible", { exact: false })).toBeVisible();

  // The person reads it on the portal and by a key, until they leave the group.
  await enterSite(guest, community.site);
  const page = `${community.site}/fr/catalogue/${dataset.slug}`;
  await expect(async () => expect((await guest.goto(page))?.status()).toBe(200)).toPass();
  await expect(guest.getByRole("region", { name: "Vous voyez une partie de ces données" })).toBeVisible();
  await expect(guest.getByRole("link", { name: "Voir comme…" })).toHaveCount(0);
  const { secret } = await call<{ secret: string }>(guest, "access.createKey", { name: "QGIS", scope: "read", days: 30 });
  const read = () =>
    guest.request.get(`${coreUrl}/ogc/collections/${layerId}/items?limit=1`, { headers: { authorization: `Bearer ${secret}` } });
  expect((await read()).status()).toBe(200);
  await manager.goto(community.console("/groups"));
  await manager.getByRole("button", { name: `Ouvrir le groupe ${groupName}` }).click();
  await expect(panel.getByText(name)).toBeVisible();

  await guest.goto(`${community.site}/fr/account`);
  await guest.getByRole("button", { name: `Quitter le groupe ${groupName}` }).click();
  await expectAccessible(guest, { part: "#communities" });
  await guest.getByRole("button", { name: "Quitter le groupe", exact: true }).click();
  await expect(guest.getByText(`Vous avez quitté le groupe « ${groupName} »`, { exact: false })).toBeVisible();
  expect((await read()).status()).toBe(404);
  expect((await guest.goto(page))?.status()).toBe(404);

  // The right goes with the group.
  await manager.reload();
  await manager.getByRole("button", { name: `Ouvrir le groupe ${groupName}` }).click();
  await expect(panel.getByText("Personne n’est encore dans ce groupe.")).toBeVisible();
  await panel.getByRole("button", { name: "Supprimer" }).click();
  const question = manager.getByRole("dialog", { name: /^Supprimer le groupe/ });
  await expect(question.getByText("Le droit du groupe cesse tant qu’il est dans la corbeille.", { exact: false })).toBeVisible();
  await question.getByRole("button", { name: "Supprimer" }).click();
  await expect(question).toBeHidden();
  await manager.goto(community.console(`/datasets/${datasetId}?tab=rights`));
  await expect(manager.getByText("Personne n’a de droit particulier sur ces données.")).toBeVisible();
});

/** The dataset as the group sees it, until the look is ended. */
async function viewAsGroup(manager: Page, group: string): Promise<void> {
  await manager.getByRole("button", { name: "Voir comme…" }).click();
  const dialog = manager.getByRole("dialog", { name: "Voir ces données comme quelqu’un d’autre" });
  await dialog.getByLabel("Qui", { exact: true }).selectOption({ label: "Un groupe" });
  await dialog.getByLabel("Groupe", { exact: true }).selectOption({ label: group });
  await dialog.getByRole("button", { name: "Voir", exact: true }).click();
  await expect(dialog.getByText(`Vous voyez ces données comme le groupe « ${group} ».`)).toBeVisible();
  await expect(dialog.getByRole("table")).toBeVisible();
  await expectAccessible(manager, { part: "[role=dialog]" });
  await dialog.getByRole("button", { name: "Terminer" }).click();
  await expect(dialog).toBeHidden();
}

async function giveToGroup(manager: Page, address: string, group: string, layer: string): Promise<void> {
  await manager.goto(address);
  await manager.getByRole("button", { name: "Donner un droit" }).click();
  const dialog = manager.getByRole("dialog", { name: "Donner un droit" });
  await dialog.getByLabel("À qui").selectOption({ label: "Un groupe" });
  await dialog.getByLabel("Groupe", { exact: true }).selectOption({ label: group });
  await dialog.getByLabel("Quelle couche").selectOption({ label: layer });
  await dialog.getByLabel("Jusqu’au").fill(new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10));
  await expectAccessible(manager, { part: "[role=dialog]" });
  await dialog.getByRole("button", { name: "Donner ce droit" }).click();
  await expect(manager.getByText(`Le groupe « ${group} » voit tout de « ${layer} »`, { exact: false })).toBeVisible();
  // It ends within a month: two clicks prolong it for its own length.
  await manager.getByRole("button", { name: /^Prolonger/ }).click();
  const renewal = manager.getByRole("dialog", { name: "Prolonger le droit" });
  await renewal.getByRole("button", { name: "Prolonger" }).click();
  await expect(renewal).toBeHidden();
  await expect(manager.getByRole("button", { name: /^Prolonger/ })).toHaveCount(0);
  await expectAccessible(manager);
}
