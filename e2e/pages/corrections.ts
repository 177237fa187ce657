import { expect, type Page } from "@playwright/test";
import { view } from "./clouds.ts";

/** Encloses points by keyboard: a place is taken in the middle of the view, which the arrows move. */
export async function enclosePoints(page: Page): Promise<void> {
  const takeMiddle = async (count: number) => {
    await page.getByRole("button", { name: "Prendre le point au centre" }).click();
    await expect(page.getByText(count === 1 ? "Un point choisi" : `${count} points choisis`)).toBeAttached();
  };
  const move = async (...keys: string[]) => {
    await view(page).focus();
    for (const key of keys) await page.keyboard.press(key);
  };
  await move("t");
  await takeMiddle(1);
  await move("ArrowRight", "ArrowRight");
  await takeMiddle(2);
  await move("ArrowUp", "ArrowUp");
  await takeMiddle(3);
}
