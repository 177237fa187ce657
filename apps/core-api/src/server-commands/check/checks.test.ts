import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createSocket, type Server } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { writePmtiles } from "@archipel/basemap/pmtiles-writer.ts";
import { connectionFailure } from "@archipel/database/connection-failure.ts";
import { siteKeyOf } from "@archipel/session/client-keys.ts";
import { afterAll, expect, test } from "vitest";
import { readEnv } from "../../env.ts";
import { runServerCommand } from "../run.ts";
import { checkAddresses } from "./addresses.ts";
import { checkBasemap } from "./basemap.ts";
import { checkDatabase, clockLine } from "./database.ts";
import { type Check, type CheckLine, inTwo, sizeOf } from "./line.ts";
import { checkMail } from "./mail.ts";
import { checkReplica } from "./replica.ts";
import { runChecks } from "./run-checks.ts";
import { checkSettings } from "./settings.ts";
import { checkSites } from "./sites.ts";
import { checkDisk, checkObjects } from "./storage.ts";
import { checkSiteBuilds, checkVersions } from "./versions.ts";

const folder = mkdtempSync(path.join(tmpdir(), "archipel-checks-"));
chmodSync(folder, 0o750);
const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) server.close();
  rmSync(folder, { recursive: true });
});

const secret = "a secret of the tests, of 32 characters";
const env = (settings: Record<string, string> = {}) =>
  readEnv({ ARCHIPEL_SECRET: secret, ARCHIPEL_DATA: folder, STORAGE_RESERVE_BYTES: "0", UPLOAD_MAX_BYTES: "1000", ...settings });
const states = (lines: readonly CheckLine[]) => lines.map(({ state }) => state);

/** Listens on a free port of loopback. */
async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}

async function gather(checks: Check[]): Promise<CheckLine[]> {
  const lines: CheckLine[] = [];
  for await (const line of runChecks(checks)) lines.push(line);
  return lines;
}

test("a check that hangs or fails is an error line, and the next ones still run", async () => {
  const lines = await gather([
    { subject: "hangs", seconds: 0.01, run: () => new Promise(() => {}) },
    { subject: "fails", seconds: 5, run: () => Promise.reject(new Error("fetch failed", { cause: new Error("no route") })) },
    { subject: "works", seconds: 5, run: async () => [{ subject: "works", state: "ok", text: "it does" }] },
  ]);
  expect(lines.map(({ subject, state, text }) => [subject, state, text])).toEqual([
    ["hangs", "error", "no answer within 0.01 s"],
    ["fails", "error", "the check failed: fetch failed: no route"],
    ["works", "ok", "it does"],
  ]);
});

test("the command prints what to do, and its exit code says whether there is an error", async () => {
  let out = "";
  const terminal = { out: { write: (text: string) => (out += text) }, err: process.stderr, readInput: async () => "" };
  const wrong = { ARCHIPEL_DATA: folder, PORT: "many" };
  expect(await runServerCommand(["check"], { ...terminal, settings: wrong }, "/no/file")).toBe(1);
  expect(out).toMatch(/^ERROR {4}settings: settings are wrong: PORT .*\n {9}→ correct them.*\n\n1 error, 0 warnings\.\n$/);
  out = "";
  expect(await runServerCommand(["check", "--json"], { ...terminal, settings: wrong }, "/no/file")).toBe(1);
  expect(JSON.parse(out)).toEqual([{ subject: "settings", state: "error", text: expect.any(String), repair: expect.any(String) }]);
});

test("a name that nobody reads is found, because its default would stay in force without a word", () => {
  const { env: read, lines } = checkSettings({
    ARCHIPEL_SECRET: secret,
    ARCHIPEL_DATA: folder,
    ARCHIPEL_PUBLICURL: "https://x",
    HOME: "/",
  });
  expect(read).not.toBeNull();
  expect(lines).toMatchObject([{ state: "ok" }, { state: "warning", text: "ARCHIPEL_PUBLICURL is not a setting" }]);
});

test("Node and the builds of both sites are those of the installed packages", async () => {
  const root = path.join(folder, "installation");
  const write = (name: string, content: object) => {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), JSON.stringify(content));
  };
  expect((await checkVersions(root))[0]?.repair).toContain('run "npm ci"');
  write(`node_modules/node-${process.platform}-${process.arch}/package.json`, { version: "24.1.0" });
  expect((await checkVersions(root, "20.19.2"))[0]?.text).toBe("Node 20.19.2 runs this command, 24.1.0 is packaged");
  expect(states(await checkVersions(root, "24.1.0"))).toEqual(["ok"]);
  write("node_modules/next/package.json", { version: "16.4.6" });
  write("apps/admin/.next/BUILD_ID", {});
  write("apps/admin/.next/diagnostics/framework.json", { version: "16.4.5" });
  expect((await checkSiteBuilds(root)).map(({ text }) => text)).toEqual([
    "the site is not built",
    "it was built by Next 16.4.5, and Next 16.4.6 is installed",
  ]);
  write("apps/admin/.next/diagnostics/framework.json", { version: "16.4.6" });
  expect(states(await checkSiteBuilds(root))).toEqual(["error", "ok"]);
});

