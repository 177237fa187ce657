import { readFile } from "node:fs/promises";
import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "../pages/accessible.ts";
import { codeOf } from "../pages/authenticator.ts";
import { fillSignIn, linkOfLastMail } from "../pages/hub.ts";
import { test } from "../pages/journey.ts";
import { portalUrl } from "../pages/stack.ts";

const PASSWORD = "une phrase facile à retenir";

async function signUp(page: Page, email: string): Promise<void> {
  await page.goto(`${portalUrl("urbanisme")}/fr/account`);
  await page.getByRole("link", { name: "Créer un compte" }).click();
  await page.getByLabel("Nom", { exact: true }).fill("Noé Le Goff");
  await page.getByLabel("Adresse électronique").fill(email);
  await page.getByRole("button", { name: "Recevoir le message" }).click();
  await expect(page.getByText("Regardez votre boîte de réception")).toBeVisible();
  await page.goto(await linkOfLastMail(page, email));
  await page.getByLabel(/^Nouveau mot de passe/).fill(PASSWORD);
  await page.getByRole("button", { name: "Créer mon compte" }).click();
  await page.waitForURL(`${portalUrl("urbanisme")}/fr/account`, { waitUntil: "commit" });
}

test("a person adds an authenticator app, signs in by it, loses the phone, and turns it off again", async ({ page, someone }) => {
  const email = `noe.${Date.now()}@exemple.example`;
  await signUp(page, email);
  const section = page.locator("#second-factor");
  await section.getByRole("button", { name: "Activer la double authentification…" }).click();
  await section.getByLabel("Votre mot de passe").fill("ce n’est pas lui");
  await section.getByRole("button", { name: "Continuer" }).click();
  await expect(section.getByText("Ce n’est pas votre mot de passe actuel")).toBeVisible();
  await section.getByLabel("Votre mot de passe").fill(PASSWORD);
  await section.getByRole("button", { name: "Continuer" }).press("Enter");
  await expect(section.getByRole("img", { name: /^Dessin à scanner/ })).toBeVisible();
  const secret = (await section.locator("code").textContent()) ?? "";
  await expectAccessible(page);
  const first = section.getByLabel("Code affiché par l’application");
  await expect(first).toBeFocused();
  await first.fill("000 000");
  await section.getByRole("button", { name: "Activer", exact: true }).click();
  await expect(section.getByText("Ce code n’est pas le bon")).toBeVisible();
  await first.fill(codeOf(secret));
  await first.press("Enter");
  await expect(section.getByRole("heading", { name: "Vos codes de secours" })).toBeFocused();
  const codes = await section.getByRole("listitem").allTextContents();
  expect(codes).toHaveLength(10);
  const saving = page.waitForEvent("download");
  await section.getByRole("link", { name: "Enregistrer dans un fichier" }).click();
  const saved = await readFile(await (await saving).path(), "utf8");
  expect(codes.every((code) => saved.includes(code))).toBe(true);
  await expectAccessible(page);
  await section.getByRole("button", { name: "Je les ai gardés" }).click();
  await expect(section.getByText("Il reste 10 codes de secours.")).toBeVisible();

  // Another browser: the password alone shows nothing of the account.
  const phone = await someone();
  await phone.setViewportSize({ width: 360, height: 740 });
  await phone.goto(`${portalUrl("urbanisme")}/fr/account`);
  await fillSignIn(phone, email, PASSWORD);
  await expect(phone.getByRole("heading", { name: "Le code de votre application" })).toBeVisible();
  await expectAccessible(phone);
  await phone.getByLabel("Code à six chiffres").fill("123");
  await phone.getByRole("button", { name: "Se connecter", exact: true }).click();
  await expect(phone.getByRole("alert")).toContainText("Ce code n’est pas le bon");
  await phone.getByLabel("Code à six chiffres").fill(codeOf(secret, { stepsAhead: 1 }));
  await phone.getByRole("button", { name: "Se connecter", exact: true }).click();
  await expect(
    phone
      .getByRole("link", { name: "Noé Le Goff" })
      .or(phone.getByRole("heading", { name: "Mon compte" }))
      .first(),
  ).toBeVisible();

  // Without the phone, in English.
  const elsewhere = await someone("en-GB");
  await elsewhere.goto(`${portalUrl("urbanisme")}/en/account`);
  await elsewhere.getByLabel("Email address").fill(email);
  await elsewhere.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await elsewhere.getByRole("button", { name: "Sign in", exact: true }).click();
  await elsewhere.getByText("I do not have my phone").click();
  await elsewhere.getByLabel("Recovery code").fill((codes[0] ?? "").toUpperCase());
  await elsewhere.getByRole("button", { name: "Sign in", exact: true }).click();
  const there = elsewhere.locator("#second-factor");
  await expect(there.getByText("9 recovery codes are left.")).toBeVisible();
  await there.getByRole("button", { name: "Turn off…" }).click();
  await there.getByLabel("Your password").fill(PASSWORD);
  await there.getByLabel("Code of the app, or a recovery code").fill(codes[1] ?? "");
  await there.getByRole("button", { name: "Turn off" }).click();
  await expect(there.getByText("It is not on.")).toBeVisible();
  await expect(elsewhere.locator("#journal")).toContainText("Two-step sign-in turned off");
});
