import { type BrowserContext, expect, type Locator } from "@playwright/test";
import { notifiedHazards } from "../files/notified-hazards.ts";
import { expectAccessible } from "../pages/accessible.ts";
import { test } from "../pages/journey.ts";
import { map } from "../pages/map.ts";
import { putOnline } from "../pages/online.ts";
import { portalUrl } from "../pages/stack.ts";

const MOST_CLICKS = 12;
const MOST_MINUTES = 5;

/** Counts what a person clicks, on every page that they open. */
async function countClicks(context: BrowserContext): Promise<() => number> {
  let clicks = 0;
  await context.exposeBinding("wasClicked", () => {
    clicks++;
  });
  await context.addInitScript(() => {
    const { wasClicked } = window as unknown as { wasClicked: () => void };
    // A click without a pointer is what a script or the keyboard makes of a label or a form.
    document.addEventListener("click", ({ isTrusted, detail }) => isTrusted && detail > 0 && wasClicked(), true);
  });
  return () => clicks;
}

test.describe("from a file", () => {
  test.use({ content: "empty" });

  test("a manager launches a portal on their own data, and it gives its first answer, in a dozen clicks", async ({
    page,
    context,
    community,
    signIn,
  }) => {
    await signIn(page, "manager");
    await page.goto(community.console());
    const clicks = await countClicks(context);
    await page.reload();
    const start = Date.now();
    const file = { name: "porter-a-connaissance.geojson", mimeType: "application/geo+json", buffer: Buffer.from(notifiedHazards()) };
    await page.locator("input[type=file]").first().setInputFiles(file);
    await page.getByRole("link", { name: "Voir la vérification" }).click();
    await page.getByRole("textbox", { name: /^Titre(?! de la couche)/ }).fill("Risques signalés");
    // The community has a portal already, which is ticked: this data is for another one.
    await page.getByRole("checkbox", { name: community.portal.name }).uncheck();
    await page.getByRole("button", { name: "Publier la couche" }).click();
    await expect(page.getByText("La couche est publiée, mais sur aucun portail")).toBeVisible();
    await page.getByRole("link", { name: "Ouvrir un portail avec ces données" }).click();

    // The form is filled in: a name of one's own gives the address.
    const name = `Risques du Chêne ${Date.now().toString(36)}`;
    await page.getByLabel("Nom du portail").fill(name);
    await expect(page.getByText(/est libre/)).toBeVisible();
    await expect(page.getByText("Risques signalés")).toBeVisible();
    await page.getByRole("button", { name: "Créer le portail" }).click();
    await putOnline(page);
    await page.getByRole("button", { name: "Répondre avec ces données" }).click();
    const opened = context.waitForEvent("page");
    await page.getByRole("link", { name: "Poser une première question" }).click();
    const site = await opened;
    await expect(site).toHaveTitle(new RegExp(name));
    const question = site.getByRole("combobox").first();
    await question.fill("46.055, 2.055");
    await site.getByRole("option", { name: /46/ }).first().click();
    await expect(site.getByText(/Inondation par ruissellement/).first()).toBeVisible();

    expect(clicks()).toBeGreaterThan(5);
    // Choosing the file is a click that a person makes and this test does not.
    expect(clicks() + 1).toBeLessThanOrEqual(MOST_CLICKS);
    expect(Date.now() - start).toBeLessThan(MOST_MINUTES * 60_000);
    await expectAccessible(page, { part: "main" });
  });
});

test("a manager launches a portal from a form, and sign-in works once it is online", async ({ page, context, community, signIn }) => {
  const slug = `littoral-${Date.now().toString(36)}`;
  const name = "Le littoral en clair";
  await signIn(page, "manager");
  await page.goto(community.console("/portals/new"));
  await page.getByRole("link", { name: "Commencer avec Neutre" }).click();
  await page.getByLabel("Nom du portail").fill(name);
  await page.getByRole("textbox", { name: /^Adresse/ }).fill(slug);
  await expect(page.getByText(/est libre/)).toBeVisible();
  await page.getByRole("button", { name: "Créer le portail" }).click();
  await expect(page.getByText("Le portail est créé")).toBeVisible();
  await page.getByLabel("Devise en français").fill("La côte, ses usages, ses règles");
  await page
    .getByRole("button", { name: /^Ajouter / })
    .first()
    .click();
  await page.getByRole("button", { name: "Enregistrer", exact: true }).click();
  await expect(page.getByText("Modifications enregistrées").first()).toBeVisible();
  await putOnline(page);
  const site = await context.newPage();
  await expect(async () => {
    const response = await site.goto(`${portalUrl(slug)}/fr`);
    expect(response?.status()).toBe(200);
  }).toPass();
  await expect(site).toHaveTitle(new RegExp(name));
  await site.goto(`${portalUrl(slug)}/fr/map`);
  await map.expectPainted(site);
  await expect(site.getByRole("switch").first()).toBeVisible();

  // The manager sees a colour on the portal's own pages before it is saved; visitors see it afterwards.
  await page.getByRole("link", { name: "Apparence", exact: true }).click();
  const shown = page.frameLocator('iframe[aria-hidden="false"]');
  await expect(shown.getByText(name).first()).toBeVisible();
  const accentOf = (part: Locator) => part.evaluate((body) => getComputedStyle(body).getPropertyValue("--a-accent"));
  await page.getByRole("textbox", { name: "Couleur d’accent", exact: true }).fill("#7a1fa2");
  await expect.poll(() => accentOf(shown.locator("body"))).toBe("#7a1fa2");
  const openHome = async () => {
    await site.goto(`${portalUrl(slug)}/fr`);
    return accentOf(site.locator("body"));
  };
  expect(await openHome()).not.toBe("#7a1fa2");
  await page.getByRole("button", { name: "Enregistrer", exact: true }).click();
  await expect(page.getByText("Modifications enregistrées").first()).toBeVisible();
  await expect.poll(openHome).toBe("#7a1fa2");

  // Sign-in works at once: the portal is already a client of the hub, which has the manager's session.
  await site.goto(`${portalUrl(slug)}/fr`);
  await site.getByRole("link", { name: "Se connecter" }).first().click();
  await expect(site.getByRole("link", { name: "Gaëlle Morvan" })).toBeVisible();
});

