import { connect, type Socket } from "node:net";

export interface Load {
  readonly port: number;
  /** Asked in turn, over all connections. */
  readonly requests: readonly { readonly host: string; readonly path: string; readonly headers?: Readonly<Record<string, string>> }[];
  readonly connections: number;
  /** Stops after so many answers, or so much time. */
  readonly answers?: number;
  readonly seconds?: number;
}

export interface Loaded {
  readonly perSecond: number;
  /** Milliseconds, ascending. */
  readonly times: readonly number[];
  readonly statuses: Readonly<Record<string, number>>;
  readonly bytes: number;
}

/**
 * Sends requests over connections that stay open, the next when the last is answered. It reads answers no further than their length, so
 * that it takes little of the processors that the servers need.
 */
export async function load({ port, requests, connections, answers = Number.POSITIVE_INFINITY, seconds = 600 }: Load): Promise<Loaded> {
  const texts = requests.map(({ host, path, headers = {} }) =>
    [
      `GET ${path} HTTP/1.1`,
      `host: ${host}`,
      "accept-encoding: gzip",
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
      "",
      "",
    ].join("\r\n"),
  );
  const times: number[] = [];
  const statuses: Record<string, number> = {};
  const state = { sent: 0, bytes: 0 };
  const started = performance.now();
  const until = started + seconds * 1000;
  const workers = Array.from({ length: connections }, async () => {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    await new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
    try {
      while (state.sent < answers && performance.now() < until) {
        const text = texts[state.sent++ % texts.length] ?? "";
        const begun = performance.now();
        const { status, bytes } = await answerTo(socket, text);
        times.push(performance.now() - begun);
        statuses[status] = (statuses[status] ?? 0) + 1;
        state.bytes += bytes;
      }
    } finally {
      socket.destroy();
    }
  });
  await Promise.all(workers);
  const elapsed = (performance.now() - started) / 1000;
  return { perSecond: times.length / elapsed, times: times.toSorted((a, b) => a - b), statuses, bytes: state.bytes };
}

const LAST_CHUNK = Buffer.from("0\r\n\r\n");

function answerTo(socket: Socket, text: string): Promise<{ status: string; bytes: number }> {
  return new Promise((resolve, reject) => {
    let head = "";
    let status = "";
    /** Bytes of the body that are still to come; null: in chunks. */
    let left: number | null = 0;
    let bytes = 0;
    let tail = Buffer.alloc(0);
    const finish = (error?: Error) => {
      socket.off("data", take).off("error", finish).off("close", closed);
      if (error) reject(error);
      else resolve({ status, bytes });
    };
    const closed = () => finish(new Error("the server closed a connection"));
    const body = (piece: Buffer) => {
      bytes += piece.length;
      if (left !== null) {
        left -= piece.length;
        if (left <= 0) finish();
        return;
      }
      tail = Buffer.concat([tail, piece]).subarray(-LAST_CHUNK.length);
      if (tail.equals(LAST_CHUNK)) finish();
    };
    const take = (piece: Buffer) => {
      if (status) return body(piece);
      head += piece.toString("latin1");
      const end = head.indexOf("\r\n\r\n");
      if (end < 0) return;
      const header = head.slice(0, end).toLowerCase();
      status = header.slice(9, 12);
      left = /\r\ntransfer-encoding: chunked/.test(header) ? null : Number(/\r\ncontent-length: (\d+)/.exec(header)?.[1] ?? 0);
      const rest = Buffer.from(head.slice(end + 4), "latin1");
      if (left === 0) finish();
      else body(rest);
    };
    socket.on("data", take).once("error", finish).once("close", closed);
    socket.write(text);
  });
}
