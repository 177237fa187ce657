import type { FastifyReply, FastifyRequest } from "fastify";

/** A client with more unread bytes is disconnected. It reconnects and gets what it missed. */
const MAX_UNREAD_BYTES = 256 * 1024;

export interface EventStream {
  write(text: string): void;
  end(): void;
}

/** The events of one subject on a stream. */
export interface Channel {
  begin(stream: EventStream): void;
  leave(): void;
}

/** Opens a stream of server-sent events as the response. */
export function openStream(request: FastifyRequest, reply: FastifyReply): EventStream {
  const { raw } = reply;
  reply.hijack();
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    "content-type": "text/event-stream; charset=utf-8",
    // Proxies must not cache, compress or buffer it.
    "cache-control": "no-store, no-transform",
    "x-accel-buffering": "no",
    connection: "keep-alive",
  });
  request.raw.socket.setNoDelay(true);
  const write = (text: string) => {
    if (raw.destroyed || raw.writableEnded) return;
    if (raw.writableLength > MAX_UNREAD_BYTES) raw.destroy();
    else raw.write(text);
  };
  write("retry: 1000\n\n");
  return {
    write,
    end: () => void raw.end(),
  };
}

/** The text of an event. Without an id, the browser's `Last-Event-ID` does not change. */
export function frame(event: string, eventId: string | null, data: object): string {
  return `${eventId === null ? "" : `id: ${eventId}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
