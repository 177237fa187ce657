import { expect, type Locator, type Page } from "@playwright/test";
import { test } from "../pages/journey.ts";
import { expectFocusSeen, expectNoPointer, tabTo, watchPointer } from "../pages/keyboard.ts";
import { map } from "../pages/map.ts";
import { form, photo, WORDS } from "../pages/reports.ts";

/** Once the map is drawn, the address contains its view; from then on map and page react to keys. */
const mapIsThere = (page: Page) => expect(page).toHaveURL(/#\d/);

const middleOf = async (locator: Locator) => {
  const { x, y, width, height } = (await locator.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  return { x: x + width / 2, y: y + height / 2, bottom: y + height };
};

test("a visitor reports by keyboard alone, a moderator answers by keyboard alone, the visitor reads it; in French", async ({
  page,
  community,
  person,
}) => {
  // Two people on two sites, one after the other.
  const words = WORDS.fr;
  const stamp = `K${Date.now()}`;
  const body = `La limite de la zone coupe la maison en deux ${stamp}`;
  const panel = form(page, "fr");
  const heading = (name: string) => panel.getByRole("heading", { name });
  const next = panel.getByRole("button", { name: words.next });
  await watchPointer(page);
  // A permanent listener keeps the browser's file dialog closed. Without it, the dialog could open between two waits and stay open.
  page.on("filechooser", () => undefined);
  await page.goto(`${community.site}/fr/map`);
  await mapIsThere(page);

  // The button “Report” follows the map in the tab order, before the layers.
  await tabTo(page, map.canvas(page));
  await tabTo(page, page.getByRole("button", { name: words.report, exact: true }), { most: 3 });
  await page.keyboard.press("Enter");
  await expect(heading("Où est-ce ?")).toBeFocused();

  // Closing the empty form returns the focus to the button.
  await tabTo(page, panel.getByRole("button", { name: "Fermer" }), { most: 2 });
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: words.report, exact: true })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(heading("Où est-ce ?")).toBeFocused();

  // Shift+Tab goes to the map. The place is set at the only cross shown.
  await tabTo(page, map.canvas(page), { most: 1, key: "Shift+Tab" });
  const before = page.url();
  for (const key of ["ArrowRight", "ArrowUp"]) await page.keyboard.press(key);
  await expect(page).not.toHaveURL(before);
  await map.waitUntilStill(page);
  await page.keyboard.press("Enter");
  await expect(panel.getByText("Le lieu est placé")).toBeVisible();
  const cross = page.locator("main > svg");
  await expect(cross).toHaveCount(1);
  const [pin, aimed] = [await middleOf(page.getByRole("img", { name: "Lieu du signalement" })), await middleOf(cross)];
  expect(Math.hypot(pin.x - aimed.x, pin.bottom - aimed.y)).toBeLessThan(3);
  await tabTo(page, next);
  await page.keyboard.press("Enter");
  await expect(heading("Que se passe-t-il ?")).toBeFocused();

  // A missing field gets the focus and says what to do.
  await tabTo(page, next);
  await page.keyboard.press("Enter");
  const theme = panel.getByLabel(words.theme);
  await expect(theme).toBeFocused();
  await expectFocusSeen(page);
  await expect(theme).toHaveAccessibleDescription(/Choisissez un thème/);
  // One letter is enough; more of them could arrive after the focus has gone on.
  await page.keyboard.press("z");
  await expect(theme.locator("option:checked")).toHaveText("Zonage erroné");
  await tabTo(page, panel.getByLabel(words.body), { most: 1 });
  await page.keyboard.type(body);
  await tabTo(page, panel.getByLabel("Zone attendue"), { most: 1 });
  await page.keyboard.type("UB");
  await tabTo(page, panel.getByLabel("D’après"), { most: 1 });
  await page.keyboard.type("Le r");
  // The file dialog belongs to the browser, so the test supplies its result.
  const choose = panel.getByRole("button", { name: "Ajouter des fichiers" });
  await tabTo(page, choose);
  const chooser = page.waitForEvent("filechooser");
  await page.keyboard.press("Enter");
  await (await chooser).setFiles(photo);
  const remove = panel.getByRole("button", { name: `Retirer ${photo.name}` });
  await expect(remove).toBeVisible();
  await expect(panel.getByRole("button", { name: "Prendre une photo" })).toBeHidden();
  // After removing the file, the focus is on the button that adds another.
  await tabTo(page, remove, { most: 1, key: "Shift+Tab" });
  await page.keyboard.press("Enter");
  await expect(remove).toBeHidden();
  await expect(choose).toBeFocused();
  const again = page.waitForEvent("filechooser");
  await page.keyboard.press("Enter");
  await (await again).setFiles(photo);
  await expect(remove).toBeVisible();
  await tabTo(page, next);
  await page.keyboard.press("Enter");

  await expect(heading("Vérifier et envoyer")).toBeFocused();
  for (const told of [body, "Zonage erroné", "UB", "Le règlement", photo.name])
    await expect(panel.getByText(told, { exact: true })).toBeVisible();
  await tabTo(page, panel.getByRole("button", { name: words.send, exact: true }));
  await page.keyboard.press("Enter");
  const sent = page.getByRole("region", { name: "Signalement envoyé" });
  await expect(sent.getByRole("status")).toBeFocused();
  await expect(sent.getByRole("status")).toHaveText(/porte le n° \d+/);
  await tabTo(page, sent.getByRole("link", { name: words.follow }), { most: 1 });
  // The count restarts on each page, so check it before leaving this one.
  await expectNoPointer(page);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/fr\/reports\/\d+/);
  const number = Number(/\/reports\/(\d+)/.exec(page.url())?.[1]);
  await expect(page.getByText("C’est votre signalement")).toBeVisible();
  await expect(page.getByRole("main").getByText(body)).toBeVisible();

  // The moderator uses only the keyboard.
  const console = await person("moderator");
  await watchPointer(console);
  await console.goto(community.console(`/reports?search=${stamp}&view=all`));
  const row = console.getByRole("list", { name: "File des signalements" }).getByRole("button");
  await expect(row).toHaveCount(1);
  await expect(console.getByRole("heading", { level: 2, name: `Signalement n° ${number}` })).toBeVisible();
  await console.keyboard.press("a");
  await expect(console.getByText(`Le n° ${number} est à vous`)).toBeVisible();
  await console.keyboard.press("r");
  const answer = console.getByRole("dialog", { name: `Répondre au n° ${number}` });
  await expect(answer.getByRole("button", { name: "Envoyer" })).toBeFocused();
  await expectFocusSeen(console);
  await console.keyboard.press("Enter");
  await expect(console.getByText(`Le n° ${number} est dans l’état « Pris en compte »`)).toBeVisible();
  await expect(answer).toBeHidden();
  await expect(row).toBeFocused();
  await expectNoPointer(console);

  // The visitor is notified once the action can no longer be undone.
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole("main").getByText("Corrigé").first()).toBeVisible({ timeout: 2000 });
  }).toPass();
});

