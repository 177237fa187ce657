import { type FileHandle, open } from "node:fs/promises";
import type { Locale } from "@archipel/i18n/locales.ts";
import { openSource, type PointSource } from "@archipel/pointcloud/clip/source.ts";
import { rangesOf } from "@archipel/pointcloud/node/files.ts";
import { productOfName } from "@archipel/pointcloud/product.ts";
import { UsageError } from "../usage-error.ts";
import { cloudRefusal } from "./with-cloud.ts";

/** Files that are open at a time. */
const MOST_FILES = 500;

export interface OpenedCloud extends PointSource {
  path: string;
  /** EPSG code that the file states, or that its name has; null when neither does. */
  srid: number | null;
}

/**
 * Opens point clouds, and closes them after use.
 *
 * @throws UsageError when they are too many @throws Refusal when one is broken: which, what and where
 */
export async function withSources<T>(paths: readonly string[], locale: Locale, use: (sources: OpenedCloud[]) => Promise<T>): Promise<T> {
  if (paths.length > MOST_FILES) throw new UsageError("too-many-files", { count: paths.length, most: MOST_FILES });
  const files: FileHandle[] = [];
  const sources: OpenedCloud[] = [];
  try {
    for (const path of paths) {
      const file = await open(path);
      files.push(file);
      const source = await openSource(rangesOf(file)).catch((error: unknown) => {
        throw cloudRefusal(error, path, locale);
      });
      sources.push({ ...source, path, srid: source.cloud.crs.horizontalEpsg ?? productOfName(path)?.srid ?? null });
    }
    return await use(sources);
  } finally {
    await Promise.allSettled(files.map((file) => file.close()));
  }
}
