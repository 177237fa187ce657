import { expect, type Page } from "@playwright/test";
import { call } from "../pages/api.ts";
import type { Community } from "../pages/community.ts";
import { test } from "../pages/journey.ts";
import { sendReport } from "../pages/sent-reports.ts";
import { accountOf, adminUrl } from "../pages/stack.ts";

const queue = (page: Page) => page.getByRole("list", { name: /^(File des signalements|Queue of reports)$/ });

/** Goes up or down the queue to a report by keyboard, and waits for its detail. */
async function moveTo(page: Page, number: number): Promise<void> {
  const current = queue(page)
    .locator("[aria-current=true]")
    .filter({ hasText: `n° ${number}` });
  await expect(async () => {
    const rows = await queue(page)
      .getByRole("listitem")
      .evaluateAll((all) => all.map((row) => ({ text: row.textContent, isCurrent: row.querySelector("[aria-current=true]") !== null })));
    const [from, to] = [rows.findIndex((row) => row.isCurrent), rows.findIndex(({ text }) => text.includes(`n° ${number}`))];
    for (let step = from; step < to; step++) await page.keyboard.press("j");
    for (let step = from; step > to; step--) await page.keyboard.press("k");
    await expect(current).toBeVisible({ timeout: 3000 });
  }).toPass();
  await expect(page.getByRole("heading", { level: 2, name: new RegExp(`${number}$`) })).toBeVisible();
}

async function openedQueue(page: Page, community: Community, stamp: string, rows: number): Promise<void> {
  await page.goto(community.console(`/reports?view=all&search=${stamp}`));
  await expect(queue(page).getByRole("listitem")).toHaveCount(rows);
}

test("a moderator triages reports by keyboard alone: merges a duplicate, assigns, answers, accepts a correction; in French", async ({
  page,
  community,
  person,
  signIn,
}) => {
  const stamp = `T${Date.now()}`;
  const contributor = await person("contributor");
  const portalId = community.portal.id;
  const zones = community.layer("zone_urba");
  const { communityId } = zones;
  const { version } = await call<{ version: number }>(contributor, "features.get", { layerId: zones.layerId, fid: 41 }, "query");
  const body = `La limite de la zone traverse la maison ${stamp}`;
  const first = await sendReport(contributor, portalId, { body });
  const double = await sendReport(contributor, portalId, { body, place: { lon: 5.3601, lat: 45.2701 } });
  const libelong = `Zone relue ${stamp}`;
  const corrected = await sendReport(contributor, portalId, {
    body: `Le libellé de la zone est faux ${stamp}`,
    place: { lon: 5.4, lat: 45.3 },
    proposedEdit: { operation: "update", layerId: zones.layerId, fid: 41, baseVersion: version, values: { libelong } },
  });

  await signIn(page, "moderator");
  await openedQueue(page, community, stamp, 3);
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Raccourcis clavier" }).getByText("Je m’en charge")).toBeVisible();
  await page.keyboard.press("Escape");

  // The later report is merged into the earlier one.
  await moveTo(page, double.number);
  await expect(page.getByRole("heading", { name: /doublon/ })).toBeVisible();
  await page.keyboard.press("m");
  const joining = page.getByRole("dialog", { name: `Réunir le n° ${double.number} au n° ${first.number} ?` });
  await expect(joining.getByRole("button", { name: "Réunir" })).toBeFocused();
  // The second Enter reaches the closing dialog. If it merged again, the first merge would be sent at once and could not be undone.
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await expect(page.getByText(`Le n° ${double.number} est réuni au n° ${first.number}`)).toBeVisible();
  await expect(joining).toBeHidden();

  // Undone in time, the merge was not sent. Repeated without undo, it is.
  await page.keyboard.press("z");
  await expect(page.getByRole("heading", { level: 2, name: new RegExp(`${double.number}$`) })).toBeVisible();
  await page.keyboard.press("m");
  await expect(joining.getByRole("button", { name: "Réunir" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(joining).toBeHidden();

  await moveTo(page, first.number);
  await page.keyboard.press("a");
  await expect(page.getByText(`Le n° ${first.number} est à vous`)).toBeVisible();
  await page.keyboard.press("r");
  const answer = page.getByRole("dialog", { name: `Répondre au n° ${first.number}` });
  await expect(answer.getByLabel("Ce que lira l’auteur")).toHaveValue(/^Merci de votre signalement\s: c’est corrigé\.$/);
  await expect(answer.getByRole("button", { name: "Envoyer" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByText(`Le n° ${first.number} est dans l’état « Pris en compte »`)).toBeVisible();

  await moveTo(page, corrected.number);
  await expect(page.getByRole("table").getByText(libelong)).toBeVisible();
  await page.keyboard.press("e");
  const accepting = page.getByRole("dialog", { name: `Accepter la correction du n° ${corrected.number}` });
  await expect(accepting).toBeVisible();
  await expect(accepting.locator(":focus")).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByText(`La correction du n° ${corrected.number} est acceptée`)).toBeVisible();

  const told = (reportId: string) =>
    call<{ status: string; assigneeName: string | null; mergedInto: { number: number } | null; entries: { body: string }[] }>(
      page,
      "reports.get",
      { communityId, reportId },
      "query",
    );
  await expect.poll(async () => (await told(corrected.id)).status).toBe("valid");
  const closed = await told(first.id);
  expect(closed).toMatchObject({ status: "valid", assigneeName: accountOf("moderator").name });
  expect(closed.entries.map((entry) => entry.body).join()).toContain("c’est corrigé");
  expect((await told(double.id)).mergedInto?.number).toBe(first.number);
  const feature = await call<{ properties: { libelong: string } }>(page, "features.get", { layerId: zones.layerId, fid: 41 }, "query");
  expect(feature.properties.libelong).toBe(libelong);
});

test("a moderator answers and hides reports in English, and the address keeps the filters", async ({ page, community, person, signIn }) => {
  const stamp = `E${Date.now()}`;
  const contributor = await person("contributor");
  const sent = await sendReport(contributor, community.portal.id, { body: `A road is missing ${stamp}` });
  await signIn(page, "moderator");
  await page.context().addCookies([{ name: "archipel-locale", value: "en", url: adminUrl }]);
  await openedQueue(page, community, stamp, 1);
  await page.keyboard.press("3");
  await expect(page.getByText(`No. ${sent.number} is now`)).toBeVisible();
  await page.keyboard.press("n");
  await page.getByLabel("Your internal note").fill("Seen on the spot");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("region", { name: "Internal notes" }).getByText("Seen on the spot")).toBeVisible();
  await page.getByRole("combobox", { name: "Order" }).selectOption("due");
  await page.reload();
  await expect(page.getByRole("combobox", { name: "Order" })).toHaveValue("due");
  await expect(page.getByRole("searchbox", { name: "Search a word or a number" })).toHaveValue(stamp);
});
