import { createServer } from "node:http";
import { parseArgs } from "node:util";
import { LISTEN_OPTIONS, serveSite } from "@archipel/config/serve-site.ts";
import { createSiteGate } from "@archipel/limits/site/gate.ts";
import { sessionNames } from "@archipel/session/session-name.ts";
import { siteSessions } from "@archipel/session/site-sessions.ts";
import next from "next";
import { findConsole } from "./console-site.ts";
import { env } from "./env.ts";

// The console in production: Next, in turns. `node src/server.ts [-H address] [-p port]`.
const { hostname, port = "3001" } = parseArgs({ options: LISTEN_OPTIONS }).values;

// As in the portal: Next would tunnel upgraded connections.
const app = next({ dev: false, dir: new URL("..", import.meta.url).pathname, hostname, port: Number(port), httpServer: createServer() });
await app.prepare();
const pages = app.getRequestHandler();

const { accessToken } = siteSessions({ settings: env, findSite: findConsole });
const gate = createSiteGate({ sessionOf: sessionNames(accessToken) });

serveSite({
  name: "admin",
  hostname,
  port: Number(port),
  answer: (request, response) => gate.pass(request, response, "", () => pages(request, response)),
  onClosed: () => app.close(),
});
