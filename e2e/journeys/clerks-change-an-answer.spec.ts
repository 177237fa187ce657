import { expect } from "@playwright/test";
import { expectAccessible } from "../pages/accessible.ts";
import { call } from "../pages/api.ts";
import { test } from "../pages/journey.ts";
import { accountOf, coreUrl } from "../pages/stack.ts";

/** A square of the plan in which TYPEZONE is U, by the first view of the portal's map. */
const declared = {
  standard: { model: "cnig-plu-2017", table: "ZONE_URBA" },
  tags: [],
  coverage: { kind: "everywhere" },
  accuracyM: null,
  scaleDenominator: 5_000,
  captured: "2026-01-01",
  staleAfterDays: null,
  documents: [{ id: null, title: "PLU de la commune", state: "03", approved: "2021-06-14" }],
};

test("a clerk changes the sentence of a rule, sees it at a place, a second one publishes it, and the public report says it", async ({
  community,
  person,
  request,
}) => {
  const [clerk, second] = [await person("manager"), await person("moderator")];
  const { id: communityId, portal } = community;
  const { layerId } = community.layer("zone_urba");
  const { items } = await call<{ items: { id: string; email: string }[] }>(clerk, "members.list", { communityId, limit: 100 }, "query");
  const membershipId = items.find(({ email }) => email === accountOf("moderator").email)?.id;
  await call(clerk, "members.changeRole", { communityId, membershipId, role: "manager" });
  await call(clerk, "answers.declareLayer", { communityId, layerId, declared });

  await clerk.goto(community.console(`/portals/${portal.id}/answers`));
  await clerk.getByRole("checkbox", { name: /^Plans d’urbanisme/ }).check();
  await clerk.getByRole("button", { name: "Enregistrer les paquets" }).click();
  await expect(clerk.getByText("Parlent : Zonage du plan local d’urbanisme")).toBeVisible();
  await expectAccessible(clerk);

  // Which rule speaks at the start of the portal's map is read from the test at this place.
  await clerk.getByRole("tab", { name: "Essai" }).click();
  const key = await clerk
    .getByText(/^fr-plu\/zone-/)
    .first()
    .textContent();
  await clerk.goto(community.console(`/portals/${portal.id}/answers/${key}`));
  await expect(clerk.getByText("La règle parle ici.")).toBeVisible();

  const sentence = clerk.getByRole("textbox", { name: "Ce qui s’applique – Français" });
  await sentence.fill("Secteur {nom} du bourg.");
  await expect(clerk.getByText("nomme la valeur « nom »")).toBeVisible();
  await sentence.fill("Secteur ");
  await clerk.getByRole("list", { name: "Valeurs à insérer : Ce qui s’applique" }).getByRole("button", { name: "libellé" }).press("Enter");
  await clerk.keyboard.type(" du bourg : passez en mairie.");
  await expect(sentence).toHaveValue("Secteur {label} du bourg : passez en mairie.");
  await expect(clerk.getByText("Un sujet change")).toBeVisible();
  await expect(clerk.getByText(/du bourg\s: passez en mairie\./).last()).toBeVisible();
  await expectAccessible(clerk);
  await clerk.getByRole("button", { name: "Enregistrer le brouillon" }).click();
  await expect(clerk.getByText(/^Votre brouillon, /)).toBeVisible();
  await expect(clerk.getByRole("button", { name: "Publier", exact: true })).toHaveAttribute("aria-disabled", "true");

  await second.goto(community.console(`/portals/${portal.id}/answers?tab=drafts`));
  await second.getByRole("link", { name: /du bourg/ }).click();
  await second.getByRole("button", { name: "Publier", exact: true }).click();
  await second.getByRole("dialog").getByRole("button", { name: "Publier", exact: true }).click();
  await expect(second.getByText("Modifiée par le portail")).toBeVisible();

  const { view } = await call<{ view: { lon: number; lat: number } }>(clerk, "portals.get", { communityId, portalId: portal.id }, "query");
  const report = await request.get(`${coreUrl}/report?portal=${portal.id}&lon=${view.lon}&lat=${view.lat}&lang=fr`);
  expect(report.ok()).toBe(true);
  expect(await report.text()).toMatch(/Secteur \S+ du bourg\s: passez en mairie\./);
});
