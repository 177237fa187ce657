import { type DnsTestServer, startDnsServer } from "@archipel/testing/dns-server.ts";
import { expect } from "@playwright/test";
import { test } from "../pages/journey.ts";
import { dnsPort, ownDomain } from "../pages/stack.ts";

// core-api asks the DNS server of this journey, and the browser finds the names of `ownDomain` on this machine. The 72 hours after which a
// domain is suspended pass in the tests of core-api, whose clock can be moved.
let dns: DnsTestServer;
test.beforeAll(async () => {
  dns = await startDnsServer({}, dnsPort);
});
test.afterAll(() => dns.stop());

test("a manager proves a domain, visitors find the portal and sign in there, and it ends with its removal", async ({
  page,
  context,
  community,
  signIn,
}) => {
  const domain = ownDomain(`carte-${Date.now().toString(36)}`);
  const { host, hostname } = new URL(domain);
  await signIn(page, "manager");
  await page.goto(community.console(`/portals/${community.portal.id}`));
  await page.getByRole("link", { name: "Adresses" }).click();
  const address = community.site;

  // A name that nobody can have is refused with the reason, and what was typed stays.
  await page.getByRole("button", { name: "Ajouter un domaine" }).click();
  const field = page.getByRole("dialog").getByRole("textbox", { name: /^Nom de domaine/ });
  await field.fill("gouv.fr");
  await field.press("Enter");
  await expect(page.getByRole("dialog").getByText(/regroupe les domaines de nombreuses personnes/)).toBeVisible();
  await field.fill(`${domain}/fr`);
  await field.press("Enter");

  const own = page.getByRole("region", { name: "Vos propres domaines" });
  const card = own.getByRole("listitem").filter({ hasText: hostname });
  await expect(card.getByText("À prouver")).toBeVisible();
  const site = await context.newPage();
  await site.goto(`${domain}/fr`);
  await expect(site.getByRole("heading", { name: "Aucun site à cette adresse" })).toBeVisible();

  const value = (await card.getByText(/^archipel-portal=/).textContent()) ?? "";
  dns.zone.set(`_archipel.${hostname}`, { TXT: [value] });
  dns.zone.set(hostname, { A: ["192.0.2.80"] });
  await expect(async () => {
    await card.getByRole("button", { name: /^Vérifier maintenant/ }).click();
    await expect(card.getByText("En service")).toBeVisible({ timeout: 12_000 });
  }).toPass();
  await expect(card.getByText(/mène ailleurs\s: 192\.0\.2\.80/)).toBeVisible();

  // As long as it is not the main address, it leads to that one.
  await expect(async () => {
    expect((await site.goto(`${domain}/fr`))?.status()).toBe(200);
    expect(site.url()).toBe(`${address}/fr`);
  }).toPass();

  // The other address leads to the main one from now on.
  await card.getByRole("button", { name: /^En faire l’adresse principale/ }).click();
  const asked = page.getByRole("dialog");
  await expect(asked.getByText(/n’avons pas vu que ce domaine mène ici/)).toBeVisible();
  await asked.getByRole("button", { name: "En faire l’adresse principale" }).click();
  await expect(card.getByText("Adresse principale", { exact: true })).toBeVisible();
  await expect(async () => {
    await site.goto(`${address}/fr/catalogue?q=eau`);
    expect(site.url()).toBe(`${domain}/fr/catalogue?q=eau`);
  }).toPass();
  await site.getByRole("link", { name: "Se connecter" }).first().click();
  await expect(site.getByRole("link", { name: "Gaëlle Morvan" })).toBeVisible();
  expect(new URL(site.url()).host).toBe(host);
  await site.goto(`${domain}/fr/catalogue`);
  await expect(site.locator('link[rel="canonical"]')).toHaveAttribute("href", `${domain}/fr/catalogue`);

  dns.zone.delete(`_archipel.${hostname}`);
  await expect(async () => {
    await card.getByRole("button", { name: /^Vérifier maintenant/ }).click();
    await expect(card.getByText("Preuve manquante")).toBeVisible({ timeout: 12_000 });
  }).toPass();
  await expect(card.getByText(/n’existe pas encore dans le DNS/)).toBeVisible();

  await card.getByRole("button", { name: /^Retirer/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Retirer" }).click();
  await expect(card).toHaveCount(0);
  await expect(async () => {
    expect((await site.goto(`${domain}/fr`))?.status()).toBe(404);
    await site.goto(`${address}/fr`);
    expect(site.url()).toBe(`${address}/fr`);
  }).toPass();
});
