import { tmpdir } from "node:os";
import { basename } from "node:path";
import { type HeightGrid, NODATA } from "@archipel/geo/heights/height-grid.ts";
import { translator } from "@archipel/i18n/translator.ts";
import { CloudError } from "@archipel/pointcloud/cloud-error.ts";
import { temporaryFile } from "@archipel/pointcloud/node/files.ts";
import { canopyModel, surfaceModel } from "@archipel/pointcloud/terrain/surface-model.ts";
import { TerrainError } from "@archipel/pointcloud/terrain/terrain-error.ts";
import { GROUND_AND_WATER, type ModelOptions, terrainModel } from "@archipel/pointcloud/terrain/terrain-model.ts";
import type { Shell } from "../commands/command.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { progressLine } from "../progress.ts";
import { Refusal } from "../server/refusal.ts";
import { readArea } from "./area-file.ts";
import { gridKindOf, writeGrid } from "./grid-file.ts";
import { type OpenedCloud, withSources } from "./sources.ts";
import { cloudRefusal } from "./with-cloud.ts";

/** Heights of the ground, of the surface, and of what is on the ground. */
export type ModelKind = "dtm" | "dsm" | "chm";

export interface TerrainArgs {
  kind: ModelKind;
  inputs: readonly string[];
  output: string;
  resolution: number;
  areaFile: string | undefined;
  classes: ReadonlySet<number> | undefined;
  hasWater: boolean;
  method: "tin" | "idw";
  longestEdge: number | undefined;
}

/** Writes a model of heights made from points. */
export async function cloudTerrain(args: TerrainArgs, shell: Shell): Promise<ExitCode> {
  const { inputs, output } = args;
  gridKindOf(output);
  const say = translator(shell.locale, "commands");
  const progress = progressLine(shell);
  return withSources(inputs, shell.locale, async (sources) => {
    const area = args.areaFile === undefined ? undefined : await readArea(args.areaFile, sources);
    try {
      const grid = await modelOf(sources, args, {
        resolution: args.resolution,
        srid: sources[0]?.srid ?? null,
        ...(area && { area }),
        ...(args.longestEdge !== undefined && { longestEdge: args.longestEdge }),
        onProgress: (fraction) => progress.update(basename(output), Math.round(fraction * 100), 100),
      });
      await writeGrid(output, grid);
      progress.end();
      const empty = grid.values.filter((value) => value === NODATA).length;
      const { columns, rows } = grid;
      shell.out.write(`${say("cloud.modelled", { file: basename(output), columns, rows, empty })}\n`);
      if (grid.srid === null) shell.err.write(`${say("cloud.grid-no-crs")}\n`);
      return exitCodes.ok;
    } catch (error) {
      throw terrainRefusal(error, inputs, shell);
    } finally {
      progress.end();
    }
  });
}

async function modelOf(
  sources: readonly OpenedCloud[],
  { kind, classes, hasWater, method }: TerrainArgs,
  options: ModelOptions,
): Promise<HeightGrid> {
  const chosen = classes ?? (hasWater ? GROUND_AND_WATER : undefined);
  if (kind === "dsm") return surfaceModel(sources, { ...options, ...(classes && { classes }) });
  const storage = await temporaryFile(tmpdir());
  try {
    const { onProgress } = options;
    if (kind === "dtm") return await terrainModel(sources, { ...options, storage, method, ...(chosen && { classes: chosen }) });
    const half = (start: number) => (fraction: number) => onProgress?.(start + fraction / 2);
    const ground = await terrainModel(sources, { ...options, storage, method, ...(chosen && { classes: chosen }), onProgress: half(0) });
    return canopyModel(await surfaceModel(sources, { ...options, onProgress: half(0.5) }), ground);
  } finally {
    await storage.close();
  }
}

function terrainRefusal(error: unknown, inputs: readonly string[], { locale }: Shell): unknown {
  if (error instanceof CloudError) return cloudRefusal(error, inputs.map((path) => basename(path)).join(", "), locale);
  if (!(error instanceof TerrainError)) return error;
  return new Refusal(
    translator(locale, "commands")(`cloud.terrain.${error.code}`),
    error.code === "no-points" ? exitCodes.notConform : exitCodes.failed,
  );
}
