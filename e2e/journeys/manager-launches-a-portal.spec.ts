import { expect } from "@playwright/test";
import { test } from "../pages/journey.ts";
import { map } from "../pages/map.ts";
import { portalUrl } from "../pages/stack.ts";

test("a manager launches a portal from a form, and it is online within ten seconds", async ({ page, context, community, signIn }) => {
  const slug = `littoral-${Date.now().toString(36)}`;
  const name = "Le littoral en clair";
  await signIn(page, "manager");
  await page.goto(community.console("/portals/new"));
  await page.getByLabel("Nom du portail").fill(name);
  await page.getByRole("textbox", { name: /^Adresse/ }).fill(slug);
  await expect(page.getByText(/est libre/)).toBeVisible();
  await page.getByLabel("Devise en français").fill("La côte, ses usages, ses règles");
  await page
    .getByRole("button", { name: /^Ajouter / })
    .first()
    .click();
  await page.getByRole("button", { name: "Créer le portail" }).click();

  const site = await context.newPage();
  await expect(async () => {
    const response = await site.goto(`${portalUrl(slug)}/fr`);
    expect(response?.status()).toBe(200);
  }).toPass({ timeout: 10_000 });
  await expect(site).toHaveTitle(new RegExp(name));
  await site.goto(`${portalUrl(slug)}/fr/map`);
  await map.expectPainted(site);
  await expect(site.getByRole("switch").first()).toBeVisible();

  // Sign-in works at once: the portal is already a client of the hub, which has the manager's session.
  await site.goto(`${portalUrl(slug)}/fr`);
  await site.getByRole("link", { name: "Se connecter" }).first().click();
  await expect(site.getByRole("link", { name: "Gaëlle Morvan" })).toBeVisible();
});
