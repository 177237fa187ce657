import { open, readFile, rename, rm, stat } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { basename, dirname, resolve } from "node:path";
import { translator } from "@archipel/i18n/translator.ts";
import { writeCopc } from "@archipel/pointcloud/copc/write/write-copc.ts";
import { sinkOf, temporaryFile } from "@archipel/pointcloud/node/files.ts";
import { ThreadPool } from "@archipel/pointcloud/node/thread-pool.ts";
import type { Shell } from "../commands/command.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { progressLine } from "../progress.ts";
import { UsageError } from "../usage-error.ts";
import { withCloud } from "./with-cloud.ts";

interface CopcArgs {
  input: string;
  output: string;
  /** A file with the CRS, such as a .prj. */
  wktFile: string | undefined;
  threads: number | null;
}

/** More threads wait for the disk. */
export const MOST_THREADS = 16;

/** Writes a cloud as COPC. The file has another name until it is complete, so that a half of one is never taken for it. */
export async function cloudCopc({ input, output, wktFile, threads }: CopcArgs, shell: Shell): Promise<ExitCode> {
  const say = translator(shell.locale, "commands");
  const folder = dirname(resolve(output));
  if (resolve(input) === resolve(output)) throw new UsageError("same-file", { path: output });
  if (!(await stat(folder).catch(() => null))?.isDirectory()) throw new UsageError("no-file-or-folder", { path: folder });
  const wkt = wktFile === undefined ? undefined : await wktOf(wktFile);
  const progress = progressLine(shell);
  await withCloud(input, shell.locale, async (cloud) => {
    const partial = `${resolve(output)}.part`;
    const [target, storage] = await Promise.all([open(partial, "w+"), temporaryFile(folder)]);
    const pool = new ThreadPool(Math.max(1, Math.min(threads ?? availableParallelism(), MOST_THREADS)));
    try {
      const { pointCount } = cloud.header;
      const result = await writeCopc(cloud, sinkOf(target), storage, pool, {
        ...(wkt === undefined ? {} : { wkt }),
        onProgress: (fraction) => progress.update(basename(output), Math.round(fraction * pointCount), pointCount),
      });
      await target.close();
      await rename(partial, output);
      progress.end();
      shell.out.write(
        `${say("cloud.written", { file: basename(output), points: result.points, nodes: result.nodes, levels: result.levels })}\n`,
      );
      if (!result.hasCrs) shell.err.write(`${say("cloud.no-wkt")}\n`);
    } finally {
      progress.end();
      await Promise.allSettled([pool.close(), storage.close(), target.close()]);
      await rm(partial, { force: true });
    }
  });
  return exitCodes.ok;
}

/** Reads a CRS from a file. @throws UsageError when it is not WKT */
export async function wktOf(path: string): Promise<string> {
  const text = await readFile(path, "utf8").catch(() => {
    throw new UsageError("no-file", { path });
  });
  if (!/^\s*(PROJCS|GEOGCS|COMPD_CS|PROJCRS|GEOGCRS|COMPOUNDCRS|GEODCRS|LOCAL_CS|ENGCRS)\s*\[/.test(text))
    throw new UsageError("not-wkt", { path });
  return text.trim();
}
