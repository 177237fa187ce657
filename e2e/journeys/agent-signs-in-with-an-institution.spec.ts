import { type OutsideProvider, startOutsideProvider } from "@archipel/testing/outside-provider.ts";
import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "../pages/accessible.ts";
import { codeOf } from "../pages/authenticator.ts";
import { fillSignIn, openConsole, signUp } from "../pages/hub.ts";
import { test } from "../pages/journey.ts";
import { adminUrl, identityPort, portalUrl } from "../pages/stack.ts";

const PASSWORD = "une phrase facile à retenir";
const NAME = `Ministère ${Date.now().toString(36)}`;
const account = `${portalUrl("urbanisme")}/fr/account`;

let outside: OutsideProvider;
test.afterEach(() => outside?.stop());

/** An operator sets the institution up in the console; the institution then registers the addresses of the form. */
async function setUp(page: Page): Promise<void> {
  await openConsole(page, "/platform?tab=access", "operator");
  await page.getByRole("button", { name: "Ajouter un fournisseur…" }).click();
  const dialog = page.getByRole("dialog");
  const [redirectUri, signedOutUri] = await dialog.locator("code").allTextContents();
  outside = await startOutsideProvider({ port: identityPort, redirectUris: [redirectUri ?? ""], signedOutUris: [signedOutUri ?? ""] });
  await dialog.getByLabel("Nom en français").fill(NAME);
  await dialog.getByLabel("Nom en anglais").fill(NAME);
  await dialog.getByLabel("Adresse de l’émetteur").fill("http://localhost:1");
  await dialog.getByLabel("Identifiant (client id)").fill(outside.clientId);
  await dialog.getByLabel("Secret (client secret)").fill(outside.clientSecret);
  await dialog.getByLabel("Envoi du secret").selectOption("post");
  await dialog.getByLabel("Portées (scopes)").fill("given_name, usual_name email phone");
  await dialog.getByRole("button", { name: "Essayer" }).click();
  await expect(dialog.getByText("n’est pas en https")).toBeVisible();
  await dialog.getByLabel("Adresse de l’émetteur").fill(outside.issuer);
  await dialog.getByRole("button", { name: "Essayer" }).click();
  await expect(dialog.getByText("La portée « phone » n’est pas dans sa liste.")).toBeVisible();
  await dialog.getByLabel("Portées (scopes)").fill("given_name usual_name email");
  await dialog.getByLabel("PKCE").uncheck();
  await dialog.getByLabel("Informations sur la personne").selectOption("RS256");
  await dialog.getByLabel("Demander comment la personne").check();
  await dialog.getByRole("button", { name: "Essayer" }).click();
  await expect(dialog.getByText("répond, et ses réglages conviennent.")).toBeVisible();
  await dialog.getByLabel("Valeurs qui comptent").fill("mfa");
  await dialog.getByLabel("Le proposer sur la page de connexion").check();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.getByRole("row").filter({ hasText: NAME })).toContainText("Proposé");
}

async function takeDown(page: Page): Promise<void> {
  await page.goto(`${adminUrl}/platform?tab=access`);
  await page.getByRole("row").filter({ hasText: NAME }).getByRole("button", { name: "Supprimer…" }).click();
  await page
    .getByRole("dialog")
    .getByLabel(/^Pour confirmer/)
    .fill(NAME);
  await page.getByRole("dialog").getByRole("button", { name: "Supprimer…" }).click();
  await expect(page.getByRole("row").filter({ hasText: NAME })).toHaveCount(0);
}

const toInstitution = (page: Page) => page.getByRole("link", { name: `Continuer avec ${NAME}` });

