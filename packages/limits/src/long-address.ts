import { type IncomingMessage, type ServerResponse, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { languageOf, REFUSAL_POLICY, refusalPage } from "./refusal-page.ts";

/** Longest address of a request, with its query, in bytes. Programs and caches in between often allow no more. */
export const ADDRESS_MAX = 8_000;
/** What Node reads of an address and headers. Its own 16 KiB would cut connections before an address a little too long could be answered. */
export const HEAD_MAX = 32 * 1024;
/** What a client still sends of a refused request is read for this time: it might not see the answer otherwise. */
const DRAIN_MS = 2_000;

const STATUS = 414;
const CODE = "address-too-long";
const params = { most: ADDRESS_MAX };

export const isAddressTooLong = ({ url = "" }: IncomingMessage): boolean => url.length > ADDRESS_MAX;

/** Answers a request whose address is too long: a page for people, the form of procedures for them, `{ error, params }` for other programs. */
export async function refuseLongAddress(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const isPage = request.headers.accept?.includes("text/html") === true;
  const body = isPage ? await longAddressPage(request) : JSON.stringify(isProcedure(request) ? procedureError : { error: CODE, params });
  response.writeHead(STATUS, {
    "content-type": isPage ? "text/html; charset=utf-8" : "application/json",
    "content-security-policy": REFUSAL_POLICY,
    "cache-control": "no-store",
    "content-length": Buffer.byteLength(body),
  });
  response.end(request.method === "HEAD" ? undefined : body);
}

const isProcedure = ({ url = "" }: IncomingMessage) => /^(?:\/api\/core)?\/trpc\//.test(url);
/** As core-api answers procedures. One error answers all calls of a batch. */
const procedureError = {
  error: {
    json: {
      message: CODE,
      code: -32600,
      data: { code: "BAD_REQUEST", httpStatus: STATUS, domain: { code: CODE, params, field: null }, fields: null },
    },
  },
};

async function longAddressPage(request: IncomingMessage): Promise<string> {
  const { errorText } = await import("@archipel/i18n/translator.ts");
  const language = languageOf(request);
  return refusalPage(language, errorText(language, CODE, params), null);
}

const refused = new WeakSet<Duplex>();

/**
 * Answers what Node could not read: 414 for an endless address, 431 for endless headers, 408 for a slow client, else 400. The connection
 * is closed after the client has had time to read the answer.
 */
export async function answerUnreadable(error: Error & { code?: string; rawPacket?: unknown }, socket: Duplex): Promise<void> {
  // Node reports each further packet of the same request.
  if (refused.has(socket)) return;
  refused.add(socket);
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = statusOf(error);
  const body = status === STATUS ? await longAddressTexts() : `${STATUS_CODES[status]}\n`;
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    "Content-Type: text/plain; charset=utf-8",
    "Cache-Control: no-store",
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Connection: close",
  ];
  socket.on("error", () => socket.destroy());
  socket.end(`${lines.join("\r\n")}\r\n\r\n${body}`);
  setTimeout(() => socket.destroy(), DRAIN_MS).unref();
}

function statusOf({ code, rawPacket }: { code?: string; rawPacket?: unknown }): number {
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") return 408;
  if (code !== "HPE_HEADER_OVERFLOW") return 400;
  return Buffer.isBuffer(rawPacket) && isOfAddress(rawPacket.toString("latin1")) ? STATUS : 431;
}

/** Whether the packet that was too much is part of the first line. It is the only line that ends by the version of HTTP. */
function isOfAddress(packet: string): boolean {
  const [line = "", ...rest] = packet.split("\n", 2);
  if (rest.length === 0) return true;
  return / HTTP\/1\.\d\r?$/.test(line) && (line.length > ADDRESS_MAX || !/^[A-Z]+ /.test(line));
}

/** In both languages: what the client prefers was not read. */
async function longAddressTexts(): Promise<string> {
  const { errorText } = await import("@archipel/i18n/translator.ts");
  return `${errorText("fr", CODE, params)}\n${errorText("en", CODE, params)}\n`;
}
