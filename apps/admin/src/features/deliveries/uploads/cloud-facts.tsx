"use client";
import type { UploadCloud } from "@archipel/contracts/uploads.ts";
import { crsOf } from "@archipel/geo/crs.ts";
import { formatDate, formatNumber, formatPercent } from "@archipel/i18n/format.ts";
import { pointClass } from "@archipel/i18n/point-class.ts";
import { useLocale, useTranslations } from "next-intl";
import { Fragment } from "react";

/** What a point cloud contains, in figures. */
export function CloudFacts({ cloud }: { readonly cloud: UploadCloud }) {
  const t = useTranslations("clouds");
  const locale = useLocale();
  const number = (value: number) => formatNumber(locale, value);
  const isMetric = cloud.srid !== null && crsOf(cloud.srid)?.unit === "metre";
  const [first, last] = (cloud.dates ?? []).map((day) => formatDate(locale, day));
  const vertical = `verticals.${cloud.verticalSrid}` as never;
  const facts: (readonly [string, string] | false | null)[] = [
    [t("points"), number(cloud.points)],
    [t("heights"), t("heightsValue", { low: number(cloud.min[2]), high: number(cloud.max[2]) })],
    cloud.verticalSrid !== null && [t("vertical"), t.has(vertical) ? t(vertical) : `EPSG:${cloud.verticalSrid}`],
    cloud.density > 0 && [t("density"), t(isMetric ? "densityValue" : "densityPlain", { density: number(cloud.density) })],
    [t("covered"), formatPercent(locale, cloud.coverage)],
    first !== undefined && last !== undefined && [t("dates"), first === last ? t("datesOne", { first }) : t("datesSpan", { first, last })],
    cloud.product !== null && [t("product"), t(`products.${cloud.product}`)],
    [t("format"), t(`formats.${cloud.format}`, { version: cloud.version, pointFormat: String(cloud.pointFormat) })],
    cloud.extraFields.length > 0 && [t("extra"), cloud.extraFields.join(", ")],
  ];
  const classes = Object.entries(cloud.classes).sort(([, a], [, b]) => b - a);
  return (
    <>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5">
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
      <div>
        <h3 className="mb-1.5 font-medium text-base">{t("classes")}</h3>
        <dl className="grid grid-cols-[minmax(0,1fr)_auto_auto] gap-x-4 gap-y-1">
          {classes.map(([code, count]) => (
            <Fragment key={code}>
              <dt>{pointClass(t, code)}</dt>
              <dd className="figures text-right">{number(count)}</dd>
              <dd className="figures text-right text-ink-muted">{formatPercent(locale, count / cloud.points)}</dd>
            </Fragment>
          ))}
        </dl>
      </div>
    </>
  );
}
