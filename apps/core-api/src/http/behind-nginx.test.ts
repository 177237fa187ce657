// @on-demand attacks
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { ambiguousRequests, exchange, SMUGGLED, statusesOf } from "@archipel/testing/raw-requests.ts";
import { nginxFiles, nginxTemporaryPaths } from "@archipel/testing/shipped-files.ts";
import { afterAll, beforeAll, expect, test, vi } from "vitest";

// The shipped nginx file in front of a server that records what it reads: nginx and Node must agree where a request ends, and what nginx
// says of a visitor must not be what the visitor says. Needs nginx: apt-get install nginx.

/** nginx closes connections after this time, so that no test waits for it. */
const BRIEFLY = "keepalive_timeout 1s; client_header_timeout 1s; client_body_timeout 1s; lingering_close off;";
const CORE = 4193;
const PORTAL = 4194;
let folder: string;
let nginx: ReturnType<typeof spawn>;
let gone: Promise<unknown>;
let behind: Server;
const read: { url: string; headers: NodeJS.Dict<string | string[]> }[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "archipel-nginx-"));
  behind = createServer((request, response) => {
    read.push({ url: request.url ?? "", headers: request.headers });
    request.resume().on("end", () => response.end("read"));
  });
  await new Promise<void>((resolve) => behind.listen(0, "127.0.0.1", resolve));
  const address = behind.address();
  const port = typeof address === "object" ? address?.port : 0;
  const files = nginxFiles(folder, [
    [/server 127\.0\.0\.1:\d+[^;]*;( server 127\.0\.0\.1:\d+[^;]*;)?/g, `server 127.0.0.1:${port};`],
    [/^\s*(ssl_\w+|http2) .*;$/gm, ""],
    ["listen 127.0.0.1:4080;", "listen 127.0.0.1:4192;"],
    ["listen 443 ssl default_server;", `listen 127.0.0.1:${PORTAL} default_server;`],
    ["listen 443 ssl;", `listen 127.0.0.1:${CORE};`],
    ["listen 80 default_server;", "listen 127.0.0.1:4195;"],
  ]);
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
  const main = path.join(folder, "nginx.conf");
  const log = path.join(folder, "error.log");
  await writeFile(
    main,
    `daemon off; pid ${folder}/pid; error_log ${log}; events {} http { access_log off; ${BRIEFLY} ${nginxTemporaryPaths(folder)} root ${folder}; include ${folder}/archipel.conf; }`,
  );
  nginx = spawn("nginx", ["-c", main, "-e", log], { stdio: "inherit" });
  gone = once(nginx, "exit");
  await vi.waitUntil(
    () =>
      fetch(`http://127.0.0.1:${CORE}/health`).then(
        ({ ok }) => ok,
        () => false,
      ),
    { timeout: 30_000 },
  );
});
afterAll(async () => {
  nginx.kill("SIGTERM");
  await gone;
  behind.close();
  await rm(folder, { recursive: true });
});

const sent = (bytes: string) => exchange(CORE, bytes, { isOpen: true });

test("two requests in a row arrive as two: the test below can see a second one", async () => {
  read.length = 0;
  const head = "Host: core.example.org\r\n";
  await sent(`GET /health HTTP/1.1\r\n${head}\r\nGET ${SMUGGLED} HTTP/1.1\r\n${head}Connection: close\r\n\r\n`);
  expect(read.map(({ url }) => url)).toEqual(["/health", SMUGGLED]);
});

test.each(ambiguousRequests)("%s: hides no second request", async (name, request) => {
  read.length = 0;
  const answer = await sent(request.replaceAll("Host: localhost", "Host: core.example.org"));
  // What nginx itself read as a second request is not hidden: its limits and its table of addresses applied to it.
  const answered = statusesOf(answer).length;
  const hidden = read.filter(({ url }) => url === SMUGGLED).length;
  expect([name, hidden > 0 && answered < 2]).toEqual([name, false]);
});

test("what a visitor says of addresses, hosts and schemes is replaced", async () => {
  read.length = 0;
  const said = ["X-Forwarded-For: 6.6.6.6", "X-Forwarded-Proto: gopher", "X-Forwarded-Host: evil.example", "Forwarded: for=6.6.6.6"];
  await sent(["GET /trpc/identity.me HTTP/1.1", "Host: core.example.org", ...said, "Connection: close", "", ""].join("\r\n"));
  expect(read[0]?.headers).toMatchObject({
    "x-forwarded-for": "127.0.0.1",
    "x-forwarded-proto": "http",
    "x-forwarded-host": "core.example.org",
  });
});

test("no address leaves the folder of the error pages, and pages of the machine itself are closed", async () => {
  for (const address of [
    "/archipel-away.html",
    "/../nginx.conf",
    "/%2e%2e/nginx.conf",
    "/..%2fnginx.conf",
    "/metrics",
    "/mailbox",
    "/mailbox/1",
  ]) {
    read.length = 0;
    const answer = await sent(`GET ${address} HTTP/1.1\r\nHost: core.example.org\r\nConnection: close\r\n\r\n`);
    expect(answer, address).not.toContain("error_log");
    if (/metrics|mailbox|away/.test(address))
      expect([address, statusesOf(answer), read.filter(({ url }) => url === address)]).toEqual([address, [404], []]);
  }
});