test("a manager keeps a portal as a template, looks at it in the gallery, and begins another portal with it", async ({
  page,
  context,
  community,
  signIn,
}) => {
  const stamp = Date.now().toString(36);
  const name = `Modèle du littoral ${stamp}`;
  await signIn(page, "manager");
  await page.goto(community.console(`/portals/${community.portal.id}`));
  await page.getByRole("button", { name: "Autres actions" }).click();
  await page.getByRole("menuitem", { name: "Enregistrer comme modèle" }).click();
  const saving = page.getByRole("dialog", { name: "Enregistrer comme modèle" });
  await saving.getByLabel("Nom du modèle").fill(name);
  await saving.getByLabel("Description").fill("Pour une commune de la côte");
  await saving.getByLabel("Nom du modèle").press("Enter");
  await expect(page.getByText("Modèle enregistré")).toBeVisible();
  await expect(saving).toBeHidden();
  // The same name is refused at its field, and what was typed stays.
  await page.getByRole("button", { name: "Autres actions" }).click();
  await page.getByRole("menuitem", { name: "Enregistrer comme modèle" }).click();
  await saving.getByLabel("Nom du modèle").fill(name);
  await saving.getByRole("button", { name: "Enregistrer" }).click();
  await expect(saving.getByText(`Un modèle s’appelle déjà « ${name} »`)).toBeVisible();
  await expect(saving.getByLabel("Nom du modèle")).toHaveValue(name);
  await saving.getByRole("button", { name: "Annuler" }).click();

  await page.goto(community.console("/portals"));
  await page.getByRole("button", { name: "Créer un portail" }).click();
  await expect(page.getByRole("heading", { name, exact: true })).toBeVisible();
  await expect(page.getByText("Pour une commune de la côte")).toBeVisible();
  await expectAccessible(page, { part: "main" });
  await page.getByRole("button", { name: `Aperçu ${name}` }).click();
  const preview = page.getByRole("dialog", { name });
  await preview.getByRole("button", { name: "Mode sombre" }).click();
  await expect(preview.getByRole("button", { name: "Mode sombre" })).toHaveAttribute("aria-pressed", "true");
  await expectAccessible(page, { part: "[role=dialog]" });
  await preview.getByRole("link", { name: "Commencer" }).click();

  const slug = `cote-${stamp}`;
  await page.getByLabel("Nom du portail").fill("La côte en clair");
  await page.getByRole("textbox", { name: /^Adresse/ }).fill(slug);
  await expect(page.getByText(/est libre/)).toBeVisible();
  await page.getByRole("button", { name: "Créer le portail" }).click();
  await expect(page.getByText("Le portail est créé")).toBeVisible();
  await putOnline(page);
  // Its first page is the template's, without the data of the first portal.
  const site = await context.newPage();
  const headings = async (address: string) => {
    await site.goto(address);
    return site.locator("main").locator("h1, h2").allTextContents();
  };
  const wanted = await headings(`${community.site}/fr`);
  expect(wanted.length).toBeGreaterThan(1);
  await expect.poll(() => headings(`${portalUrl(slug)}/fr`)).toEqual(wanted);

  // Deleted, it is offered no longer, and the portal stays.
  await page.goto(community.console("/portals/new"));
  await page.getByRole("button", { name: `Autres actions : ${name}` }).click();
  await page.getByRole("menuitem", { name: "Supprimer" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Supprimer" }).click();
  await expect(page.getByRole("heading", { name, exact: true })).toBeHidden();
  expect(await headings(`${portalUrl(slug)}/fr`)).toEqual(wanted);
});
