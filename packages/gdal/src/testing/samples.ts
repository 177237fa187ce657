import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder of real samples (`shared/data` beside a folder above), which is no part of the repository; null where there is none. */
export function samplesFolder(from: string): string | null {
  const folder = join(from, "shared/data");
  if (existsSync(folder)) return folder;
  return dirname(from) === from ? null : samplesFolder(dirname(from));
}
