import { spawn } from "node:child_process";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "@playwright/test";
import { expectAccessible } from "../pages/accessible.ts";
import { test } from "../pages/journey.ts";
import { startPartner } from "../pages/partner-application.ts";
import { signInByRequest } from "../pages/sessions.ts";
import { adminUrl, coreUrl } from "../pages/stack.ts";

test("a partner's application is registered, allowed, used, and revoked", async ({ page, community }) => {
  const partner = await startPartner();
  // Other journeys of the same account may allow applications too.
  const name = `Suivi des arbres ${Date.now()}`;
  // The hub renews the cookie of a session that gives a consent: one that other journeys share would end for them.
  await page.context().addCookies(await signInByRequest("manager"));
  await page.goto(community.console("/keys"));
  await page.getByRole("button", { name: "Enregistrer une application" }).click();
  const form = page.getByRole("dialog");
  await form.getByLabel("Nom").fill(name);
  await form.getByLabel("Ce qu’elle fait").fill("Compte les arbres de la commune.");
  await form.getByLabel("Adresses de retour").fill(partner.redirect);
  await expectAccessible(page);
  await form.getByRole("button", { name: "Enregistrer une application" }).click();
  await expect(page.getByText(`Identifiant et secret de « ${name} »`)).toBeVisible();
  const clientId = (await page.locator("code").first().textContent()) ?? "";
  expect(clientId).toMatch(/^app-/);
  const [layerId = ""] = Object.values(community.layers ?? {});
  partner.use(clientId, layerId);

  await page.goto(partner.url);
  await expect(page.getByRole("heading", { name: `Autoriser ${name} ?` })).toBeVisible();
  await expect(page.getByText("lire les données que vous pouvez lire")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Autoriser" }).click();
  await expect(page.getByText(/^Réponse 200, [1-3] objets$/)).toBeVisible();

  await page.goto(`${adminUrl}/account#applications`);
  const revoke = page.getByRole("button", { name: `Retirer l’accord donné à ${name}` });
  await revoke.click();
  await page.getByRole("dialog").getByRole("button", { name: "Retirer", exact: true }).click();
  // While the dialog is open, the page behind it is hidden: the list is read after it closed.
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(revoke).toHaveCount(0);
  await page.goto(`${partner.url}/data`);
  await expect(page.getByText("Réponse 401, 0 objets")).toBeVisible();
  await partner.close();
});

test("the command line signs in by a code that a person types", async ({ page, community }) => {
  const main = path.join(import.meta.dirname, "../../packages/cli/src/main.ts");
  const home = await mkdtemp(path.join(tmpdir(), "archipel-journey-"));
  const env = {
    ...process.env,
    HOME: home,
    XDG_CONFIG_HOME: path.join(home, "config"),
    ARCHIPEL_URL: coreUrl,
    ARCHIPEL_KEY: "",
    LC_ALL: "fr_FR.UTF-8",
  };
  const child = spawn(process.execPath, [main, "login"], { env });
  let shown = "";
  child.stderr.on("data", (part) => {
    shown += part;
  });
  let out = "";
  child.stdout.on("data", (part) => {
    out += part;
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  await expect.poll(() => /[B-Z]{4}-[B-Z]{4}/.exec(shown)?.[0]).toBeTruthy();
  const code = /[B-Z]{4}-[B-Z]{4}/.exec(shown)?.[0] ?? "";

  await page.context().addCookies(await signInByRequest("manager"));
  await page.goto(`${coreUrl}/oidc/device`);
  await page.getByLabel("Code").fill(code.toLowerCase());
  await expectAccessible(page);
  await page.getByRole("button", { name: "Continuer" }).click();
  await expect(page.getByText(code)).toBeVisible();
  await page.getByRole("button", { name: "C’est le mien" }).click();
  const choices = page.getByRole("radio");
  await expect(choices.first()).toBeVisible();
  await expectAccessible(page);
  await page.locator(`input[name="community"][value="${community.id}"]`).check();
  await page.getByRole("button", { name: "Autoriser" }).click();
  await expect(page.getByRole("heading", { name: "C’est fait" })).toBeVisible();
  expect(await ended).toBe(0);
  expect(out).toContain("Connecté à «");
});
