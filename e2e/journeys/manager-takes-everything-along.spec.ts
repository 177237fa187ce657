import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { expect } from "@playwright/test";
import { test } from "../pages/journey.ts";
import { demoPassword } from "../pages/stack.ts";
import { entriesOfZip } from "../pages/zip.ts";

test("a manager takes the whole community along, stops writes, deletes its portal and changes their mind", async ({
  page,
  community,
  signIn,
  someone,
}) => {
  await signIn(page, "manager");
  await page.goto(community.console("/life"));

  await page.getByRole("button", { name: "Demander une copie" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Votre mot de passe").fill("not the password");
  await dialog.getByRole("button", { name: "Demander une copie" }).click();
  await expect(dialog.getByText("mot de passe").last()).toBeVisible();
  await dialog.getByLabel("Votre mot de passe").fill(demoPassword);
  await dialog.getByRole("button", { name: "Demander une copie" }).click();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Télécharger" }).click()]);
  expect(download.suggestedFilename()).toMatch(new RegExp(`^${community.slug}-.*\\.zip$`));

  // RFC 8493, by hand: each file of the payload has the digest that the manifest says, and the manifest lists each file.
  const files = entriesOfZip(await readFile(await download.path()));
  const [folder = ""] = [...files.keys()][0]?.split("/") ?? [];
  const lines = files.get(`${folder}/manifest-sha256.txt`)?.toString("utf8").trimEnd().split("\n") ?? [];
  const payload = [...files.keys()].filter((name) => name.startsWith(`${folder}/data/`));
  expect(lines).toHaveLength(payload.length);
  for (const line of lines) {
    const [digest, path] = line.split(/ {2}/);
    expect([
      path,
      createHash("sha256")
        .update(files.get(`${folder}/${path}`) ?? "")
        .digest("hex"),
    ]).toEqual([path, digest]);
  }
  expect(payload.some((name) => name.endsWith(".geojson"))).toBe(true);

  await page.getByRole("button", { name: "Mettre en lecture seule" }).first().click();
  await dialog.getByLabel("Raison").fill("Déménagement du service");
  await dialog.getByRole("button", { name: "Mettre en lecture seule" }).click();
  await expect(page.getByText("Déménagement du service").first()).toBeVisible();
  const visitor = await someone();
  await expect(async () => {
    await visitor.goto(`${community.site}/fr`);
    await expect(visitor.getByText("Ce site est en lecture seule")).toBeVisible();
  }).toPass();
  await page.getByRole("button", { name: "Rouvrir aux écritures" }).click();
  await expect(page.getByRole("button", { name: "Rouvrir aux écritures" })).toHaveCount(0);

  await page.getByRole("button", { name: "Supprimer", exact: true }).click();
  await dialog.getByRole("textbox").fill(community.portal.name);
  await dialog.getByRole("button", { name: "Supprimer" }).click();
  await expect(page.getByText("Sera effacé le")).toBeVisible();
  await expect(async () => {
    expect((await visitor.goto(`${community.site}/fr`))?.status()).toBe(410);
  }).toPass();
  await expect(visitor.getByRole("heading", { level: 1 })).toContainText("est supprimé");
  await page.getByRole("button", { name: "Rétablir" }).click();
  await expect(async () => {
    expect((await visitor.goto(`${community.site}/fr`))?.status()).toBe(200);
  }).toPass();
});
