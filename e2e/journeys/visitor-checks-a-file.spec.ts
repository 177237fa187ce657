import { readFile } from "node:fs/promises";
import { expect } from "@playwright/test";
import { expectAccessible } from "../pages/accessible.ts";
import { test } from "../pages/journey.ts";
import { portalUrl } from "../pages/stack.ts";

const ANSWER = "/fr/answer?lon=-5.3269576&lat=46.5142104";

test("a visitor takes an answer away, checks its file without sending it, also with kept keys, and sees that a changed one is refused", async ({
  page,
}) => {
  const portal = portalUrl("urbanisme");
  await page.goto(`${portal}${ANSWER}`);
  const address = await page.getByRole("link", { name: "JSON" }).getAttribute("href");
  const take = async (from: string) => Buffer.from(await page.evaluate(async (path) => (await fetch(path)).text(), from));
  const [answer, keys] = [await take(address ?? ""), await take("/.well-known/answer-keys.json")];
  await page.getByRole("link", { name: "Vérifier un fichier" }).click();
  const file = page.getByLabel("Fichier de la réponse");
  const choose = (buffer: Buffer) => file.setInputFiles({ name: "reponse.json", mimeType: "application/json", buffer });
  await choose(answer);
  await expect(page.getByText("La signature est bonne")).toBeVisible();
  await expectAccessible(page);
  await choose(Buffer.from(answer.toString().replace("46.51", "46.52")));
  await expect(page.getByText("Ce fichier a été modifié")).toBeVisible();
  await choose(await readFile(import.meta.filename));
  await expect(page.getByText("Ce fichier n’est pas signé")).toBeVisible();

  // With kept keys nobody is asked: the platform may be gone.
  await page.context().setOffline(true);
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.getByText("Vérifier avec des clés que vous avez gardées").click();
  await page.getByLabel("Clés gardées").setInputFiles({ name: "answer-keys.json", mimeType: "application/json", buffer: keys });
  await choose(answer);
  await expect(page.getByText("La signature est bonne")).toBeVisible();
  expect(asked).toEqual([]);
});
