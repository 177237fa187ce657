import { expect, type Page } from "@playwright/test";
import { savedTooEarly } from "../pages/editor.ts";
import { enterSite, test } from "../pages/journey.ts";
import { map } from "../pages/map.ts";

type Place = readonly [x: number, y: number];

const editorOf = (page: Page) => page.getByRole("region", { name: "Édition" });
const tool = (page: Page, name: string) => editorOf(page).getByRole("button", { name, exact: true });

/** Adds a zone in the old town, which one existing zone covers completely. */
async function addZone(page: Page, site: string): Promise<void> {
  await enterSite(page, site);
  await page.goto(`${site}/fr/map#15/46.49276/-5.24969`);
  await openEditor(page);
}

async function openEditor(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Contribuer", exact: true }).press("Enter");
  await page.getByRole("button", { name: /^Ajouter .*Zonage du plan local/ }).press("Enter");
  await expect(tool(page, "Dessiner un objet")).toHaveAttribute("aria-pressed", "true");
  await map.expectDrawing(page);
  await map.waitUntilStill(page);
}

/** Clicks one place of the map after the other, then the end to finish. */
async function draw(page: Page, places: readonly Place[], end: Place): Promise<void> {
  for (const [x, y] of [...places, end]) {
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.up();
  }
}

test("a contributor draws a zone, fills in its fields and submits it without a mouse", async ({ page, community, signIn }) => {
  await signIn(page, "contributor");
  await addZone(page, community.site);
  const editor = editorOf(page);
  const keys = async (...presses: readonly (readonly [key: string, times: number])[]) => {
    for (const [key, times] of presses) for (let time = 0; time < times; time++) await page.keyboard.press(key);
  };
  // The map has the focus at once, so that keys draw.
  await expect(map.canvas(page)).toBeFocused();
  await keys(["ArrowUp", 5], ["Enter", 1], ["ArrowRight", 6], ["Enter", 1], ["ArrowDown", 6], ["Enter", 1], ["Escape", 1]);
  const heading = editor.getByRole("heading", { name: /^Nouvel objet/ });
  await expect(heading).toBeFocused();
  const stamp = `UK${Date.now()}`;
  await editor.getByLabel("Zone", { exact: true }).press("Control+a");
  await page.keyboard.type(stamp);
  await expect(editor.getByText(/Brouillon enregistré/)).toBeVisible();
  await tool(page, "Revoir et transmettre").press("Enter");
  await expect(editor.getByText(`Zone : vide → ${stamp}`)).toBeVisible();
  await tool(page, "Transmettre").press("Enter");
  await expect(page.getByText("Proposition transmise")).toBeVisible();
});

test("a contributor splits a zone, merges it again, copies fields from another, and sees where a shape crosses itself", async ({
  page,
  community,
  signIn,
}) => {
  await signIn(page, "contributor");
  await addZone(page, community.site);
  const editor = editorOf(page);
  await tool(page, "Aimanter aux objets affichés").click();
  await tool(page, "Dessiner un objet").click();
  await draw(page, [[450, 300], [630, 300], [630, 440], [450, 440]], [450, 300]); // biome-ignore format: a shape on one line
  await expect(editor.getByRole("heading", { name: /^Nouvel objet/ })).toBeVisible();
  await expect(editor.getByText("1 modification", { exact: false })).toBeVisible();

  await tool(page, "Couper en deux").click();
  await draw(page, [[510, 270], [510, 470]], [510, 470]); // biome-ignore format: a line on one line
  await expect(editor.getByText("2 modifications", { exact: false })).toBeVisible();
  await editor.getByLabel("Zone", { exact: true }).fill("UX");

  // The larger piece is open in the editor and already selected.
  await tool(page, "Fusionner des objets").click();
  await expect(editor.getByText("1 objet choisi")).toBeVisible();
  await page.mouse.click(480, 380);
  await expect(editor.getByText("2 objets choisis")).toBeVisible();
  await expect(editor.getByRole("radio", { name: /UX/ })).toBeChecked();
  await tool(page, "Fusionner les 2 objets").click();
  await expect(editor.getByText(/2 objets réunis en «\sUX\s»/)).toBeVisible();
  await expect(editor.getByText("1 modification", { exact: false })).toBeVisible();
  await tool(page, "Annuler").click();
  await expect(editor.getByText("2 modifications", { exact: false })).toBeVisible();
  await tool(page, "Rétablir").click();
  await expect(editor.getByText("1 modification", { exact: false })).toBeVisible();

  await page.mouse.click(560, 380);
  await expect(editor.getByLabel("Zone", { exact: true })).toHaveValue("UX");
  await tool(page, "Reprendre d’un autre objet").click();
  await page.mouse.click(700, 250);
  await expect(editor.getByRole("heading", { name: /^Champs de/ })).toBeVisible();
  await editor.getByRole("checkbox", { name: /^Zone/ }).uncheck();
  await editor.getByRole("button", { name: /^Reprendre \d+ valeurs$/ }).click();
  await expect(editor.getByLabel("Zone", { exact: true })).toHaveValue("UX");
  await expect(editor.getByLabel("Vocation")).not.toHaveValue("");

  await tool(page, "Dessiner un objet").click();
  const bow: Place[] = [[660, 300], [760, 400], [760, 300], [660, 400]]; // biome-ignore format: a shape on one line
  await draw(page, bow.slice(0, 3), [660, 400]);
  await expect(editor.getByText("La forme se croise à un endroit.")).toBeVisible();
  await expect(page.getByRole("img", { name: "Ici, la forme se croise" })).toHaveCount(1);
  await draw(page, [], [660, 300]);
  await tool(page, "Revoir et transmettre").click();
  await expect(editor.getByText(/déplacez les sommets près des cercles rouges/i).last()).toBeVisible();
  await expect(tool(page, "Transmettre")).toHaveAttribute("aria-disabled", "true");
  const drops = editor.getByRole("button", { name: /^Retirer .* de la proposition$/ });
  await drops.last().click();
  await expect(tool(page, "Transmettre")).not.toHaveAttribute("aria-disabled");
  await expect(editor.getByText("Brouillon enregistré")).toBeVisible();
  expect(await savedTooEarly(drops.first())).toBe(0);
  await expect(editor.getByText("Rien encore.", { exact: false })).toBeVisible();
  await expect(editor.getByText("Brouillon enregistré")).toBeVisible();
  // A removed edit does not come back.
  await page.reload();
  await openEditor(page);
  await tool(page, "Revoir et transmettre").click();
  await expect(editor.getByText("Rien encore.", { exact: false })).toBeVisible();
});

