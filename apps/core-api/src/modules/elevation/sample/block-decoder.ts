import { promisify } from "node:util";
import { inflate, zstdDecompress } from "node:zlib";
import { BaseDecoder, type GeoTIFFImage } from "geotiff";
import { unpackLzw } from "./unpack-lzw.ts";

type Unpack = (packed: Uint8Array, limit: number) => Uint8Array | Promise<Uint8Array>;

const inflated = promisify(inflate);
const decompressed = promisify(zstdDecompress);

/** How blocks are packed, by the code of TIFF. Each stops at a limit: a small file can name a block that fills the memory. */
const UNPACKS: ReadonlyMap<number, Unpack> = new Map<number, Unpack>([
  [1, (packed) => packed],
  [5, unpackLzw],
  [8, (packed, maxOutputLength) => inflated(packed, { maxOutputLength })],
  [32946, (packed, maxOutputLength) => inflated(packed, { maxOutputLength })],
  [50000, (packed, maxOutputLength) => decompressed(packed, { maxOutputLength })],
]);

/** Unpacks the blocks of an image. geotiff's own decoders have no limits. */
export class BlockDecoder extends BaseDecoder {
  private readonly unpack: Unpack;
  private readonly limit: number;

  /** @throws Error when the image is packed in a way that is not read here */
  constructor(image: GeoTIFFImage, compression: number, predictor: number) {
    super({
      tileWidth: image.getTileWidth(),
      tileHeight: image.getTileHeight(),
      predictor,
      bitsPerSample: [image.getBitsPerSample(0)],
      planarConfiguration: 1,
    });
    const unpack = UNPACKS.get(compression);
    if (!unpack) throw new Error(`compression ${compression} is not read`);
    this.unpack = unpack;
    this.limit = image.getTileWidth() * image.getTileHeight() * (image.getBitsPerSample(0) / 8);
  }

  override async decodeBlock(buffer: ArrayBufferLike): Promise<ArrayBufferLike> {
    const cells = await this.unpack(new Uint8Array(buffer), this.limit);
    // Of its own: the predictor works in place, and Node's buffers share memory.
    return new Uint8Array(cells).buffer;
  }
}