test("the data folder is checked for rights, modes and free space", async () => {
  expect(states(await checkDisk(env()))).toEqual(["ok"]);
  expect(await checkDisk(env({ ARCHIPEL_DATA: path.join(folder, "absent") }))).toMatchObject([
    { state: "error", text: expect.stringContaining("does not exist") },
  ]);
  expect(await checkDisk(env({ STORAGE_RESERVE_BYTES: String(2 ** 50) }))).toMatchObject([
    { state: "error", text: expect.stringContaining("no file can be sent") },
  ]);
  expect(await checkDisk(env({ UPLOAD_MAX_BYTES: String(2 ** 50) }))).toMatchObject([
    { state: "warning", repair: expect.stringContaining("enlarge") },
  ]);
  const open = path.join(folder, "open");
  mkdirSync(open);
  chmodSync(open, 0o755);
  expect(await checkDisk(env({ ARCHIPEL_DATA: open }))).toMatchObject([
    { state: "warning", repair: `chmod o-rwx ${open}` },
    { state: "ok" },
  ]);
  expect(sizeOf(1536 * 1024 ** 2)).toBe("1.5 GiB");
});

test("the object storage is written, read and emptied again; a bucket that is absent or forbidden is named", async () => {
  expect(states(await checkObjects(env()))).toEqual(["ok"]);
  let status = 403;
  const port = await listen(createServer((_, response) => response.writeHead(status).end()));
  const bucket = env({ S3_ENDPOINT: `http://127.0.0.1:${port}`, S3_BUCKET: "land", S3_ACCESS_KEY: "key", S3_SECRET_KEY: "hidden" });
  const [forbidden] = await checkObjects(bucket);
  expect(forbidden).toMatchObject({ state: "error", repair: expect.stringContaining("S3_ACCESS_KEY") });
  expect(JSON.stringify(forbidden)).not.toContain("hidden");
  status = 404;
  expect(await checkObjects(bucket)).toMatchObject([{ state: "error", text: expect.stringContaining("the bucket does not exist") }]);
});

test("the mail server is greeted as for a mail, and none is sent", async () => {
  const heard: string[] = [];
  const smtp = createSocket((socket) => {
    socket.write("220 mail.example.org\r\n");
    socket.on("data", (data) => {
      const command = data.toString().trim();
      heard.push(command);
      if (command.startsWith("AUTH")) socket.write("535 wrong password\r\n");
      else if (command.startsWith("QUIT")) socket.end("221 bye\r\n");
      else socket.write("250-mail.example.org\r\n250 AUTH PLAIN\r\n");
    });
    socket.on("error", () => {});
  });
  const port = await listen(smtp);
  const from = { MAIL_FROM: "Archipel <no-reply@example.org>" };
  expect(await checkMail(env({ SMTP_URL: `smtp://127.0.0.1:${port}`, ...from }))).toMatchObject([{ state: "ok" }]);
  expect(heard.filter((command) => /^(MAIL|RCPT|DATA)/.test(command))).toEqual([]);
  expect(await checkMail(env({ SMTP_URL: `smtp://user:wrong@127.0.0.1:${port}` }))).toMatchObject([
    { state: "warning", repair: expect.stringContaining("MAIL_FROM") },
    { state: "error", repair: expect.stringContaining("password of SMTP_URL") },
  ]);
  expect(await checkMail(env({ SMTP_URL: "smtp://127.0.0.1:1", ...from }))).toMatchObject([
    { state: "error", repair: expect.stringContaining("SMTP_URL") },
  ]);
  const silent = await listen(createSocket());
  expect(await checkMail(env({ SMTP_URL: `smtp://127.0.0.1:${silent}`, ...from }), 0.05)).toMatchObject([{ state: "error" }]);
  expect(await checkMail(env())).toMatchObject([{ state: "warning", repair: expect.stringContaining("SMTP_URL") }]);
});

test("the sites must have the key of this core-api, and the same addresses", async () => {
  const file = path.join(folder, "sites.env");
  const core = env({ ARCHIPEL_PUBLIC_URL: "https://core.example.org" });
  expect(await checkSites(core, file, {})).toMatchObject([{ state: "warning", text: expect.stringContaining("was not compared") }]);
  writeFileSync(file, "ARCHIPEL_SITE_KEY=another\n");
  expect(await checkSites(core, file, {})).toMatchObject([{ state: "error", text: expect.stringContaining("nobody can sign in") }]);
  const key = `ARCHIPEL_SITE_KEY=${siteKeyOf(secret)}\n`;
  writeFileSync(file, key);
  expect(await checkSites(core, file, {})).toMatchObject([{ state: "ok" }, { text: expect.stringContaining("not set for the sites") }]);
  writeFileSync(file, `${key}ARCHIPEL_PUBLIC_URL=https://elsewhere.example.org\n`);
  expect(await checkSites(core, file, {})).toMatchObject([
    { state: "ok" },
    { state: "error", text: expect.stringContaining("https://elsewhere.example.org for the sites") },
  ]);
  writeFileSync(file, `${key}ARCHIPEL_PUBLIC_URL=https://core.example.org\n`);
  expect(states(await checkSites(core, file, {}))).toEqual(["ok"]);
});

