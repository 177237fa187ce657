import { expect, type Page } from "@playwright/test";
import { test } from "../pages/journey.ts";
import { coloursOf } from "../pages/legend.ts";
import { map } from "../pages/map.ts";
import { portalUrl } from "../pages/stack.ts";

const ZONES = "Zonage du plan local d’urbanisme";

/** Expects each colour of the zones' legend on the map, in the part that no panel covers. */
async function expectColoursOfLegend(page: Page): Promise<void> {
  const legend = page.getByRole("list", { name: `Légende de ${ZONES}` });
  await expect(legend).toBeVisible();
  // Reads both each time: the legend follows the colour mode at once, the map when it is drawn.
  await expect(async () => {
    const items = await legend.locator("li").evaluateAll((entries) =>
      entries.flatMap((entry) => {
        const boxes = [...entry.querySelectorAll("rect")].map((box) => box.getAttribute("fill") ?? "");
        // Patterned classes are lines on a colour, and small here.
        const colour = boxes.find((fill) => fill.startsWith("#"));
        return colour && !boxes.some((fill) => fill.startsWith("url")) ? [{ label: entry.textContent ?? "", colour }] : [];
      }),
    );
    expect(items.map(({ label }) => label)).toEqual(expect.arrayContaining(["Urbaine", "Agricole", "Naturelle"]));
    const shares = await coloursOf(
      page,
      items.map(({ colour }) => colour),
      3,
    );
    for (const [index, { label, colour }] of items.entries())
      if (["Urbaine", "Agricole", "Naturelle"].includes(label)) expect(shares[index], `${label} ${colour}`).toBeGreaterThan(0.02);
  }).toPass();
}

test("a visitor finds the legend's colours on the map, filters a layer, chooses the basemap, and sees what contributing asks", async ({
  page,
}) => {
  await page.goto(`${portalUrl("urbanisme")}/fr/map`);
  await expectColoursOfLegend(page);
  await page.emulateMedia({ colorScheme: "dark" });
  await expectColoursOfLegend(page);
  await page.emulateMedia({ colorScheme: "light" });

  // Filters by a value; the address and the list of features follow.
  await page.getByRole("button", { name: `Réglages de la couche ${ZONES}` }).click();
  const filter = page.getByRole("region", { name: `Filtre de ${ZONES}` });
  await filter.getByRole("button", { name: "Ajouter une condition" }).click();
  await filter.getByRole("checkbox", { name: "N — Naturelle" }).check();
  await expect(filter.getByRole("status")).toHaveText(/conviennent à l’écran/);
  await page.getByRole("radio", { name: "Plan discret" }).check({ force: true });
  await expect.poll(() => new URL(page.url()).searchParams.get("b")).toBe("muted");
  expect(new URL(page.url()).searchParams.get("f")).toMatch(/:typezone:is:N$/);
  await page.reload();
  await expect(page.getByText("Filtré : 1 condition")).toBeVisible();
  await expect(page.getByRole("radio", { name: "Plan discret" })).toBeChecked();
  await map.listInView(page);
  const layer = page.getByRole("combobox", { name: "Couche" });
  await layer.selectOption({ label: ZONES });
  await expect(page.getByText("Avec le filtre de la couche (1 condition)")).toBeVisible();

  // An opened feature closes with Escape, and the list is still there.
  const list = page.getByRole("list", { name: ZONES });
  await list.getByRole("button").first().click();
  await expect(page.getByRole("region", { name: "Objet choisi" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("region", { name: "Objet choisi" })).toBeHidden();
  await expect(list).toBeVisible();

  // One entry for all contributions; without an account it says what they ask.
  await page.getByRole("button", { name: "Contribuer" }).click();
  const chooser = page.getByRole("region", { name: "Contribuer" });
  await expect(chooser.getByRole("link", { name: "Se connecter" })).toBeVisible();
  await expect(chooser.getByRole("button", { name: "Signaler un problème" })).toBeVisible();
  await expect(page.getByRole("button", { name: /^Ajouter un objet/ })).toHaveCount(0);

  // On a phone the lowered sheet shows its top.
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(`${portalUrl("urbanisme")}/fr/map`);
  await map.expectPainted(page);
  await expect(page.getByRole("tab", { name: "Couches" })).toBeInViewport({ ratio: 1 });
});
