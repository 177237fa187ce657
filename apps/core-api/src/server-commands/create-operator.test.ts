import { afterAll, beforeAll, expect, test } from "vitest";
import { bearer } from "../testing/bearer.ts";
import { Browser } from "../testing/browser.ts";
import { type HubServer, PASSWORD, startHub } from "../testing/hub-server.ts";
import { linkIn, signIn } from "../testing/oidc-client.ts";
import { appoint, requestOf } from "./create-operator.ts";

let hub: HubServer;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(() => hub.stop());

const terminal = (input = "") => ({ out: process.stdout, err: process.stderr, settings: {}, readInput: async () => input });
/** Runs the command on the hub's own database; returns what it prints. */
async function run(words: string[], input?: string): Promise<string> {
  return (await appoint(hub.core, await requestOf(words, terminal(input)))).join("\n");
}
const journal = async () =>
  (await hub.core.database.withSystem((tx) => tx.auditEntry.findMany({ orderBy: { createdAt: "asc" } }))).map(({ action }) => action);

test("the first operator of a clean server chooses a password by the printed link, signs in to the console and creates a community", async () => {
  const ada = ["--email", "Ada@Example.org", "--name", "Ada Lovelace"];
  const first = await run(ada);
  expect(first).toContain("Created the account of Ada Lovelace <ada@example.org>");
  const again = await run(ada);
  expect(again).toContain("It was an operator already");
  const browser = new Browser();
  expect((await browser.open(linkIn(first))).status, "a new link replaces the one before").toBe(410);
  const page = await browser.open(linkIn(again));
  expect(page.text).toContain("ada@example.org");
  const done = await browser.submit(page, "/confirm", { password: PASSWORD });
  expect(done.url.pathname).toMatch(/\/done$/);
  expect((await browser.open(linkIn(again))).status, "it works once").toBe(410);

  const admin = { clientId: "admin", origin: hub.core.env.ARCHIPEL_ADMIN_URL };
  const { access_token } = await signIn(hub, new Browser(), admin, "ada@example.org");
  const created = await fetch(`${hub.url}/trpc/communities.create`, {
    method: "POST",
    headers: { ...bearer(access_token), "content-type": "application/json" },
    body: JSON.stringify({ json: { name: "Premier", slug: "premier", managerEmail: "manager@example.org" } }),
  });
  expect(created.status, await created.text()).toBe(200);
  expect(await journal()).toEqual([
    "account.operator-appointed",
    "account.link-made",
    "account.link-made",
    "account.created",
    "community.created",
  ]);
  expect(await run(ada)).toContain("Its password was not changed");
});

test("a member becomes an operator and keeps name and password; with --link a lost password is replaced", async () => {
  const id = await hub.addPerson("member@example.org", { name: "Noé" });
  const words = ["--email", "member@example.org", "--name", "Somebody"];
  const said = await run([...words, "--password-file", "-"], "another password of length\n");
  expect(said).toContain("The account of Noé <member@example.org> exists.\nIt is an operator now.\nIts password was not changed.");
  await expect(
    signIn(hub, new Browser(), { clientId: "admin", origin: hub.core.env.ARCHIPEL_ADMIN_URL }, "member@example.org"),
  ).resolves.toBeTruthy();
  const browser = new Browser();
  const page = await browser.open(linkIn(await run([...words, "--link"])));
  expect((await browser.submit(page, "/reset", { password: "encore un mot de passe" })).url.pathname).toMatch(/\/done$/);
  const user = await hub.core.database.withSystem((tx) => tx.user.findUnique({ where: { id } }));
  expect(user).toMatchObject({ name: "Noé", isOperator: true });
});

test("a password comes from a file or standard input, never from the command line, and a short or common one changes nothing", async () => {
  const words = ["--email", "grace@example.org", "--name", "Grace Hopper", "--password-file", "-"];
  await expect(run(words, "too short\n")).rejects.toThrow("12 to 200 characters: nothing was changed");
  await expect(run(words, "Grace Hopper grace\n")).rejects.toThrow("guessers try first: choose another. Nothing was changed");
  await expect(run([...words.slice(0, 4), "--password", PASSWORD])).rejects.toThrow("Unknown option '--password'");
  await expect(run([...words.slice(0, 4), "--password-file", "/nowhere/file"])).rejects.toThrow("/nowhere/file cannot be read");
  expect(await run(words, `${PASSWORD}\nsecond line\n`)).toContain("Its password is set.");
  await expect(
    signIn(hub, new Browser(), { clientId: "admin", origin: hub.core.env.ARCHIPEL_ADMIN_URL }, "grace@example.org"),
  ).resolves.toBeTruthy();
});

test("a suspended account is not made an operator, and wrong options are named", async () => {
  await hub.addPerson("away@example.org", { status: "suspended" });
  await expect(run(["--email", "away@example.org", "--name", "Away"])).rejects.toThrow("away@example.org is suspended");
  await expect(run(["--email", "no address", "--name", "X"])).rejects.toThrow("--email needs");
  await expect(run(["--email", "a@example.org"])).rejects.toThrow("--name needs");
  await expect(run(["--email", "a@example.org", "--name", "X", "--locale", "de"])).rejects.toThrow('--locale is fr or en, not "de"');
});
