import type { extractFile } from "@archipel/contracts/cloud-extracts.ts";
import { crsOf } from "@archipel/geo/crs.ts";
import { formatBytes, formatDate, formatNumber } from "@archipel/i18n/format.ts";
import { pointClass } from "@archipel/i18n/point-class.ts";
import { translator } from "@archipel/i18n/translator.ts";
import type { z } from "zod";
import { commonVertical } from "../../policy.ts";
import type { ArchiveContent } from "./write-archive.ts";

interface ReadMe extends ArchiveContent {
  named: readonly z.infer<typeof extractFile>[];
  at: Date;
}

/** What the archive is, where it comes from, and how to name its source: in the language of its taker. */
export function readMe({ layer, community, tiles, request, named, points, locale, at }: ReadMe): string {
  const t = translator(locale, "cloud-extracts");
  const tCommon = translator(locale, "common");
  const tClouds = translator(locale, "clouds");
  const { dataset } = layer;
  const producer = dataset.contactName || community;
  const licence = tCommon.has(`licences.${dataset.licence.replaceAll(".", "-")}` as "licences.other")
    ? tCommon(`licences.${dataset.licence.replaceAll(".", "-")}` as "licences.other")
    : dataset.licence;
  const vertical = commonVertical(tiles.map(({ facts }) => facts));
  const days = tiles.flatMap(({ facts }) => facts.dates ?? []).sort();
  const crs = `EPSG:${layer.srid}${crsOf(layer.srid) ? ` – ${crsOf(layer.srid)?.title}` : ""}`;
  const line = (label: string, value: string | false | null | undefined) => (value ? [`${label} ${value}`] : []);
  const parts: string[][] = [
    [dataset.title, "=".repeat(dataset.title.length)],
    [t("readMe.intro", { layer: layer.title, date: formatDate(locale, at) }), ...(dataset.isSynthetic ? [t("readMe.synthetic")] : [])],
    [
      ...line(t("readMe.producer"), producer),
      ...line(t("readMe.contact"), dataset.contactEmail),
      ...line(t("readMe.licence"), licence),
      ...line(t("readMe.constraints"), dataset.constraints),
      ...line(t("readMe.lineage"), dataset.lineage.replaceAll("\n", " ")),
    ],
    [
      ...line(t("readMe.horizontal"), crs),
      ...line(t("readMe.vertical"), vertical === null ? t("readMe.verticalUnknown") : `EPSG:${vertical}`),
      ...line(
        t("readMe.measured"),
        days.length > 0 &&
          t("readMe.days", { first: formatDate(locale, days[0] as string), last: formatDate(locale, days.at(-1) as string) }),
      ),
    ],
    [
      ...line(t("readMe.points"), points !== null && formatNumber(locale, points)),
      ...line(t("readMe.classes"), request.classes?.map((code) => pointClass(tClouds, code)).join(", ")),
      ...line(t("readMe.spacing"), request.spacing !== null && t("readMe.metres", { value: formatNumber(locale, request.spacing) })),
      ...line(t("readMe.resolution"), request.models.length > 0 && t("readMe.metres", { value: formatNumber(locale, request.resolution) })),
      ...line(
        t("readMe.interval"),
        request.models.includes("contours") && t("readMe.metres", { value: formatNumber(locale, request.interval) }),
      ),
    ],
    [
      t("readMe.files"),
      ...named.map(({ name, bytes }) => `- ${name} (${formatBytes(locale, bytes)}) : ${t(`readMe.kinds.${kindOf(name)}`)}`),
    ],
    [
      t("readMe.tiles"),
      ...tiles.map(({ title, revision, createdAt }) => `- ${t("readMe.tile", { title, revision, date: formatDate(locale, createdAt) })}`),
    ],
    [t("readMe.cite"), t("readMe.citation", { title: dataset.title, producer, year: at.getFullYear(), licence })],
    [t("readMe.check")],
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

const KINDS = ["points", "dtm", "dsm", "chm", "hillshade", "contours", "mesh"] as const;

function kindOf(name: string): (typeof KINDS)[number] {
  return KINDS.find((kind) => name.startsWith(kind)) ?? "points";
}
