// @on-demand certificates
// @database server
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, get, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { connect, type TLSSocket } from "node:tls";
import type { Database } from "@archipel/database/database.ts";
import { type DnsTestServer, startDnsServer } from "@archipel/testing/dns-server.ts";
import { createCommunity, createMember, createPortal } from "@archipel/testing/factories.ts";
import { freePorts } from "@archipel/testing/free-ports.mjs";
import { adaptedFile } from "@archipel/testing/shipped-files.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { MemberActor } from "../kernel/actor.ts";
import * as domains from "../modules/domains/service/manage.ts";
import { createTestCore, type TestCore } from "../testing/test-core.ts";
import { type AskListener, startAskListener } from "./ask-listener.ts";

// The shipped Caddyfile with Debian's Caddy, and Debian's Pebble as the certificate authority: it asks the DNS server of the test, and comes
// to Caddy for its challenges. The tests are one story.

const OPENSSL = "/usr/bin/openssl";
const NAME = "carte.ville-preuve.fr";
const SECOND = "plan.ville-preuve.fr";

let folder: string;
let database: Database;
let core: TestCore;
let dns: DnsTestServer;
let listener: AskListener;
let upstream: Server;
let port: number;
let actor: MemberActor;
let portalId: string;
const children: ChildProcess[] = [];
const at = (name: string) => path.join(folder, name);

