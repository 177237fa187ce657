/** A progressive JPEG of one colour costs nearly nothing to write, whatever its size, and all of its pixels to decode. */
export interface HostileJpeg {
  width: number;
  height: number;
  /** Further scans, each some thirty bytes long, each a pass over the whole picture for the decoder. */
  scans?: number;
}

const END_OF_BLOCKS = 14;

/** A progressive JPEG of one colour, three components without subsampling. It is valid but for scans that repeat themselves. */
export function hostileJpeg({ width, height, scans = 0 }: HostileJpeg): Buffer {
  const blocks = Math.ceil(width / 8) * Math.ceil(height / 8);
  const size = Buffer.alloc(4);
  size.writeUInt16BE(height, 0);
  size.writeUInt16BE(width, 2);
  const components = [1, 2, 3].flatMap((id) => [id, 0x11, 0]);
  const runs = endOfBlocks(blocks);
  const parts = [
    Buffer.from([0xff, 0xd8]),
    segment(0xdb, [0, ...new Array<number>(64).fill(1)]),
    segment(0xc2, [8, ...size, 3, ...components]),
    // Tables with one code each, the bit 0: "no difference", and "the next blocks are empty".
    segment(0xc4, [0x00, 1, ...new Array<number>(15).fill(0), 0]),
    segment(0xc4, [0x10, 1, ...new Array<number>(15).fill(0), END_OF_BLOCKS << 4]),
    segment(0xda, [3, 1, 0, 2, 0, 3, 0, 0, 0, 0]),
    Buffer.alloc(Math.ceil((blocks * 3) / 8)),
  ];
  for (let scan = 0; scan < scans; scan++) parts.push(segment(0xda, [1, (scan % 3) + 1, 0, 1, 63, 0]), runs);
  return Buffer.concat([...parts, Buffer.from([0xff, 0xd9])]);
}

function segment(marker: number, content: readonly number[]): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([head, Buffer.from(content)]);
}

/** The code 0, then fourteen bits: how many blocks more than 2^14 are empty. Zeros never need stuffing. */
function endOfBlocks(blocks: number): Buffer {
  const runs = Math.ceil(blocks / 2 ** END_OF_BLOCKS);
  return Buffer.alloc(Math.ceil((runs * (END_OF_BLOCKS + 1)) / 8));
}
