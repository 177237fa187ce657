import { expect, type Locator, type Page } from "@playwright/test";
import { expectAccessible } from "../pages/accessible.ts";
import { signUp } from "../pages/hub.ts";
import { test } from "../pages/journey.ts";
import { expectNoPointer, tabTo, watchPointer } from "../pages/keyboard.ts";
import { joinByInvitation } from "../pages/members.ts";
import { accountOf, adminUrl } from "../pages/stack.ts";

test.use({ content: "empty" });

const CHOICES = ["À personne", "Aux gestionnaires", "À tous les membres"] as const;
const DOMAIN = accountOf("manager").email.split("@")[1] ?? "";

/** Goes to a control by Tab and presses Enter. */
async function press(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target, { most: 80 });
  await page.keyboard.press("Enter");
}

/** Opens the rule, chooses the roles by arrow keys, and types the domains. @returns the dialog, not yet saved */
async function ask(page: Page, whom: (typeof CHOICES)[number], domains?: string): Promise<Locator> {
  await press(page, page.getByRole("button", { name: "Institutions…" }));
  const dialog = page.getByRole("dialog", { name: "D’où viennent les membres" });
  // The dialog opens once the rule has been read, and places the focus.
  await expect(dialog.getByRole("button", { name: "Enregistrer" })).toBeFocused();
  await tabTo(page, dialog.getByRole("radio", { checked: true }));
  const chosen = dialog.getByRole("radio", { name: whom });
  const from = await dialog.getByRole("radio", { checked: true }).evaluate((radio) => radio.closest("label")?.textContent ?? "");
  const steps = CHOICES.indexOf(whom) - CHOICES.findIndex((choice) => from.includes(choice));
  for (let step = 0; step < Math.abs(steps); step++) await page.keyboard.press(steps > 0 ? "ArrowDown" : "ArrowUp");
  await expect(chosen).toBeChecked();
  if (domains !== undefined) {
    await tabTo(page, dialog.getByLabel("Domaines des adresses"));
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type(domains);
  }
  return dialog;
}

const save = (page: Page, dialog: Locator) => press(page, dialog.getByRole("button", { name: "Enregistrer" }));

test("by keyboard alone, a community asks its managers for an address of its domain; one of another domain reads what to do", async ({
  page,
  community,
  person,
}) => {
  const stamp = Date.now().toString(36);
  const [name, email] = [`Ewen Le Bris ${stamp}`, `ewen.${stamp}@bureau.example`];
  const manager = await person("manager");
  await signUp(page, `${community.site}/fr/account`, { name, email, password: "une phrase facile à retenir" });
  await joinByInvitation(page, manager, community, { name, email, role: "manager" });

  await watchPointer(manager);
  await watchPointer(page);
  await manager.goto(community.console("/members"));
  const dialog = await ask(manager, "Aux gestionnaires", "pas-un-domaine");
  await expect(dialog.getByText("« pas-un-domaine » n’est pas un domaine", { exact: false })).toBeVisible();
  // Who would keep themselves out is refused.
  await tabTo(manager, dialog.getByLabel("Domaines des adresses"), { key: "Shift+Tab" });
  await manager.keyboard.press("ControlOrMeta+a");
  await manager.keyboard.type("ailleurs.example");
  await expect(dialog.getByText(accountOf("manager").name, { exact: false })).toBeVisible();
  await expectAccessible(manager, { part: "[role=dialog]" });
  await save(manager, dialog);
  await expect(dialog.getByRole("alert")).toBeVisible();
  await tabTo(manager, dialog.getByLabel("Domaines des adresses"), { key: "Shift+Tab" });
  await manager.keyboard.press("ControlOrMeta+a");
  await manager.keyboard.type(DOMAIN);
  await expect(dialog.getByText("Une personne perdrait des droits jusque-là", { exact: false })).toBeVisible();
  await expect(dialog.getByText(`${name} (Gestionnaire)`)).toBeVisible();
  await save(manager, dialog);
  await expect(dialog).toBeHidden();

  // The other manager acts as a moderator, and reads why and what to do.
  await page.goto(community.console("/members"));
  const note = page.getByText("Vous êtes Gestionnaire ici", { exact: false });
  await expect(note).toContainText("vous agissez comme Modérateur");
  await expect(page.getByText(`avoir une adresse en @${DOMAIN}`)).toBeVisible();
  await expect(page.getByRole("button", { name: "Inviter" })).toHaveAttribute("aria-disabled", "true");
  await expectAccessible(page);
  await press(page, page.getByRole("link", { name: "Ouvrir « Mon compte »" }));
  // Only a domain counts here: the account opens at the address.
  await page.waitForURL(`${adminUrl}/account#address`);
  await expect(page.getByLabel(/adresse/i).first()).toBeVisible();
  await expectNoPointer(page);

  // Asked of all members, it closes the community, and one page says how it opens.
  await save(manager, await ask(manager, "À tous les membres"));
  await expect(dialog).toBeHidden();
  await page.goto(community.console("/members"));
  await expect(page.getByRole("heading", { name: "Cette communauté demande de venir d’une institution" })).toBeVisible();
  await expect(page.getByText(`avoir une adresse en @${DOMAIN}`)).toBeVisible();
  await expectAccessible(page);
  await press(page, page.getByRole("link", { name: "Ouvrir « Mon compte »" }));
  await page.waitForURL(`${adminUrl}/account**`);
  await expectNoPointer(page);

  // Without the rule, the manager is one again.
  await save(manager, await ask(manager, "À personne"));
  await expect(dialog).toBeHidden();
  await page.goto(community.console("/members"));
  await expect(page.getByRole("button", { name: "Institutions…" })).toBeEnabled();
  await expect(note).toHaveCount(0);
  await expectNoPointer(page);
  await expectNoPointer(manager);
});
