"use client";
import { VIEWED_ROWS, type ViewedDataset } from "@archipel/contracts/grants.ts";
import { formatNumber } from "@archipel/i18n/format.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Table } from "@archipel/ui/table.tsx";
import type { Geometry } from "geojson";
import dynamic from "next/dynamic";
import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";

import { ViewedEdits } from "./viewed-edits.tsx";

const AreasMap = dynamic(() => import("../../kit/maps/areas-map.tsx"), { ssr: false });

type Row = NonNullable<ViewedDataset["shown"]>["rows"][number];

interface ViewedLayerProps {
  readonly view: ViewedDataset;
  readonly shown: NonNullable<ViewedDataset["shown"]>;
  readonly isPending: boolean;
  readonly onShow: (layerId: string, offset: number) => void;
}

/** A layer as the person sees it: what is given, the map and the table. */
export function ViewedLayer({ view, shown, isPending, onShow }: ViewedLayerProps) {
  const [t, locale] = [useTranslations("grants.viewAs"), useLocale()];
  const { layerId, columns, rows, total, offset } = shown;
  const layer = view.layers.find(({ id }) => id === layerId);
  const shapes = useMemo(() => rows.flatMap(({ geometry }) => (isGeometry(geometry) ? [geometry] : [])), [rows]);
  const number = (count: number) => formatNumber(locale, count);
  const isMore = total === null ? rows.length === VIEWED_ROWS : offset + rows.length < total;
  return (
    <section aria-label={layer?.title ?? ""} aria-busy={isPending} className="flex flex-col gap-4">
      <p>
        {total === null ? t("uncounted") : t("features", { count: total, formatted: number(total) })}{" "}
        {layer && layer.areas.length > 0 && t("areas", { areas: new Intl.ListFormat(locale).format(layer.areas) })}{" "}
        {layer && layer.withheld > 0 && t("withheld", { count: layer.withheld })}
      </p>
      <ViewedEdits edits={layer?.edits ?? null} />
      {shapes.length > 0 && <AreasMap label={t("map", { name: view.person.name })} areas={shapes} className="h-64" />}
      <Table
        caption={t("table", { name: view.person.name })}
        isCaptionHidden
        columns={[
          { key: "fid", header: t("number"), cell: ({ fid }) => fid, isRowHeader: true },
          ...columns.map(({ column, label }) => ({
            key: column,
            header: label,
            isNumeric: rows.some(({ values }) => typeof values[column] === "number"),
            cell: ({ values }: Row) => <Value value={values[column]} />,
          })),
        ]}
        rows={rows}
        rowKey={({ fid }) => String(fid)}
      />
      {(offset > 0 || isMore) && (
        <div className="flex flex-wrap items-center gap-3">
          <Button disabled={isPending || offset === 0} onClick={() => onShow(layerId, Math.max(0, offset - VIEWED_ROWS))}>
            {t("before")}
          </Button>
          <Button disabled={isPending || !isMore} onClick={() => onShow(layerId, offset + VIEWED_ROWS)}>
            {t("after")}
          </Button>
        </div>
      )}
    </section>
  );
}

/** Numbers as the file has them, with the decimal sign of the language: a year or a code has no separators. */
function Value({ value }: { readonly value: unknown }) {
  const locale = useLocale();
  if (typeof value === "number") return new Intl.NumberFormat(locale, { useGrouping: false, maximumFractionDigits: 15 }).format(value);
  return <span className="line-clamp-2 max-w-64 break-words">{String(value ?? "–")}</span>;
}

const isGeometry = (value: unknown): value is Geometry => typeof value === "object" && value !== null && "type" in value;
