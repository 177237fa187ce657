import { expect } from "@playwright/test";
import { expectAccessible } from "../pages/accessible.ts";
import { enterSite, test } from "../pages/journey.ts";
import { map } from "../pages/map.ts";

test("a member proposes a map and writes a story by keyboard, a manager publishes, and visitors read them on a phone and without scripts", async ({
  browser,
  community: { site },
  person,
  someone,
}) => {
  const [member, manager] = [await person("member"), await person("manager")];
  await enterSite(member, site);
  await member.goto(`${site}/fr/map`);
  await map.waitUntilStill(member);
  await member.getByRole("button", { name: "Enregistrer cette carte" }).click();
  const dialog = member.getByRole("dialog", { name: "Enregistrer cette carte" });
  await dialog.getByRole("button", { name: "Enregistrer", exact: true }).click();
  await expect(dialog.getByText("Donnez un titre.")).toBeVisible();
  await dialog.getByRole("textbox", { name: "Titre" }).fill("Le bourg");
  await dialog.getByRole("textbox", { name: /^Texte/ }).fill("Les **zones** du bourg.");
  await dialog.getByLabel(/^Proposer au portail/).check();
  await dialog.getByRole("button", { name: "Enregistrer", exact: true }).click();
  await expect(dialog.getByText("« Le bourg » est enregistrée.")).toBeVisible();

  await enterSite(manager, site);
  await manager.goto(`${site}/fr/maps/mine`);
  const proposed = manager.getByRole("listitem").filter({ hasText: "Le bourg" });
  await expect(proposed.getByText("Proposée")).toBeVisible();
  const actions = proposed.getByRole("button", { name: "Actions pour « Le bourg »" });
  await actions.click();
  await manager.getByRole("menuitem", { name: "Ne pas publier" }).click();
  await expect(manager.getByLabel("Un mot pour son auteur (facultatif)")).toBeVisible();
  await expectAccessible(manager);
  await manager.getByRole("button", { name: "Annuler" }).click();
  await actions.click();
  await manager.getByRole("menuitem", { name: "Publier", exact: true }).click();
  await expect(proposed.getByText("Publiée")).toBeVisible();

  await member.goto(`${site}/fr/maps/mine`);
  await member.getByRole("button", { name: "Écrire un récit" }).click();
  await member.getByLabel("Titre du récit").fill("Deux lieux");
  for (const title of ["La crête", "Le port"]) {
    await member.getByRole("button", { name: /^Ajouter un chapitre/ }).click();
    await member.getByLabel("Titre du chapitre").fill(title);
  }
  await member.getByLabel("Texte du chapitre").fill("Au *bord* de l’eau.\n\n<script>alert(1)</script>");
  await member.getByRole("button", { name: "Aperçu" }).last().click();
  await expect(member.getByText("bord", { exact: true })).toHaveCSS("font-style", "italic");
  await member.getByRole("button", { name: "Monter « Le port »" }).focus();
  await member.keyboard.press("Enter");
  await expect(member.getByRole("button", { name: "Monter « Le port »" })).toBeFocused();
  await member.getByRole("button", { name: /^Anglais/ }).click();
  await member.getByLabel("Titre du chapitre").fill("The harbour");
  await expect(member.getByRole("button", { name: "Anglais 1 sur 4" })).toBeVisible();
  // What is typed survives a page that is closed before saving.
  await member.reload();
  await expect(member.getByText("Vos modifications non enregistrées ont été reprises.")).toBeVisible();
  const editor = member.url();
  const otherTab = await member.context().newPage();
  await otherTab.goto(editor);
  await expect(otherTab.getByText("Vos modifications non enregistrées ont été reprises.")).toBeVisible();
  await member.getByRole("button", { name: "Enregistrer", exact: true }).click();
  await expect(member.getByText("Tout est enregistré.")).toBeVisible();
  await expectAccessible(member);
  // The other tab has read the version before: its person decides.
  await otherTab.getByLabel("Titre du récit").fill("Deux lieux à voir");
  await otherTab.getByRole("button", { name: "Enregistrer", exact: true }).click();
  await otherTab.getByRole("button", { name: "Garder la mienne" }).click();
  await expect(otherTab.getByText("Tout est enregistré.")).toBeVisible();
  await otherTab.goto(`${site}/fr/maps/mine`);
  const story = otherTab.getByRole("listitem").filter({ hasText: "Deux lieux à voir" });
  await story.getByRole("button", { name: /^Actions pour/ }).click();
  await otherTab.getByRole("menuitem", { name: "Partager par lien" }).click();
  await expect(story.getByText("Par lien")).toBeVisible();

  const visitor = await someone("en-GB");
  await visitor.setViewportSize({ width: 360, height: 740 });
  await visitor.goto(`${site}/en/maps`);
  await expect(visitor.getByRole("link", { name: "Deux lieux à voir" })).toBeHidden();
  await visitor.getByRole("link", { name: "Le bourg" }).click();
  await expect(visitor.getByText("zones", { exact: true })).toBeVisible();
  const address = editor.replace("/fr/", "/en/").replace(/\/edit$/, "");
  await visitor.goto(address);
  await expect(visitor.getByRole("heading", { name: "The harbour" })).toBeVisible();
  const steps = visitor.getByRole("navigation", { name: "Chapters" });
  await expect(async () => {
    await steps.getByRole("button", { name: "Next chapter" }).click();
    await expect(steps.getByText("Chapter 2 of 2")).toBeVisible({ timeout: 1000 });
  }).toPass();
  await expect(visitor).toHaveURL(/#c-/);
  await expectAccessible(visitor);

  const plain = await browser.newContext({ javaScriptEnabled: false });
  const reader = await plain.newPage();
  await reader.goto(address);
  await expect(reader.getByRole("heading", { name: "La crête" })).toBeVisible();
  await plain.close();
});
