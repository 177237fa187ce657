import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Core } from "../kernel/core.ts";
import { openKnownNames } from "../modules/domains/certificates/known-names.ts";

const PATH = "/domains/ask";
const MOST_NAME = 253;

export interface AskListener {
  port: number;
  stop(): Promise<void>;
}

/**
 * Answers a TLS server that asks whether a name may have a certificate: `GET /domains/ask?domain=`, 200 or 404. It listens apart from
 * core-api, on loopback unless the operator chooses another address, because nothing else may ask. The answer comes from memory, so
 * that handshakes neither wait for the database nor load it, whatever names they carry.
 *
 * @param where a port, or an address and a port
 */
export async function startAskListener(core: Core, where: string): Promise<AskListener> {
  const names = await openKnownNames(core);
  const answer = ({ method, url = "" }: IncomingMessage, response: ServerResponse) => {
    if (method !== "GET" && method !== "HEAD") return response.writeHead(405, { allow: "GET" }).end();
    const name = nameIn(url);
    response.writeHead(name !== null && names.has(name) ? 200 : 404, { "content-length": 0 }).end();
  };
  const server = createServer({ maxHeaderSize: 4096, requestTimeout: 5_000, headersTimeout: 5_000 }, answer);
  server.maxConnections = 2_000;
  const [, host = "127.0.0.1", port = ""] = /^(?:\[?([^\]]+?)\]?:)?(\d+)$/.exec(where) ?? [];
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(Number(port), host, resolve));
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      names.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The name that is asked for; null when the address is another one. */
function nameIn(url: string): string | null {
  const [path, query = ""] = url.split("?", 2);
  if (path !== PATH) return null;
  const name = new URLSearchParams(query).get("domain")?.toLowerCase().replace(/\.$/, "");
  return name && name.length <= MOST_NAME ? name : null;
}