test("a contributor cuts a hole into a zone and moves its corner", async ({ page, community, signIn }) => {
  await signIn(page, "contributor");
  await addZone(page, community.site);
  const editor = editorOf(page);
  await tool(page, "Aimanter aux objets affichés").click();
  await tool(page, "Dessiner un objet").click();
  await draw(page, [[450, 280], [690, 280], [690, 460], [450, 460]], [450, 280]); // biome-ignore format: a shape on one line
  await expect(editor.getByRole("heading", { name: /^Nouvel objet/ })).toBeVisible();
  await tool(page, "Creuser un trou").click();
  await draw(page, [[510, 320], [610, 320], [610, 420], [510, 420]], [510, 320]); // biome-ignore format: a shape on one line
  await expect(editor.getByText("Brouillon enregistré")).toBeVisible();

  let rings: number[][][] = [];
  page.on("request", (request) => {
    if (!request.url().includes("contributions.saveEdits")) return;
    rings = JSON.parse(/"coordinates":(\[\[\[.*?\]\]\])/.exec(JSON.stringify(request.postDataJSON()))?.[1] ?? "[]");
  });
  await page.mouse.click(560, 370);
  await page.mouse.move(610, 420);
  await page.mouse.down();
  await page.mouse.move(620, 425, { steps: 3 });
  await page.mouse.move(640, 440, { steps: 5 });
  await page.mouse.up();
  await expect
    .poll(async () => {
      const corners = await Promise.all((rings[1] ?? []).map((place) => map.pixelOf(page, place)));
      return corners.some(({ x, y }) => Math.hypot(x - 640, y - 440) < 3);
    })
    .toBe(true);
  await expect(editor.getByRole("heading", { name: /^Nouvel objet/ })).toBeVisible();
  await tool(page, "Revoir et transmettre").click();
  await editor.getByRole("button", { name: /^Retirer .* de la proposition$/ }).click();
  await expect(editor.getByText("Rien encore.", { exact: false })).toBeVisible();
  await expect(editor.getByText("Brouillon enregistré")).toBeVisible();
});

test("a contributor places a point, and it snaps to a nearby one", async ({ page, community, signIn }) => {
  await signIn(page, "contributor");
  await enterSite(page, community.site);
  const { layerId } = community.layer("prescription_pct");
  const place = await page.evaluate(async (id) => {
    const answer = await fetch(`/ogc/collections/${id}/items?f=json&bbox=-5.2535,46.491,-5.246,46.4955&limit=1`);
    const { features }: { features: { geometry: { coordinates: number[] } }[] } = await answer.json();
    return features[0]?.geometry.coordinates.flat() ?? [];
  }, layerId);
  await page.goto(`${community.site}/fr/map?edit=${layerId}/new#17/${place[1]}/${place[0]}`);
  await expect(tool(page, "Dessiner un objet")).toHaveAttribute("aria-pressed", "true");
  await map.expectDrawing(page);
  await map.waitUntilStill(page);
  const { x, y } = await map.pixelOf(page, place);
  const saved = async (act: () => Promise<void>) => {
    // Undoing a saved point discards its edit.
    const saving = page.waitForRequest((request) => /contributions\.(saveEdits|discardEdits)/.test(request.url()));
    await act();
    const sent = JSON.stringify((await saving).postDataJSON());
    return /"coordinates":\[([-\d.]+),([-\d.]+)\]/.exec(sent)?.slice(1).map(Number);
  };
  const drawing = tool(page, "Dessiner un objet");
  // A point snaps only to features that the map shows: until the neighbour is loaded, undo and place the point again.
  await expect(async () => {
    const put = await saved(() => page.mouse.click(x + 6, y + 4));
    if (String(put) !== String(place)) {
      await saved(() => tool(page, "Annuler").click());
      if ((await drawing.getAttribute("aria-pressed")) !== "true") await drawing.click();
    }
    expect(put).toEqual(place);
  }).toPass();
  await expect(editorOf(page).getByText("Tirez le point pour le déplacer", { exact: false })).toBeVisible();
  await tool(page, "Annuler").click();
  await expect(editorOf(page).getByText("Brouillon enregistré")).toBeVisible();
});
