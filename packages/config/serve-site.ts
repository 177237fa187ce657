import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { answerUnreadable, HEAD_MAX, isAddressTooLong, refuseLongAddress } from "@archipel/limits/long-address.ts";
import { keepConsolePrivate } from "@archipel/observability/without-personal.ts";

interface SiteParts {
  readonly name: string;
  readonly hostname: string;
  readonly port: number;
  readonly answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** What ends before the server does, and after it. */
  readonly onStop?: () => void;
  readonly onClosed: () => Promise<void>;
}

/** The server of a site: what its `answer` throws is a 500, and an address that is too long never reaches it. */
export function createSiteServer(answer: SiteParts["answer"]): Server {
  const server = createServer({ maxHeaderSize: HEAD_MAX }, (request, response) => {
    (isAddressTooLong(request) ? refuseLongAddress : answer)(request, response).catch((error: unknown) => {
      console.error(error);
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end();
    });
  });
  server.on("clientError", answerUnreadable);
  // A reverse proxy keeps connections for a minute.
  server.keepAliveTimeout = 65_000;
  return server;
}

/** Serves a site until a signal ends it: requests under way are answered first. */
export function serveSite({ name, hostname, port, answer, onStop = () => {}, onClosed }: SiteParts): void {
  keepConsolePrivate(console);
  const server = createSiteServer(answer);
  server.listen(port, hostname, () => console.log(`${name} listens on http://${hostname}:${port}`));

  let isStopping = false;
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      if (isStopping) process.exit(1);
      isStopping = true;
      onStop();
      server.close(() => void onClosed().finally(() => process.exit(0)));
      server.closeIdleConnections();
      // Streams of events have no end of their own.
      setTimeout(() => server.closeAllConnections(), 5_000).unref();
    });
  }
}

/** Options of a site's server: `[-H address] [-p port]`. */
export const LISTEN_OPTIONS = {
  hostname: { type: "string", short: "H", default: "127.0.0.1" },
  port: { type: "string", short: "p" },
} as const;
