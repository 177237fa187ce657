import type { FastifyReply, FastifyRequest } from "fastify";

/** A client that leaves so much unread is dropped; it comes again and is told what it missed. */
const MAX_UNREAD_BYTES = 256 * 1024;

export interface EventStream {
  write(text: string): void;
  end(): void;
}

/** What one stream tells of one subject. */
export interface Channel {
  begin(stream: EventStream): void;
  leave(): void;
}

/** Answers with a stream of server-sent events. */
export function openStream(request: FastifyRequest, reply: FastifyReply): EventStream {
  const { raw } = reply;
  reply.hijack();
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    "content-type": "text/event-stream; charset=utf-8",
    // Neither kept nor compressed nor gathered on the way.
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

/** An event as it is written. Without a number, what the page would send as `Last-Event-ID` stays as it was. */
export function frame(event: string, eventId: number | null, data: object): string {
  return `${eventId === null ? "" : `id: ${eventId}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
