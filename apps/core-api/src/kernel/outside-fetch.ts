import { lookup as resolve } from "node:dns";
import { request as requestPlain } from "node:http";
import { request as requestSafe } from "node:https";
import type { LookupFunction } from "node:net";
import { BlockList, isIP } from "node:net";

/** Why an address outside was not read; the message of each says how to repair it. */
export type OutsideFault = "insecure" | "private" | "unknown-host" | "timeout" | "too-large" | "unreachable" | "certificate";

export class OutsideError extends Error {
  readonly fault: OutsideFault;
  readonly host: string;

  constructor(fault: OutsideFault, host: string) {
    super(`${host}: ${fault}`);
    this.name = "OutsideError";
    this.fault = fault;
    this.host = host;
  }
}

export interface OutsideLimits {
  /** Hosts (with the port that the address has) that may be private and without TLS. */
  internalHosts: readonly string[];
  /** For the whole answer, names and connection included. */
  milliseconds: number;
  bytes: number;
}

/** The networks that are not the Internet: this machine, private networks, addresses of protocols and of documentation. */
const notPublic = new BlockList();
for (const [network, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const)
  notPublic.addSubnet(network, bits, "ipv4");
/** Only 2000::/3 is public; in it, the translations of IPv4 addresses and the documentation are not. */
const publicV6 = new BlockList();
publicV6.addSubnet("2000::", 3, "ipv6");
for (const [network, bits] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const)
  notPublic.addSubnet(network, bits, "ipv6");

/** Whether an IP address is reachable from the whole Internet. */
export function isPublicAddress(address: string): boolean {
  const kind = isIP(address);
  if (kind === 4) return !notPublic.check(address, "ipv4");
  return kind === 6 && publicV6.check(address, "ipv6") && !notPublic.check(address, "ipv6");
}

/** Resolves a name and passes public addresses alone: the connection goes to the very address that was checked. */
const lookupPublic: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, "", 4);
    const usable = addresses.filter(({ address }) => isPublicAddress(address));
    if (usable.length === 0) return callback(new OutsideError("private", hostname), "", 4);
    if (options.all) return callback(null, usable);
    callback(null, usable[0]?.address ?? "", usable[0]?.family ?? 4);
  });
};

/** What oauth libraries ask of a `fetch`. */
interface Outgoing {
  method?: string;
  headers?: Record<string, string> | Headers;
  body?: unknown;
  signal?: AbortSignal | null | undefined;
}

/**
 * Reads an address that somebody typed, without letting it lead into the network of this server: https and public addresses alone, no
 * redirects, within limits of time and size.
 *
 * @throws OutsideError
 */
export async function fetchOutside(address: string | URL, init: Outgoing, limits: OutsideLimits): Promise<Response> {
  const url = new URL(address);
  const isInternal = limits.internalHosts.includes(url.host);
  const name = url.hostname.replace(/^\[|\]$/g, "");
  if (url.protocol !== "https:" && !(isInternal && url.protocol === "http:")) throw new OutsideError("insecure", url.host);
  // An address of digits is never resolved.
  if (!isInternal && isIP(name) && !isPublicAddress(name)) throw new OutsideError("private", url.host);
  const limit = AbortSignal.timeout(limits.milliseconds);
  const signal = init.signal ? AbortSignal.any([init.signal, limit]) : limit;
  try {
    return await send(url, init, { signal, isInternal, bytes: limits.bytes });
  } catch (error) {
    throw faultOf(error, url.host, limit.aborted || init.signal?.aborted === true);
  }
}

interface Sending {
  signal: AbortSignal;
  isInternal: boolean;
  bytes: number;
}

function send(url: URL, { method = "GET", headers, body }: Outgoing, { signal, isInternal, bytes }: Sending): Promise<Response> {
  const content = body === undefined || body === null ? null : String(body);
  const plain = headers instanceof Headers ? Object.fromEntries(headers) : headers;
  return new Promise((answer, fail) => {
    const request = (url.protocol === "https:" ? requestSafe : requestPlain)(url, {
      method: method ?? "GET",
      // Pages are never compressed, so that the limit of bytes counts what is read.
      headers: { ...plain, "accept-encoding": "identity", ...(content !== null && { "content-length": Buffer.byteLength(content) }) },
      agent: false,
      signal,
      ...(!isInternal && { lookup: lookupPublic }),
    });
    request.on("error", fail);
    request.on("response", (response) => {
      const parts: Buffer[] = [];
      let size = 0;
      response.on("error", fail);
      response.on("data", (part: Buffer) => {
        size += part.length;
        parts.push(part);
        if (size <= bytes) return;
        // Before the request ends: the last part and the end of the answer can come together.
        fail(new OutsideError("too-large", url.host));
        request.destroy();
      });
      response.on("end", () => {
        const status = response.statusCode ?? 502;
        const isEmpty = status === 204 || status === 205 || status === 304;
        const lines = Object.entries(response.headers).flatMap(([name, value]) =>
          [value ?? []].flat().map((one): [string, string] => [name, one]),
        );
        answer(new Response(isEmpty ? null : Buffer.concat(parts), { status, headers: lines }));
      });
    });
    request.end(content ?? undefined);
  });
}

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|ALTNAME/;

function faultOf(error: unknown, host: string, isLate: boolean): OutsideError {
  if (error instanceof OutsideError) return error;
  const cause = error instanceof Error && error.cause instanceof OutsideError ? error.cause : null;
  if (cause) return cause;
  if (isLate) return new OutsideError("timeout", host);
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return new OutsideError("unknown-host", host);
  return new OutsideError(CERTIFICATE.test(code) ? "certificate" : "unreachable", host);
}
