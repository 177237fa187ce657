import { expect } from "@playwright/test";
import { expectAccessible } from "../pages/accessible.ts";
import { expectPoints, openTown, publishTown } from "../pages/clouds.ts";
import { enclosePoints } from "../pages/corrections.ts";
import { test } from "../pages/journey.ts";

test("a visitor reports points of a wrong class, a moderator corrects them, and the viewer that is still open shows it", async ({
  page,
  community,
  signIn,
  someone,
}) => {
  const stamp = Date.now();
  const title = `Nuage à corriger ${stamp}`;
  await signIn(page, "manager");
  await publishTown(page, community, title);
  const visitor = await someone();
  await openTown(visitor, community, title);
  await expectPoints(visitor);

  await visitor.getByRole("tab", { name: "Signaler" }).click();
  await visitor.getByRole("button", { name: "Envoyer le signalement" }).click();
  await expect(visitor.getByText("Entourez d’abord les points.")).toBeVisible();
  await expect(visitor.getByText("Écrivez ce qui ne va pas.")).toBeVisible();
  // A lasso in the view as it is, by keyboard; then place by place.
  await visitor.getByRole("radio", { name: "Au lasso, dans cette vue" }).check({ force: true });
  await visitor.getByRole("button", { name: "Prendre le cadre au centre" }).press("Enter");
  await expect(visitor.getByText(/points affichés à l’intérieur/)).toBeVisible();
  await visitor.getByRole("button", { name: "Effacer le lasso" }).click();
  await visitor.getByRole("radio", { name: "Point par point, vus de dessus" }).check({ force: true });
  await enclosePoints(visitor);
  await expect(visitor.getByText(/points affichés à l’intérieur/)).toBeVisible();
  await visitor.getByLabel("Quelle classe serait juste ?").selectOption({ label: "eau" });
  await visitor.getByLabel("Expliquez en quelques mots").fill(`C’est un étang ${stamp}`);
  await expectAccessible(visitor);
  await visitor.getByRole("button", { name: "Envoyer le signalement" }).click();
  await expect(visitor.getByRole("status").filter({ hasText: /Votre signalement porte le n°/ })).toBeFocused();

  await page.goto(community.console(`/reports?view=all&search=${stamp}`));
  await page.getByText(`C’est un étang ${stamp}`).first().click();
  await expect(page.getByRole("heading", { name: "Points signalés" })).toBeVisible();
  await expect(page.getByText("Classe proposée : eau.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Voir ces points en trois dimensions" })).toHaveAttribute("href", /around=/);
  await page.getByRole("button", { name: "Corriger les points" }).click();
  await expect(async () => {
    await page.goto(community.console(`/reports?view=all&search=${stamp}`));
    await expect(page.getByText("Pris en compte").first()).toBeVisible({ timeout: 2000 });
  }).toPass();

  await visitor.getByRole("tab", { name: "Couleurs" }).click();
  await visitor.getByLabel("Couleur des points").selectOption({ label: "Classe" });
  await expect(visitor.getByRole("checkbox", { name: /^Eau/i })).toBeVisible();
});
