import { expect } from "@playwright/test";
import { expectAccessible } from "../pages/accessible.ts";
import { test } from "../pages/journey.ts";
import { accountOf } from "../pages/stack.ts";

test.use({ content: "empty" });

test("a manager takes out the people who are inactive in a file of the institution", async ({ person, community }) => {
  const page = await person("manager");
  await page.goto(community.console("/members"));
  await page.getByRole("button", { name: "Départs…" }).click();
  const dialog = page.getByRole("dialog", { name: "Départs, par fichier" });
  const give = (name: string, text: string) =>
    dialog.getByLabel("Choisir un fichier CSV").setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
  // A list of everybody says of nobody that they leave.
  await give("agents.csv", `email\r\n${accountOf("contributor").email}\r\n`);
  await expect(dialog.getByRole("alert")).toContainText("aucune colonne « active »");
  const lines = [
    '\uFEFF"userName";"externalId";"active"',
    `"${accountOf("contributor").email.toUpperCase()}";"17";"false"`,
    `${accountOf("member").email};18;true`,
    `${accountOf("manager").email};19;false`,
    "personne@ailleurs.example;20;false",
    "sans adresse;21;false",
  ];
  await give("agents.csv", lines.join("\r\n"));
  await expect(dialog.getByText("Une personne part ; une ligne dit de rester.")).toBeVisible();
  await expect(dialog.getByText(accountOf("contributor").name)).toBeVisible();
  await expect(dialog.getByText("Ligne 4 : c’est vous")).toBeVisible();
  await expect(dialog.getByText(/^Ligne 5.*n’est celle de personne/)).toBeVisible();
  await expect(dialog.getByText(/^Ligne 6.*n’est pas une adresse/)).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Retirer une personne" }).click();
  await expect(page.getByText("Une personne a quitté la communauté")).toBeVisible();
  await expect(page.getByRole("table").getByText(accountOf("member").name)).toBeVisible();
  await expect(page.getByRole("table").getByText(accountOf("contributor").name)).toHaveCount(0);
});
