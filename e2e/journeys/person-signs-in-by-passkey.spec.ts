import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "../pages/accessible.ts";
import { codeOf } from "../pages/authenticator.ts";
import { fillSignIn, signUp } from "../pages/hub.ts";
import { test } from "../pages/journey.ts";
import { portalUrl } from "../pages/stack.ts";
import { addAuthenticator, countPasskeys, setPresence } from "../pages/virtual-authenticator.ts";

const PASSWORD = "une phrase facile à retenir";
const account = `${portalUrl("urbanisme")}/fr/account`;

async function signOut(page: Page): Promise<void> {
  await page.goto(account);
  await page.locator("main").getByRole("button", { name: "Se déconnecter" }).click();
  await expect(page).not.toHaveURL(/account/);
}

test("a person adds a passkey, signs in by it without a password, uses it as the second step, and removes it", async ({ page }) => {
  const email = `mael.${Date.now()}@exemple.example`;
  await signUp(page, account, { name: "Maël Riou", email, password: PASSWORD });
  const authenticator = await addAuthenticator(page);
  // The browser fills nothing in by itself: a person is needed.
  const section = page.locator("#passkeys");
  await expect(section.getByText("Aucune clé d’accès.")).toBeVisible();
  await section.getByRole("button", { name: "Ajouter une clé d’accès…" }).click();
  await section.getByLabel("Votre mot de passe").fill("ce n’est pas lui");
  await section.getByRole("button", { name: "Continuer" }).click();
  await expect(section.getByText("Ce n’est pas votre mot de passe actuel")).toBeVisible();
  await expectAccessible(page);
  await section.getByLabel("Votre mot de passe").fill(PASSWORD);
  await section.getByLabel("Votre mot de passe").press("Enter");

  // At the hub.
  await expect(page.getByRole("heading", { name: "Ajouter une clé d’accès" })).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Nom de la clé").fill("Ordinateur du bureau");
  await page.getByRole("button", { name: "Créer la clé d’accès" }).click();
  await expect(page.getByRole("heading", { name: "Votre clé d’accès est prête" })).toBeVisible();
  expect(await countPasskeys(authenticator)).toBe(1);
  await page.getByRole("link", { name: "Retour à mon compte" }).click();
  await expect(section.getByText("Ordinateur du bureau", { exact: true })).toBeVisible();
  await expect(section.getByText("jamais utilisée")).toBeVisible();

  // This device already has one.
  await section.getByRole("button", { name: "Ajouter une clé d’accès…" }).click();
  await section.getByLabel("Votre mot de passe").fill(PASSWORD);
  await section.getByLabel("Votre mot de passe").press("Enter");
  await page.getByRole("button", { name: "Créer la clé d’accès" }).click();
  await expect(page.getByRole("alert")).toContainText("a déjà une clé d’accès");

  // Without address or password, by the button.
  await setPresence(authenticator, false);
  await signOut(page);
  await page.goto(account);
  await expect(page.getByLabel("Adresse électronique")).toHaveAttribute("autocomplete", "username webauthn");
  await expectAccessible(page);
  await setPresence(authenticator, true);
  await page
    .getByRole("button", { name: "Se connecter avec une clé d’accès" })
    .click({ timeout: 10_000 })
    // The browser may have signed in by itself, as soon as somebody was there.
    .catch(() => {});
  await page.waitForURL(account, { waitUntil: "commit" });
  await expect(section.getByText("dernière connexion")).toBeVisible();
  await expect(page.locator("#sessions")).toContainText("Par clé d’accès");

  // An app too: the passkey replaces its code after the password.
  const factor = page.locator("#second-factor");
  await factor.getByRole("button", { name: "Activer la double authentification…" }).click();
  await factor.getByLabel("Votre mot de passe").fill(PASSWORD);
  await factor.getByRole("button", { name: "Continuer" }).click();
  await expect(factor.getByRole("img", { name: /^Dessin à scanner/ })).toBeVisible();
  const secret = (await factor.locator("code").textContent()) ?? "";
  await factor.getByLabel("Code affiché par l’application").fill(codeOf(secret));
  await factor.getByLabel("Code affiché par l’application").press("Enter");
  await expect(factor.getByRole("heading", { name: "Vos codes de secours" })).toBeFocused();
  const [recovery = ""] = await factor.getByRole("listitem").allTextContents();
  await setPresence(authenticator, false);
  await signOut(page);
  await page.goto(account);
  await fillSignIn(page, email, PASSWORD);
  await expect(page.getByRole("heading", { name: "Le code de votre application" })).toBeVisible();
  await expectAccessible(page);
  await setPresence(authenticator, true);
  await page.getByRole("button", { name: "Utiliser une clé d’accès" }).click();
  await page.waitForURL(account, { waitUntil: "commit" });
  await expect(page.locator("#sessions")).toContainText("Par mot de passe, avec une seconde étape");

  // Renamed, and removed with password and code.
  await section.getByRole("button", { name: "Renommer – Ordinateur du bureau" }).click();
  await section.getByLabel("Nom de la clé").fill("Ancien ordinateur");
  await section.getByLabel("Nom de la clé").press("Enter");
  await section.getByRole("button", { name: "Retirer… – Ancien ordinateur" }).click();
  await section.getByLabel("Votre mot de passe").fill(PASSWORD);
  await section.getByLabel("Code de l’application, ou code de secours").fill(recovery);
  await section.getByRole("button", { name: "Retirer", exact: true }).click();
  await expect(section.getByText("Aucune clé d’accès.")).toBeVisible();
  await expect(page.locator("#journal")).toContainText("Clé d’accès retirée");

  // The device still has it, and the hub no longer knows it.
  await setPresence(authenticator, false);
  await signOut(page);
  await page.goto(account);
  await setPresence(authenticator, true);
  await page
    .getByRole("button", { name: "Se connecter avec une clé d’accès" })
    .click({ timeout: 10_000 })
    .catch(() => {});
  await expect(page.getByRole("alert").first()).toContainText("n’ouvre aucun compte ici");
});
