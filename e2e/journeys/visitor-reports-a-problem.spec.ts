import { expect } from "@playwright/test";
import { call } from "../pages/api.ts";
import { test } from "../pages/journey.ts";
import { map } from "../pages/map.ts";
import { fillReport, form, openForm, photo, toLastStep, WORDS } from "../pages/reports.ts";

const LAYER = "Zonage du plan local d’urbanisme";
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

test.describe("on a phone, without an account", () => {
  test.use(phone);

  test("a visitor reports a wrong zone with a photo, public only after a moderator's look, and sees the accepted edit on the open map", async ({
    page,
    community,
    person,
    someone,
  }) => {
    const { site } = community;
    await page.goto(`${site}/fr/map`);
    await map.listInView(page);
    await page.getByLabel("Couche", { exact: true }).selectOption({ label: LAYER });
    await page.getByRole("list", { name: LAYER }).getByRole("button").nth(3).click();
    await page.getByRole("button", { name: "Signaler une erreur sur cet objet" }).click();
    const panel = form(page, "fr");
    const body = `La vocation de cette zone n’est plus la bonne ${Date.now()}`;
    await expect(panel.getByText("Le lieu est placé")).toBeVisible();
    await fillReport(page, "fr", body);
    await expect(panel.getByRole("button", { name: "Prendre une photo" })).toBeVisible();
    await panel.getByLabel("Ajouter des fichiers").setInputFiles(photo);
    await expect(panel.getByRole("button", { name: `Retirer ${photo.name}` })).toBeVisible();
    await panel.getByRole("button", { name: WORDS.fr.next }).click();
    const purpose = `Zone naturelle relue ${Date.now()}`;
    await panel.getByLabel("Vocation").fill(purpose);
    await panel.getByRole("button", { name: WORDS.fr.next }).click();
    await expect(panel.getByText(purpose)).toBeVisible();
    await panel.getByRole("button", { name: WORDS.fr.send, exact: true }).click();
    const sent = page.getByRole("region", { name: "Signalement envoyé" });
    await expect(sent.getByText(/porte le n° \d+/)).toBeVisible();
    const link = (await sent.getByRole("link", { name: WORDS.fr.follow }).getAttribute("href")) ?? "";
    const number = Number(/\/reports\/(\d+)/.exec(link)?.[1]);
    await page.goto(`${site}${link}`);
    await expect(page.getByText("C’est votre signalement")).toBeVisible();
    await expect(page.getByText("En attente d’un modérateur")).toBeVisible();
    await expect(page.getByRole("img", { name: new RegExp(photo.name.slice(0, 5)) })).toBeVisible();

    // Another visitor sees the report, its place and its photo only after a moderator has read it.
    const passer = await someone();
    const file = await page.getByRole("img", { name: new RegExp(photo.name.slice(0, 5)) }).getAttribute("src");
    const publicFile = new URL(file ?? "", site);
    publicFile.searchParams.delete("follow");
    const photoStatus = () => passer.evaluate(async (url) => (await fetch(url, { cache: "no-store" })).status, publicFile.href);
    await passer.goto(`${site}/fr/reports?q=${encodeURIComponent(body)}`);
    await expect(passer.getByText("Aucun signalement ne correspond")).toBeVisible();
    await passer.goto(`${site}/fr/reports/${number}`);
    await expect(passer.getByText("Ce signalement n’est pas visible ici")).toBeVisible();
    expect(await photoStatus()).toBe(404);

    const reviewer = await person("moderator");
    await reviewer.goto(community.console("/reports?view=review"));
    await reviewer.getByRole("button", { name: new RegExp(`n° ${number}`) }).click();
    await expect(reviewer.getByText("Le public ne voit pas encore ce signalement")).toBeVisible();
    await reviewer.keyboard.press("p");
    await expect(reviewer.getByText(`Le n° ${number} est publié`)).toBeVisible();
    await expect(async () => {
      await passer.goto(`${site}/fr/reports/${number}`);
      await expect(passer.getByText(body)).toBeVisible({ timeout: 2000 });
    }).toPass();
    expect(await photoStatus()).toBe(200);
    await reviewer.close();

    // The visitor has the zone open while the moderator decides on the edit.
    await page.getByRole("link", { name: "Voir sur la carte" }).click();
    await expect(page.getByRole("region", { name: "Objet choisi" }).getByRole("button", { name: "Zoomer dessus" })).toBeVisible();

    const console = await person("moderator");
    const communityId = community.id;
    const found = await call<{ items: { id: string; number: number }[] }>(
      console,
      "reports.list",
      { communityId, filter: { search: body } },
      "query",
    );
    const reportId = found.items.find((one) => one.number === number)?.id;
    const outcome = await call<{ outcome: string }>(console, "reports.accept", { communityId, reportId, message: "Merci, c’est corrigé." });
    expect(outcome.outcome).toBe("accepted");
    await console.close();

    await expect(page.getByRole("region", { name: "Objet choisi" }).getByText(purpose)).toBeVisible();
    await page.goto(`${site}${link}`);
    await expect(page.getByRole("main").getByText("Corrigé").first()).toBeVisible();
    await expect(page.getByText("Merci, c’est corrigé.")).toBeVisible();
    await expect(page.getByRole("img", { name: new RegExp(photo.name.slice(0, 5)) })).toBeVisible();
    // The browser stores the secret: the page opens without it in the address.
    await page.goto(`${site}/fr/reports/${number}`);
    await expect(page.getByText("C’est votre signalement")).toBeVisible();
  });

  test('a visitor draws a sketch by touch: the place stays, and "finish" keeps the drawing', async ({ page, community: { site } }) => {
    await page.goto(`${site}/fr/map#15/46.49276/-5.24969`);
    await page.getByRole("button", { name: WORDS.fr.report, exact: true }).click();
    const panel = form(page, "fr");
    await map.waitUntilStill(page);
    const touch = async (...places: readonly (readonly [x: number, y: number])[]) => {
      for (const [index, [x, y]] of places.entries()) {
        const [lastX, lastY] = places[index - 1] ?? [];
        // Two taps on one place within half a second are a double tap, which zooms, so wait longer.
        if (lastX === x && lastY === y) await page.waitForTimeout(600);
        await page.touchscreen.tap(x, y);
      }
    };
    // The map reacts to touch only once it is drawn.
    await expect(async () => {
      await touch([200, 200]);
      await expect(panel.getByText("Le lieu est placé")).toBeVisible({ timeout: 1000 });
    }).toPass();
    const place = () => page.locator(".maplibregl-marker").first().boundingBox();
    const before = await place();
    const marks = (count: number) => expect(panel.getByText(new RegExp(`^${count} éléments? dessinés?$`))).toBeVisible();
    await panel.getByRole("button", { name: "Ligne", exact: true }).click();
    await touch([60, 250], [150, 300], [240, 250], [240, 250]);
    await marks(1);
    await panel.getByRole("button", { name: "Surface", exact: true }).click();
    await touch([240, 180], [330, 180], [330, 280], [240, 180]);
    await marks(2);
    await panel.getByRole("button", { name: "Flèche", exact: true }).click();
    await touch([60, 330], [180, 360]);
    await panel.getByRole("button", { name: "Terminer", exact: true }).click();
    await marks(3);
    await panel.getByRole("button", { name: "Ligne", exact: true }).click();
    await touch([100, 330]);
    await panel.getByRole("button", { name: "Terminer", exact: true }).click();
    await marks(3);
    await panel.getByRole("button", { name: "Point", exact: true }).click();
    await touch([90, 180]);
    await marks(4);
    expect(await place()).toEqual(before);
  });

  test("a visitor chooses an unreadable photo, which is refused at once with advice", async ({ page, community: { site } }) => {
    await openForm(page, site, "fr");
    await fillReport(page, "fr", "Photo du téléphone");
    const head = Buffer.from("....ftypheic....mif1heic", "latin1");
    head.writeUInt32BE(head.length);
    const heic = { name: "IMG_0001.jpg", mimeType: "image/jpeg", buffer: Buffer.concat([head, Buffer.alloc(2000, 7)]) };
    const panel = form(page, "fr");
    await panel.getByLabel("Ajouter des fichiers").setInputFiles(heic);
    await expect(panel.getByText(/«\sIMG_0001\.jpg\s» est une photo HEIC.*enregistrez-la en JPEG/)).toBeVisible();
    await expect(panel.getByRole("button", { name: "Retirer IMG_0001.jpg" })).toHaveCount(0);
  });

  test("a visitor writes a report without network; it survives its tab and is sent once", async ({
    context,
    page,
    community: { site },
  }) => {
    await openForm(page, site, "fr");
    const body = `Panneau d’affichage manquant ${Date.now()}`;
    await fillReport(page, "fr", body);
    await expect(form(page, "fr").getByText("Brouillon gardé sur cet appareil")).toBeVisible();
    await page.close();

    // After the tab was closed, a new one offers the draft.
    const second = await context.newPage();
    await second.goto(`${site}/fr/map`);
    await second.getByRole("button", { name: "Reprendre", exact: true }).click();
    await expect(form(second, "fr")).toBeVisible();
    await toLastStep(second, "fr");
    await context.setOffline(true);
    await form(second, "fr").getByRole("button", { name: WORDS.fr.send, exact: true }).click();
    await expect(second.getByText(/sera envoyé dès le retour du réseau/)).toBeVisible();
    await second.close();
    await context.setOffline(false);

    // A request that fails on the way is sent again, under the same id.
    const sent = new Set<string>();
    context.on("request", (request) => {
      if (request.method() !== "POST" || !request.url().includes("reports.create")) return;
      sent.add(/"id":"([0-9a-f-]{36})"/.exec(request.postData() ?? "")?.[1] ?? "without an id");
    });
    const third = await context.newPage();
    await third.goto(`${site}/fr/reports`);
    const kept = third.locator("#kept");
    await expect(kept.getByRole("link", { name: /^N° \d+/ })).toHaveCount(1);
    await kept.getByRole("link", { name: /^N° \d+/ }).click();
    await expect(third.getByRole("main").getByText(body)).toBeVisible();
    expect([...sent]).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/)]);
  });
});

test("a visitor reports a problem in English", async ({ page, community: { site } }) => {
  await openForm(page, site, "en");
  const body = `The notice board is missing ${Date.now()}`;
  await fillReport(page, "en", body);
  await toLastStep(page, "en");
  await form(page, "en").getByRole("button", { name: WORDS.en.send, exact: true }).click();
  await page.getByRole("link", { name: WORDS.en.follow }).click();
  await expect(page.getByRole("main").getByText(body)).toBeVisible();
  await expect(page.getByRole("list", { name: "Progress" })).toBeVisible();
});
