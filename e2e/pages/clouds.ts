import { expect, type Page } from "@playwright/test";
import { smallTown } from "../files/small-town.ts";
import type { Community } from "./community.ts";

const POINTS = 30_000;

export const view = (page: Page) => page.getByRole("application");
/** The camera in the address: x, y, height, distance, azimuth, tilt. */
export const cameraIn = (page: Page) => new URL(page.url()).hash.slice(1).split(",").map(Number);

export async function expectPoints(page: Page): Promise<void> {
  await expect(page.getByText(/^[\d\s\u202f\u00a0]+ points affichés sur/)).toBeVisible();
  await expect.poll(() => cameraIn(page)).toHaveLength(6);
}

/** Uploads and publishes a small town of points on the community's portal. The page is signed in as a manager. */
export async function publishTown(page: Page, community: Community, title: string): Promise<void> {
  await page.goto(community.console("/uploads"));
  const town = { name: "ville.laz", mimeType: "application/octet-stream", buffer: await smallTown(POINTS) };
  await page.locator("input[type=file]").first().setInputFiles(town);
  await page.getByRole("link", { name: "Voir la vérification" }).click();
  await page.getByRole("textbox", { name: /^Titre(?! de la couche)/ }).fill(title);
  await page.getByRole("checkbox", { name: community.portal.name }).check();
  await page.getByRole("button", { name: "Publier le nuage de points" }).click();
}

/** Finds the town in the catalogue, once it is published, and opens the viewer. */
export async function openTown(visitor: Page, community: Community, title: string): Promise<void> {
  await expect(async () => {
    await visitor.goto(`${community.site}/fr/catalogue?q=${encodeURIComponent(title)}`);
    await visitor.getByRole("heading", { level: 3, name: title }).getByRole("link").click({ timeout: 2000 });
  }).toPass();
  await visitor.getByRole("link", { name: "Voir les points en 3D" }).click();
  await expect(visitor.getByRole("heading", { level: 1, name: title })).toBeVisible();
}

/** Plays the flight, and stops it by a key that only turns the view. The address says that a flight plays while it does. */
export async function flyAndStop(page: Page): Promise<void> {
  const first = cameraIn(page);
  await page.getByRole("button", { name: "Survoler", exact: true }).first().press("Enter");
  await expect.poll(() => cameraIn(page).slice(0, 4)).not.toEqual(first.slice(0, 4));
  await expect(page).toHaveURL(/fly=1/);
  await view(page).focus();
  await page.keyboard.press("Shift+ArrowRight");
  await expect(page.getByRole("button", { name: "Survoler", exact: true }).first()).toBeVisible();
  await expect(page).not.toHaveURL(/fly=1/);
}

/** Two fingers, as the browser reports them: apart is nearer, and a twist turns. */
export async function pinchAndTwist(page: Page): Promise<void> {
  const box = await view(page).boundingBox();
  const [x, y] = [(box?.x ?? 0) + 130, (box?.y ?? 0) + 200];
  const fingers = await page.context().newCDPSession(page);
  await fingers.send("Emulation.setTouchEmulationEnabled", { enabled: true, maxTouchPoints: 2 });
  /** A spread in pixels, and an angle in degrees. */
  const at = (spread: number, angle: number) => {
    const [dx, dy] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)].map((share) => (share * spread) / 2) as [
      number,
      number,
    ];
    return [
      { x: x - dx, y: y - dy, id: 1 },
      { x: x + dx, y: y + dy, id: 2 },
    ];
  };
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", touchPoints: ReturnType<typeof at>) =>
    fingers.send("Input.dispatchTouchEvent", { type, touchPoints });
  const gesture = async (from: readonly [number, number], to: readonly [number, number]) => {
    await touch("touchStart", at(...from));
    for (let i = 1; i <= 6; i++) await touch("touchMove", at(from[0] + ((to[0] - from[0]) * i) / 6, from[1] + ((to[1] - from[1]) * i) / 6));
    await touch("touchEnd", []);
  };
  const before = cameraIn(page);
  await gesture([80, 0], [180, 0]);
  await expect.poll(() => cameraIn(page)[3]).toBeLessThan((before[3] ?? 0) * 0.7);
  const near = cameraIn(page);
  await gesture([160, 0], [160, 40]);
  await expect.poll(() => Math.abs((cameraIn(page)[4] ?? 0) - (near[4] ?? 0))).toBeGreaterThan(20);
}
