import type { IncomingMessage, ServerResponse } from "node:http";
import { PassThrough, type Writable } from "node:stream";
import { createGzip, gzipSync } from "node:zlib";
import { securityHeaders } from "@archipel/config/security-headers.ts";
import { RETRY_AFTER_SECONDS } from "@archipel/session/core-reach.ts";
import { type Dispatcher, Pool } from "undici";
import { compressedHeaders } from "./compressed-answer.ts";
import { answeredHeaders, headerIn } from "./forwarded-request.ts";

/** core-api writes a large layer to a file before its first byte; a stream of events speaks every 15 s. */
const PATIENCE_MS = 300_000;
/** A visitor who takes nothing of a started answer for so long loses it, as behind nginx. */
const STALLED_MS = 60_000;
const ALWAYS = Object.entries(securityHeaders({ geolocation: true }));
const READS = new Set(["GET", "HEAD"]);
/** Higher levels cost more than they save. */
const GZIP = { level: 3 };
/** A text up to this length is compressed at once, in less time than a stream takes to be made. */
const AT_ONCE_BYTES = 32 * 1024;
/** core-api closed an idle connection while the request was on its way. */
const CLOSED = new Set(["UND_ERR_SOCKET", "ECONNRESET", "EPIPE"]);

/** Sends a request to core-api with these headers, and its answer to the visitor as it comes. */
export type CoreStream = (request: IncomingMessage, response: ServerResponse, headers: string[]) => void;

/**
 * Streams requests to core-api over connections that stay open. A slow side slows the other one down; a visitor who leaves ends the request
 * to core-api; an answer that breaks off breaks off for the visitor too, so that nobody takes a part for the whole.
 */
export function createCoreStream(coreUrl: string, { stalledMs = STALLED_MS } = {}): CoreStream & { close(): Promise<void> } {
  const settings = { headersTimeout: PATIENCE_MS, bodyTimeout: PATIENCE_MS };
  const answers = new Pool(new URL(coreUrl).origin, settings);
  // Open streams keep their connections: among the others, each request would look through them for a free one.
  const streams = new Pool(new URL(coreUrl).origin, settings);

  const stream: CoreStream = (request, response, headers) => {
    const pool = request.url?.startsWith("/events") ? streams : answers;
    new Exchange({ request, response, stalledMs, pool, options: optionsOf(request, headers) }).send();
  };
  return Object.assign(stream, { close: async () => void (await Promise.all([answers.destroy(), streams.destroy()])) });
}

interface ExchangeParts {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly stalledMs: number;
  readonly pool: Pool;
  readonly options: Dispatcher.DispatchOptions;
}

/** One request and its answer. */
class Exchange implements Dispatcher.DispatchHandler {
  private readonly parts: ExchangeParts;
  private readonly response: ServerResponse;
  private controller: Dispatcher.DispatchController | undefined;
  /** Whether the request can be sent a second time: once, and if it changes nothing. */
  private isRepeatable: boolean;
  /** Status and headers that wait for the first bytes, to leave with them in one packet. */
  private head: { readonly status: number; readonly headers: string[]; readonly length: number } | null = null;
  private stalled: NodeJS.Timeout | undefined;
  /** What takes the body: the answer to the visitor, or what compresses it on its way there. */
  private body: Writable;
  /** The pieces of a short text that is compressed once it is whole. */
  private pieces: Buffer[] | null = null;

  constructor(parts: ExchangeParts) {
    this.parts = parts;
    this.response = parts.response;
    this.body = parts.response;
    this.isRepeatable = !("body" in parts.options) && READS.has(parts.options.method);
    parts.response.once("close", () => {
      clearTimeout(this.stalled);
      if (parts.response.writableFinished) return;
      this.controller?.abort(new Error("the visitor left"));
      this.body.destroy();
    });
    parts.response.on("drain", this.goOn);
  }

  private readonly goOn = () => {
    clearTimeout(this.stalled);
    this.controller?.resume();
  };

