import { viewOf } from "../byte-io.ts";
import type { Field } from "../las/columns.ts";
import type { PointFormat } from "../las/point-format.ts";
import { layersOf } from "./chunk-layout.ts";
import { ArithmeticEncoder } from "./coder/encoder.ts";
import { ChunkDecoder } from "./decode-chunk.ts";
import { BYTE_FIELDS, ByteFieldCoder } from "./layers/byte-fields.ts";

/** Byte of the class in a record of the formats 6 to 10. */
const CLASS_AT = 16;
const CLASSES_ALONE: ReadonlySet<Field> = new Set(["classification"]);

/** Gives points of chunks of the formats 6, 7 and 8 new classes. The other layers stay as they are, byte for byte. One for many chunks. */
export class ChunkReclassifier {
  private readonly recordLength: number;
  private readonly layers: number;
  private readonly place: number;
  private readonly decoder: ChunkDecoder;
  private readonly encoder = new ArithmeticEncoder();
  private readonly coder = new ByteFieldCoder(BYTE_FIELDS.classification, false);

  /** @throws CloudError `format-unknown` for other formats than 6, 7 and 8 */
  constructor(format: PointFormat, extraBytes: number) {
    this.decoder = new ChunkDecoder(format, extraBytes);
    const layers = layersOf(format, extraBytes);
    this.recordLength = format.size + extraBytes;
    this.layers = layers.length;
    this.place = layers.indexOf("classification");
  }

  /**
   * The chunk with other classes.
   *
   * @param bytes the whole chunk
   * @param count points that the file announces for it
   * @param change changes the class of each point in place
   * @throws CloudError `chunk-broken`
   */
  reclassify(bytes: Uint8Array, count: number, change: (classes: Uint8Array) => void): Uint8Array<ArrayBuffer> {
    const { encoder, decoder, recordLength } = this;
    const classes = decoder.decode(bytes, count, CLASSES_ALONE).classification as Uint8Array;
    change(classes);
    const sizeAt = recordLength + 4 + 4 * this.place;
    const sizes = viewOf(bytes);
    let begin = recordLength + 4 + 4 * this.layers;
    for (let layer = 0; layer < this.place; layer++) begin += sizes.getUint32(recordLength + 4 + 4 * layer, true);
    const end = begin + sizes.getUint32(sizeAt, true);
    encoder.reset();
    // A layer in which no point differs from the first has no bytes.
    const isConstant = classes.every((value) => value === classes[0]);
    if (!isConstant) this.coder.encode(encoder, classes, decoder.state);
    const layer = isConstant ? new Uint8Array(0) : encoder.done();
    const written = new Uint8Array(bytes.length - (end - begin) + layer.length);
    written.set(bytes.subarray(0, begin));
    written.set(layer, begin);
    written.set(bytes.subarray(end), begin + layer.length);
    written[CLASS_AT] = classes[0] as number;
    viewOf(written).setUint32(sizeAt, layer.length, true);
    return written;
  }
}
