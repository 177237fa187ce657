import { expect } from "@playwright/test";
import { expectAccessible } from "../pages/accessible.ts";
import { linkOfLastMail } from "../pages/hub.ts";
import { test } from "../pages/journey.ts";

test.use({ content: "empty" });

test("a manager invites a stranger, who joins, gets a role, and loses all access at once when suspended", async ({
  page,
  community,
  signIn,
  someone,
}) => {
  const email = `nina.${Date.now()}@exemple.example`;
  await signIn(page, "manager");
  await page.goto(community.console("/members"));
  await page.getByRole("button", { name: "Inviter" }).click();
  const dialog = page.getByRole("dialog", { name: "Inviter des personnes" });
  const people = dialog.getByLabel(/^Adresses électroniques/);
  await dialog.getByRole("button", { name: "Envoyer les invitations" }).click();
  await expect(people).toHaveAttribute("aria-invalid", "true");
  // A pasted list: what is not an address keeps nobody else from being invited, and stays to be corrected.
  await people.fill(`Nina <${email}>; sans arobase\n${email}`);
  await dialog.getByRole("radio", { name: /^Contributeur/ }).check();
  await dialog.getByLabel(/^Un mot pour ces personnes/).fill("À bientôt sur le terrain.");
  await expectAccessible(page, { part: "[role=dialog]" });
  await dialog.getByRole("button", { name: "Envoyer 3 invitations" }).click();
  await expect(dialog.getByText("2 lignes ne sont pas invitées")).toBeVisible();
  await expect(dialog.getByText("Ce n’est pas une adresse", { exact: false })).toBeVisible();
  await expect(people).toHaveValue(`sans arobase\n${email}`);
  await dialog.getByRole("button", { name: "Annuler", exact: true }).click();
  await expect(page.getByRole("button", { name: `Annuler l’invitation de ${email}` })).toBeVisible();

  // In another browser without an account: the invitation leads to the sign-up and back.
  const guest = await someone();
  const invitation = await linkOfLastMail(guest, email);
  await guest.goto(invitation);
  await expect(guest.getByText("Contributeur", { exact: true })).toBeVisible();
  await expect(guest.getByText("À bientôt sur le terrain.")).toBeVisible();
  await guest.getByRole("link", { name: "Continuer" }).click();
  // Nobody has an account of this address: the hub begins with the new one.
  await guest.getByLabel("Nom", { exact: true }).fill(`Nina ${email}`);
  await expect(guest.getByLabel("Adresse électronique")).toHaveValue(email);
  // The link of the invitation has proved the address: no second mail.
  await guest.getByRole("button", { name: "Continuer" }).click();
  await guest.getByLabel(/^Mot de passe|^Nouveau mot de passe/).fill("une phrase facile à retenir");
  await guest.getByRole("button", { name: "Créer mon compte" }).click();
  await guest.getByRole("button", { name: "Accepter l’invitation" }).click();
  await guest.waitForURL((url) => !url.pathname.startsWith("/invitations"));

  await page.reload();
  await page.getByRole("button", { name: `Nina ${email}` }).click();
  const panel = page.getByRole("dialog", { name: `Nina ${email}` });
  await panel.getByRole("radio", { name: /^Modérateur/ }).check();
  await panel.getByRole("button", { name: "Changer le rôle" }).click();
  await expect(page.getByRole("row", { name: new RegExp(`${email}.*Modérateur`), includeHidden: true })).toBeAttached();

  // A moderator may read the list of members. It is open in the guest's browser at the suspension.
  await guest.goto(community.console("/members"));
  await expect(guest.getByRole("table", { name: "Membres de la communauté" })).toBeVisible();
  await panel.getByRole("button", { name: "Suspendre" }).click();
  await expect(panel.getByRole("button", { name: "Rétablir l’accès" })).toBeVisible();
  const refusal = guest.getByRole("heading", { name: /introuvable/ }).first();
  // The next question of the open page is refused: this search, or one that the page asks by itself, which leaves no search to type into.
  await expect(async () => {
    if (await refusal.isVisible()) return;
    await guest.getByRole("searchbox", { name: "Rechercher un nom ou un courriel" }).fill("morvan", { timeout: 1000 });
    await expect(refusal).toBeVisible({ timeout: 30_000 });
  }).toPass();
  await expect(guest.getByText("gestionnaire@archipel.example")).toBeHidden();

  await panel.getByRole("button", { name: "Rétablir l’accès" }).click();
  await expect(panel.getByRole("button", { name: "Suspendre" })).toBeVisible();
  await guest.reload();
  await expect(guest.getByRole("table", { name: "Membres de la communauté" })).toBeVisible();

  await panel.getByRole("button", { name: "Retirer" }).click();
  await page
    .getByRole("dialog", { name: /^Retirer Nina/ })
    .getByRole("button", { name: "Retirer" })
    .click();
  await expect(page.getByRole("button", { name: `Nina ${email}` })).toBeHidden();
});

test("a manager who is the last one keeps the role, and revokes an invitation, which then opens nothing", async ({
  page,
  community,
  signIn,
  someone,
}) => {
  const email = `otto.${Date.now()}@exemple.example`;
  await signIn(page, "manager");
  await page.goto(community.console("/members"));
  await page.getByRole("table").getByRole("button", { name: "Gaëlle Morvan" }).click();
  const panel = page.getByRole("dialog", { name: "Gaëlle Morvan" });
  await panel.getByRole("radio", { name: /^Membre/ }).check();
  await panel.getByRole("button", { name: "Changer le rôle" }).click();
  await expect(panel.getByText(/dernier gestionnaire actif/)).toBeVisible();
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: "Inviter" }).click();
  const dialog = page.getByRole("dialog", { name: "Inviter des personnes" });
  await dialog.getByLabel(/^Adresses électroniques/).fill(email);
  await dialog.getByRole("button", { name: "Envoyer l’invitation" }).click();
  const revoke = page.getByRole("button", { name: `Annuler l’invitation de ${email}` });
  await revoke.click();
  await expect(revoke).toBeHidden();

  const guest = await someone();
  const invitation = await linkOfLastMail(guest, email);
  await guest.goto(invitation);
  await expect(guest.getByRole("heading", { name: "Cette invitation n’est plus valable" })).toBeVisible();
});
