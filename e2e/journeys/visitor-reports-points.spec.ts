import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "../pages/accessible.ts";
import { expectPoints, openTown, publishTown, view } from "../pages/clouds.ts";
import { test } from "../pages/journey.ts";

/** Encloses points by keyboard: a place is taken in the middle of the view, which the arrows move. */
async function enclose(page: Page): Promise<void> {
  const takeMiddle = async (count: number) => {
    await page.getByRole("button", { name: "Prendre le point au centre" }).click();
    await expect(page.getByText(count === 1 ? "Un point choisi" : `${count} points choisis`)).toBeAttached();
  };
  const move = async (...keys: string[]) => {
    await view(page).focus();
    for (const key of keys) await page.keyboard.press(key);
  };
  await move("t");
  await takeMiddle(1);
  await move("ArrowRight", "ArrowRight");
  await takeMiddle(2);
  await move("ArrowUp", "ArrowUp");
  await takeMiddle(3);
}

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
  await enclose(visitor);
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
