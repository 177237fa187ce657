import { expect } from "@playwright/test";
import { call } from "../pages/api.ts";
import { test } from "../pages/journey.ts";

test.use({ content: "empty" });

interface Offered {
  readonly themes: readonly {
    readonly name: { readonly fr?: string };
    readonly fields: readonly { readonly label: object; readonly isMandatory: boolean; readonly options: readonly object[] }[];
  }[];
}

test("a manager adds a theme with a mandatory list, sees its form before saving, and the portal offers it", async ({
  page,
  community,
  signIn,
}) => {
  const name = `Arbre tombé ${Date.now()}`;
  await signIn(page, "manager");
  await page.goto(community.console("/reports/themes"));
  await page.getByRole("button", { name: "Nouveau thème" }).click();
  await page.locator("form").getByRole("button", { name: "Enregistrer", exact: true }).click();
  await expect(page.getByText("Donnez un nom au thème, dans une langue au moins.")).toBeVisible();
  await page.getByLabel("Nom du thème (français)").fill(name);
  await page.getByRole("button", { name: "Ajouter une question" }).click();
  await page.getByLabel("Question (français)").fill("Quel danger ?");
  await page.getByLabel("Réponse attendue").selectOption("Choix dans une liste");
  await page.getByLabel("Réponse obligatoire").check();
  for (const [index, choice] of ["Sur la route", "Sur une maison"].entries()) {
    await page.getByRole("button", { name: "Ajouter un choix" }).click();
    await page.getByLabel(`Choix ${index + 1} (français)`).fill(choice);
  }
  const preview = page.getByRole("complementary", { name: "Aperçu du formulaire" });
  await expect(preview.getByRole("combobox", { name: /Quel danger/ })).toContainText("Sur une maison");
  await page.locator("form").getByRole("button", { name: "Enregistrer", exact: true }).click();
  await expect(
    page
      .getByRole("list", { name: "Thèmes" })
      .getByRole("button", { name: new RegExp(name) })
      .first(),
  ).toBeVisible();

  const portalId = community.portal.id;
  const offered = await call<Offered>(page, "reports.reporting", { portalId }, "query");
  const field = offered.themes.find((theme) => theme.name.fr === name)?.fields[0];
  expect(field).toMatchObject({ isMandatory: true, label: { fr: "Quel danger ?" } });
  expect(field?.options).toHaveLength(2);
});