test("public addresses must be answered and encrypted", async () => {
  const port = await listen(createServer((request, response) => response.writeHead(request.url === "/health" ? 200 : 502).end()));
  const here = env({ ARCHIPEL_PUBLIC_URL: `http://127.0.0.1:${port}`, ARCHIPEL_ADMIN_URL: `http://127.0.0.1:${port}` });
  expect(await checkAddresses(here, AbortSignal.timeout(5000))).toMatchObject([
    { subject: "address of core-api", state: "ok" },
    { subject: "address of admin", state: "warning", text: expect.stringContaining("answers 502") },
    { subject: "address of portals", state: "ok" },
  ]);
  const open = env({
    ARCHIPEL_PORTAL_URL: "http://{slug}.invalid",
    ARCHIPEL_PUBLIC_URL: "http://127.0.0.1:1",
    ARCHIPEL_ADMIN_URL: "http://127.0.0.1:1",
  });
  expect(await checkAddresses(open, AbortSignal.timeout(5000))).toMatchObject([
    { subject: "addresses", text: expect.stringContaining("unencrypted"), repair: expect.stringContaining("https:") },
    { state: "warning", text: expect.stringContaining("does not answer") },
    { state: "warning" },
    { state: "warning", text: expect.stringContaining("any-portal.invalid is not found") },
  ]);
});

test("a basemap is there, is one, and says what it is", async () => {
  expect(await checkBasemap(env())).toMatchObject([{ state: "warning", repair: "run archipel-server build-basemap" }]);
  const style = env({ ARCHIPEL_BASEMAP_STYLE_URL: "https://maps.example.org/style.json" });
  expect(states(await checkBasemap(style))).toEqual(["ok"]);
  const file = path.join(folder, "basemap.pmtiles");
  writeFileSync(file, "half a file");
  expect(await checkBasemap(env())).toMatchObject([{ state: "error", text: expect.stringContaining("not a PMTiles file") }]);
  const tiles = [{ z: 0, x: 0, y: 0, data: Uint8Array.of(1) }];
  writeFileSync(
    file,
    writePmtiles(tiles, { minZoom: 0, maxZoom: 3, bounds: [-180, -85, 180, 85], metadata: { name: "Archipel basemap" } }),
  );
  expect(await checkBasemap(env())).toMatchObject([{ state: "ok", text: expect.stringContaining("Archipel basemap, ") }]);
});

test("clocks that differ are named before signatures and sessions fail", () => {
  expect(clockLine(-300)).toMatchObject({ state: "ok" });
  expect(clockLine(3000)).toMatchObject({ state: "warning", text: expect.stringContaining("3.0 s ahead of") });
  expect(clockLine(-90_000)).toMatchObject({ state: "error", text: expect.stringContaining("90.0 s behind") });
});

test("a database server that is not there is a line with what to do, and an embedded database is named", async () => {
  expect(await checkDatabase(env({ DATABASE_URL: "postgresql://archipel:hidden@127.0.0.1:1/land" }))).toEqual([
    {
      subject: "database",
      state: "error",
      text: "nothing listens at 127.0.0.1:1",
      repair: "start PostgreSQL, or correct host and port of DATABASE_URL",
    },
  ]);
  expect(await checkDatabase(env())).toMatchObject([{ state: "warning", text: expect.stringContaining("embedded") }]);
});

test("a replica that is away is no error, because the primary answers; without one there is no line", async () => {
  const away = env({
    DATABASE_URL: "postgresql://archipel@127.0.0.1:1/land",
    DATABASE_REPLICA_URL: "postgresql://archipel@127.0.0.1:1/land",
  });
  const [line] = await checkReplica(away);
  expect(line).toMatchObject({
    subject: "database replica",
    state: "warning",
    text: expect.stringContaining("nothing listens at 127.0.0.1:1"),
  });
  expect(line?.repair).toContain("DATABASE_REPLICA_URL");
  expect(await checkReplica(env({ DATABASE_URL: "postgresql://archipel@127.0.0.1:1/land" }))).toEqual([]);
});

test("the message of a certificate that a line quotes is not taken for what to do", () => {
  const altnames = "Hostname/IP does not match certificate's altnames: Host: db.example.org. is not in the cert's altnames: DNS:elsewhere";
  const fault = Object.assign(new Error(altnames), { code: "ERR_TLS_CERT_ALTNAME_INVALID" });
  expect(inTwo(connectionFailure(fault, "postgresql://archipel@db.example.org/land") ?? "")).toEqual([
    `the certificate of the database server db.example.org:5432 is not accepted (${altnames})`,
    "correct sslmode or sslrootcert of DATABASE_URL",
  ]);
});
