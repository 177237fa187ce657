import { open } from "node:fs/promises";
import { BASEMAP_NAME } from "@archipel/basemap/build.ts";
import { FileSource } from "@archipel/basemap/file-source.ts";
import { PMTiles } from "pmtiles";

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
    try {
      const archive = new PMTiles(new FileSource(handle, file));
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
