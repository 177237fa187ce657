import { open, rename, rm } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { type ClipOptions, type ClipResult, clipClouds } from "../clip/clip-cloud.ts";
import type { PointSource } from "../clip/source.ts";
import type { Executor } from "../copc/write/executor.ts";
import { writeCopc } from "../copc/write/write-copc.ts";
import { openCloud } from "../open-cloud.ts";
import { rangesOf, sinkOf, temporaryFile } from "./files.ts";

/** The kinds of files that a clip can become. */
export type CloudKind = "las" | "laz" | "copc";

/** The kind that a file's name asks for; null when it is not the name of a cloud. */
export function kindOfName(name: string): CloudKind | null {
  if (/\.copc\.laz$/i.test(name)) return "copc";
  const [, extension] = /\.(las|laz)$/i.exec(name) ?? [];
  return extension === undefined ? null : (extension.toLowerCase() as "las" | "laz");
}

export interface ClipFileOptions extends Omit<ClipOptions, "isCompressed"> {
  kind: CloudKind;
  /** Does the work of an octree. */
  executor: Executor;
}

/**
 * Writes a clip as a file. It has another name until it is complete, so that a half of one is never taken for it; without a point inside, no
 * file is written.
 *
 * An octree needs all points before its first node, so they are first written without one, into a second file beside it.
 *
 * @param path an existing file is replaced
 * @throws CloudError, MergeError as `clipClouds`
 */
export async function clipToFile(sources: readonly PointSource[], path: string, options: ClipFileOptions): Promise<ClipResult> {
  const { kind, executor, onProgress, ...request } = options;
  const partial = `${resolve(path)}.part`;
  const isOctree = kind === "copc";
  const first = isOctree ? `${partial}-points` : partial;
  try {
    const result = await withFile(first, "w", (file) =>
      clipClouds(sources, sinkOf(file), {
        ...request,
        isCompressed: kind === "laz",
        onProgress: (fraction) => onProgress?.(isOctree ? fraction / 2 : fraction),
      }),
    );
    if (result.points === 0) return result;
    const bytes = isOctree ? await asOctree(first, partial, options) : result.bytes;
    await rename(partial, path);
    return { ...result, bytes };
  } finally {
    await Promise.all([rm(first, { force: true }), rm(partial, { force: true })]);
  }
}

async function asOctree(from: string, to: string, { executor, onProgress, signal }: ClipFileOptions): Promise<number> {
  const storage = await temporaryFile(dirname(to));
  try {
    return await withFile(from, "r", async (source) =>
      withFile(to, "w+", async (target) => {
        const { bytes } = await writeCopc(await openCloud(rangesOf(source)), sinkOf(target), storage, executor, {
          onProgress: (fraction) => onProgress?.(0.5 + fraction / 2),
          ...(signal && { signal }),
        });
        return bytes;
      }),
    );
  } finally {
    await storage.close();
  }
}

async function withFile<T>(path: string, flags: string, use: (file: Awaited<ReturnType<typeof open>>) => Promise<T>): Promise<T> {
  const file = await open(path, flags);
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}
