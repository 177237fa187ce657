import type { PublicReport } from "@archipel/contracts/reports.ts";
import type { Locale } from "@archipel/contracts/text.ts";
import { addressOfVolume } from "@archipel/point-view/scene/volume-view.ts";
import { useTranslations } from "next-intl";
import { links } from "../../../links.ts";

interface ReportedPointsProps {
  readonly points: NonNullable<PublicReport["points"]>;
  readonly locale: Locale;
}

/** The points that a report is about, with a link to them in the viewer. */
export function ReportedPoints({ points, locale }: ReportedPointsProps) {
  const t = useTranslations("reports.points");
  return (
    <div>
      <h2 className="font-medium font-text text-base">{t("title")}</h2>
      <p>
        {t(`problems.${points.problem}`)} · <span lang={points.layerTitleLang ?? undefined}>{points.layerTitle}</span>
      </p>
      <a
        href={`${links.points(locale, points.layerId)}${addressOfVolume(points.volume)}`}
        className="inline-flex min-h-8 items-center text-accent-ink underline underline-offset-4"
      >
        {t("see")}
      </a>
    </div>
  );
}
