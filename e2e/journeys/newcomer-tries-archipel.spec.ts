import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { expect } from "@playwright/test";
import { treesGeojson } from "../files/trees.ts";
import { fillSignIn } from "../pages/hub.ts";
import { test } from "../pages/journey.ts";
import { map } from "../pages/map.ts";
import { accountOf } from "../pages/stack.ts";

interface Started {
  readonly ports: { readonly portal: number; readonly admin: number };
  readonly community: { readonly slug: string; readonly portal: { readonly slug: string; readonly name: string } };
}

const root = path.resolve(import.meta.dirname, "../..");
let folder = "";
let stack: ChildProcess | undefined;
let started: Started;

// The other journeys run on a database server, this one on the embedded database, as for a person who tries Archipel.
test.beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "archipel-embedded-"));
  const { DATABASE_URL: _, ARCHIPEL_SECRET: __, ...env } = process.env;
  const basemap = process.env.JOURNEY_BASEMAP;
  const script = [path.join(root, "scripts/test/embedded-stack.mjs"), folder, ...(basemap ? [basemap] : [])];
  stack = spawn(path.join(root, "node_modules/.bin/node"), script, { cwd: root, env, stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise<never>((_resolve, reject) => {
    stack?.once("exit", (code) => reject(new Error(`the embedded Archipel ended with code ${code}: its message is above`)));
  });
  const firstLine = new Promise<string>((resolve) => {
    if (stack?.stdout) createInterface(stack.stdout).once("line", resolve);
  });
  started = JSON.parse(await Promise.race([firstLine, ended]));
});

test.afterAll(async () => {
  const process = stack;
  if (process && process.exitCode === null) {
    const gone = new Promise((resolve) => process.once("exit", resolve));
    process.kill("SIGTERM");
    await gone;
  }
  rmSync(folder, { recursive: true, force: true });
});

test("a newcomer signs in to an instance on the embedded database, publishes a file, and sees it on the portal", async ({ page }) => {
  const { ports, community } = started;
  const admin = `http://localhost:${ports.admin}`;
  const site = `http://${community.portal.slug}.localhost:${ports.portal}`;
  await page.goto(`${admin}/c/${community.slug}/uploads`);
  await fillSignIn(page, accountOf("manager").email);
  await page.waitForURL(`${admin}/**`);
  await page
    .locator("input[type=file]")
    .first()
    .setInputFiles({ name: "arbres.geojson", mimeType: "application/geo+json", buffer: Buffer.from(treesGeojson()) });
  await page.getByRole("link", { name: "Voir la vérification" }).click();
  await page.getByRole("textbox", { name: /^Titre(?! de la couche)/ }).fill("Arbres de la commune");
  await page.getByRole("checkbox", { name: community.portal.name }).check();
  await page.getByRole("button", { name: "Publier la couche" }).click();
  await expect(page.getByText("La couche est publiée")).toBeVisible();

  await page.goto(`${site}/fr/catalogue`);
  await page.getByRole("link", { name: "Arbres de la commune" }).first().click();
  await page.getByRole("link", { name: "Voir sur la carte" }).first().click();
  await map.expectPainted(page);
  await map.listInView(page);
  await expect(page.getByText(/[1-9]\d* objets? à l’écran/)).toBeVisible();
});
