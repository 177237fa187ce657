import { createServer, type IncomingHttpHeaders, type IncomingMessage, request, type ServerResponse } from "node:http";
import { type Duplex, duplexPair } from "node:stream";
import { buffer } from "node:stream/consumers";
import { Drawing, whileDrawing } from "../runtime/drawing.ts";

export type Handler = (request: IncomingMessage, response: ServerResponse) => unknown;

export interface Drawn {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly drawing: Drawing;
}

/**
 * Draws pages apart from the requests of visitors, so that a visitor who leaves does not end what others wait for, and nothing of a
 * visitor's request enters a page for all. Next answers over connections inside the process: there is no port.
 */
export function createDrawer(next: Handler) {
  // http.Server reads only what a stream has; Next asks for addresses, which are absent.
  const drawings = new Map<Duplex, Drawing>();
  const server = createServer((incoming, response) => {
    const drawing = drawings.get(incoming.socket);
    if (drawing) whileDrawing(drawing, () => next(incoming, response));
    else response.writeHead(500).end();
  });
  server.requestTimeout = 0;

  return async function draw(path: string, headers: Readonly<Record<string, string>>): Promise<Drawn> {
    const [ours, theirs] = duplexPair();
    const drawing = new Drawing();
    drawings.set(theirs, drawing);
    try {
      server.emit("connection", theirs);
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        request({ method: "GET", path, headers: { ...headers, connection: "close" }, createConnection: () => ours }, resolve)
          .once("error", reject)
          .end();
      });
      const body = await buffer(response);
      return { status: response.statusCode ?? 0, headers: response.headers, body, drawing };
    } finally {
      drawings.delete(theirs);
      ours.destroy();
      theirs.destroy();
    }
  };
}
