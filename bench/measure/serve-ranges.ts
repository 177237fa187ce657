import { createReadStream, statSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".wasm": "application/wasm",
};

interface ServedFiles {
  /** Folder of built pages. */
  readonly pages: string;
  /** Folder of laz-perf, which decodes for others. */
  readonly decoder: string;
  /** Files that are served by ranges, at `/clouds/<index>`. */
  readonly clouds: readonly string[];
}

export interface Served {
  readonly url: string;
  /** Bytes and requests of clouds since the last reset. */
  counts(): { bytes: number; reads: number };
  reset(): void;
  close(): Promise<void>;
}

/** A server on this machine that counts what viewers read. */
export async function serveFiles({ pages, decoder, clouds }: ServedFiles): Promise<Served> {
  const count = { bytes: 0, reads: 0 };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const [, folder = "", ...rest] = pathname.split("/");
    if (folder === "clouds") {
      const sent = sendRange(response, clouds[Number(rest[0])], request.headers.range);
      count.bytes += sent;
      count.reads++;
      return;
    }
    const root = folder === "pages" ? pages : folder === "laz-perf" ? decoder : undefined;
    const file = root && path.join(root, path.normalize(`/${rest.join("/")}`));
    if (!file || !statSync(file, { throwIfNoEntry: false })?.isFile()) response.writeHead(404).end();
    else createReadStream(file).pipe(response.writeHead(200, { "content-type": TYPES[path.extname(file)] ?? "application/octet-stream" }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    counts: () => ({ ...count }),
    reset: () => Object.assign(count, { bytes: 0, reads: 0 }),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Returns the number of bytes. */
function sendRange(response: ServerResponse, file: string | undefined, range: string | undefined): number {
  const size = file ? statSync(file).size : 0;
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(range ?? "") ?? [];
  const start = Number(first ?? 0);
  if (!file || start >= size) {
    response.writeHead(file ? 416 : 404).end();
    return 0;
  }
  const end = Math.min(size - 1, last ? Number(last) : size - 1);
  const headers = { "content-length": end - start + 1, "accept-ranges": "bytes", "content-range": `bytes ${start}-${end}/${size}` };
  createReadStream(file, { start, end }).pipe(response.writeHead(range ? 206 : 200, headers));
  return end - start + 1;
}
