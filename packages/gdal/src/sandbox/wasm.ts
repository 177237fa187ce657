import { constants, fstatSync, openSync, readSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { EmscriptenModule } from "./emscripten.ts";
import { epsgOf, parseInfo } from "./ogr-info.ts";

type Factory = (options: Record<string, unknown>) => Promise<EmscriptenModule>;

const GDAL_OF_RASTER = 2;
const GDAL_OF_VECTOR = 4;
const GDAL_OF_VERBOSE_ERROR = 0x40;
const MAX_MESSAGES = 50;
const ROWS_DEVICE = "/dev/rows";

/** GDAL in WebAssembly: it sees only the directories mounted here, and has no network. */
export interface Gdal {
  messages: string[];
  /** Makes a host directory visible at `at`. */
  mount(hostDirectory: string, at: string): void;
  /** Makes one host file readable at `at`, without its neighbours. */
  expose(hostFile: string, at: string): void;
  /** Opens with this driver only. @throws Error with GDAL's message */
  open(path: string, driver: string, options: string[]): number;
  /** The same, for a raster. */
  openRaster(path: string, driver: string): number;
  /** gdalinfo -json, without reading the pixels. */
  rasterInfo(dataset: number): unknown;
  /** gdal_translate into memory. @throws Error with GDAL's message */
  resample(dataset: number, options: string[]): Uint8Array;
  close(dataset: number): void;
  /** ogrinfo -json of all layers; `filter` has options that limit the features. */
  info(dataset: number, filter?: readonly string[]): unknown;
  /** ogr2ogr. @throws Error with GDAL's message */
  translate(dataset: number, target: string, options: string[]): void;
  /** ogr2ogr whose output goes to `sink`, chunk by chunk, while it runs. */
  translateTo(sink: (bytes: Uint8Array) => void, dataset: number, options: string[]): void;
  setConfig(key: string, value: string | null): void;
  /** WKT 1 of a CRS given as WKT or `EPSG:n`; null when PROJ does not understand it. */
  wktOf(definition: string): string | null;
  /** The EPSG code of a CRS given as WKT, by name and parameters, among all that PROJ knows (0.2 to 1 s); null when it is not sure. */
  codeOfWkt(wkt: string): number | null;
}

/** Loads GDAL once, on first use: files that do not need it do not wait for it. */
export type LoadGdal = () => Promise<Gdal>;

/**
 * Memory limit of GDAL. With the program's own 100 MB it stays below the limit of a child, however fast it grows, because the measurement
 * from outside happens only ten times a second.
 */
const MAX_MEMORY_BYTES = 352 * 1024 * 1024;
const PAGE_BYTES = 64 * 1024;
let isRefused = false;

/** Whether GDAL's last request for memory was refused. */
export const lacksMemory = (): boolean => isRefused;

/** WebAssembly of the engine, which Node's types lack. */
declare const WebAssembly: { Memory: { prototype: WasmMemory } };
interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

export function boundMemory({ prototype } = WebAssembly.Memory): void {
  const { grow } = prototype;
  prototype.grow = function (this: WasmMemory, pages: number) {
    isRefused = this.buffer.byteLength + pages * PAGE_BYTES > MAX_MEMORY_BYTES;
    // Emscripten reads this error as an engine without memory: it asks for less, and finally reports failure to GDAL.
    if (isRefused) throw new RangeError("more memory than the sandbox has");
    return grow.call(this, pages);
  };
}

/** Loads GDAL (0.2 s, 60 MB). Only for the child process. */
export async function loadGdal(): Promise<Gdal> {
  boundMemory();
  const require = createRequire(import.meta.url);
  const root = dirname(require.resolve("gdal3.js/package.json"));
  const factory = require("gdal3.js/build/package/gdal3WebAssembly.js") as Factory;
  // Emscripten reads the flags of open(2) from `process.binding`, which Node's permission model blocks.
  Object.defineProperty(process, "binding", { value: () => ({ fs: constants }) });
  const messages: string[] = [];
  const note = (text: string) => {
    if (messages.length < MAX_MESSAGES) messages.push(text);
  };
  const gdal = await factory({
    locateFile: (file: string) => join(root, "dist/package", file),
    print: note,
    printErr: note,
    preRun: [
      ({ ENV }: { ENV: Record<string, string> }) => {
        Object.assign(ENV, {
          PROJ_LIB: "/usr/share/proj",
          GDAL_DATA: "/usr/share/gdal",
          CPL_LOG_ERRORS: "ON",
          // The vertical part of a compound CRS, also of files of GeoTIFF 1.0.
          GTIFF_REPORT_COMPD_CS: "YES",
          PG_USE_COPY: "YES",
          // A .prj of ESRI would be compared with all of EPSG for more than a second; crs-match.ts compares it with our catalogue.
          USE_OSR_FIND_MATCHES: "NO",
        });
      },
    ],
  });
  gdal.ccall("GDALAllRegister", null, [], []);
  return new WasmGdal(gdal, messages);
}

/** The header of a shapefile of points without any (ESRI white paper of 1998). */
function emptyShapefile(): Uint8Array {
  const header = Buffer.alloc(100);
  header.writeInt32BE(9994, 0);
  header.writeInt32BE(50, 24);
  header.writeInt32LE(1000, 28);
  header.writeInt32LE(1, 32);
  return header;
}

class WasmGdal implements Gdal {
  readonly messages: string[];
  readonly #module: EmscriptenModule;
  #sink: (bytes: Uint8Array) => void = () => {};
  /** The number of messages before the present task. */
  #since = 0;

  constructor(module: EmscriptenModule, messages: string[]) {
    this.#module = module;
    this.messages = messages;
    const { FS } = module;
    const device = FS.makedev(64, 0);
    FS.registerDevice(device, {
      open() {},
      close() {},
      read: () => 0,
      // PGDump asks for its position, and never seeks back.
      llseek: (stream: { position: number }, offset: number, whence: number) => (whence === 0 ? offset : stream.position + offset),
      write: (_stream: unknown, heap: Int8Array, offset: number, length: number) => {
        this.#sink(new Uint8Array(heap.buffer, heap.byteOffset + offset, length));
        return length;
      },
    });
    FS.mkdev(ROWS_DEVICE, device);
  }

  mount(hostDirectory: string, at: string): void {
    const { FS } = this.#module;
    FS.mkdir(at);
    FS.mount(FS.filesystems.NODEFS, { root: hostDirectory }, at);
  }

  expose(hostFile: string, at: string): void {
    const { FS } = this.#module;
    const descriptor = openSync(hostFile, "r");
    const { size } = fstatSync(descriptor);
    FS.writeFile(at, new Uint8Array(0));
    const { node } = FS.lookupPath(at);
    Object.defineProperty(node, "usedBytes", { get: () => size });
    node.stream_ops = {
      ...node.stream_ops,
      read: (_stream: unknown, heap: Int8Array, offset: number, length: number, position: number) =>
        readSync(descriptor, heap, offset, length, position),
    };
  }

  open(path: string, driver: string, options: string[]): number {
    return this.#open(path, GDAL_OF_VECTOR, driver, options);
  }

  openRaster(path: string, driver: string): number {
    return this.#open(path, GDAL_OF_RASTER, driver, []);
  }

  #open(path: string, kind: number, driver: string, options: string[]): number {
    this.#reset();
    const drivers = this.#strings([driver]);
    const openOptions = this.#strings(options);
    const dataset = this.#number(
      "GDALOpenEx",
      ["string", "number", "number", "number", "number"],
      [path, kind | GDAL_OF_VERBOSE_ERROR, drivers.pointer, openOptions.pointer, 0],
    );
    drivers.free();
    openOptions.free();
    if (!dataset) throw new Error(this.#lastMessage());
    return dataset;
  }

  close(dataset: number): void {
    this.#module.ccall("GDALClose", null, ["number"], [dataset]);
  }

  info(dataset: number, filter: readonly string[] = []): unknown {
    const argv = this.#strings(["-json", "-al", "-so", ...filter]);
    const options = this.#number("GDALVectorInfoOptionsNew", ["number", "number"], [argv.pointer, 0]);
    const json = this.#module.ccall("GDALVectorInfo", "string", ["number", "number"], [dataset, options]);
    this.#module.ccall("GDALVectorInfoOptionsFree", null, ["number"], [options]);
    argv.free();
    if (typeof json !== "string" || json === "") throw new Error(this.#lastMessage());
    return JSON.parse(json);
  }

  rasterInfo(dataset: number): unknown {
    const argv = this.#strings(["-json", "-noct", "-nofl"]);
    const options = this.#number("GDALInfoOptionsNew", ["number", "number"], [argv.pointer, 0]);
    const json = this.#module.ccall("GDALInfo", "string", ["number", "number"], [dataset, options]);
    this.#module.ccall("GDALInfoOptionsFree", null, ["number"], [options]);
    argv.free();
    if (typeof json !== "string" || json === "") throw new Error(this.#lastMessage());
    return JSON.parse(json);
  }

  resample(dataset: number, options: string[]): Uint8Array {
    this.#reset();
    const target = "/resampled";
    const argv = this.#strings(options);
    const translateOptions = this.#number("GDALTranslateOptionsNew", ["number", "number"], [argv.pointer, 0]);
    argv.free();
    if (!translateOptions) throw new Error(this.#lastMessage());
    const types = ["string", "number", "number", "number"];
    const output = this.#number("GDALTranslate", types, [target, dataset, translateOptions, 0]);
    this.#module.ccall("GDALTranslateOptionsFree", null, ["number"], [translateOptions]);
    if (!output) throw new Error(this.#lastMessage());
    this.close(output);
    const bytes = this.#module.FS.readFile(target);
    this.#module.FS.unlink(target);
    return bytes;
  }

  translate(dataset: number, target: string, options: string[]): void {
    this.#reset();
    const argv = this.#strings(options);
    const translateOptions = this.#number("GDALVectorTranslateOptionsNew", ["number", "number"], [argv.pointer, 0]);
    argv.free();
    if (!translateOptions) throw new Error(this.#lastMessage());
    const list = this.#module._malloc(4);
    this.#module.HEAPU32[list >>> 2] = dataset;
    const types = ["string", "number", "number", "number", "number", "number"];
    const output = this.#number("GDALVectorTranslate", types, [target, 0, 1, list, translateOptions, 0]);
    this.#module._free(list);
    this.#module.ccall("GDALVectorTranslateOptionsFree", null, ["number"], [translateOptions]);
    if (!output) throw new Error(this.#lastMessage());
    this.close(output);
  }

  translateTo(sink: (bytes: Uint8Array) => void, dataset: number, options: string[]): void {
    this.#sink = sink;
    try {
      this.translate(dataset, ROWS_DEVICE, options);
    } finally {
      this.#sink = () => {};
    }
  }

  setConfig(key: string, value: string | null): void {
    this.#module.ccall("CPLSetConfigOption", null, ["string", "string"], [key, value ?? 0]);
  }

  wktOf(definition: string): string | null {
    const reference = this.#number("OSRNewSpatialReference", ["string"], [""]);
    const out = this.#module._malloc(4);
    try {
      if (this.#number("OSRSetFromUserInput", ["number", "string"], [reference, definition]) !== 0) return null;
      if (this.#number("OSRExportToWkt", ["number", "number"], [reference, out]) !== 0) return null;
      return this.#module.UTF8ToString(this.#module.HEAPU32[out >>> 2] ?? 0);
    } finally {
      this.#module._free(out);
      this.#module.ccall("OSRDestroySpatialReference", null, ["number"], [reference]);
    }
  }

  /** GDAL exports no function for this, but its driver of shapefiles does it for a .prj. */
  codeOfWkt(wkt: string): number | null {
    const { FS } = this.#module;
    const files = { shp: emptyShapefile(), shx: emptyShapefile(), prj: Buffer.from(wkt) };
    for (const [extension, content] of Object.entries(files)) FS.writeFile(`/identified.${extension}`, content);
    this.setConfig("USE_OSR_FIND_MATCHES", "YES");
    try {
      const dataset = this.open("/identified.shp", "ESRI Shapefile", []);
      const crs = parseInfo(this.info(dataset))[0]?.geometry?.crs;
      this.close(dataset);
      return crs ? epsgOf(crs.projjson) : null;
    } catch {
      return null;
    } finally {
      this.setConfig("USE_OSR_FIND_MATCHES", "NO");
      for (const extension of Object.keys(files)) FS.unlink(`/identified.${extension}`);
    }
  }

  #reset(): void {
    this.#since = this.messages.length;
    this.#module.ccall("CPLErrorReset", null, [], []);
  }

  /** What GDAL said last; when that is only that it stops, what it said first. */
  #lastMessage(): string {
    const last = this.#lastError();
    if (!/^Terminating translation/.test(last)) return last;
    const cause = this.messages
      .slice(this.#since)
      .find((message) => message.startsWith("ERROR") && !message.includes("Terminating translation"));
    return cause ?? last;
  }

  #lastError(): string {
    return String(this.#module.ccall("CPLGetLastErrorMsg", "string", [], []) || this.messages.at(-1) || "unknown error");
  }

  #number(name: string, types: string[], values: (string | number)[]): number {
    return Number(this.#module.ccall(name, "number", types, values));
  }

  /** A null-terminated `char **`. */
  #strings(texts: readonly string[]): { pointer: number; free: () => void } {
    const module = this.#module;
    const pointers = texts.map((text) => {
      const bytes = module.lengthBytesUTF8(text) + 1;
      const pointer = module._malloc(bytes);
      module.stringToUTF8(text, pointer, bytes);
      return pointer;
    });
    const list = module._malloc((texts.length + 1) * 4);
    [...pointers, 0].forEach((pointer, index) => {
      module.HEAPU32[(list >>> 2) + index] = pointer;
    });
    return { pointer: list, free: () => [...pointers, list].forEach((pointer) => void module._free(pointer)) };
  }
}
