import type { CataloguePage } from "@archipel/contracts/dataset-catalogue.ts";
import { formatDate, formatNumber, unbroken } from "@archipel/i18n/format.ts";
import { clsx } from "clsx";
import { ArrowRight, Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { links } from "../../../links.ts";
import { DatasetCard } from "../../catalogue/dataset-card.tsx";
import { NoDatasets } from "../../catalogue/no-datasets.tsx";
import { say } from "../../site/said.ts";
import { Section } from "../section.tsx";
import { type BlockProps, type BlockWorld, levelBelow } from "../world.ts";

type Dataset = CataloguePage["items"][number];
interface LooksProps {
  readonly items: readonly Dataset[];
  readonly world: BlockWorld;
  readonly level: 2 | 3;
}

/** The datasets that the block names, in its order, or the first of the catalogue. Those that are not listed any more are left out. */
export function Datasets({ block: { props }, world }: BlockProps<"datasets">) {
  const t = useTranslations("portal.home");
  const { site, locale, found } = world;
  const { catalogue } = found;
  if (!catalogue) return null;
  const listed = new Map(catalogue.items.map((dataset) => [dataset.id, dataset]));
  const isChosen = props.datasets.length > 0;
  const items = isChosen ? props.datasets.flatMap((id) => listed.get(id) ?? []) : catalogue.items.slice(0, props.limit);
  if (isChosen && items.length === 0) return null;
  const Looks = { cards: AsCards, documents: AsDocuments, downloads: AsDownloads }[props.looks];
  return (
    <Section
      world={world}
      title={props.title}
      text={props.text}
      action={
        items.length > 0 &&
        props.looks !== "downloads" && (
          <a href={links.catalogue(locale)} className="inline-flex min-h-8 items-center gap-2 text-accent-ink underline underline-offset-4">
            {t("seeAll", { count: catalogue.total })}
            <ArrowRight aria-hidden className="size-4" />
          </a>
        )
      }
    >
      {items.length === 0 ? <NoDatasets site={site} /> : <Looks items={items} world={world} level={levelBelow(say(world, props.title))} />}
    </Section>
  );
}

function AsCards({ items, level }: LooksProps) {
  return (
    <ul className={clsx("grid gap-5 sm:grid-cols-2", items.length % 3 === 0 && "lg:grid-cols-3")}>
      {items.map((dataset) => (
        <DatasetCard key={dataset.id} dataset={dataset} level={level} />
      ))}
    </ul>
  );
}

/** A list with rules between the rows: title, topic, date. */
function AsDocuments({ items, world: { locale }, level }: LooksProps) {
  const [t, tTopics] = [useTranslations("portal.home"), useTranslations("common.topics")];
  const Title = `h${level}` as const;
  return (
    <ul className="divide-y divide-line border-ink border-t">
      {items.map((dataset) => (
        <li key={dataset.id} className="group relative grid gap-x-8 gap-y-1 py-4 sm:grid-cols-[1fr_auto]">
          <Title className="text-large">
            <a
              href={links.dataset(locale, dataset.slug)}
              className="text-ink no-underline after:absolute after:inset-0 group-hover:text-accent-ink"
            >
              {unbroken(dataset.title)}
            </a>
          </Title>
          <p className="figures text-ink-muted text-small sm:text-right">
            {t("updatedOn", { date: formatDate(locale, dataset.updatedAt) })}
          </p>
          <p className="line-clamp-2 max-w-prose text-ink-muted">{dataset.abstract}</p>
          <p className="text-ink-muted text-small sm:text-right">{tTopics(dataset.topic)}</p>
        </li>
      ))}
    </ul>
  );
}

/** Title, size, one file. */
function AsDownloads({ items, world: { locale }, level }: LooksProps) {
  const t = useTranslations("portal.home");
  const Title = `h${level}` as const;
  return (
    <ul className="grid gap-px border border-line bg-line sm:grid-cols-2 lg:grid-cols-3">
      {items.map((dataset) => (
        <li key={dataset.id} className="flex flex-col gap-3 bg-ground p-5">
          <Title className="text-large">
            <a href={links.dataset(locale, dataset.slug)} className="text-ink no-underline hover:text-accent-ink hover:underline">
              {unbroken(dataset.title)}
            </a>
          </Title>
          <p className="figures flex-1 text-ink-muted text-small">
            {t("featureCount", { count: dataset.featureCount, formatted: formatNumber(locale, dataset.featureCount) })}
          </p>
          <a
            href={links.datasetDownload(dataset.id)}
            download
            className="inline-flex min-h-10 items-center gap-2 self-start text-accent-ink underline underline-offset-4"
          >
            <Download aria-hidden className="size-4" />
            {t("takeHome")}
            <span className="sr-only">: {dataset.title}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}
