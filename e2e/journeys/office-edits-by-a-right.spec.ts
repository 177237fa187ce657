import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "../pages/accessible.ts";
import { call } from "../pages/api.ts";
import { merge } from "../pages/contributions.ts";
import { enterSite, test } from "../pages/journey.ts";
import { accountOf } from "../pages/stack.ts";

const LAYER = "Zonage du plan local d’urbanisme";
const OFFICE = "stranger";
type Box = [west: number, south: number, east: number, north: number];

test("an office gets one column inside a commune, changes a zone there, is refused elsewhere in words, and every open map shows it", async ({
  community,
  person,
  someone,
}) => {
  const place = community.layer("zone_urba");
  const { communityId, datasetId, layerId } = place;
  const [manager, office, visitor] = [await person("manager"), await person(OFFICE), await someone()];
  await manager.goto(community.console(`/datasets/${datasetId}`));
  const boxOf = async (fid: number) =>
    (await call<{ bbox: Box | null }>(manager, "features.get", { layerId, fid }, "query")).bbox ?? ([0, 0, 0, 0] as Box);
  const inside = 40;
  const near = await boxOf(inside);
  const area: Box = [near[0] - 0.0005, near[1] - 0.0005, near[2] + 0.0005, near[3] + 0.0005];
  const outside = await firstBeyond(area, boxOf);

  await give(manager, community.console(`/datasets/${datasetId}?tab=rights`), area);

  // On the portal: one field is open, the others say why they are not and who gives more.
  await enterSite(office, community.site);
  await office.goto(`${community.site}/fr/map?edit=${layerId}/${inside}`);
  const editor = office.getByRole("region", { name: "Édition" });
  await expect(editor.getByText("Vous pouvez modifier les champs Vocation dans Saint-Essai.")).toBeVisible();
  await expect(editor.getByLabel("Vocation")).toBeEnabled();
  await expect(editor.getByLabel("Type de zone")).toBeDisabled();
  await expect(editor.getByText("Votre droit ne comprend pas ce champ.", { exact: false }).first()).toBeVisible();
  await expectAccessible(office, { part: "[aria-label='Édition']" });
  const purpose = `Zone relue par le bureau ${Date.now()}`;
  await editor.getByLabel("Vocation").fill(purpose);
  await expect(editor.getByText("Brouillon enregistré")).toBeVisible();

  // Elsewhere, on a phone.
  await office.setViewportSize({ width: 360, height: 780 });
  await office.goto(`${community.site}/fr/map?edit=${layerId}/${outside}`);
  await expect(editor.getByText("il est hors de votre territoire", { exact: false })).toBeVisible();
  await expect(editor.getByLabel("Vocation")).toBeDisabled();
  await office.setViewportSize({ width: 1280, height: 800 });
  // The server refuses the same, whatever a page sends.
  const { items } = await call<{ items: { id: string }[] }>(office, "contributions.list", { communityId, isMine: true, limit: 1 }, "query");
  const contributionId = items[0]?.id ?? "";
  const forged = { operation: "update", layerId, fid: outside, baseVersion: 1, values: { libelong: "x" } };
  await expect(call(office, "contributions.saveEdits", { communityId, contributionId, edits: [forged] })).rejects.toThrow();

  await office.goto(`${community.site}/fr/account`);
  await office.getByRole("link", { name: "Reprendre sur la carte" }).first().click();
  await expect(editor.getByText(purpose)).toBeVisible();
  await editor.getByRole("button", { name: "Transmettre", exact: true }).click();
  await expect(office.getByText("Proposition transmise")).toBeVisible();

  // A visitor has the zone open while the manager accepts.
  await visitor.goto(`${community.site}/fr/map?see=${layerId}/${inside}`);
  const panel = visitor.getByRole("region", { name: "Objet choisi" });
  await expect(
    panel.getByRole("button", { name: "Proposer une correction" }).or(panel.getByRole("link", { name: "Proposer une correction" })),
  ).toBeVisible();
  await manager.goto(community.console(`/contributions/${contributionId}`));
  await expect(manager.getByText("Par un droit donné par", { exact: false })).toContainText("Vocation dans Saint-Essai");
  await merge(manager, place, contributionId);
  await expect(panel.getByText(purpose)).toBeVisible();
});

/** The first feature that lies wholly beyond a box. */
async function firstBeyond([west, south, east, north]: Box, boxOf: (fid: number) => Promise<Box>): Promise<number> {
  for (let fid = 1; fid <= 60; fid++) {
    const [w, s, e, n] = await boxOf(fid);
    if (w > east || e < west || s > north || n < south) return fid;
  }
  throw new Error("every zone is near");
}

async function give(manager: Page, address: string, [west, south, east, north]: Box): Promise<void> {
  await manager.goto(address);
  await manager.getByRole("button", { name: "Donner un droit" }).click();
  const dialog = manager.getByRole("dialog", { name: "Donner un droit" });
  await dialog.getByLabel("Adresse de son compte").fill(accountOf(OFFICE).email);
  await dialog.getByRole("radio", { name: "Proposer des modifications" }).check();
  await dialog.getByLabel("Quelle couche").selectOption({ label: LAYER });
  await dialog.getByRole("radio", { name: "Seulement celles-ci" }).check();
  await dialog.getByRole("checkbox", { name: "Vocation", exact: true }).check();
  await expect(dialog.getByText("seules leurs valeurs changent", { exact: false })).toBeVisible();
  await dialog.getByRole("radio", { name: "Dans un territoire" }).check();
  await dialog.getByLabel("Nom du territoire").fill("Saint-Essai");
  await dialog.getByRole("tab", { name: "Coller" }).click();
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  await dialog.getByRole("textbox", { name: /GeoJSON/ }).fill(JSON.stringify({ type: "Polygon", coordinates: [ring] }));
  await expectAccessible(manager, { part: "[role=dialog]" });
  await dialog.getByRole("button", { name: "Donner ce droit" }).click();
  await expect(manager.getByText("et peut proposer de modifier", { exact: false })).toBeVisible();
}
