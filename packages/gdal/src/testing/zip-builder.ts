import { crc32 } from "node:zlib";

export interface ZippedFile {
  name: string;
  content: Uint8Array;
  /** Unix mode of the entry: a symbolic link is 0o120777. */
  mode?: number;
  /** The size that the archive declares, for archives with a false size. */
  claimedSize?: number;
  isEncrypted?: boolean;
  /** The bytes of its name, for archives that do not declare an encoding. */
  rawName?: Uint8Array;
}

/** For tests: an archive without compression (APPNOTE 6.3), valid or not. */
export function buildZip(files: readonly ZippedFile[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const file of files) {
    const name = Buffer.from(file.rawName ?? Buffer.from(file.name));
    const content = Buffer.from(file.content);
    const size = file.claimedSize ?? content.length;
    const flags = (file.rawName ? 0 : 0x800) | (file.isEncrypted ? 1 : 0);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    writeCommon(local, 4, flags, content, size, name.length);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE((3 << 8) | 20, 4);
    writeCommon(central, 6, flags, content, size, name.length);
    central.writeUInt32LE(((file.mode ?? 0o100644) << 16) >>> 0, 38);
    central.writeUInt32LE(offset, 42);
    parts.push(local, name, content);
    directory.push(central, name);
    offset += local.length + name.length + content.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, central, end]);
}

/** The fields that both headers share, from "version needed" on. An entry with a false size is marked as deflated. */
function writeCommon(header: Buffer, at: number, flags: number, content: Buffer, size: number, nameLength: number): void {
  header.writeUInt16LE(20, at);
  header.writeUInt16LE(flags, at + 2);
  header.writeUInt16LE(size === content.length && !(flags & 1) ? 0 : 8, at + 4);
  header.writeUInt32LE(0x58210000, at + 6);
  header.writeUInt32LE(crc32(content), at + 10);
  header.writeUInt32LE(content.length, at + 14);
  header.writeUInt32LE(size, at + 18);
  header.writeUInt16LE(nameLength, at + 22);
}
