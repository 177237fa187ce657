import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "../pages/accessible.ts";
import type { Community } from "../pages/community.ts";
import { test } from "../pages/journey.ts";
import { map } from "../pages/map.ts";

test("a manager filters a layer, corrects the form, follows the job, and finds the layer with its lineage", async ({
  page,
  community,
  signIn,
}) => {
  const title = `Zones filtrées ${Date.now()}`;
  await signIn(page, "manager");
  await page.goto(community.console("/processings"));
  await page.getByRole("link", { name: /^Filtrer par une condition/ }).click();
  await page.getByRole("button", { name: "Lancer" }).click();
  await expect(page.getByText(/il manque une valeur/).first()).toBeVisible();
  await expect(page.getByText("Donnez un titre à la couche.")).toBeVisible();

  await page.getByRole("combobox", { name: /^Couche/ }).selectOption({ index: 1 });
  await page.getByRole("button", { name: "Ajouter une condition" }).click();
  await page.getByRole("combobox", { name: "Comparaison" }).selectOption({ label: "est rempli" });
  await page.getByRole("button", { name: "Compter d’abord" }).click();
  await expect(page.getByText(/^Environ .* objets sur/)).toBeVisible();
  await page.getByRole("textbox", { name: "Titre de la couche" }).fill(title);
  await page.getByRole("button", { name: "Lancer" }).click();

  await expect(page.getByRole("link", { name: "Voir la couche" })).toBeVisible();
  await expect(page.getByText("Terminé", { exact: true })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Voir la couche" }).click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await page.getByText("D’où vient cette couche").click();
  await expect(page.getByText("Filtrer par une condition (version 1)")).toBeVisible();

  await page.goto(community.console("/jobs"));
  await page.getByRole("combobox", { name: "Tâche" }).selectOption({ label: "Traitement" });
  await expect(page.getByRole("row", { name: /Filtrer par une condition.*Terminée/ }).first()).toBeVisible();
});

test("a manager converts a layer to a file and downloads it", async ({ page, community, signIn }) => {
  await signIn(page, "manager");
  await page.goto(community.console("/processings/convert"));
  await page.getByRole("combobox", { name: /^Couche/ }).selectOption({ index: 1 });
  await page.getByRole("combobox", { name: "Format" }).selectOption({ label: "FlatGeobuf" });
  await page.getByRole("button", { name: "Lancer" }).click();
  const link = page.getByRole("link", { name: /^Télécharger .*\.fgb/ });
  await expect(link).toBeVisible();
  const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
  expect(download.suggestedFilename()).toMatch(/\.fgb$/);
});

/** Opens the form of "Clip" and waits for its map. @returns the canvas and its box */
async function openClip(page: Page, community: Community) {
  await page.goto(community.console("/processings/clip"));
  await page.getByRole("combobox", { name: /^Couche/ }).selectOption({ label: (await zonesOf(page)) ?? "" });
  const canvas = map.canvas(page);
  await canvas.scrollIntoViewIfNeeded();
  await map.expectPainted(page);
  await map.expectDrawing(page);
  const box = await canvas.boundingBox();
  if (!box) throw new Error("no map");
  return { canvas, box };
}

const zonesOf = (page: Page) =>
  page
    .getByRole("combobox", { name: /^Couche/ })
    .getByRole("option", { name: /Zonage/ })
    .first()
    .textContent();

/** Counts the features in the drawn area, runs the processing, and expects the same number in the result. */
async function runAsCounted(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Compter d’abord" }).click();
  const estimate = page.getByText(/^Environ .* objets sur/);
  await expect(estimate).toBeVisible();
  const [, out = "", all = ""] = /Environ (.+) objets sur (.+)$/.exec((await estimate.textContent()) ?? "") ?? [];
  expect(out).not.toBe("0");
  expect(out).not.toBe(all);
  await page.getByRole("textbox", { name: "Titre de la couche" }).fill(`Découpe ${Date.now()}`);
  await page.getByRole("button", { name: "Lancer" }).click();
  await expect(page.getByRole("link", { name: "Voir la couche" })).toBeVisible();
  await expect(page.getByText(`${all} objets au départ · ${out} objets obtenus`)).toBeVisible();
  await page.getByRole("link", { name: "Voir la couche" }).click();
  await expect(page.getByText(`1 couche, ${out} objets`).first()).toBeVisible();
}

test("a manager clips a layer to an area drawn on the form's map", async ({ page, community, signIn }) => {
  await signIn(page, "manager");
  const { box } = await openClip(page, community);
  await expect(page.getByText("Aucune surface")).toBeVisible();
  const corners = [
    [0.3, 0.1],
    [0.5, 0.1],
    [0.5, 0.9],
    [0.3, 0.9],
    [0.3, 0.1],
  ] as const;
  for (const [across, down] of corners) await page.mouse.click(box.x + box.width * across, box.y + box.height * down, { delay: 60 });
  await expect(page.getByText("1 surface")).toBeVisible();
  await runAsCounted(page);
});

test("a manager clips a layer to an area drawn by keyboard alone", async ({ page, community, signIn }) => {
  await signIn(page, "manager");
  const { canvas } = await openClip(page, community);
  await canvas.focus();
  const keys = async (...presses: readonly (readonly [key: string, times: number])[]) => {
    for (const [key, times] of presses) for (let time = 0; time < times; time++) await page.keyboard.press(key);
  };
  await keys(["ArrowUp", 5], ["Enter", 1], ["ArrowRight", 10], ["Enter", 1], ["ArrowDown", 10], ["Enter", 1], ["Escape", 1]);
  await expect(page.getByText("1 surface")).toBeVisible();
  await runAsCounted(page);
});
