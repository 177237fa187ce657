import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "../pages/accessible.ts";
import { test } from "../pages/journey.ts";
import { coreUrl } from "../pages/stack.ts";

test.use({ content: "empty" });

test("a producer's table of 200 addresses becomes a layer of points: most at once, the doubtful ones by keyboard", async ({
  page,
  community,
  signIn,
}) => {
  const houses = await housesOf(page);
  expect(houses.filter(({ number, street }) => number !== "" && street !== "")).toHaveLength(200);
  const rows = houses.map(({ number, street, postcode, town }, index) => `Lieu ${index};${number} ${street};${postcode};${town}`);
  // Another town, a house that does not exist, and nothing at all.
  const [first] = houses;
  rows[197] = `Ailleurs;${first?.number} ${first?.street};${first?.postcode};Zyzzyville`;
  rows[198] = `Sans maison;9999 ${first?.street};${first?.postcode};${first?.town}`;
  rows[199] = "Vide;;;";
  const csv = ["nom;adresse;code_postal;commune", ...rows].join("\n");

  await signIn(page, "manager");
  await page.goto(community.console("/uploads"));
  await page
    .locator("input[type=file]")
    .first()
    .setInputFiles({ name: "lieux.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
  await page.getByRole("link", { name: "Voir la vérification" }).click();
  await expect(page.getByText("À compléter").first()).toBeVisible();
  const card = page.getByRole("region", { name: "Placer les adresses" });
  await expect(card.getByLabel("Commune")).toHaveValue("commune");
  await expectAccessible(page);
  await card.getByRole("button", { name: "Placer les 200 adresses" }).click();
  await expect(card.getByText(/à trancher/).first()).toBeVisible();
  await expectAccessible(page);

  // The doubtful ones, without the mouse: the heading has the focus after each answer.
  const heading = card.getByRole("heading", { level: 4 });
  let isPlaced = false;
  for (let left = 0; left < 30 && (await heading.isVisible()); left++) {
    const typed = await heading.textContent();
    await expect(heading).toBeFocused();
    const hasCandidate = (await card.getByRole("list", { name: "Propositions" }).count()) > 0;
    if (hasCandidate) await page.keyboard.press("1");
    else if (isPlaced) await page.keyboard.press("s");
    else {
      await page.keyboard.press("m");
      // The button waits for the map, and a press does not wait for the button.
      const place = card.getByRole("button", { name: "Placer ici" });
      await expect(place).toBeEnabled();
      await place.press("Enter");
      isPlaced = true;
    }
    await expect(heading.filter({ hasText: typed ?? "" })).toHaveCount(0);
  }
  expect(isPlaced).toBe(true);
  await card.getByRole("button", { name: /^Créer la couche avec (200|19\d) points/ }).click();
  await expect(page.getByRole("heading", { name: "lieux-points.geojson" })).toBeVisible();
  await expect(page.getByText("Vos données tombent-elles bien ici ?")).toBeVisible();
  await expect(page.getByText("position_score").first()).toBeAttached();
  await expect(page.getByText("À publier").first()).toBeVisible();
  await page.goto(community.console("/uploads"));
  await expect(page.getByText("À compléter")).toHaveCount(0);
});

interface House {
  number: string;
  street: string;
  postcode: string;
  town: string;
}

/** Houses of the demo, which everyone may read. */
async function housesOf(page: Page): Promise<House[]> {
  const answer = await page.request.get(`${coreUrl}/ogc/collections?f=json`);
  const { collections } = (await answer.json()) as { collections: { id: string; title: string }[] };
  const layer = collections.find(({ title }) => title.endsWith("– Adresses"));
  if (!layer) throw new Error("the demo has no addresses");
  const items = await page.request.get(`${coreUrl}/ogc/collections/${layer.id}/items?limit=200&f=json`);
  const { features } = (await items.json()) as { features: { properties: Record<string, unknown> }[] };
  const text = (value: unknown) => (typeof value === "string" || typeof value === "number" ? String(value) : "");
  return features.map(({ properties }) => ({
    number: text(properties.numero),
    street: text(properties.nom_voie),
    postcode: text(properties.code_postal),
    town: text(properties.nom_commune),
  }));
}
