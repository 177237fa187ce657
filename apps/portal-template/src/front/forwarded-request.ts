import type { IncomingMessage } from "node:http";
import { credentialGate } from "../tenancy/credential-gate.ts";
import { pathGate } from "../tenancy/path-gate.ts";

/** Other methods are Next's to refuse. */
const METHODS = new Set(["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]);
/** What is read alike here, by Next and by core-api: no dot segments, also percent-encoded, no empty ones, nothing that a reader would rewrite. */
const PLAIN_PATH = /^(?:\/(?!(?:\.|%2e){1,2}(?:\/|$))[\w.~!$&'()*+,;=:@%-]+)+\/?$/i;
const PLAIN_QUERY = /^[\x21\x24-\x7e]*$/;

/** Headers of one connection (RFC 9110, 7.6.1), and those that are written again for core-api. */
const NOT_FORWARDED = new Set([
  ...[
    "connection",
    "keep-alive",
    "proxy-connection",
    "proxy-authenticate",
    "proxy-authorization",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
  ],
  ...["authorization", "cookie", "expect", "forwarded", "host"],
  ...["x-forwarded-for", "x-forwarded-host", "x-forwarded-port", "x-forwarded-proto"],
]);
const OWN_MACHINE = /^(?:127\.|::1$|::ffff:127\.)/;

/** Whether core-api answers the address. Addresses that two readers could read differently are left to Next, which normalises them. */
export function isForwarded({ method = "", url = "" }: Pick<IncomingMessage, "method" | "url">): boolean {
  if (!METHODS.has(method)) return false;
  const at = url.indexOf("?");
  const pathname = at < 0 ? url : url.slice(0, at);
  return pathGate(pathname).kind === "forward" && PLAIN_PATH.test(pathname) && (at < 0 || PLAIN_QUERY.test(url.slice(at + 1)));
}

/** Whether the request carries a session of the portal, which may read in place of a token. */
export function mayUseSession({ method = "", headers }: Pick<IncomingMessage, "method" | "headers">): boolean {
  return credentialGate(method, headers.authorization ?? null) === "session" && headers.cookie?.includes("archipel.session") === true;
}

/**
 * The headers for core-api, names and values in turn: what the visitor sent, without what belongs to this connection, cookies, and claims about
 * the sender that nobody on this machine made.
 *
 * @param host as the visitor wrote it: core-api reads the portal from it
 * @param token of the person who is signed in; a token of the caller's own goes before it
 */
export function forwardedHeaders(request: IncomingMessage, host: string, token: string | null): string[] {
  const { method = "", headers, rawHeaders } = request;
  const named = headers.connection === undefined ? null : namesIn(headers.connection);
  const kept: string[] = ["host", host, "x-forwarded-host", host];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const [name = "", value = ""] = [rawHeaders[index]?.toLowerCase(), rawHeaders[index + 1]];
    if (!NOT_FORWARDED.has(name) && !named?.has(name)) kept.push(name, value);
  }
  const own = headers.authorization ?? "";
  if (credentialGate(method, own) === "own") kept.push("authorization", own);
  else if (token !== null) kept.push("authorization", `Bearer ${token}`);
  kept.push(...sender(request));
  return kept;
}

/** Who asks: as a proxy on this machine says, which core-api trusts too; anyone else is the address that the connection comes from. */
function sender({ headers, socket }: IncomingMessage): string[] {
  const peer = socket.remoteAddress ?? "";
  if (!OWN_MACHINE.test(peer)) return ["x-forwarded-for", peer, "x-forwarded-proto", "http"];
  const [chain, proto] = [headers["x-forwarded-for"], headers["x-forwarded-proto"]];
  return [
    ...(typeof chain === "string" ? ["x-forwarded-for", chain] : []),
    ...(proto === "https" || proto === "http" ? ["x-forwarded-proto", proto] : []),
  ];
}

/** The value of a header in a list of names in small letters and values in turn; undefined without it. */
export function headerIn(list: readonly string[], name: string): string | undefined {
  for (let index = 0; index < list.length; index += 2) if (list[index] === name) return list[index + 1];
  return undefined;
}

/**
 * The headers for the visitor: those of core-api without what belongs to its connection.
 *
 * @param raw names and values in turn, as core-api sent them
 * @param always headers that every answer of a portal has; core-api's own go before them
 */
export function answeredHeaders(raw: readonly string[], always: readonly (readonly [string, string])[]): string[] {
  const kept: string[] = [];
  const seen = new Set<string>();
  let named: Set<string> | null = null;
  for (let index = 0; index < raw.length; index += 2) if (raw[index]?.toLowerCase() === "connection") named = namesIn(raw[index + 1] ?? "");
  for (let index = 0; index < raw.length; index += 2) {
    const [name = "", value = ""] = [raw[index]?.toLowerCase(), raw[index + 1]];
    if (OF_CONNECTION.has(name) || named?.has(name)) continue;
    seen.add(name);
    kept.push(name, value);
  }
  for (const [name, value] of always) if (!seen.has(name)) kept.push(name, value);
  return kept;
}

const OF_CONNECTION = new Set(["connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"]);

/** The headers that `Connection` declares to be of this connection alone. Those that say how long a body is are never among them. */
function namesIn(connection: string): Set<string> {
  const names = new Set(connection.toLowerCase().split(/[\s,]+/));
  names.delete("content-length");
  return names;
}
