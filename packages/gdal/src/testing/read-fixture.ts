import { readFile } from "node:fs/promises";

/** For tests: a file of `fixtures/`. */
export function readFixture(name: string): Promise<Buffer> {
  return readFile(new URL(`./fixtures/${name}`, import.meta.url));
}
