import { expect } from "@playwright/test";
import { enterSite, test } from "../pages/journey.ts";
import { map } from "../pages/map.ts";

const LAYER = "Zonage du plan local d’urbanisme";

interface Downloaded {
  features: { id?: number; properties: Record<string, unknown>; geometry: unknown }[];
}

test("a contributor uploads a changed copy of a layer, adds its differences to the draft, and submits them to a moderator", async ({
  page,
  community,
  person,
  signIn,
}) => {
  await signIn(page, "contributor");
  await enterSite(page, community.site);
  await page.goto(`${community.site}/fr/map`);
  await map.listInView(page);
  await page.getByLabel("Couche", { exact: true }).selectOption({ label: LAYER });
  await page.getByRole("list", { name: LAYER }).getByRole("button").nth(4).click();
  await page.getByRole("button", { name: "Proposer une correction" }).click();
  const editor = page.getByRole("region", { name: "Édition" });
  await expect(editor.getByLabel("Vocation")).toBeVisible();
  await editor.getByRole("button", { name: "Revoir et transmettre" }).click();
  await editor.getByRole("button", { name: "Importer des modifications…" }).click();
  const dialog = page.getByRole("dialog", { name: "Importer des modifications" });
  const link = await dialog.getByRole("link", { name: "GeoJSON" }).getAttribute("href");
  const data = await page.evaluate(async (address): Promise<Downloaded> => (await fetch(address)).json(), link ?? "");
  const all = data.features.length;
  const stamp = Date.now();
  for (const [index, feature] of data.features.slice(0, 3).entries()) feature.properties.LIBELONG = `Reprise ${stamp} ${index}`;
  const [first] = data.features;
  data.features.splice(5, 1);
  data.features.push({ properties: { LIBELONG: `Nouvelle ${stamp}` }, geometry: first?.geometry });
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    dialog.getByRole("button", { name: "Choisir un fichier" }).click(),
  ]);
  await chooser.setFiles({ name: "zonage.geojson", mimeType: "application/geo+json", buffer: Buffer.from(JSON.stringify(data)) });

  const preview = page.getByRole("dialog", { name: "Ce que change zonage.geojson" });
  const count = (what: string) => preview.locator(`[data-count=${what}]`);
  await expect(count("updated")).toHaveText("3", { timeout: 120_000 });
  await expect(count("inserted")).toHaveText("1");
  await expect(count("absent")).toHaveText("1");
  await expect(count("refused")).toHaveText("0");
  await expect(count("unchanged")).toHaveText(new RegExp(`^${String(all - 4).replace(/\B(?=(\d{3})+$)/g, "\\s")}$`));
  await expect(preview.getByRole("button", { name: "Reprendre 4 modifications" })).toBeVisible();
  await preview.getByRole("checkbox", { name: /Supprimer aussi l’objet qui n’est pas dans le fichier/ }).check();
  await preview.getByRole("button", { name: "Reprendre 5 modifications" }).click();

  // The draft lists the differences of the file.
  await expect(editor.getByRole("button", { name: /^Retirer .* de la proposition$/ })).toHaveCount(5);
  await expect(editor.getByText(`Reprise ${stamp} 0`)).toBeVisible();
  await expect(editor.getByText("À supprimer", { exact: true })).toHaveCount(1);
  await expect(editor.getByText("Absent du fichier importé zonage.geojson")).toBeVisible();
  await expect(editor.getByText("Nouveau", { exact: true })).toHaveCount(1);
  const message = `Relevé ${stamp}`;
  await editor.getByLabel("Message au modérateur").fill(message);
  await editor.getByRole("button", { name: "Transmettre", exact: true }).click();
  await expect(page.getByText("Proposition transmise")).toBeVisible();

  const moderator = await person("moderator");
  await moderator.goto(community.console("/contributions?view=waiting&mine=0"));
  const row = moderator.getByRole("link", { name: /et de 4 autres objets/ }).last();
  await row.click();
  await expect(moderator.getByText(message)).toBeVisible();
  await expect(moderator.getByText(`Reprise ${stamp} 0`).first()).toBeVisible();
});
