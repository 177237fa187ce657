import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder of real samples (`shared/data` beside a parent folder), which is not part of the repository; null without it. */
export function samplesFolder(from: string): string | null {
  const folder = join(from, "shared/data");
  if (existsSync(folder)) return folder;
  return dirname(from) === from ? null : samplesFolder(dirname(from));
}
