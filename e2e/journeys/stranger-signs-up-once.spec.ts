import { expect } from "@playwright/test";
import { fillSignIn, linkOfLastMail } from "../pages/hub.ts";
import { test } from "../pages/journey.ts";
import { withholdScripts } from "../pages/loading.ts";
import { portalUrl } from "../pages/stack.ts";

test("a stranger signs up on one portal, is signed in on another, and signs out of both", async ({ page, context }) => {
  const email = `lea.${Date.now()}@exemple.example`;
  const password = "une phrase facile à retenir";

  await page.goto(`${portalUrl("urbanisme")}/fr`);
  await page.getByRole("link", { name: "Se connecter" }).first().click();
  await expect(page.getByText("Bâtir aux Brélandes").first()).toBeVisible();
  await page.getByRole("link", { name: "Créer un compte" }).click();
  await page.getByLabel("Nom", { exact: true }).fill("Léa Kermarec");
  await page.getByLabel("Adresse électronique").fill(email);
  await page.getByRole("button", { name: "Recevoir le message" }).click();
  await expect(page.getByText("Regardez votre boîte de réception")).toBeVisible();

  await page.goto(await linkOfLastMail(page, email));
  await page.getByLabel(/^Mot de passe|^Nouveau mot de passe/).fill(password);
  await page.getByRole("button", { name: "Créer mon compte" }).click();
  // The same browser returns to the portal, signed in.
  await page.waitForURL(`${portalUrl("urbanisme")}/fr`);
  await expect(page.getByRole("link", { name: "Léa Kermarec" })).toBeVisible();

  // Another portal signs in without a form.
  const other = await context.newPage();
  await other.goto(`${portalUrl("risques")}/fr`);
  await other.getByRole("link", { name: "Se connecter" }).first().click();
  await expect(other.getByRole("link", { name: "Léa Kermarec" })).toBeVisible();
  expect(new URL(other.url()).hostname).toBe("risques.localhost");

  // Scripts of a page cannot read the token.
  const visible = await other.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage, cookie: document.cookie }));
  expect(visible).not.toMatch(/session-token|access/i);

  // Signing out of one portal signs out of all: the other open page notices it.
  const opened: string[] = [];
  page.on("request", (request) => request.isNavigationRequest() && opened.push(request.url()));
  const release = await withholdScripts(page);
  await page.goto(`${portalUrl("urbanisme")}/fr/account`, { waitUntil: "commit" });
  // A form that is sent before the page is ready does not write its passwords into the address.
  await page.getByLabel("Mot de passe actuel").fill(password);
  await page.getByLabel("Nouveau mot de passe").fill(`${password} encore`);
  await page.getByLabel("Nouveau mot de passe").press("Enter");
  await page.getByRole("button", { name: /Se déconnecter/ }).click();
  release();
  await expect(page.getByRole("link", { name: "Se connecter" }).first()).toBeVisible();
  await expect(other.getByRole("link", { name: "Se connecter" }).first()).toBeVisible();
  expect(opened.filter((address) => /[?&](current|next)=/.test(address))).toEqual([]);

  // The password chosen at the sign-up works.
  await page.getByRole("link", { name: "Se connecter" }).first().click();
  await fillSignIn(page, email, password);
  await expect(page.getByRole("link", { name: "Léa Kermarec" })).toBeVisible();

  // The Back button does not show the copy of a page from before the sign-in.
  await page.evaluate(() => window.history.go(-2));
  await expect(page.getByRole("link", { name: "Léa Kermarec" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Se connecter" })).toHaveCount(0);
});
