import { basename } from "node:path";
import { formatNumber, formatPercent } from "@archipel/i18n/format.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { translator } from "@archipel/i18n/translator.ts";
import type { Cloud } from "@archipel/pointcloud/open-cloud.ts";
import { type CloudSummary, summarise } from "@archipel/pointcloud/summarise.ts";
import type { Shell } from "../commands/command.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { progressLine } from "../progress.ts";
import { withCloud } from "./with-cloud.ts";

/** Classes of LAS 1.4, and those of LiDAR HD from 64 on, that have a name in the messages. */
const NAMED_CLASSES = [0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 13, 14, 15, 16, 17, 18, 64, 65, 66, 67] as const;

/** Prints what a cloud contains, counted from its points. */
export async function cloudInfo(path: string, format: "text" | "json", shell: Shell): Promise<ExitCode> {
  const progress = progressLine(shell);
  await withCloud(path, shell.locale, async (cloud) => {
    const { pointCount } = cloud.header;
    const summary = await summarise(cloud, (fraction) => progress.update(basename(path), Math.round(fraction * pointCount), pointCount));
    progress.end();
    const facts = factsOf(cloud, summary);
    shell.out.write(format === "json" ? `${JSON.stringify(facts)}\n` : `${basename(path)}\n${textOf(facts, shell.locale)}`);
  });
  return exitCodes.ok;
}

type CloudFacts = ReturnType<typeof factsOf>;

function factsOf(cloud: Cloud, { statistics, density, coveredArea }: CloudSummary) {
  const { header, laszip, records } = cloud;
  const axes = [0, 1, 2] as const;
  const at = (stored: number, axis: 0 | 1 | 2) => stored * header.scale[axis] + header.offset[axis];
  return {
    version: `1.${header.versionMinor}`,
    pointFormat: header.pointFormat,
    kind: records[0]?.userId === "copc" ? ("copc" as const) : laszip ? ("laz" as const) : ("las" as const),
    points: statistics.count,
    bounds:
      statistics.count > 0
        ? { min: axes.map((axis) => at(statistics.low[axis], axis)), max: axes.map((axis) => at(statistics.high[axis], axis)) }
        : null,
    decimals: Math.min(9, Math.max(0, Math.ceil(-Math.log10(Math.abs(header.scale[0])) - 1e-9))),
    epsg: cloud.crs.horizontalEpsg ?? null,
    verticalEpsg: cloud.crs.verticalEpsg ?? null,
    wkt: cloud.crs.wkt ?? null,
    density,
    coveredArea,
    returns: counted(statistics.byReturn),
    classes: counted(statistics.byClass),
    extraFields: cloud.extraFields.map(({ name, type, description }) => ({ name, type, description })),
  };
}

/** Value → count, without zeros. */
function counted(counts: Float64Array): Record<string, number> {
  return Object.fromEntries([...counts].map((count, value) => [String(value), count] as const).filter(([, count]) => count > 0));
}

function textOf(facts: CloudFacts, locale: Locale): string {
  const say = translator(locale, "commands");
  const share = (count: number) => formatPercent(locale, facts.points === 0 ? 0 : count / facts.points).padStart(8);
  const table = (counts: Record<string, number>, name: (value: number) => string) =>
    Object.entries(counts).map(([value, count]) =>
      `  ${value.padStart(3)}  ${formatNumber(locale, count).padStart(14)} ${share(count)}  ${name(Number(value))}`.trimEnd(),
    );
  const coordinate = (value: number) => value.toFixed(facts.decimals);
  const { bounds } = facts;
  const lines = [
    say("cloud.kind", { kind: say(`cloud.kinds.${facts.kind}`), version: facts.version, format: facts.pointFormat }),
    say("cloud.points", { count: facts.points }),
    crsText(facts, say),
    ...(bounds
      ? (["x", "y", "z"] as const).map(
          (axis, i) => `${axis}  ${coordinate(bounds.min[i] as number)} … ${coordinate(bounds.max[i] as number)}`,
        )
      : []),
    ...(facts.density > 0 && !isInDegrees(bounds) ? [say("cloud.density", { density: formatNumber(locale, facts.density) })] : []),
    ...(facts.extraFields.length > 0
      ? [say("cloud.extra", { fields: facts.extraFields.map(({ name, type }) => `${name} (${type})`).join(", ") })]
      : []),
    ...(facts.points > 0 ? [say("cloud.classes"), ...table(facts.classes, (value) => className(value, locale))] : []),
    ...(facts.points > 0 ? [say("cloud.returns"), ...table(facts.returns, () => "")] : []),
  ];
  return `${lines.join("\n")}\n`;
}

type Say = ReturnType<typeof translator<"commands">>;

function crsText({ epsg, verticalEpsg, wkt }: CloudFacts, say: Say): string {
  const codes = [epsg, verticalEpsg].filter((code) => code !== null).map((code) => `EPSG:${code}`);
  const name = /^\s*\w+\s*\[\s*"([^"]{1,100})"/.exec(wkt ?? "")?.[1];
  if (codes.length === 0 && !name) return say("cloud.crs-unknown");
  return say("cloud.crs", { crs: [...codes, ...(name ? [name] : [])].join(", ") });
}

function className(value: number, locale: Locale): string {
  const known = NAMED_CLASSES.find((code) => code === value);
  return known === undefined ? "" : translator(locale, "clouds")(`class.${known}`);
}

/** Points a square degree say nothing. */
function isInDegrees(bounds: CloudFacts["bounds"]): boolean {
  return bounds !== null && [...bounds.min.slice(0, 2), ...bounds.max.slice(0, 2)].every((value) => Math.abs(value) <= 360);
}