  send(): void {
    this.parts.pool.dispatch(this.parts.options, this);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.response.destroyed) controller.abort(new Error("the visitor left"));
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number): void {
    if (status < 200) return;
    this.isRepeatable = false;
    // A proxy before core-api could not reach it: core-api itself never answers so.
    if (status === 502 || status === 504) {
      controller.abort(new Error("core-api is away"));
      return;
    }
    const headers = answeredHeaders(rawHeaders(controller), ALWAYS);
    const head = { status, headers, length: Number(headerIn(headers, "content-length")) };
    const compressed = compressedHeaders(this.parts.request, head);
    if (compressed && head.length <= AT_ONCE_BYTES) {
      this.head = { ...head, headers: compressed };
      this.pieces = [];
      return;
    }
    if (compressed) {
      this.response.writeHead(status, compressed);
      const gzip = createGzip(GZIP);
      gzip.on("drain", this.goOn).pipe(this.response);
      this.body = gzip;
      return;
    }
    if (head.length > 0 && this.parts.request.method !== "HEAD") {
      this.head = head;
      return;
    }
    this.response.writeHead(status, head.headers);
    // The first event may come much later.
    if (Number.isNaN(head.length)) this.response.flushHeaders();
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const { head, response } = this;
    if (this.pieces) {
      this.pieces.push(chunk);
      return;
    }
    if (head) {
      this.head = null;
      response.writeHead(head.status, head.headers);
      if (chunk.length === head.length) {
        response.end(chunk);
        return;
      }
    }
    if (this.body.write(chunk)) return;
    controller.pause();
    clearTimeout(this.stalled);
    this.stalled = setTimeout(() => response.destroy(), this.parts.stalledMs);
  }

  onResponseEnd(): void {
    const { head, pieces, response } = this;
    if (head && pieces) {
      const body = gzipSync(Buffer.concat(pieces), GZIP);
      response.writeHead(head.status, [...head.headers, "content-length", String(body.length)]);
      response.end(body);
    } else if (head) {
      // A 304 may say how long the body would be.
      response.writeHead(head.status, head.headers);
    }
    if (!this.response.writableEnded) this.body.end();
    this.leaveBody();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    const { response } = this;
    if (response.destroyed || response.writableEnded) return;
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (this.isRepeatable && "code" in error && CLOSED.has(String(error.code))) {
      this.isRepeatable = false;
      this.send();
      return;
    }
    this.leaveBody();
    sendProblem(response, 503);
  }

  /** core-api may refuse a body before it has read it: the rest goes nowhere, so that the next request on the connection can be read. */
  private leaveBody(): void {
    const { request } = this.parts;
    if (request.readableEnded) return;
    request.unpipe();
    request.resume();
  }
}

/** core-api does not answer. */
export function sendProblem(response: ServerResponse, status: 503): void {
  const body = JSON.stringify({ title: "core-api does not answer", status, error: "network", params: {} });
  response.writeHead(status, {
    ...Object.fromEntries(ALWAYS),
    "content-type": "application/problem+json",
    "cache-control": "no-store",
    "retry-after": String(RETRY_AFTER_SECONDS),
    "content-length": Buffer.byteLength(body),
  });
  response.end(body);
}

/** A request that only reads has no body that anybody reads. */
function optionsOf(request: IncomingMessage, headers: string[]): Dispatcher.DispatchOptions {
  const { method = "GET", url: path = "/" } = request;
  const sent = request.headers["transfer-encoding"] ?? request.headers["content-length"];
  if (!READS.has(method) && sent !== undefined) return { method, path, headers, body: bodyOf(request) };
  request.resume();
  return { method, path, headers: withoutLength(headers) };
}

/** A copy of the body as a stream: undici ends its stream when core-api answers early, and the visitor's connection must stay to read the answer. */
function bodyOf(request: IncomingMessage): PassThrough {
  const body = new PassThrough();
  request.once("aborted", () => body.destroy(new Error("the visitor left")));
  body.on("error", () => {});
  return request.pipe(body);
}

function withoutLength(headers: string[]): string[] {
  const at = headers.findIndex((name, index) => index % 2 === 0 && name === "content-length");
  return at < 0 ? headers : withoutLength(headers.toSpliced(at, 2));
}

function rawHeaders({ rawHeaders: raw }: Dispatcher.DispatchController): string[] {
  if (!Array.isArray(raw)) throw new Error("undici gives the headers of an answer as a list");
  return raw.map((part) => (typeof part === "string" ? part : part.toString("latin1")));
}
