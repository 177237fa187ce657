import { open } from "node:fs/promises";
import { BASEMAP_NAME } from "@archipel/basemap/build.ts";
import { PMTiles, type Source } from "pmtiles";

export interface BasemapFile {
  name: string;
  /** Built by `archipel-server build-basemap` or by the demo. */
  isOwn: boolean;
  bytes: number;
  maxZoom: number;
}

/** What a basemap file says about itself. A file that is no PMTiles archive is `unreadable`. */
export async function readBasemap(file: string): Promise<BasemapFile & { isReadable: boolean }> {
  const handle = await open(file);
  try {
    const { size: bytes } = await handle.stat();
    const source: Source = {
      getKey: () => file,
      getBytes: async (offset, length) => {
        const buffer = new Uint8Array(length);
        const { bytesRead } = await handle.read(buffer, 0, length, offset);
        return { data: buffer.buffer.slice(0, bytesRead) };
      },
    };
    try {
      const archive = new PMTiles(source);
      const { maxZoom } = await archive.getHeader();
      const metadata: unknown = await archive.getMetadata();
      const name = typeof metadata === "object" && metadata !== null && "name" in metadata ? String(metadata.name) : "without a name";
      return { name, isOwn: name === BASEMAP_NAME, bytes, maxZoom, isReadable: true };
    } catch {
      return { name: "not a PMTiles file", isOwn: false, bytes, maxZoom: 0, isReadable: false };
    }
  } finally {
    await handle.close();
  }
}
