import { expect } from "@playwright/test";
import { expectAccessible } from "../pages/accessible.ts";
import { call } from "../pages/api.ts";
import { linkInLastMail } from "../pages/hub.ts";
import { enterSite, test } from "../pages/journey.ts";
import { accountOf, adminUrl, coreUrl } from "../pages/stack.ts";

test("a community joins an organisation, whose people read and admit until it leaves", async ({ community, person }) => {
  const { communityId, datasetId, layerId } = community.layer("zone_urba");
  // The operator is also the organisation's reader: no role in the community, like its manager.
  const [reader, manager, boss] = [await person("operator"), await person("stranger"), await person("manager")];
  const [readerAccount, managerAccount] = [accountOf("operator"), accountOf("stranger")];
  const name = `Département ${Date.now()}`;
  await boss.goto(community.console(`/datasets/${datasetId}`));
  await call(boss, "datasets.update", { communityId, datasetId, record: { visibility: "members" } });
  const { slug } = await call<{ slug: string }>(boss, "datasets.get", { communityId, datasetId }, "query");

  // An operator makes it, with its first manager.
  await reader.goto(`${adminUrl}/platform?tab=organisations`);
  await reader.getByRole("button", { name: "Créer une organisation" }).click();
  const form = reader.getByRole("dialog", { name: "Créer une organisation" });
  await form.getByLabel(/^Nom en français/).fill(name);
  await form.getByLabel(/^Nom en anglais/).fill(name);
  await form.getByLabel(/^Adresse de la première personne/).fill(managerAccount.email);
  await expectAccessible(reader, { part: "[role=dialog]" });
  await form.getByRole("button", { name: "Créer et inviter" }).click();
  await expect(form).toBeHidden();
  await manager.goto(await linkInLastMail(manager, managerAccount.email, "/invitations/organisations/", name));
  await expectAccessible(manager);
  await manager.getByRole("button", { name: "Rejoindre l’organisation" }).click();
  await manager.getByRole("link", { name: "Ouvrir l’organisation" }).click();
  await expect(manager.getByRole("heading", { name, level: 1 })).toBeVisible();

  // Its manager invites a reader and the community.
  await manager.getByRole("button", { name: "Inviter une personne" }).click();
  const invite = manager.getByRole("dialog", { name: "Inviter une personne" });
  await invite.getByLabel(/^Adresse/).fill(readerAccount.email);
  await invite.getByRole("button", { name: "Envoyer l’invitation" }).click();
  await expect(invite).toBeHidden();
  await reader.goto(await linkInLastMail(reader, readerAccount.email, "/invitations/organisations/", name));
  await reader.getByRole("button", { name: "Rejoindre l’organisation" }).click();
  await expect(reader.getByRole("link", { name: "Ouvrir l’organisation" })).toBeVisible();
  await manager.getByRole("button", { name: "Inviter une communauté" }).click();
  const ask = manager.getByRole("dialog", { name: "Inviter une communauté" });
  await ask.getByLabel(/^Nom court/).fill(community.slug);
  await ask.getByRole("button", { name: "Envoyer l’invitation" }).click();
  await expect(ask).toBeHidden();

  // The community joins, giving reading and members.
  await boss.goto(community.console("/organisations"));
  await boss.getByRole("button", { name: `Rejoindre « ${name} »` }).click();
  const answer = boss.getByRole("dialog", { name: `Rejoindre « ${name} »` });
  await answer.getByLabel(/^Lire les données/).check();
  await answer.getByLabel(/^Gérer les membres/).check();
  await expectAccessible(boss, { part: "[role=dialog]" });
  await answer.getByRole("button", { name: "Rejoindre l’organisation" }).click();
  await expect(answer).toBeHidden();
  await expect(boss.getByText("Donne : lecture des données", { exact: false })).toBeVisible();

  // The reader opens the dataset for members, on the portal and by a key.
  await enterSite(reader, community.site);
  const page = `${community.site}/fr/catalogue/${slug}`;
  await expect(async () => expect((await reader.goto(page))?.status()).toBe(200)).toPass();
  await reader.goto(adminUrl);
  const { secret } = await call<{ secret: string }>(reader, "access.createKey", { name: "QGIS", scope: "read", days: 30 });
  const read = async () => {
    const headers = { authorization: `Bearer ${secret}` };
    return (await reader.request.get(`${coreUrl}/ogc/collections/${layerId}/items?limit=1`, { headers })).status();
  };
  expect(await read()).toBe(200);

  // The manager admits a member, up to contributor.
  await manager.reload();
  await expectAccessible(manager);
  await manager.getByRole("link", { name: /^Gérer les membres de / }).click();
  await expect(manager.getByRole("heading", { level: 1, name: /^Membres de / })).toBeVisible();
  await manager.getByRole("button", { name: "Inviter", exact: false }).first().click();
  const admit = manager.getByRole("dialog", { name: "Inviter des personnes" });
  await expect(admit.getByLabel(/^Gestionnaire/)).toHaveCount(0);
  await admit.getByLabel(/^Adresses électroniques/).fill(`neuf-${Date.now()}@example.org`);
  await admit.getByRole("button", { name: "Envoyer l’invitation" }).click();
  await expect(admit).toBeHidden();
  await expectAccessible(manager);
  await boss.goto(community.console("/audit"));
  await expect(boss.getByText(`par l’organisation « ${name} »`, { exact: false }).first()).toBeVisible();

  // The community leaves: all is closed at once.
  await boss.goto(community.console("/organisations"));
  await boss.getByRole("button", { name: `Partir de ${name}` }).click();
  const leave = boss.getByRole("dialog", { name: /^Mettre fin/ });
  await leave.getByRole("button", { name: "Mettre fin" }).click();
  await expect(leave.getByText("Écrivez une raison", { exact: false })).toBeVisible();
  await leave.getByLabel(/^Raison/).fill("Nous partons.");
  await leave.getByRole("button", { name: "Mettre fin" }).click();
  await expect(leave).toBeHidden();
  expect(await read()).toBe(404);
  expect((await reader.goto(page))?.status()).toBe(404);
  await manager.reload();
  await expect(manager.getByText("La communauté ne confie pas cela à l’organisation.")).toBeVisible();
});
