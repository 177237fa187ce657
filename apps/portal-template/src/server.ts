import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { parseArgs } from "node:util";
import { LISTEN_OPTIONS, serveSite } from "@archipel/config/serve-site.ts";
import { createSiteGate } from "@archipel/limits/site/gate.ts";
import { contentKeyOf } from "@archipel/session/client-keys.ts";
import { sessionNames } from "@archipel/session/session-name.ts";
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
import { hostName } from "./tenancy/host-gate.ts";

// The portal in production: data from core-api, public pages from memory, everything else by Next. `node src/server.ts [-H address] [-p port]`.
const { hostname, port = "3000" } = parseArgs({ options: LISTEN_OPTIONS }).values;

// Next would tunnel any upgraded connection to where it forwards. Nothing here is upgraded: it gets a server that nobody reaches.
const app = next({ dev: false, dir: path(".."), hostname, port: Number(port), httpServer: createServer() });
await app.prepare();
const pages = app.getRequestHandler();

const { accessToken } = siteSessions({ settings: env, findSite: siteFinder(env) });
const gate = createSiteGate({ sessionOf: sessionNames(accessToken) });
const front = createFront({ next: pages, gate, lookUp: lookUpPortal, news: contentNews, maxBytes: env.ARCHIPEL_PAGES_BYTES });
const forward = createForward({ lookUp: lookUpPortal, accessToken, stream: createCoreStream(env.CORE_API_URL) });
// Also without memory for pages: what pages are drawn from is kept until it changes.
const stream = followContent(contentNews, {
  coreUrl: env.CORE_API_URL,
  key: () => contentKeyOf(siteKey(env)),
  log: (text) => console.warn(text),
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const host = hostName(request.headers.host ?? null);
  // A network that asks too much does not make core-api look for hosts.
  if (host !== null && !lookUpPortal.isKnown(host) && gate.isOver(request)) {
    await gate.pass(request, response, "", () => pages(request, response));
    return;
  }
  if (!(await forward(request, response))) await front.handle(request, response);
}

serveSite({ name: "portal", hostname, port: Number(port), answer, onStop: () => stream.stop(), onClosed: () => app.close() });

function path(relative: string): string {
  return new URL(relative, import.meta.url).pathname;
}
