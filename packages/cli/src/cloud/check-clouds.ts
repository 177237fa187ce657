import { stat } from "node:fs/promises";
import { basename } from "node:path";
import type { CloudRepairs } from "@archipel/contracts/clouds.ts";
import { inspectFile } from "@archipel/gdal/inspect.ts";
import { defaultLimits, type Inspection, type InspectionFinding } from "@archipel/gdal/model.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { translator } from "@archipel/i18n/translator.ts";
import type { Shell } from "../commands/command.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { writeTo } from "../out.ts";
import { ruleText } from "../server/upload-report.ts";
import { UsageError } from "../usage-error.ts";
import { repairedLines } from "./repaired-lines.ts";

/** Seconds of the clock for each megabyte, beside those that every file has. */
const SECONDS_A_MEGABYTE = 1;

/** Whether a path may hold point clouds: one of them, or a zip or a folder of tiles. */
export async function mayHoldClouds(path: string): Promise<boolean> {
  if (/\.(las|laz|zip)$/i.test(path)) return true;
  return (await stat(path).catch(() => null))?.isDirectory() ?? false;
}

/**
 * Checks the point clouds of a file, a zip or a folder by the rules of an upload, without a server, and prints what it finds.
 *
 * @param repairs what would be found after them; null checks the files as they are
 */
export async function checkClouds(
  path: string,
  repairs: CloudRepairs | null,
  format: "text" | "jsonl",
  { out, err, locale }: Shell,
): Promise<ExitCode> {
  const found = await inspected(path, repairs);
  if (found.clouds.length === 0 && !found.findings.some(isAboutClouds)) throw new UsageError("model-missing");
  const findings = [...found.findings, ...found.clouds.flatMap((cloud) => cloud.findings)];
  const isFaulty = findings.some(({ severity }) => severity === "error");
  if (format === "jsonl") for (const finding of findings) await writeTo(out, `${JSON.stringify(finding)}\n`);
  else await writeTo(out, reportText(found, basename(path), locale));
  const say = translator(locale, "commands");
  err.write(`${say(isFaulty ? "cloud.faulty" : "cloud.sound", { clouds: found.clouds.length, findings: findings.length })}\n`);
  return isFaulty ? exitCodes.notConform : exitCodes.ok;
}

/** A file that cannot be read needs no model either: the finding says why. */
const isAboutClouds = ({ rule }: InspectionFinding) => rule.startsWith("cloud") || rule === "unreadable" || rule === "archive-refused";

async function inspected(path: string, repairs: CloudRepairs | null): Promise<Inspection> {
  const { size } = await stat(path);
  const limits = { seconds: defaultLimits.seconds + (SECONDS_A_MEGABYTE * size) / 2 ** 20 };
  const options = { fileName: basename(path), limits };
  if (repairs === null) return inspectFile(path, options);
  const first = await inspectFile(path, options);
  const cloudRepairs = Object.fromEntries(first.clouds.map(({ entry }) => [entry ?? "", repairs]));
  return inspectFile(path, { ...options, cloudRepairs });
}

function reportText({ clouds, findings }: Inspection, fileName: string, locale: Locale): string {
  const say = translator(locale, "commands");
  const lines = clouds.flatMap(({ name, entry, points, crs, repaired, findings: own }) => [
    `${entry ?? fileName}  ${say("points", { count: points })}  ${crs.srid === null ? say("crsUnknown") : `EPSG:${crs.srid}`}`,
    ...repairedLines(repaired, locale),
    ...own.map((finding) => findingLine(finding, name, locale)),
  ]);
  const ofFile = findings.map((finding) => findingLine(finding, fileName, locale));
  return `${[...lines, ...ofFile].join("\n")}\n`;
}

function findingLine({ rule, severity, subject, params, occurrences = 1 }: InspectionFinding, name: string, locale: Locale): string {
  const say = translator(locale, "commands");
  const values = Object.fromEntries(Object.entries({ ...params, subject: subject ?? name }).map(([key, value]) => [key, plain(value)]));
  const times = occurrences > 1 ? ` × ${occurrences}` : "";
  return `    ${say(`severity.${severity}`)}  ${ruleText(locale, { rule, params: values, field: null })}${times}`;
}

const plain = (value: string | number | boolean) => (typeof value === "boolean" ? String(value) : value);
