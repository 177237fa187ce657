import type { DatasetSummary } from "@archipel/contracts/datasets.ts";
import type { Bearer } from "@archipel/contracts/quality-labels.ts";
import { formatDate, formatNumber, unbroken } from "@archipel/i18n/format.ts";
import { messageKey } from "@archipel/i18n/message-key.ts";
import { Badge } from "@archipel/ui/badge.tsx";
import { FlaskConical, KeyRound } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { links } from "../../links.ts";
import { LabelBadge } from "../quality/label-badge.tsx";

interface DatasetCardProps {
  readonly dataset: DatasetSummary;
  /** The labels that the dataset was awarded. */
  readonly labels?: readonly Bearer["label"][];
  /** Of its heading. */
  readonly level?: 2 | 3;
}

export function DatasetCard({ dataset, labels = [], level = 3 }: DatasetCardProps) {
  const locale = useLocale();
  const [t, tTopics, tLicences] = [
    useTranslations("portal.catalogue"),
    useTranslations("common.topics"),
    useTranslations("common.licences"),
  ];
  const Title = `h${level}` as const;
  const isOfFiles = dataset.layerCount === 0 && dataset.attachmentCount > 0;
  return (
    <li className="group relative rounded-card border border-line bg-surface p-5 transition-[border-color] duration-150 hover:border-accent">
      <div className="flex flex-wrap items-center gap-2">
        {dataset.topic !== "other" && <Badge tone="accent">{tTopics(dataset.topic)}</Badge>}
        {dataset.isPartial && <Badge icon={<KeyRound aria-hidden className="size-4" />}>{t("inPart")}</Badge>}
        {dataset.isSynthetic && <SyntheticBadge />}
        {labels.map((label) => (
          <LabelBadge key={label.id} label={label} />
        ))}
      </div>
      <Title className="mt-2 text-title">
        <a
          href={links.dataset(locale, dataset.slug)}
          lang={dataset.titleLang}
          className="text-ink no-underline after:absolute after:inset-0 group-hover:text-accent-ink"
        >
          {unbroken(dataset.title)}
        </a>
      </Title>
      <p lang={dataset.abstractLang} className="mt-1 line-clamp-2 max-w-prose text-ink-muted">
        {dataset.abstract}
      </p>
      <ul className="mt-3 flex flex-wrap gap-x-5 gap-y-1 text-ink-muted text-small">
        <li>{dataset.communityName}</li>
        <li>{isOfFiles ? t("fileCount", { count: dataset.attachmentCount }) : t("layerCount", { count: dataset.layerCount })}</li>
        {!isOfFiles && !dataset.isUncounted && (
          <li className="figures">
            {t("featureCount", { count: dataset.featureCount, formatted: formatNumber(locale, dataset.featureCount) })}
          </li>
        )}
        <li>{t("updatedOn", { date: formatDate(locale, dataset.updatedAt, "medium") })}</li>
        <li>{tLicences(messageKey(dataset.licence))}</li>
      </ul>
    </li>
  );
}

/** Shown wherever synthetic data could be taken for real data. */
export function SyntheticBadge() {
  const t = useTranslations("common.states");
  return (
    <Badge tone="warning" icon={<FlaskConical aria-hidden className="size-4" />}>
      {t("synthetic")}
    </Badge>
  );
}
