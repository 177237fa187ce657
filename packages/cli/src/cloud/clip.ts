import { availableParallelism } from "node:os";
import { basename } from "node:path";
import { formatBytes } from "@archipel/i18n/format.ts";
import { translator } from "@archipel/i18n/translator.ts";
import type { ClipRequest } from "@archipel/pointcloud/clip/clip-cloud.ts";
import { estimateClip } from "@archipel/pointcloud/clip/estimate.ts";
import { MergeError } from "@archipel/pointcloud/clip/merged-layout.ts";
import { CloudError } from "@archipel/pointcloud/cloud-error.ts";
import { type CloudKind, clipToFile, kindOfName } from "@archipel/pointcloud/node/clip-file.ts";
import { ThreadPool } from "@archipel/pointcloud/node/thread-pool.ts";
import type { Shell } from "../commands/command.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { progressLine } from "../progress.ts";
import { Refusal } from "../server/refusal.ts";
import { UsageError } from "../usage-error.ts";
import { readArea } from "./area-file.ts";
import { MOST_THREADS, wktOf } from "./copc.ts";
import { type OpenedCloud, withSources } from "./sources.ts";
import { cloudRefusal } from "./with-cloud.ts";

export interface ClipArgs {
  inputs: readonly string[];
  /** Undefined for an estimate. */
  output: string | undefined;
  areaFile: string | undefined;
  classes: ReadonlySet<number> | undefined;
  spacing: number | undefined;
  density: number | undefined;
  wktFile: string | undefined;
  threads: number | null;
}

/** Writes the points of clouds that are inside an area as one cloud, or estimates how many they are. */
export async function cloudClip(args: ClipArgs, shell: Shell): Promise<ExitCode> {
  const { inputs, output } = args;
  const kind = output === undefined ? null : kindOf(output);
  const wkt = args.wktFile === undefined ? undefined : await wktOf(args.wktFile);
  return withSources(inputs, shell.locale, async (sources) => {
    const area = args.areaFile === undefined ? undefined : await readArea(args.areaFile, sources);
    const request: ClipRequest = {
      ...(area && { area }),
      ...(args.classes && { classes: args.classes }),
      ...(args.spacing !== undefined && { spacing: args.spacing }),
      ...(args.density !== undefined && { density: args.density }),
    };
    try {
      if (output === undefined || kind === null) return await estimate(sources, request, shell);
      return await write(sources, output, { ...request, kind, wkt, threads: args.threads }, shell);
    } catch (error) {
      throw mergeRefusal(error, inputs, shell);
    }
  });
}

/** The kind of the new file. @throws UsageError when its name asks for no kind of cloud */
function kindOf(output: string): CloudKind {
  const kind = kindOfName(output);
  if (!kind) throw new UsageError("out-cloud-kind", { out: output });
  return kind;
}

async function estimate(sources: readonly OpenedCloud[], request: ClipRequest, { out, locale }: Shell): Promise<ExitCode> {
  const { points, lazBytes, lasBytes } = await estimateClip(sources, request);
  const sizes = { laz: formatBytes(locale, lazBytes), las: formatBytes(locale, lasBytes) };
  out.write(`${translator(locale, "commands")("cloud.estimated", { points, ...sizes })}\n`);
  return exitCodes.ok;
}

type WriteOptions = ClipRequest & { kind: CloudKind; wkt: string | undefined; threads: number | null };

async function write(
  sources: readonly OpenedCloud[],
  output: string,
  { threads, wkt, ...options }: WriteOptions,
  shell: Shell,
): Promise<ExitCode> {
  const say = translator(shell.locale, "commands");
  const progress = progressLine(shell);
  const pool = new ThreadPool(options.kind === "copc" ? Math.max(1, Math.min(threads ?? availableParallelism(), MOST_THREADS)) : 0);
  try {
    const result = await clipToFile(sources, output, {
      ...options,
      ...(wkt !== undefined && { wkt }),
      executor: pool,
      onProgress: (fraction) => progress.update(basename(output), Math.round(fraction * 100), 100),
    });
    progress.end();
    if (result.points === 0) throw new Refusal(say("cloud.clip-empty"), exitCodes.notConform);
    const size = formatBytes(shell.locale, result.bytes);
    shell.out.write(`${say("cloud.clipped", { file: basename(output), points: result.points, size })}\n`);
    if (!result.hasWkt) shell.err.write(`${say("cloud.no-wkt-clip")}\n`);
    if (result.lacksWaves) shell.err.write(`${say("cloud.waves-left")}\n`);
    return exitCodes.ok;
  } finally {
    progress.end();
    await pool.close();
  }
}

/** Which of the files does not fit, or that one is broken. */
function mergeRefusal(error: unknown, inputs: readonly string[], { locale }: Shell): unknown {
  if (error instanceof CloudError)
    return cloudRefusal(error, inputs.length === 1 ? (inputs[0] ?? "") : inputs.map((path) => basename(path)).join(", "), locale);
  if (!(error instanceof MergeError) || error.code === "no-cloud") return error;
  const text = translator(locale, "commands")(`cloud.merge.${error.code}`, { first: basename(inputs[0] ?? "") });
  return new Refusal(`${basename(inputs[error.source] ?? "")}: ${text}`, exitCodes.failed);
}
