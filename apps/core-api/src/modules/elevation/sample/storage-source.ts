import { buffer } from "node:stream/consumers";
import type { ObjectStore } from "@archipel/storage/object-store.ts";
import { LRUCache } from "lru-cache";

const CHUNK_BYTES = 65_536;
const MOST_CHUNKS = 16;
/** A file that asks for more at once is not one that we can read. */
const MOST_BYTES = 18_000_000;

interface Slice {
  readonly offset: number;
  readonly length: number;
}

/** A stored object as geotiff reads files: by ranges. Small reads, of headers and of lines, come from chunks that stay in memory. */
export class StorageSource {
  private readonly storage: ObjectStore;
  private readonly key: string;
  private readonly size: number;
  private readonly chunks = new LRUCache<number, ArrayBuffer>({ max: MOST_CHUNKS });

  constructor(storage: ObjectStore, key: string, size: number) {
    this.storage = storage;
    this.key = key;
    this.size = size;
  }

  get fileSize(): number {
    return this.size;
  }

  fetch(slices: readonly Slice[]): Promise<ArrayBufferLike[]> {
    return Promise.all(slices.map(async (slice) => (await this.fetchSlice(slice)).data));
  }

  async fetchSlice({ offset, length }: Slice): Promise<Slice & { data: ArrayBufferLike }> {
    const end = Math.min(this.size, offset + length);
    if (!(offset >= 0) || end <= offset || end - offset > MOST_BYTES) throw new RangeError("the file names bytes that it does not have");
    const [first, last] = [Math.floor(offset / CHUNK_BYTES), Math.floor((end - 1) / CHUNK_BYTES)];
    if (last - first > 1) return { offset, length: end - offset, data: await this.read(offset, end) };
    const parts: ArrayBuffer[] = [];
    for (let index = first; index <= last; index++) parts.push(await this.chunk(index));
    const whole = parts.length === 1 ? (parts[0] ?? new ArrayBuffer()) : joined(parts);
    const from = offset - first * CHUNK_BYTES;
    return { offset, length: end - offset, data: whole.slice(from, from + end - offset) };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private async chunk(index: number): Promise<ArrayBuffer> {
    const known = this.chunks.get(index);
    if (known) return known;
    const bytes = await this.read(index * CHUNK_BYTES, Math.min(this.size, (index + 1) * CHUNK_BYTES));
    this.chunks.set(index, bytes);
    return bytes;
  }

  /** @param end exclusive */
  private async read(start: number, end: number): Promise<ArrayBuffer> {
    const bytes = await buffer(await this.storage.get(this.key, { start, end: end - 1 }));
    return joined([bytes]);
  }
}

function joined(parts: readonly (ArrayBuffer | Uint8Array)[]): ArrayBuffer {
  const views = parts.map((part) => (part instanceof ArrayBuffer ? new Uint8Array(part) : part));
  const whole = new Uint8Array(views.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const view of views) {
    whole.set(view, at);
    at += view.length;
  }
  return whole.buffer;
}
