import { expect } from "@playwright/test";
import { expectAccessible } from "../pages/accessible.ts";
import { enterSite, test } from "../pages/journey.ts";

test.use({ content: "empty" });

test("a stranger asks on a phone to contribute, a manager accepts in English, and the person reads the answer", async ({
  community,
  person,
}) => {
  const { site } = community;
  const [manager, stranger] = [await person("manager", "en"), await person("stranger")];
  await enterSite(stranger, site);
  await stranger.setViewportSize({ width: 360, height: 780 });
  await stranger.goto(`${site}/fr`);
  await stranger.getByRole("banner").locator("summary").click();
  await stranger.getByRole("banner").getByRole("link", { name: "Participer" }).click();
  await expect(stranger.getByRole("heading", { level: 1, name: /^Participer à / })).toBeVisible();
  await stranger.getByRole("radio", { name: /^Devenir contributeur/ }).check();
  await stranger.getByLabel("Pourquoi").fill("Court");
  await stranger.getByRole("button", { name: "Envoyer la demande" }).click();
  await expect(stranger.getByText("Écrivez au moins 10 caractères.")).toBeVisible();
  await stranger.getByLabel("Pourquoi").fill("Je suis la géomètre de la commune.");
  await expectAccessible(stranger);
  await stranger.getByRole("button", { name: "Envoyer la demande" }).click();
  await expect(stranger.getByText("Votre demande est envoyée.", { exact: false })).toBeVisible();

  await manager.goto(community.console("/members"));
  await expect(manager.getByRole("heading", { name: "1 request waiting" })).toBeVisible();
  await expect(manager.getByText("Je suis la géomètre de la commune.")).toBeVisible();
  await expectAccessible(manager);
  await manager.getByRole("button", { name: /^Accept the request of / }).click();
  const dialog = manager.getByRole("dialog", { name: /^Accept the request of / });
  await expect(dialog.getByRole("radio", { name: /^Contributor \(asked for\)/ })).toBeChecked();
  await dialog.getByLabel("Message (optional)").fill("Bienvenue");
  await dialog.getByRole("button", { name: "Accept", exact: true }).click();
  await expect(manager.getByRole("heading", { name: "1 request waiting" })).toBeHidden();

  const request = stranger
    .locator("#communities")
    .getByRole("listitem")
    .filter({ hasText: `Commune ${community.slug}` })
    .filter({
      hasText: "Je suis la géomètre",
    });
  // The manager's list leaves the request out before core-api has answered.
  await expect(async () => {
    await stranger.goto(`${site}/fr/account`);
    await expect(request.getByText("Acceptée")).toBeVisible({ timeout: 3000 });
  }).toPass();
  await expect(request.getByText("Réponse : Bienvenue")).toBeVisible();
  await expectAccessible(stranger, { part: "#communities" });
});