test("an agent signs in with an institution and a second step, links it with an account, and removes it", async ({ page, someone }) => {
  await setUp(page);
  const stamp = Date.now();
  outside.people.set("new", {
    sub: "new",
    given_name: "Noé",
    usual_name: "Brière",
    email: `noe.${stamp}@ministere.example`,
    email_verified: true,
  });
  const email = `ines.${stamp}@ministere.example`;
  outside.people.set("ines", { sub: "ines", given_name: "Inès", usual_name: "Le Goff", email, email_verified: true });

  // Somebody new: an account is made of what the institution verified. In a narrow window.
  const noe = await someone();
  await noe.setViewportSize({ width: 360, height: 740 });
  await noe.goto(account);
  await expectAccessible(noe);
  await toInstitution(noe).click();
  await noe.getByRole("button", { name: "Noé" }).click();
  await expect(noe.getByRole("heading", { name: "Première connexion" })).toBeVisible();
  await expectAccessible(noe);
  await noe.getByRole("button", { name: "Créer un compte" }).click();
  await noe.waitForURL(account, { waitUntil: "commit" });
  const ways = noe.locator("#ways-in");
  await expect(ways.getByText("Pas de mot de passe.")).toBeVisible();
  await ways.getByRole("button", { name: "Retirer…" }).click();
  await ways.getByRole("button", { name: "Retirer", exact: true }).click();
  await expect(ways.getByText("C’est la dernière façon d’ouvrir votre compte.")).toBeVisible();

  // Somebody with an account and an authenticator app: the address alone opens nothing.
  const ines = await someone();
  await signUp(ines, account, { name: "Inès Le Goff", email, password: PASSWORD });
  const app = ines.locator("#second-factor");
  await app.getByRole("button", { name: "Activer la double authentification…" }).click();
  await app.getByLabel("Votre mot de passe").fill(PASSWORD);
  await app.getByRole("button", { name: "Continuer" }).click();
  const secret = (await app.locator("code").textContent()) ?? "";
  await app.getByLabel("Code affiché par l’application").fill(codeOf(secret));
  await app.getByRole("button", { name: "Activer", exact: true }).click();
  await expect(app.getByRole("heading", { name: "Vos codes de secours" })).toBeFocused();
  const codes = await app.getByRole("listitem").allTextContents();

  const office = await someone();
  await office.goto(account);
  await toInstitution(office).click();
  await office.getByRole("button", { name: "Inès", exact: true }).click();
  await expect(office.getByText("un compte existe déjà avec l’adresse")).toBeVisible();
  await office.getByRole("button", { name: "Me connecter et lier" }).click();
  await fillSignIn(office, email, PASSWORD);
  await office.getByLabel("Code à six chiffres").fill(codeOf(secret, { stepsAhead: 1 }));
  await office.getByRole("button", { name: "Se connecter", exact: true }).click();
  await office.waitForURL(account, { waitUntil: "commit" });
  await expect(office.locator("#ways-in").getByText(/^Liée depuis le/)).toBeVisible();

  // From then on the institution is enough, with the app's code: its own second step was not said.
  const home = await someone();
  await home.goto(account);
  await toInstitution(home).click();
  await home.getByRole("button", { name: "Inès", exact: true }).click();
  await expect(home.getByRole("heading", { name: "Le code de votre application" })).toBeVisible();
  await home.getByText("Je n’ai pas mon téléphone").click();
  await home.getByLabel("Code de secours").fill(codes[0] ?? "");
  await home.getByRole("button", { name: "Se connecter", exact: true }).click();
  await home.waitForURL(account, { waitUntil: "commit" });

  // The institution says that the person proved more than a password: no code.
  outside.people.set("ines", { sub: "ines", given_name: "Inès", email, email_verified: true, amr: ["pwd", "mfa"] });
  const strong = await someone();
  await strong.goto(account);
  await toInstitution(strong).click();
  await strong.getByRole("button", { name: "Inès", exact: true }).click();
  await strong.waitForURL(account, { waitUntil: "commit" });
  await expect(strong.locator("#ways-in").getByText(/^Liée depuis le/)).toBeVisible();
  // The sign-out goes on to the institution, and home.
  await strong.getByRole("button", { name: "Se déconnecter" }).last().click();
  await strong.getByRole("button", { name: "Yes" }).click();
  await strong.waitForURL(`${portalUrl("urbanisme")}/**`);

  // The account page lists where the account is open, and closes the rest everywhere.
  const sessions = office.locator("#sessions");
  await office.reload();
  await expect(sessions.getByText(`Par ${NAME}`).first()).toBeVisible();
  await expect(sessions.getByText("Cette session")).toBeVisible();
  await sessions.getByRole("button", { name: /^Fermer l.* autres? sessions?$/ }).click();
  await expect(sessions.getByRole("listitem")).toHaveCount(1);
  await home.goto(account);
  await expect(toInstitution(home)).toBeVisible();

  // Removed, and linked again from the account page.
  const own = office.locator("#ways-in");
  await own.getByRole("button", { name: "Retirer…" }).click();
  await own.getByLabel("Votre mot de passe").fill(PASSWORD);
  await own.getByLabel("Code de l’application, ou code de secours").fill(codes[1] ?? "");
  await own.getByRole("button", { name: "Retirer", exact: true }).click();
  await expect(own.getByText("Non liée")).toBeVisible();
  await expectAccessible(office);
  await own.getByRole("button", { name: "Lier…" }).click();
  await own.getByLabel("Votre mot de passe").fill(PASSWORD);
  await own.getByLabel("Code de l’application, ou code de secours").fill(codes[2] ?? "");
  await own.getByRole("button", { name: `Continuer vers ${NAME}` }).click();
  // The institution asks who it is, unless it still remembers this browser.
  const [whoAsked, linked] = [
    office.getByRole("button", { name: "Inès", exact: true }),
    office.getByRole("heading", { name: "C’est lié" }),
  ];
  await expect(whoAsked.or(linked)).toBeVisible();
  if (await whoAsked.isVisible()) await whoAsked.click();
  await expect(linked).toBeVisible();
  await expectAccessible(office);

  await takeDown(page);
});
