import { promisify } from "node:util";
import { brotliCompress, constants, gunzip, gzip } from "node:zlib";

const compress = {
  gzip: async (body: Buffer): Promise<Buffer> => exact(await promisify(gzip)(body, { level: 6 })),
  br: async (body: Buffer): Promise<Buffer> => {
    const params = { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: body.length };
    return exact(await promisify(brotliCompress)(body, { params }));
  },
};

/** zlib's buffers are parts of larger ones of Node's pool, which would stay in memory as long as the page: up to three times its bytes. */
function exact(body: Buffer): Buffer {
  const copy = Buffer.allocUnsafeSlow(body.length);
  body.copy(copy);
  return copy;
}

export type Encoding = "br" | "gzip" | "identity";

interface PageParts {
  readonly status: 200 | 404;
  readonly etag: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly portalId: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** A page that is sent to everyone who asks for its key. */
export class StoredPage {
  readonly status: 200 | 404;
  readonly etag: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly portalId: string;
  readonly expiresAt: number;
  private readonly gzipped: Buffer;
  /** The other encodings, each kept from its first request on. */
  private readonly others = new Map<"br" | "identity", Buffer | Promise<Buffer>>();
  /** Called when the page takes more memory. */
  grown: (bytes: number) => void = () => {};

  private constructor(parts: PageParts, gzipped: Buffer) {
    this.status = parts.status;
    this.etag = parts.etag;
    this.headers = parts.headers;
    this.portalId = parts.portalId;
    this.expiresAt = parts.expiresAt;
    this.gzipped = gzipped;
  }

  static async of(parts: PageParts, body: Buffer): Promise<StoredPage> {
    return new StoredPage(parts, await compress.gzip(body));
  }

  get bytes(): number {
    let others = 0;
    for (const body of this.others.values()) if (Buffer.isBuffer(body)) others += body.length;
    // Headers, keys and objects around the bodies.
    return this.gzipped.length + others + 3000;
  }

  body(encoding: Encoding): Buffer | Promise<Buffer> {
    if (encoding === "gzip") return this.gzipped;
    const known = this.others.get(encoding);
    if (known) return known;
    const making = this.make(encoding);
    this.others.set(encoding, making);
    return making;
  }

  private async make(encoding: "br" | "identity"): Promise<Buffer> {
    const text = exact(await promisify(gunzip)(this.gzipped));
    const made = encoding === "br" ? await compress.br(text) : text;
    this.others.set(encoding, made);
    this.grown(made.length);
    return made;
  }
}

/** Pages by key, those used last; bounded by bytes. */
export class PageMemory {
  private readonly pages = new Map<string, StoredPage>();
  private readonly byPortal = new Map<string, Set<string>>();
  private readonly maxBytes: number;
  private readonly now: () => number;
  bytes = 0;

  constructor(maxBytes: number, now: () => number = Date.now) {
    this.maxBytes = maxBytes;
    this.now = now;
  }

  get size(): number {
    return this.pages.size;
  }

  get(key: string): StoredPage | undefined {
    const page = this.pages.get(key);
    if (!page) return undefined;
    if (page.expiresAt <= this.now()) {
      this.delete(key);
      return undefined;
    }
    // To the end: the first is the one that was used longest ago.
    this.pages.delete(key);
    this.pages.set(key, page);
    return page;
  }

  set(key: string, page: StoredPage): void {
    this.delete(key);
    // One page must not empty the memory.
    if (page.bytes > this.maxBytes / 8) return;
    this.pages.set(key, page);
    this.byPortal.set(page.portalId, (this.byPortal.get(page.portalId) ?? new Set()).add(key));
    this.bytes += page.bytes;
    page.grown = (bytes) => {
      if (this.pages.get(key) !== page) return;
      this.bytes += bytes;
      this.evict();
    };
    this.evict();
  }

  deletePortal(portalId: string): void {
    for (const key of [...(this.byPortal.get(portalId) ?? [])]) this.delete(key);
  }

  clear(): void {
    this.pages.clear();
    this.byPortal.clear();
    this.bytes = 0;
  }

  private evict(): void {
    for (const key of this.pages.keys()) {
      if (this.bytes <= this.maxBytes) return;
      this.delete(key);
    }
  }

  private delete(key: string): void {
    const page = this.pages.get(key);
    if (!page) return;
    this.pages.delete(key);
    this.bytes -= page.bytes;
    const keys = this.byPortal.get(page.portalId);
    keys?.delete(key);
    if (keys?.size === 0) this.byPortal.delete(page.portalId);
  }
}
