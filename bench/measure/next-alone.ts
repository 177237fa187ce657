// The portal by Next alone, without the server in front of it: what that server is measured beside.
//   node bench/measure/next-alone.ts -p PORT     started by startPortal, in the folder of the portal
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createRequire } from "node:module";
import path from "node:path";

interface NextAlone {
  prepare(): Promise<void>;
  getRequestHandler(): (request: IncomingMessage, response: ServerResponse) => Promise<void>;
}

const port = Number(process.argv.at(-1));
// Next belongs to the portal, which is the working directory.
const next = createRequire(path.join(process.cwd(), "package.json"))("next") as (options: object) => NextAlone;
const app = next({ dev: false, dir: process.cwd(), hostname: "127.0.0.1", port });
await app.prepare();
const pages = app.getRequestHandler();
createServer((request, response) => void pages(request, response)).listen(port, "127.0.0.1");
process.on("SIGTERM", () => process.exit(0));
