// @on-demand certificates
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { connect } from "node:tls";
import { freePorts } from "@archipel/testing/free-ports.mjs";
import { nginxFiles, nginxTemporaryPaths } from "@archipel/testing/shipped-files.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeCertificate } from "./certificate.ts";
import { runToEnd, until } from "./processes.ts";
import { root } from "./shipped.ts";

// The commands of docs/operators/server.md as they are printed there: certbot and its plugin for RFC 2136, with BIND as the name server, Pebble as
// the authority, and nginx with the shipped files. The tests are one story.

const DOMAIN = "mairie.test";
const OWN = "carte.ville.example";
const page = readFileSync(path.join(root, "docs/operators/server.md"), "utf8");

let folder: string;
let ports: { tls: number; plain: number; inner: number; acme: number; dns: number };
const children: ChildProcess[] = [];
const at = (...names: string[]) => path.join(folder, ...names);

/** A text of the page with the names, paths and commands of the test. */
function adapted(text: string): string {
  return text
    .replaceAll("example.org", DOMAIN)
    .replaceAll("/var/www/archipel-acme", at("acme"))
    .replaceAll("/etc/letsencrypt", at("letsencrypt"))
    .replaceAll("/opt/archipel/deploy/nginx", folder)
    .replaceAll("listen 443 ssl", `listen 127.0.0.1:${ports.tls} ssl`)
    .replaceAll("systemctl reload nginx", `nginx -c ${at("nginx.conf")} -s reload`);
}

/** The part of the page that `pattern` finds. */
function printed(pattern: RegExp): string {
  const [found] = pattern.exec(page) ?? [];
  if (found === undefined) throw new Error(`docs/operators/server.md has no ${pattern}`);
  return adapted(found);
}

/** Runs a shell's command in which `certbot` asks Pebble and keeps its files in the folder. */
function shell(command: string): Promise<string> {
  const folders = `--config-dir ${at("letsencrypt")} --work-dir ${at("work")} --logs-dir ${at("logs")}`;
  const certbot = `certbot ${folders} --server https://127.0.0.1:${ports.acme}/dir --non-interactive --agree-tos --register-unsafely-without-email`;
  return runToEnd("sh", ["-ec", command.replaceAll(/^certbot /gm, `${certbot} `)], { REQUESTS_CA_BUNDLE: at("ca.pem") });
}

function start(program: string, args: readonly string[], env: Record<string, string> = {}): void {
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (output += text));
  child.once("exit", (code) => code && console.error(`${program} ended with ${code}: ${output.slice(-2000)}`));
  children.push(child);
}

