import { createServer } from "node:http";
import { parseArgs } from "node:util";
import { contentKeyOf } from "@archipel/session/client-keys.ts";
import { siteKey } from "@archipel/session/settings.ts";
import next from "next";
import { env } from "./env.ts";
import { followContent } from "./front/content-stream.ts";
import { createFront } from "./front/serve.ts";
import { contentNews } from "./runtime/content-news.ts";
import { lookUpPortal } from "./tenancy/directory.ts";

// The portal in production: public pages from memory, everything else by Next. `node src/server.ts [-H address] [-p port]`.
const { values } = parseArgs({
  options: { hostname: { type: "string", short: "H", default: "127.0.0.1" }, port: { type: "string", short: "p", default: "3000" } },
});
const port = Number(values.port);

const app = next({ dev: false, dir: path(".."), hostname: values.hostname, port });
await app.prepare();
const pages = app.getRequestHandler();

const front = createFront({ next: pages, lookUp: lookUpPortal, news: contentNews, maxBytes: env.ARCHIPEL_PAGES_BYTES });
// Also without memory for pages: what pages are drawn from is kept until it changes.
const stream = followContent(contentNews, {
  coreUrl: env.CORE_API_URL,
  key: () => contentKeyOf(siteKey(env)),
  log: (text) => console.warn(text),
});

const server = createServer((request, response) => {
  front.handle(request, response).catch((error: unknown) => {
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
