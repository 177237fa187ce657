import { expect } from "@playwright/test";
import { expectAccessible } from "../pages/accessible.ts";
import { enterSite, test } from "../pages/journey.ts";

/** Columns of the layer "Lieux nommés", not counting the feature's name. */
const KIND = 2;
const PEOPLE = 3;

test("a contributor edits many features in a table by keyboard alone, corrects an invalid value, and submits", async ({
  page,
  context,
  community,
  signIn,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await signIn(page, "contributor");
  await enterSite(page, community.site);
  await page.goto(`${community.site}/fr/map?edit=${community.layer("lieu").layerId}/new`);
  const editor = page.getByRole("region", { name: "Édition" });
  const press = (key: string, times = 1) => page.keyboard.press(key).then((): unknown => times > 1 && press(key, times - 1));
  const enter = async (name: string) => {
    await editor.getByRole("button", { name, exact: true }).focus();
    await press("Enter");
  };
  await expect(editor.getByRole("button", { name: "Tableau" })).toBeVisible();
  await enter("Tableau");
  const table = page.getByRole("region", { name: /^Tableau/ });
  const cell = (row: number, column: number) => table.locator(`[data-row="${row}"][data-column="${column}"]`);
  await expect(cell(0, 1)).toBeFocused();
  await expect(table.getByRole("columnheader").nth(PEOPLE)).toHaveText(/Habitants/);
  const kinds = [1, 2, 3].map((row) => cell(row, KIND).textContent());
  const [, second = "", third = ""] = (await Promise.all(kinds)).map((text) => text ?? "");

  // Pastes a block from a spreadsheet: an invalid value is kept, with a hint how to correct it.
  const words = `Lieu-dit relu ${Date.now()}`;
  const others = `Écart relu ${Date.now()}`;
  await page.evaluate((text) => navigator.clipboard.writeText(text), `${words}\t1 200\n${others}\tdouze\n`);
  await press("ArrowRight");
  await expect(cell(0, KIND)).toBeFocused();
  await press("Control+v");
  await expect(table.getByText(/cellules modifiées\.\s1 cellule ne convient pas/)).toBeVisible();
  await expect(cell(0, PEOPLE)).toHaveText("1200");
  await press("ArrowDown");
  await press("ArrowRight");
  await expect(cell(1, PEOPLE)).toBeFocused();
  await expect(cell(1, PEOPLE)).toHaveAttribute("aria-invalid", "true");
  await expect(cell(1, PEOPLE)).toHaveAccessibleDescription(/«\sdouze\s» n’est pas un nombre entier\. Écrivez par exemple 12/);
  await expectAccessible(page, { part: 'section[aria-label^="Tableau"]' });
  await page.keyboard.type("35");
  await press("Enter");
  await expect(cell(1, PEOPLE)).toHaveText("35");
  await expect(cell(1, PEOPLE)).not.toHaveAttribute("aria-invalid");

  // Filling three more rows is one step to undo.
  await press("Control+Home");
  await press("ArrowRight", KIND);
  await press("Shift+ArrowDown", 3);
  await press("Control+d");
  await expect(cell(3, KIND)).toHaveText(words);
  await press("Control+z");
  await expect(cell(3, KIND)).toHaveText(third);
  await expect(cell(2, KIND)).toHaveText(second);
  await expect(cell(1, KIND)).toHaveText(others);
  await expect(editor.getByText("Brouillon enregistré")).toBeVisible();

  // After Escape, Tab leaves the table; the written values are submitted.
  await press("Escape");
  await expect(table.getByText("La touche Tab sort maintenant du tableau.")).toBeVisible();
  await press("Tab");
  await expect(table.locator("[data-row]:focus")).toHaveCount(0);
  await enter("Revoir et transmettre");
  await expect(editor.getByText(words)).toBeVisible();
  await expect(editor.getByText(/→ 35$/)).toBeVisible();
  await enter("Transmettre");
  await expect(page.getByText("Proposition transmise")).toBeVisible();
});
