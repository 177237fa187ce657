import { expect, type Page } from "@playwright/test";
import { notifiedHazards } from "../files/notified-hazards.ts";
import { expectAccessible } from "../pages/accessible.ts";
import { call } from "../pages/api.ts";
import { test } from "../pages/journey.ts";
import { map } from "../pages/map.ts";
import { portalUrl } from "../pages/stack.ts";

test.use({ content: "empty" });

/** What somebody without an account is answered at a host: the status, and the text without the name of the host. */
async function answersOf(page: Page, slug: string): Promise<string[]> {
  const found: string[] = [];
  for (const path of ["/fr", "/fr/map", "/sitemap.xml", "/robots.txt", "/feeds/news.atom", "/ogc/collections", "/api/session"]) {
    const answer = await page.goto(`${portalUrl(slug)}${path}`);
    found.push(`${path} ${answer?.status()} ${(await page.locator("main, pre").first().textContent())?.replaceAll(slug, "?")}`);
  }
  return found;
}

test("an association goes from nothing to a portal online by the list of what is left, and nobody sees it before", async ({
  page,
  community,
  signIn,
  someone,
}) => {
  const stamp = Date.now().toString(36);
  const [slug, name] = [`rivages-${stamp}`, "🌿 Rivages"];
  await signIn(page, "manager");
  // On its first day it has no portal. The address confirms a deletion as well as the name does.
  await call(page, "communityLife.deletePortal", { communityId: community.id, portalId: community.portal.id, name: community.portal.slug });
  await page.goto(community.console());
  await expect(page.getByRole("heading", { name: "Premiers pas" })).toBeVisible();
  await expectAccessible(page, { part: "main" });
  await page.getByRole("region", { name: "Premiers pas" }).getByRole("link", { name: "Créer le portail" }).click();

  // A name and an address are enough.
  await page.getByRole("link", { name: "Commencer avec Neutre" }).click();
  await page.getByLabel("Nom du portail").fill(name);
  await page.getByRole("textbox", { name: /^Adresse/ }).fill(slug);
  await expect(page.getByText(/est libre/)).toBeVisible();
  await expect(page.getByRole("main").getByRole("textbox")).toHaveCount(2);
  await expectAccessible(page, { part: "main" });
  await page.getByRole("button", { name: "Créer le portail" }).click();
  await expect(page.getByText("Le portail est créé")).toBeVisible();
  const list = page.getByRole("region", { name: "Avant la mise en ligne" });
  const step = (title: string) => list.getByRole("listitem").filter({ has: page.getByText(title, { exact: true }) });
  await expect(step("Des données")).toContainText("à faire");
  await expectAccessible(page, { part: "main" });

  // For everybody else its host is as one that never was a portal's.
  const visitor = await someone();
  expect(await answersOf(visitor, slug)).toEqual(await answersOf(visitor, `personne-${stamp}`));

  // Data: the only portal is ticked, and the result leads to the map, framed on what was published.
  await step("Des données").getByRole("link", { name: "Ajouter des données" }).click();
  const file = { name: "porter-a-connaissance.geojson", mimeType: "application/geo+json", buffer: Buffer.from(notifiedHazards()) };
  await page.locator("input[type=file]").first().setInputFiles(file);
  await page.getByRole("link", { name: "Voir la vérification" }).click();
  const title = page.getByRole("textbox", { name: /^Titre(?! de la couche)/ });
  await title.fill("");
  await page.getByRole("button", { name: "Publier la couche" }).click();
  await expect(page.getByText("Ce champ est obligatoire.").first()).toBeVisible();
  await title.fill("Risques signalés");
  await expect(page.getByRole("checkbox", { name })).toBeChecked();
  await page.getByRole("button", { name: "Publier la couche" }).click();
  await expect(page.getByText("Les visiteurs le verront une fois le portail en ligne.")).toBeVisible();
  await expectAccessible(page, { part: "main" });
  const opening = page.context().waitForEvent("page");
  await page.getByRole("link", { name: "Voir sur la carte" }).click();
  const site = await opening;
  await expect(site.getByText("Ce site n’est pas en ligne.")).toBeVisible();
  await map.expectPainted(site);
  await expect(site.getByRole("switch").first()).toBeVisible();
  expect(new URL(site.url()).hash).toMatch(/^#1\d/);

  // The home knows what is done, and leads on.
  await page.goto(community.console());
  const home = page.getByRole("region", { name });
  await expect(home.getByRole("listitem").filter({ has: page.getByText("Des données", { exact: true }) })).toContainText(
    "Les visiteurs voient un jeu de données.",
  );
  await expect(home.getByRole("listitem").filter({ has: page.getByText("La vue de la carte", { exact: true }) })).toContainText("fait");
  await home.getByRole("link", { name: "Changer l’apparence" }).click();

  // The preview of a portal in preparation is its own page. A picture that would be refused is refused when it is chosen.
  await expect(page.frameLocator('iframe[aria-hidden="false"]').getByText(name).first()).toBeVisible();
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">\n<script>alert(1)</script></svg>');
  await page
    .getByLabel("Choisir une image : Logo", { exact: true })
    .last()
    .setInputFiles({ name: "logo.svg", mimeType: "image/svg+xml", buffer: svg });
  await expect(page.getByText("La ligne 2 de ce SVG contient un script")).toBeVisible();
  await page.getByRole("textbox", { name: "Couleur d’accent", exact: true }).fill("#7a1fa2");
  await page.getByRole("button", { name: "Enregistrer", exact: true }).click();
  await expect(page.getByText("Modifications enregistrées").first()).toBeVisible();

  // A friend without an account looks at it, until the link is revoked.
  await page.getByRole("link", { name, exact: true }).click();
  await expect(step("Une apparence à vous")).toContainText("fait");
  await page.getByRole("button", { name: "Créer un lien privé" }).click();
  const link = await page.getByLabel("Adresse à partager").inputValue();
  const seen = await visitor.goto(link);
  expect([seen?.status(), await seen?.headerValue("x-robots-tag")]).toEqual([200, "noindex, nofollow"]);
  await expect(visitor.getByText("Ce site n’est pas en ligne.")).toBeVisible();
  await expectAccessible(visitor);
  // Nobody signs in there yet: a try leads back to the page.
  await visitor.goto(`${portalUrl(slug)}/api/session/sign-in?callbackUrl=/fr/map`);
  expect(new URL(visitor.url()).pathname).toBe("/fr/map");
  await page.getByRole("button", { name: "Révoquer le lien" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Révoquer le lien" }).click();
  await expect(page.getByRole("button", { name: "Créer un lien privé" })).toBeVisible();
  await expect.poll(async () => (await visitor.goto(`${portalUrl(slug)}/fr`))?.status()).toBe(404);

  // Without answers, on purpose. The moment of going online says what is still missing.
  await step("Des réponses")
    .getByRole("button", { name: /^Pas pour ce portail/ })
    .click();
  await expect(step("Des réponses")).toContainText("laissé de côté");
  await list.getByRole("button", { name: "Mettre en ligne" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("Les mentions légales")).toBeVisible();
  await expect(dialog.getByText("Une apparence à vous")).toBeHidden();
  await expectAccessible(page, { part: "[role=dialog]" });
  await dialog.getByRole("button", { name: "Mettre en ligne" }).click();
  await expect(page.getByText("Le portail est en ligne").first()).toBeVisible();
  await expect.poll(async () => (await visitor.goto(`${portalUrl(slug)}/fr`))?.status()).toBe(200);
  await expect(visitor.getByText("Ce site n’est pas en ligne.")).toBeHidden();
  // The list stays for what the law asks for.
  await expect(page.getByRole("region", { name: "Pour finir" }).getByRole("link", { name: "Remplir" })).toBeVisible();
});
