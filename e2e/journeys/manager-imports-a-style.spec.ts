import { readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "@playwright/test";
import { test } from "../pages/journey.ts";
import { map } from "../pages/map.ts";

/** A style that QGIS wrote; one of its titles is markup. */
const QML = readFileSync(path.join(import.meta.dirname, "../../packages/style-exchange/src/testing/qgis/polygon-categories.qml"), "utf8");
const TITLE = "Naturelle <script>alert(1)</script>";

test("a manager imports a style of QGIS, says which field is meant, and sees it in the preview and on the portal's map", async ({
  page,
  community,
  signIn,
}) => {
  const { datasetId, layerId } = community.layer("zone_urba");
  await signIn(page, "manager");
  await page.goto(community.console(`/datasets/${datasetId}?tab=layers`));
  await page.getByLabel("Couche", { exact: true }).selectOption({ value: layerId });
  const choose = async (name: string, content: string) => {
    const chooser = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Importer un style" }).click();
    await (await chooser).setFiles({ name, mimeType: "application/octet-stream", buffer: Buffer.from(content) });
  };

  await choose("photo.qml", "<qgis><pipe><rasterrenderer/></pipe></qgis>");
  await expect(page.getByRole("alert").getByText("C’est le style d’une image")).toBeVisible();

  await choose("zonage.qml", QML.replaceAll("typezone", "zonage_plu"));
  const summary = page.getByRole("status").filter({ hasText: "zonage.qml" });
  await expect(summary.getByText("la couche n’a pas de champ « zonage_plu »")).toBeVisible();
  await summary.getByLabel("« zonage_plu » du fichier").selectOption({ value: "typezone" });
  await summary.getByRole("button", { name: "Relire avec ces champs" }).click();
  await expect(summary.getByText("Tout a été repris")).toBeVisible();
  await expect(page.getByText(TITLE).first()).toBeVisible();

  // The way back restores the style from before both readings.
  await summary.getByRole("button", { name: "Revenir au style d’avant" }).click();
  await expect(page.getByRole("radio", { name: /^Automatique/ })).toBeChecked();
  await choose("zonage.qml", QML);
  await expect(page.getByRole("radio", { name: /^Par catégorie/ })).toBeChecked();
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.getByRole("button", { name: "Enregistrer" })).toHaveAttribute("aria-disabled", "true");

  await page.goto(`${community.site}/fr/map`);
  await map.expectPainted(page);
  await expect(page.getByText(TITLE).first()).toBeVisible();
  const sld = await page.evaluate(async (address) => (await fetch(address)).text(), `/downloads/${layerId}.sld`);
  expect(sld).toContain("<se:Title>Naturelle &lt;script&gt;alert(1)&lt;/script&gt;</se:Title>");
});
