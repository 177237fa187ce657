/** The parts of Emscripten's module that we use. GDAL's feature API is not exported, so we call its applications. */
interface EmscriptenFs {
  mkdir(path: string): void;
  mount(type: unknown, options: { root: string }, path: string): void;
  writeFile(path: string, content: Uint8Array): void;
  readFile(path: string): Uint8Array;
  unlink(path: string): void;
  lookupPath(path: string): { node: { usedBytes: number; stream_ops: Record<string, unknown> } };
  makedev(major: number, minor: number): number;
  mkdev(path: string, device: number): void;
  registerDevice(device: number, operations: Record<string, unknown>): void;
  filesystems: { NODEFS: unknown };
}
export interface EmscriptenModule {
  ccall(name: string, returns: "number" | "string" | null, types: string[], values: (string | number)[]): number | string | null;
  _malloc(bytes: number): number;
  _free(pointer: number): void;
  lengthBytesUTF8(text: string): number;
  stringToUTF8(text: string, pointer: number, bytes: number): void;
  UTF8ToString(pointer: number): string;
  HEAPU32: Uint32Array;
  FS: EmscriptenFs;
}
