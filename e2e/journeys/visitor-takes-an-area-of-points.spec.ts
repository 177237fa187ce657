import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "../pages/accessible.ts";
import { openArchive } from "../pages/area-archive.ts";
import { view } from "../pages/clouds.ts";
import { test } from "../pages/journey.ts";
import { expectNoPointer, tabTo, watchPointer } from "../pages/keyboard.ts";
import { portalUrl } from "../pages/stack.ts";

type Box = [west: number, south: number, east: number, north: number];

/** The demo's point cloud: its layer, and the box of its first tile in the system of the layer. Asked for by a page of its portal. */
async function demoCloud(page: Page): Promise<{ layerId: string; box: Box }> {
  await page.goto(`${portalUrl("lidar")}/fr/help`);
  const json = (path: string) => page.evaluate(async (address) => (await fetch(address)).json(), path);
  const { collections } = await json("/stac/collections");
  const layerId: string = collections[0].id;
  const { features } = await json(`/stac/collections/${layerId}/items`);
  const box: number[] = features[0].properties["proj:bbox"];
  return { layerId, box: box.length === 6 ? ([box[0], box[1], box[3], box[4]] as Box) : (box as Box) };
}

const shownPoints = async (page: Page) => Number((await page.getByText(/^[\d\s\u202f\u00a0]+ points$/).textContent())?.replace(/\D/g, ""));

test("on a phone and by keyboard alone, a visitor takes a rectangle as LAZ with its terrain, and its address finds it again", async ({
  page,
}) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await watchPointer(page);
  const { layerId, box } = await demoCloud(page);
  const area: Box = [box[0] + 100, box[1] + 100, box[0] + 300, box[1] + 250];
  await page.goto(`${portalUrl("lidar")}/fr/points/${layerId}/take`);
  await page.getByLabel("Zone", { exact: true }).focus();
  await page.keyboard.press("p");
  await expect(page.getByLabel("Zone", { exact: true })).toHaveValue("box");
  for (const [index, side] of ["Ouest", "Sud", "Est", "Nord"].entries()) {
    await tabTo(page, page.getByLabel(side, { exact: true }));
    await page.keyboard.type(String(area[index]).replace(".", ","));
  }
  await expect(page.getByText(/^Environ [\d\s\u202f\u00a0]+ points/)).toBeVisible();
  await tabTo(page, page.getByText("Ajouter des modèles du terrain"));
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByRole("checkbox", { name: /Terrain \(MNT\)/ }));
  await page.keyboard.press("Space");
  await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await tabTo(page, page.getByRole("button", { name: "Préparer" }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: /Votre zone est/ })).toBeFocused();
  const download = page.getByRole("link", { name: /^Télécharger/ });
  await expect(download).toBeVisible();
  // Closed and opened again, the page knows it.
  await page.reload();
  await expect(download).toBeVisible();
  await expectAccessible(page);
  const shown = await shownPoints(page);
  const { files, count, header } = await openArchive(page, async () => {
    await tabTo(page, download, { most: 40 });
    await page.keyboard.press("Enter");
  });
  await expectNoPointer(page);
  expect(shown).toBe(count);
  expect(count).toBeGreaterThan(1000);
  expect([...files.keys()]).toEqual(["LISEZMOI.txt", "SHA256SUMS", "points.laz", "dtm.tif"]);
  expect([header.min[0] >= area[0], header.min[1] >= area[1], header.max[0] <= area[2], header.max[1] <= area[3]]).toEqual([
    true,
    true,
    true,
    true,
  ]);
  await page.getByRole("button", { name: "Prendre une autre zone" }).press("Enter");
  await expect(page.getByLabel("Zone", { exact: true })).toBeFocused();
});

test("in the viewer, a visitor draws an area, sees what it holds, and takes it as COPC", async ({ page }) => {
  const { layerId } = await demoCloud(page);
  await page.goto(`${portalUrl("lidar")}/en/points/${layerId}`);
  await expect(page.getByText(/points shown$/)).toBeVisible();
  await page.getByRole("tab", { name: "Take home" }).click();
  await page.getByRole("button", { name: "Prepare" }).click();
  await expect(page.getByText(/Set at least three corners/)).toBeVisible();
  const takeMiddle = async () => page.getByRole("button", { name: "Take the point in the middle" }).click();
  const move = async (...keys: string[]) => {
    await view(page).focus();
    for (const key of keys) await page.keyboard.press(key);
  };
  await move("t", "+", "+", "+");
  await takeMiddle();
  await move("ArrowRight", "ArrowRight");
  await takeMiddle();
  await move("ArrowUp", "ArrowUp");
  await takeMiddle();
  await expect(page.getByText(/^About [\d,]+ points/)).toBeVisible();
  await page.getByLabel("Points", { exact: true }).selectOption({ label: "COPC (.copc.laz), opens piece by piece" });
  await page.getByRole("button", { name: "Prepare" }).click();
  await expect(page.getByRole("heading", { name: "Your area is ready" })).toBeVisible();
  const { files, count, isOctree } = await openArchive(page, () => page.getByRole("link", { name: /^Download/ }).click());
  expect(isOctree).toBe(true);
  expect(count).toBeGreaterThan(100);
  expect(files.get("README.txt")?.toString()).toContain("How to cite");
});

test("on the map beside the form, a visitor draws an area by keyboard, and takes a tile by its outline", async ({ page }) => {
  const { layerId } = await demoCloud(page);
  await page.goto(`${portalUrl("lidar")}/fr/points/${layerId}/take`);
  const way = page.getByLabel("Zone", { exact: true });
  await way.selectOption({ label: "Dessiner sur la carte" });
  const corner = page.getByRole("button", { name: "Poser un coin au centre" });
  const move = async (key: string) => {
    const before = await page.getByRole("button", { name: "Coin 1", exact: true }).boundingBox();
    await page.locator(".maplibregl-canvas").press(key);
    await expect.poll(async () => page.getByRole("button", { name: "Coin 1", exact: true }).boundingBox()).not.toEqual(before);
  };
  await expect(page.locator(".maplibregl-canvas")).toBeVisible();
  await corner.click();
  await move("ArrowRight");
  await corner.click();
  await move("ArrowDown");
  await corner.click();
  await expect(page.getByText(/^Environ [\d\s\u202f\u00a0]+ points/)).toBeVisible();
  await expectAccessible(page);
  await way.selectOption({ label: "Autour d’un lieu" });
  await page.getByLabel("Commune, lieu ou dalle").fill("FXX_0067_6632");
  await page
    .getByRole("button", { name: /PTS_LAMB93_IGN69/ })
    .first()
    .click();
  await expect(page.getByText(/^Zone\s*: le contour de /)).toBeVisible();
  await expect(page.getByText(/^Environ [\d\s\u202f\u00a0]+ points/)).toBeVisible();
});
