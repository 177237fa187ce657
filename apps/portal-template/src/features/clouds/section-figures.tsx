import { formatNumber } from "@archipel/i18n/format.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import type { CloudEngine, CloudLook } from "@archipel/point-view/draw/cloud-engine.ts";
import { type Section, sectionCsv, stepsOf } from "@archipel/point-view/measure/read-section.ts";
import type { Triple } from "@archipel/pointcloud/las/header.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Progress } from "@archipel/ui/progress.tsx";
import { Slider } from "@archipel/ui/slider.tsx";
import { Table } from "@archipel/ui/table.tsx";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { DownloadButton } from "../measure/download-button.tsx";
import { lengthText } from "../measure/figures.ts";
import { SectionDrawing } from "./section-drawing.tsx";

interface SectionFiguresProps {
  readonly engine: CloudEngine;
  readonly look: CloudLook;
  readonly places: readonly Triple[];
  readonly width: number;
  readonly onWidth: (width: number) => void;
  readonly locale: Locale;
}

type Reading =
  | { readonly state: "idle" }
  | { readonly state: "reading"; readonly share: number }
  | { readonly state: "failed" }
  | { readonly state: "read"; readonly section: Section };

/** A line that still changes is not read. */
const SETTLED_MS = 300;
const STEPS = 20;

/** The points within a corridor along a line, from the side: drawing, table and file. */
export function SectionFigures({ engine, look, places, width, onWidth, locale }: SectionFiguresProps) {
  const t = useTranslations("clouds.viewer.section");
  const [attempt, setAttempt] = useState(0);
  const reading = useSection(engine, places, width, attempt);
  return (
    <div className="grid gap-3">
      <Slider
        label={t("width")}
        value={width}
        min={0.5}
        max={20}
        step={0.5}
        format={(value) => lengthText(locale, value)}
        onValueChange={onWidth}
      />
      {reading.state === "reading" && <Progress label={t("reading")} share={reading.share} />}
      {reading.state === "failed" && (
        <Alert tone="danger" isLive title={t("failed")} action={<Button onClick={() => setAttempt(attempt + 1)}>{t("again")}</Button>} />
      )}
      {reading.state === "read" && <ReadSection section={reading.section} look={look} locale={locale} />}
    </div>
  );
}

function ReadSection({ section, look, locale }: { readonly section: Section; readonly look: CloudLook; readonly locale: Locale }) {
  const t = useTranslations("clouds.viewer.section");
  const steps = stepsOf(section, STEPS, look.hidden);
  const number = (value: number | null) => (value === null ? "–" : formatNumber(locale, value, 2));
  if (section.along.length === 0) return <p role="status">{t("empty")}</p>;
  return (
    <>
      <SectionDrawing section={section} look={look} locale={locale} />
      <p role="status" className="text-ink-muted text-small">
        {t("found", {
          count: section.along.length,
          shown: formatNumber(locale, section.along.length),
          length: lengthText(locale, section.length),
        })}
        {section.isReduced && ` ${t("reduced", { spacing: lengthText(locale, section.spacing) })}`}
      </p>
      <DownloadButton label={t("csv")} fileName="section.csv" mediaType="text/csv" content={() => sectionCsv(section)} />
      <details>
        <summary className="min-h-8 py-1 font-medium">{t("table")}</summary>
        <Table
          caption={t("table")}
          isCaptionHidden
          rows={steps}
          rowKey={({ from }) => String(from)}
          columns={[
            {
              key: "from",
              header: t("column.from"),
              isNumeric: true,
              isRowHeader: true,
              cell: ({ from, to }) => `${formatNumber(locale, from, 1)}–${formatNumber(locale, to, 1)}`,
            },
            { key: "low", header: t("column.low"), isNumeric: true, cell: ({ low }) => number(low) },
            { key: "ground", header: t("column.ground"), isNumeric: true, cell: ({ ground }) => number(ground) },
            { key: "high", header: t("column.high"), isNumeric: true, cell: ({ high }) => number(high) },
            {
              key: "points",
              header: t("column.points"),
              isNumeric: true,
              isWideOnly: true,
              cell: ({ points }) => formatNumber(locale, points),
            },
          ]}
        />
      </details>
    </>
  );
}

function useSection(engine: CloudEngine, places: readonly Triple[], width: number, attempt: number): Reading {
  const [reading, setReading] = useState<Reading>({ state: "idle" });
  const [from, to] = places;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt reads the same again
  useEffect(() => {
    if (!from || !to || Math.hypot(to[0] - from[0], to[1] - from[1]) < 0.1) {
      setReading({ state: "idle" });
      return;
    }
    const abort = new AbortController();
    const [[x1, y1], [x2, y2]] = [engine.toLayer(from), engine.toLayer(to)];
    const timer = setTimeout(() => {
      setReading({ state: "reading", share: 0 });
      engine
        .section({ from: [x1, y1], to: [x2, y2], width }, abort.signal, (share) => setReading({ state: "reading", share }))
        .then((section) => setReading({ state: "read", section }))
        .catch(() => abort.signal.aborted || setReading({ state: "failed" }));
    }, SETTLED_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [engine, from, to, width, attempt]);
  return reading;
}
