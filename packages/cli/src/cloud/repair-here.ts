import { copyFile } from "node:fs/promises";
import { basename } from "node:path";
import type { CloudRepairs } from "@archipel/contracts/clouds.ts";
import { UnreadableError } from "@archipel/gdal/model.ts";
import { withCopc } from "@archipel/gdal/write-cloud.ts";
import { withHeights } from "@archipel/geo/heights-crs.ts";
import { translator } from "@archipel/i18n/translator.ts";
import { unreadable } from "../commands/check-args.ts";
import type { Shell } from "../commands/command.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { outputPath, writeWhole } from "../files/outputs.ts";
import { writeTo } from "../out.ts";
import { progressLine } from "../progress.ts";
import { Refusal } from "../server/refusal.ts";
import { UsageError } from "../usage-error.ts";
import { repairedLines } from "./repaired-lines.ts";
import { withCloud } from "./with-cloud.ts";

/** Writes a repaired point cloud as COPC, as a server publishes it. The source stays as it is. */
export async function repairCloudHere(
  path: string,
  { out: typedOut, isReplaced }: { out: string; isReplaced: boolean | undefined },
  repairs: CloudRepairs,
  shell: Shell,
): Promise<ExitCode> {
  const { locale } = shell;
  if (!/\.copc\.laz$/i.test(typedOut)) throw new UsageError("out-copc", { out: typedOut });
  const out = await outputPath(typedOut, { inputs: [path], isReplaced });
  const wkt = await wktWith(path, repairs.heights, shell);
  const progress = progressLine(shell);
  const fileName = basename(path);
  const written = { entry: null, fileName, wkt, isCrsReplaced: wkt !== null, repairs };
  const onProgress = async (fraction: number) => progress.update(fileName, Math.round(100 * fraction), 100);
  try {
    const lines = await withCopc(path, written, onProgress, async (copc, { points, repaired }) => {
      await writeWhole(out, (partial) => copyFile(copc, partial));
      const say = translator(locale, "commands");
      return [`${basename(out)}  ${say("points", { count: points })}`, ...repairedLines(repaired, locale)];
    });
    progress.end();
    await writeTo(shell.out, `${lines.join("\n")}\n`);
    return exitCodes.ok;
  } catch (error) {
    progress.end();
    if (error instanceof UnreadableError && /repairs leave no point/.test(error.detail)) {
      const say = translator(locale, "checks");
      throw new Refusal(`${fileName}: ${say("cloud-repairs-refused")}.`, exitCodes.notConform);
    }
    throw unreadable(error, path, locale);
  }
}

/** The CRS of a cloud with other heights; null when they stay. @throws UsageError for a cloud that has no WKT 1 to add them to */
async function wktWith(path: string, heights: number | null, { locale }: Shell): Promise<string | null> {
  if (heights === null) return null;
  let wkt: string | undefined;
  await withCloud(path, locale, async ({ crs }) => {
    wkt = crs.wkt;
  });
  const isKnown = wkt !== undefined && /^\s*(PROJCS|GEOGCS|COMPD_CS)\s*\[/.test(wkt);
  const compound = isKnown ? withHeights(wkt ?? "", heights) : null;
  if (compound === null) throw new UsageError("no-crs-for-heights", { path });
  return compound;
}
