// @database server
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { addMember, createCommunity } from "@archipel/testing/factories.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listAllowed } from "../modules/identity/applications/service.ts";
import { Browser } from "../testing/browser.ts";
import { commandLine } from "../testing/command-line.ts";
import { type HubServer, PASSWORD, startHub } from "../testing/hub-server.ts";

let hub: HubServer;
let home: string;
let shell: ReturnType<typeof commandLine>;
beforeAll(async () => {
  hub = await startHub();
  home = await mkdtemp(path.join(tmpdir(), "archipel-login-"));
  shell = commandLine({ url: hub.url, key: "", home });
});
afterAll(async () => {
  shell.close();
  await rm(home, { recursive: true, force: true });
  await hub.stop();
});

/** What a person does in a browser with the code that the command shows. */
async function typeCode(code: string, email: string, community: string, answer: string) {
  const browser = new Browser();
  const confirm = await browser.submit(await browser.open(`${hub.url}/oidc/device`), "/oidc/device", { user_code: code });
  const signIn = await browser.submit(confirm, "/oidc/device", { confirm: "yes" });
  const consent = await browser.submit(signIn, "/sign-in", { email, password: PASSWORD });
  await browser.submit(consent, "/consent", { answer, community });
}

/** Starts `archipel login`, and types the code as soon as it is shown. */
async function login(email: string, community: string, answer = "yes") {
  const { spawn } = await import("node:child_process");
  const main = path.join(import.meta.dirname, "../../../../packages/cli/src/main.ts");
  const env = { NODE_ENV: "test" as const, PATH: path.dirname(process.execPath), HOME: home, LC_ALL: "en_US.UTF-8", ARCHIPEL_URL: hub.url };
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", main, "login"], { env });
  let [out, err] = ["", ""];
  child.stdout.on("data", (part) => {
    out += part;
  });
  const typed = new Promise<void>((resolve, reject) => {
    child.stderr.on("data", (part) => {
      err += part;
      const code = /([B-Z]{4}-[B-Z]{4})/.exec(err)?.[1];
      if (code) typeCode(code, email, community, answer).then(resolve, reject);
    });
    child.once("close", () => resolve());
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  await typed;
  return { code: await ended, out, err };
}

test("a person signs in by a code, works without a key in the chosen community, and signs out", async () => {
  const { core } = hub;
  const community = await createCommunity(core.database, { name: "Marais" });
  const userId = await hub.addPerson("lou@example.org");
  await addMember(core.database, community.id, userId, "contributor");
  expect(await shell.archipel(["list", "datasets"])).toMatchObject({ code: 2, err: expect.stringContaining("archipel login") });

  const refused = await login("lou@example.org", community.id, "no");
  expect([refused.code, refused.err]).toEqual([5, expect.stringContaining("refused in the browser")]);
  const done = await login("lou@example.org", community.id);
  expect([done.code, done.out]).toEqual([0, "Signed in to “Marais”.\n"]);
  const file = path.join(home, ".config/archipel/sign-ins.json");
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await shell.archipel(["list", "uploads"])).code).toBe(0);

  // A token that is about to end is refreshed, also by two commands at once.
  const all = JSON.parse(await readFile(file, "utf8"));
  all[hub.url].expiresAt = Date.now();
  const { writeFile } = await import("node:fs/promises");
  await writeFile(file, JSON.stringify(all));
  const both = await Promise.all([0, 1].map(() => shell.archipel(["list", "uploads"], { isOwnProcess: true })));
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  const refreshed = JSON.parse(await readFile(file, "utf8"));
  expect(refreshed[hub.url].accessToken).not.toBe(all[hub.url].accessToken);

  const person = { userId, isOperator: false, isSuspended: false };
  expect(await listAllowed(core, person)).toMatchObject([{ name: null, communityName: "Marais" }]);
  expect(await shell.archipel(["logout"])).toMatchObject({ code: 0, out: "Signed out.\n" });
  expect(await listAllowed(core, person)).toEqual([]);
  expect((await shell.archipel(["list", "uploads"])).code).toBe(2);
});