function start(program: string, args: readonly string[], env: Record<string, string> = {}): void {
  const child = spawn(program, args, { env: { ...process.env, HOME: folder, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (output += text));
  child.once("exit", (code) => code && console.error(`${program} ended with ${code}: ${output.slice(-2000)}`));
  children.push(child);
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "archipel-certificates-"));
  database = await openTestDatabase();
  core = await createTestCore(database);
  dns = await startDnsServer();
  core.env.DOMAINS_DNS_SERVERS = [dns.address];
  core.env.DOMAINS_ADDRESSES = ["127.0.0.1"];
  const community = await createCommunity(database);
  const user = await createMember(database, community.id, "manager");
  actor = { userId: user.id, communityId: community.id, role: "manager", isOperator: false, isSuspended: false };
  portalId = (await createPortal(database, community.id, { slug: "preuve" })).id;
  listener = await startAskListener(core, "0");

  const key = [
    "req",
    "-x509",
    "-newkey",
    "rsa:2048",
    "-nodes",
    "-days",
    "2",
    "-subj",
    "/CN=127.0.0.1",
    "-addext",
    "subjectAltName=IP:127.0.0.1",
  ];
  execFileSync(OPENSSL, [...key, "-keyout", at("key.pem"), "-out", at("cert.pem")], { stdio: "ignore" });
  const own = { key: readFileSync(at("key.pem")), cert: readFileSync(at("cert.pem")) };
  upstream = createServer(own, ({ headers }, response) => {
    response.end(JSON.stringify({ host: headers.host, proto: headers["x-forwarded-proto"], client: headers["x-forwarded-for"] }));
  });
  await new Promise<void>((resolve) => upstream.listen(0, "127.0.0.1", resolve));

  const [https = 0, http = 0, acme = 0, management = 0] = await freePorts(4);
  port = https;
  const pebble = {
    listenAddress: `127.0.0.1:${acme}`,
    managementListenAddress: `127.0.0.1:${management}`,
    certificate: at("cert.pem"),
    privateKey: at("key.pem"),
    httpPort: http,
    tlsPort: https,
    ocspResponderURL: "",
    externalAccountBindingRequired: false,
  };
  writeFileSync(at("pebble.json"), JSON.stringify({ pebble }));
  start("pebble", ["-config", at("pebble.json"), "-dnsserver", dns.address], { PEBBLE_VA_NOSLEEP: "1", PEBBLE_WFE_NONCEREJECT: "0" });
  const ports = `http_port ${http}\n\thttps_port ${https}\n\tacme_ca https://127.0.0.1:${acme}/dir\n\tacme_ca_root ${at("cert.pem")}\n\tskip_install_trust`;
  const file = adaptedFile("caddy/Caddyfile", [
    ["http://127.0.0.1:4090", `http://127.0.0.1:${listener.port}`],
    ["https://127.0.0.1:8443", `https://127.0.0.1:${(upstream.address() as AddressInfo).port}`],
    ["admin off", `admin off\n\t${ports}`],
  ]);
  writeFileSync(at("Caddyfile"), file);
  start("caddy", ["run", "--config", at("Caddyfile"), "--adapter", "caddyfile"], {
    XDG_DATA_HOME: at("data"),
    XDG_CONFIG_HOME: at("config"),
  });
  for (const open of [https, acme]) while (!(await reached(open))) await new Promise((resolve) => setTimeout(resolve, 100));
});
afterAll(async () => {
  for (const child of children) child.kill();
  await listener.stop();
  upstream.close();
  await dns.stop();
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const reached = (at: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect({ port: at, host: "127.0.0.1", rejectUnauthorized: false });
    socket.once("secureConnect", () => resolve(true)).once("error", (error) => resolve(!/ECONNREFUSED/.test(String(error))));
  });

/** A handshake for a name. @returns its milliseconds and the names in the certificate; null when there is no certificate */
function handshake(name: string): Promise<{ ms: number; names: string; issuer: string } | null> {
  const from = performance.now();
  return new Promise((resolve) => {
    const socket: TLSSocket = connect({ port, host: "127.0.0.1", servername: name, rejectUnauthorized: false }, () => {
      const { subjectaltname = "", issuer } = socket.getPeerCertificate();
      resolve({ ms: performance.now() - from, names: subjectaltname, issuer: String(issuer.CN) });
      socket.destroy();
    });
    socket.once("error", () => resolve(null));
  });
}

async function prove(name: string): Promise<void> {
  const all = await domains.addDomain(core, actor, portalId, name);
  const made = all.domains.find(({ host }) => host === name);
  if (!made) throw new Error("the domain is not in the list");
  dns.zone.set(made.proofRecord.name, { TXT: [made.proofRecord.value] });
  await domains.checkNow(core, actor, made.id);
}

test("a name without a proof gets no certificate, although it leads here", async () => {
  dns.zone.set(NAME, { A: ["127.0.0.1"] });
  await domains.addDomain(core, actor, portalId, NAME);
  expect(await handshake(NAME)).toBeNull();
  // Nobody asked the authority: it would have looked the name up.
  expect(dns.asked.some(({ name }) => name === NAME)).toBe(false);
});

test("a proved name gets one at its first visit, and at once from then on", async () => {
  const [claimed] = (await domains.portalAddresses(core, actor, portalId)).domains;
  if (!claimed) throw new Error("the domain is not in the list");
  dns.zone.set(claimed.proofRecord.name, { TXT: [claimed.proofRecord.value] });
  await domains.checkNow(core, actor, claimed.id);
  await new Promise((resolve) => setTimeout(resolve, 500));
  const first = await handshake(NAME);
  expect(first).toMatchObject({ names: `DNS:${NAME}`, issuer: expect.stringMatching(/^Pebble/) });
  const next = await handshake(NAME);
  console.log(`first handshake ${((first?.ms ?? 0) / 1000).toFixed(2)} s, second ${next?.ms.toFixed(1)} ms`);
  expect(next?.names).toBe(`DNS:${NAME}`);
});

test("the request reaches the portal with its own name, and not with one that the visitor claims", async () => {
  const body = await new Promise<string>((resolve, reject) => {
    const options = { port, host: "127.0.0.1", servername: NAME, rejectUnauthorized: false };
    const headers = { host: NAME, "x-forwarded-host": "other.example", "x-forwarded-for": "203.0.113.9", "x-forwarded-proto": "http" };
    get({ ...options, path: "/fr", headers }, (answer) => {
      let text = "";
      answer.on("data", (part) => (text += part)).once("end", () => resolve(text));
    }).once("error", reject);
  });
  expect(JSON.parse(body)).toEqual({ host: NAME, proto: "https", client: "127.0.0.1" });
});

test("a name that was proved before gets its first certificate while the database is away", async () => {
  dns.zone.set(SECOND, { A: ["127.0.0.1"] });
  await prove(SECOND);
  await new Promise((resolve) => setTimeout(resolve, 500));
  const { sqlAs } = core.database;
  core.database.sqlAs = () => Promise.reject(new Error("the database is away"));
  expect((await handshake(SECOND))?.names).toBe(`DNS:${SECOND}`);
  core.database.sqlAs = sqlAs;
});

test("two hundred made-up names get none, and the known one is not slowed down", async () => {
  const from = performance.now();
  const names = Array.from({ length: 200 }, (_, index) => `n${index}.faux.fr`);
  expect(await Promise.all(names.map(handshake))).toEqual(names.map(() => null));
  console.log(`200 unknown names refused in ${((performance.now() - from) / 1000).toFixed(2)} s`);
  expect(dns.asked.some(({ name }) => name.endsWith("faux.fr"))).toBe(false);
  expect((await handshake(NAME))?.names).toBe(`DNS:${NAME}`);
});