test("a visitor draws a sketch by keyboard and sends the report; in English, in a narrow window", async ({ page, community }) => {
  const words = WORDS.en;
  const panel = form(page, "en");
  // At 400 % zoom a window of 1280 pixels is as narrow as a phone: keyboard users need this layout too.
  await page.setViewportSize({ width: 360, height: 740 });
  await watchPointer(page);
  await page.goto(`${community.site}/en/map`);
  await mapIsThere(page);
  await tabTo(page, page.getByRole("button", { name: words.report, exact: true }));
  await page.keyboard.press("Enter");
  await expect(panel.getByRole("heading", { name: "Where is it?" })).toBeFocused();
  await tabTo(page, panel.getByRole("button", { name: words.here }));
  await page.keyboard.press("Enter");
  await expect(panel.getByText("The place is set")).toBeVisible();

  // Drawing moves the focus to the map, and back to the form at the end.
  await tabTo(page, panel.getByRole("button", { name: "Arrow", exact: true }));
  await page.keyboard.press("Enter");
  await expect(panel.getByText("Escape to finish")).toBeVisible();
  await expect(map.canvas(page)).toBeFocused();
  const steps = (key: string) => Array<string>(4).fill(key);
  for (const key of ["Enter", ...steps("ArrowUp"), "Enter", ...steps("ArrowRight"), "Enter", "Escape"]) await page.keyboard.press(key);
  await expect(panel.getByText("1 drawing")).toBeVisible();
  await expect(panel.getByRole("heading", { name: "Where is it?" })).toBeFocused();
  await tabTo(page, panel.getByRole("button", { name: words.next }));
  await page.keyboard.press("Enter");

  await expect(panel.getByRole("heading", { name: "What is going on?" })).toBeFocused();
  await tabTo(page, panel.getByLabel(words.theme));
  await page.keyboard.type("Other");
  await tabTo(page, panel.getByLabel(words.body), { most: 1 });
  await page.keyboard.type(`The path goes on that way K${Date.now()}`);
  await tabTo(page, panel.getByRole("button", { name: words.next }));
  await page.keyboard.press("Enter");
  await expect(panel.getByText("with 1 drawing")).toBeVisible();
  await tabTo(page, panel.getByRole("button", { name: words.send, exact: true }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("region", { name: "Report sent" }).getByRole("status")).toBeFocused();
  await tabTo(page, page.getByRole("link", { name: words.follow }), { most: 1 });
  await expectNoPointer(page);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/en\/reports\/\d+/);
  await expect(page.getByText("This is your report")).toBeVisible();
});
