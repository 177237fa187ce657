import { open, readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { basename, dirname } from "node:path";
import { translator } from "@archipel/i18n/translator.ts";
import { writeCopc } from "@archipel/pointcloud/copc/write/write-copc.ts";
import { sinkOf, temporaryFile } from "@archipel/pointcloud/node/files.ts";
import { ThreadPool } from "@archipel/pointcloud/node/thread-pool.ts";
import type { Cloud } from "@archipel/pointcloud/open-cloud.ts";
import type { Shell } from "../commands/command.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { writeWhole } from "../files/outputs.ts";
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

/** Writes a cloud as COPC. */
export async function cloudCopc({ input, output, wktFile, threads }: CopcArgs, shell: Shell): Promise<ExitCode> {
  const say = translator(shell.locale, "commands");
  const wkt = wktFile === undefined ? undefined : await wktOf(wktFile);
  const progress = progressLine(shell);
  const write = (cloud: Cloud) =>
    writeWhole(output, async (partial) => {
      const [target, storage] = await Promise.all([open(partial, "w+"), temporaryFile(dirname(output))]);
      const pool = new ThreadPool(Math.max(1, Math.min(threads ?? availableParallelism(), MOST_THREADS)));
      try {
        const { pointCount } = cloud.header;
        return await writeCopc(cloud, sinkOf(target), storage, pool, {
          ...(wkt === undefined ? {} : { wkt }),
          onProgress: (fraction) => progress.update(basename(output), Math.round(fraction * pointCount), pointCount),
        });
      } finally {
        progress.end();
        await Promise.allSettled([pool.close(), storage.close(), target.close()]);
      }
    });
  const { points, nodes, levels, hasCrs } = await withCloud(input, shell.locale, write);
  shell.out.write(`${say("cloud.written", { file: basename(output), points, nodes, levels })}\n`);
  if (!hasCrs) shell.err.write(`${say("cloud.no-wkt")}\n`);
  return exitCodes.ok;
}

/** Reads a CRS from a file. @throws UsageError when it is not WKT */
export async function wktOf(path: string): Promise<string> {
  const text = await readFile(path, "utf8");
  if (!/^\s*(PROJCS|GEOGCS|COMPD_CS|PROJCRS|GEOGCRS|COMPOUNDCRS|GEODCRS|LOCAL_CS|ENGCRS)\s*\[/.test(text))
    throw new UsageError("not-wkt", { path });
  return text.trim();
}
