import { bboxAround } from "@archipel/geo/bbox.ts";
import { crsOf } from "@archipel/geo/crs.ts";
import { formatBytes, formatDate, formatNumber, formatPercent, unbroken } from "@archipel/i18n/format.ts";
import { pointClass } from "@archipel/i18n/point-class.ts";
import { Box, Download, MapPin } from "lucide-react";
import { getLocale, getTranslations } from "next-intl/server";
import { Fragment } from "react";
import { links } from "../../links.ts";
import type { CloudTile } from "../attachments/cloud.ts";

/** Tiles that are shown without a click. */
const FIRST_TILES = 8;
/** Smaller shares are not listed. */
const LEAST_SHARE = 0.0005;

/** The dataset's point cloud: what all tiles contain together, and each tile. */
export async function DatasetClouds({ tiles, layerId }: { readonly tiles: readonly CloudTile[]; readonly layerId: string | undefined }) {
  const t = await getTranslations("portal.dataset.clouds");
  return (
    <section aria-labelledby="clouds">
      <h2 id="clouds" className="text-title">
        {t("title", { count: tiles.length })}
      </h2>
      <p className="mb-4 max-w-prose text-ink-muted">{t("lead")}</p>
      <CloudFigures tiles={tiles} />
      <details open={tiles.length <= FIRST_TILES} className="mt-4 rounded-card border border-line bg-surface">
        <summary className="min-h-12 px-4 py-3 font-medium">{t("tiles", { count: tiles.length })}</summary>
        <ul className="divide-y divide-line border-line border-t">
          {tiles.map((tile) => (
            <TileRow key={tile.id} tile={tile} layerId={layerId} />
          ))}
        </ul>
      </details>
    </section>
  );
}

async function CloudFigures({ tiles }: { readonly tiles: readonly CloudTile[] }) {
  const [locale, t] = await Promise.all([getLocale(), getTranslations("clouds")]);
  const points = tiles.reduce((sum, { cloud }) => sum + cloud.points, 0);
  // Days that only some tiles state would be wrong for the others.
  const days = tiles.every(({ cloud }) => cloud.dates) ? tiles.flatMap(({ cloud }) => cloud.dates ?? []).sort() : [];
  const [first, last] = [days.at(0), days.at(-1)].map((day) => (day === undefined ? undefined : formatDate(locale, day)));
  const crs = [...new Set(tiles.map(({ cloud: { srid } }) => (srid === null ? null : (crsOf(srid)?.title ?? `EPSG:${srid}`))))];
  const facts: (readonly [string, string] | false)[] = [
    [t("points"), formatNumber(locale, points)],
    isMetric(tiles) && [t("density"), t("densityValue", { density: formatNumber(locale, densityOf(tiles)) })],
    first !== undefined && last !== undefined && [t("dates"), first === last ? t("datesOne", { first }) : t("datesSpan", { first, last })],
    [t("format"), [...new Set(["COPC", ...crs.filter((title) => title !== null)])].join(" · ")],
  ];
  const classes = classShares(tiles, points);
  return (
    <div className="grid gap-6 sm:grid-cols-2">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] content-start gap-x-4 gap-y-1.5">
        {facts.map(
          (fact) =>
            fact && (
              <Fragment key={fact[0]}>
                <dt className="text-ink-muted">{fact[0]}</dt>
                <dd className="figures break-words">{fact[1]}</dd>
              </Fragment>
            ),
        )}
      </dl>
      <dl aria-label={t("classes")} className="grid grid-cols-[minmax(0,1fr)_auto] content-start gap-x-4 gap-y-1">
        {classes.map(([code, share]) => (
          <Fragment key={code}>
            <dt className="text-ink-muted">{pointClass(t, code)}</dt>
            <dd className="figures text-right">{formatPercent(locale, share)}</dd>
          </Fragment>
        ))}
      </dl>
    </div>
  );
}

async function TileRow({ tile, layerId }: { readonly tile: CloudTile; readonly layerId: string | undefined }) {
  const [locale, t, tc] = await Promise.all([getLocale(), getTranslations("portal.dataset.clouds"), getTranslations("clouds")]);
  const { points, footprint } = tile.cloud;
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 px-4 py-2.5">
      <div className="min-w-0">
        <p className="break-words">{unbroken(tile.title)}</p>
        <p className="figures text-ink-muted text-small">{tc("pointsCount", { count: points, shown: formatNumber(locale, points) })}</p>
      </div>
      <div className="flex flex-wrap gap-x-5">
        <a
          href={links.attachment(tile.id)}
          download
          className="inline-flex min-h-6 items-center gap-2 text-accent-ink underline underline-offset-4"
        >
          <Download aria-hidden className="size-4" />
          {t("download", { size: formatBytes(locale, tile.size) })}
          <span className="sr-only">: {tile.title}</span>
        </a>
        {footprint && layerId && (
          <a
            href={links.points(locale, layerId, { at: middleOf(footprint) })}
            className="inline-flex min-h-6 items-center gap-2 text-accent-ink underline underline-offset-4"
          >
            <Box aria-hidden className="size-4" />
            {t("tileInSpace")}
            <span className="sr-only">: {tile.title}</span>
          </a>
        )}
        {footprint && (
          <a
            href={links.map(locale, { box: bboxAround(footprint) })}
            className="inline-flex min-h-6 items-center gap-2 text-accent-ink underline underline-offset-4"
          >
            <MapPin aria-hidden className="size-4" />
            {t("onMap")}
            <span className="sr-only">: {tile.title}</span>
          </a>
        )}
      </div>
    </li>
  );
}

function middleOf(footprint: NonNullable<CloudTile["cloud"]["footprint"]>): [lon: number, lat: number] {
  const [west, south, east, north] = bboxAround(footprint);
  return [(west + east) / 2, (south + north) / 2];
}

function isMetric(tiles: readonly CloudTile[]): boolean {
  return tiles.every(({ cloud: { srid, density } }) => density > 0 && srid !== null && crsOf(srid)?.unit === "metre");
}

/** Points of all tiles on the ground that they cover. */
function densityOf(tiles: readonly CloudTile[]): number {
  const points = tiles.reduce((sum, { cloud }) => sum + cloud.points, 0);
  return points / tiles.reduce((sum, { cloud }) => sum + cloud.points / cloud.density, 0);
}

function classShares(tiles: readonly CloudTile[], points: number): [code: string, share: number][] {
  const counts = new Map<string, number>();
  for (const { cloud } of tiles)
    for (const [code, count] of Object.entries(cloud.classes)) counts.set(code, (counts.get(code) ?? 0) + count);
  return [...counts]
    .map(([code, count]): [string, number] => [code, count / points])
    .filter(([, share]) => share >= LEAST_SHARE)
    .sort(([, a], [, b]) => b - a);
}
