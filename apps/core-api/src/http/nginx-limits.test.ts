import { readFileSync } from "node:fs";
import path from "node:path";
import { IMPORT_MAX_BYTES } from "@archipel/contracts/imports.ts";
import { STYLE_FILE_MAX_BYTES } from "@archipel/contracts/layer-styles.ts";
import { PORTAL_PICTURE_MAX_BYTES } from "@archipel/contracts/portals.ts";
import { MEDIA_MAX_BYTES } from "@archipel/contracts/site-media.ts";
import { expect, test } from "vitest";
import { readEnv } from "../env.ts";
import { FILE_LIMITS } from "../modules/reports/files/limits.ts";
import { ogc } from "./ogc/routes.ts";

// The shipped nginx file must let through what core-api accepts: a smaller limit there refuses ordinary files without words.

const MEBIBYTE = 1024 * 1024;
const shipped = (name: string) =>
  readFileSync(path.resolve(import.meta.dirname, "../../../../deploy/nginx", name), "utf8").replace(/^\s*#.*$/gm, "");
/** The file with what it includes. */
const conf = ["portals.conf", "busy.conf"].reduce(
  (text, name) => text.replaceAll(`include /opt/archipel/deploy/nginx/${name};`, () => shipped(name)),
  shipped("archipel.conf"),
);
/** The TLS servers: core-api, admin, portals. */
const [core = "", admin = "", portals = ""] = conf.split(/^server \{/m).filter((server) => server.includes("listen 443"));

/** Bytes that a server lets through at an address; `Infinity` for no limit. */
function limitAt(server: string, address: string): number {
  const locations = [...server.matchAll(/location (=|~|) ?(\S+)\s+\{((?:[^{}]|\{[^{}]*\})*)\}/g)];
  const [, , , body = ""] =
    locations.find(([, kind, at]) => kind === "=" && at === address) ??
    locations.find(([, kind, at = ""]) => kind === "~" && new RegExp(at).test(address)) ??
    locations
      .filter(([, kind, at = ""]) => kind === "" && address.startsWith(at))
      .toSorted(([, , a = ""], [, , b = ""]) => b.length - a.length)[0] ??
    [];
  const text =
    /client_max_body_size (\d+)(m?);/.exec(body) ?? /client_max_body_size (\d+)(m?);/.exec(conf.slice(0, conf.indexOf("server {")));
  const bytes = Number(text?.[1]) * (text?.[2] === "m" ? MEBIBYTE : 1);
  return bytes === 0 ? Number.POSITIVE_INFINITY : bytes;
}

test("every server of nginx logs without queries, codes of links and former pages", () => {
  const whole = conf.replaceAll("include /opt/archipel/deploy/nginx/logs.conf;", () => shipped("logs.conf"));
  const servers = whole.split(/^server \{/m).slice(1);
  expect(servers).toHaveLength(5);
  for (const server of servers) {
    expect(server).toMatch(/access_log \S+ archipel;/);
    expect(server).toMatch(/error_log \S+ crit;/);
    expect(server.match(/access_log (?!off;)\S+ (?!archipel;)/)).toBeNull();
  }
  const [, format = ""] = /log_format archipel '(.*)';/.exec(whole) ?? [];
  expect(format).not.toMatch(/\$(?:request|request_uri|args|query_string|http_\w+)\b/);
});

const features = Math.max(...ogc.routes.map(({ bodyLimit }) => bodyLimit ?? 0));

test.each([
  ["a call on a portal", portals, "/api/core/trpc/reports.create", MEBIBYTE],
  ["a call on the admin", admin, "/api/core/trpc/datasets.update", MEBIBYTE],
  ["a call on core-api", core, "/trpc/datasets.update", MEBIBYTE],
  ["a photo of a report", portals, "/api/core/reports/files", FILE_LIMITS.bytesPerFile],
  ["a photo of a report, from the admin", admin, "/api/core/reports/files", FILE_LIMITS.bytesPerFile],
  ["a photo of a report, from a program", core, "/reports/files", FILE_LIMITS.bytesPerFile],
  ["a file of edits", portals, "/api/core/imports", IMPORT_MAX_BYTES],
  ["a file of edits, from the admin", admin, "/api/core/imports", IMPORT_MAX_BYTES],
  ["a file of edits, from a program", core, "/imports", IMPORT_MAX_BYTES],
  ["a file of a style", admin, "/api/core/imports/styles", STYLE_FILE_MAX_BYTES + 1],
  ["a file of a style, from a program", core, "/imports/styles", STYLE_FILE_MAX_BYTES + 1],
  ["a logo", admin, "/api/core/portals/1/logo", PORTAL_PICTURE_MAX_BYTES],
  ["a logo, from a program", core, "/portals/1/logo", PORTAL_PICTURE_MAX_BYTES],
  ["a picture of a page", admin, "/api/core/portals/1/media", MEDIA_MAX_BYTES],
  ["a picture of a page, from a program", core, "/portals/1/media", MEDIA_MAX_BYTES],
  ["features", portals, "/ogc/collections/1/items", features],
  ["features, from a program", core, "/ogc/collections/1/items", features],
])("nginx lets through %s as large as core-api accepts, and little more", (_, server, address, most) => {
  expect(limitAt(server, address)).toBeGreaterThanOrEqual(most);
  expect(limitAt(server, address)).toBeLessThanOrEqual(most + MEBIBYTE);
});

test.each([
  [portals, "/api/core/uploads/1"],
  [admin, "/api/core/uploads/1"],
  [core, "/uploads/1"],
])("nginx lets chunks of uploads through", (server, address) => {
  expect(limitAt(server, address)).toBe(Number.POSITIVE_INFINITY);
});

test("each of nginx's own refusals keeps browsers on HTTPS", () => {
  // A location with a header of its own inherits no other.
  const refusals = [shipped("busy.conf"), shipped("away.conf")].flatMap((text) => text.split(/^location /m).slice(1));
  expect(refusals).toHaveLength(3);
  for (const location of refusals) expect(location).toContain("add_header Strict-Transport-Security $archipel_hsts always;");
});

test("every public server of nginx limits what one network sends, and answers 429 with the time to wait", () => {
  for (const server of [core, admin, portals]) {
    expect(server).toMatch(/^ {0,2}limit_req +zone=archipel_requests /m);
    expect(server).toMatch(/^ {0,2}limit_conn archipel_open /m);
    expect(server).toMatch(/add_header Retry-After \d+ always;/);
  }
  expect(conf).toMatch(/limit_req_status\s+429;/);
  expect(conf).toMatch(/limit_conn_status\s+429;/);
});

test("every public server of nginx speaks TLS 1.2 or 1.3 only, and does not name its version; plain HTTP only redirects, and proves names", () => {
  for (const server of [core, admin, portals]) {
    // In the server, because Debian's own file allows older versions for all.
    expect(server).toMatch(/^ {2}ssl_protocols TLSv1\.2 TLSv1\.3;$/m);
    expect(server).toMatch(/^ {2}server_tokens off;$/m);
  }
  const plain = conf.split(/^server \{/m).filter((server) => server.includes("listen 80 "));
  expect(plain).toHaveLength(1);
  expect(plain[0]).not.toContain("proxy_pass");
  expect(plain[0]?.match(/root .*?;/g)).toEqual(["root /var/www/archipel-acme;"]);
});

test("open streams of a network have one limit for all processes: that of each process by default", () => {
  const { EVENTS_PER_ADDRESS: most } = readEnv({ ARCHIPEL_SECRET: "a secret of the tests, of 32 characters" });
  for (const server of [core, admin, portals]) {
    const streams = [...server.matchAll(/location = \S*\/events \{([^{}]*)\}/g)].map(([, body]) => body);
    expect(streams.length).toBeGreaterThan(0);
    for (const body of streams) expect(body).toContain(`limit_conn archipel_streams ${most};`);
  }
});
