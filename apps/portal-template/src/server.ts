import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { parseArgs } from "node:util";
import { contentKeyOf } from "@archipel/session/client-keys.ts";
import { siteKey } from "@archipel/session/settings.ts";
import { siteFinder } from "@archipel/session/site.ts";
import { siteSessions } from "@archipel/session/site-sessions.ts";
import next from "next";
import { env } from "./env.ts";
import { followContent } from "./front/content-stream.ts";
import { createCoreStream } from "./front/core-stream.ts";
import { createForward } from "./front/forward.ts";
import { createFront } from "./front/serve.ts";
import { contentNews } from "./runtime/content-news.ts";
import { lookUpPortal } from "./tenancy/directory.ts";

// The portal in production: data from core-api, public pages from memory, everything else by Next. `node src/server.ts [-H address] [-p port]`.
const { values } = parseArgs({
  options: { hostname: { type: "string", short: "H", default: "127.0.0.1" }, port: { type: "string", short: "p", default: "3000" } },
});
const port = Number(values.port);

// Next would tunnel any upgraded connection to where it forwards. Nothing here is upgraded: it gets a server that nobody reaches.
const app = next({ dev: false, dir: path(".."), hostname: values.hostname, port, httpServer: createServer() });
await app.prepare();
const pages = app.getRequestHandler();

const front = createFront({ next: pages, lookUp: lookUpPortal, news: contentNews, maxBytes: env.ARCHIPEL_PAGES_BYTES });
const { accessToken } = siteSessions({ settings: env, findSite: siteFinder(env) });
const forward = createForward({ lookUp: lookUpPortal, accessToken, stream: createCoreStream(env.CORE_API_URL) });
// Also without memory for pages: what pages are drawn from is kept until it changes.
const stream = followContent(contentNews, {
  coreUrl: env.CORE_API_URL,
  key: () => contentKeyOf(siteKey(env)),
  log: (text) => console.warn(text),
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!(await forward(request, response))) await front.handle(request, response);
}

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    console.error(error);
    if (response.headersSent) response.destroy();
    else response.writeHead(500).end();
  });
});
// A reverse proxy keeps connections for a minute.
server.keepAliveTimeout = 65_000;
server.listen(port, values.hostname, () => console.log(`portal listens on http://${values.hostname}:${port}`));

let isStopping = false;
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.on(signal, () => {
    if (isStopping) process.exit(1);
    isStopping = true;
    stream.stop();
    server.close(() => void app.close().finally(() => process.exit(0)));
    server.closeIdleConnections();
    // Streams of events have no end of their own.
    setTimeout(() => server.closeAllConnections(), 5_000).unref();
  });
}

function path(relative: string): string {
  return new URL(relative, import.meta.url).pathname;
}