/** The certificate that nginx shows for a name. */
function served(name: string): Promise<{ names: string; serial: string }> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port: ports.tls, host: "127.0.0.1", servername: name, rejectUnauthorized: false }, () => {
      const { subjectaltname = "", serialNumber } = socket.getPeerCertificate();
      resolve({ names: subjectaltname, serial: serialNumber });
      socket.destroy();
    });
    socket.once("error", reject);
  });
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "archipel-certbot-"));
  const [tls = 0, plain = 0, inner = 0, acme = 0, management = 0, dns = 0] = await freePorts(6);
  ports = { tls, plain, inner, acme, dns };
  mkdirSync(at("letsencrypt"));
  await makeCertificate([], folder);

  const key = execFileSync("tsig-keygen", ["-a", "hmac-sha512", "certbot"], { encoding: "utf8" });
  const zone = (name: string) => {
    writeFileSync(at(name), `$TTL 1\n@ SOA ns.${name}. root.${name}. 1 1 1 1 1\n@ NS ns.${name}.\n@ A 127.0.0.1\n* A 127.0.0.1\n`);
    return `zone "${name}" { type primary; file "${at(name)}"; update-policy { grant certbot zonesub TXT; }; };`;
  };
  const options = `directory "${folder}"; pid-file none; session-keyfile none; recursion no; listen-on port ${dns} { 127.0.0.1; }; listen-on-v6 { none; };`;
  writeFileSync(at("named.conf"), `${key}\noptions { ${options} };\ncontrols { };\n${zone(DOMAIN)}\n${zone("ville.example")}\n`);
  start("/usr/sbin/named", ["-c", at("named.conf"), "-g", "-n", "1"]);

  const secret = /secret "(.+)"/.exec(key)?.[1] ?? "";
  const credentials = printed(/^dns_rfc2136_server = [\s\S]+?(?=^```)/m)
    .replace(/(_server = ).*/, `$1127.0.0.1\ndns_rfc2136_port = ${dns}`)
    .replace(/(_secret = ).*/, `$1${secret}`);
  writeFileSync(at("letsencrypt/rfc2136.ini"), credentials, { mode: 0o600 });

  const files = { certificate: at("fullchain.pem"), privateKey: at("privkey.pem") };
  const listens = { listenAddress: `127.0.0.1:${acme}`, managementListenAddress: `127.0.0.1:${management}`, httpPort: plain, tlsPort: tls };
  writeFileSync(
    at("pebble.json"),
    JSON.stringify({ pebble: { ...files, ...listens, ocspResponderURL: "", externalAccountBindingRequired: false } }),
  );
  start("pebble", ["-config", at("pebble.json"), "-dnsserver", `127.0.0.1:${dns}`], {
    PEBBLE_VA_NOSLEEP: "1",
    PEBBLE_WFE_NONCEREJECT: "0",
  });
  await until("Pebble answers", async () => (await runToEnd("openssl", ["s_client", "-connect", `127.0.0.1:${acme}`])).length > 0);
});
afterAll(() => {
  for (const child of children) child.kill();
  rmSync(folder, { recursive: true, force: true });
});

test("the printed command gets a certificate for the domain and all names below it, by DNS", async () => {
  const command = printed(/^certbot certonly --cert-name archipel [\s\S]+?(?=^sed )/m);
  // The plugin waits a minute for the name servers of large providers.
  await shell(
    command.replace("certonly", "certonly --dns-rfc2136-propagation-seconds 1").replace(/--deploy-hook '.*'/, "--deploy-hook 'true'"),
  );
  const { subjectAltName } = new X509Certificate(readFileSync(at("letsencrypt/live/archipel/fullchain.pem")));
  expect(subjectAltName?.split(", ").sort()).toEqual([`DNS:*.${DOMAIN}`, `DNS:${DOMAIN}`]);
});

test("the shipped nginx file, adapted by the printed command, serves it for every host of the platform", async () => {
  const changes = [
    ["listen 443 ssl", `listen 127.0.0.1:${ports.tls} ssl`],
    ["listen 80 ", `listen 127.0.0.1:${ports.plain} `],
    ["127.0.0.1:4080", `127.0.0.1:${ports.inner}`],
    ["/var/www/archipel-acme", at("acme")],
  ] as const;
  for (const [name, text] of Object.entries(nginxFiles(folder, changes))) writeFileSync(at(name), text);
  const [, first = "", second = ""] = /^sed -e '(.+)' \\\n {2}-e '(.+)' \//m.exec(page) ?? [];
  const expressions = [first.replace("YOUR-DOMAIN", DOMAIN).replaceAll("/etc/letsencrypt", at("letsencrypt")), second];
  await runToEnd("sed", ["-i", ...expressions.flatMap((one) => ["-e", one]), at("archipel.conf")]);
  expect(readFileSync(at("archipel.conf"), "utf8")).not.toMatch(/example\.org|ssl\/archipel|:3010/);
  const http = `include /etc/nginx/mime.types; access_log off; ${nginxTemporaryPaths(folder)} include ${at("archipel.conf")}; include ${at("own")}*.conf;`;
  writeFileSync(
    at("nginx.conf"),
    `${process.getuid?.() === 0 ? "user root;" : ""} pid ${at("nginx.pid")}; error_log ${at("error.log")}; daemon off; events { worker_connections 512; } http { ${http} }`,
  );
  await runToEnd("nginx", ["-t", "-c", at("nginx.conf")]);
  start("nginx", ["-c", at("nginx.conf")]);
  for (const name of ["core", "admin", "reef"])
    await until(`${name} has the certificate`, async () => (await served(`${name}.${DOMAIN}`)).names.includes(`DNS:*.${DOMAIN}`));
});

test("a community's own domain gets its certificate through nginx, and the printed server serves it", async () => {
  await shell(printed(/^mkdir -p \/var\/www\/archipel-acme\ncertbot .*$/m));
  writeFileSync(at("own-server.conf"), printed(/^server \{\n {2}listen 443 ssl;[\s\S]+?^\}/m));
  await runToEnd("nginx", ["-c", at("nginx.conf"), "-s", "reload"]);
  await until("nginx serves it", async () => (await served(OWN)).names === `DNS:${OWN}`);
  expect((await served(`reef.${DOMAIN}`)).names).toContain(`DNS:*.${DOMAIN}`);
});

test("a renewal asks nobody, and nginx serves the new certificate by itself", async () => {
  const before = (await served(OWN)).serial;
  await shell("certbot renew --cert-name carte.ville.example --force-renewal --no-random-sleep-on-renew");
  await until("nginx serves the new one", async () => (await served(OWN)).serial !== before);
});
