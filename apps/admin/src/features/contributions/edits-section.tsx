"use client";
import type { Contribution, EditKind } from "@archipel/contracts/contributions.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import { formatNumber } from "@archipel/i18n/format.ts";
import type { Company } from "@archipel/map/presence/people.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { clsx } from "clsx";
import dynamic from "next/dynamic";
import { useLocale, useTranslations } from "next-intl";
import { QueryView } from "../../kit/query-view.tsx";
import { EditDiffCard } from "./edit-diff.tsx";
import { EditList } from "./edit-list.tsx";
import type { Edits } from "./use-edits.ts";

const MAP_HEIGHT = "h-64";
const OverviewMap = dynamic(() => import("./overview-map.tsx"), { ssr: false, loading: () => <Skeleton className={MAP_HEIGHT} /> });

interface EditsSectionProps {
  readonly contribution: Contribution;
  /** The other people on this page, with the edit each looks at. */
  readonly company: Company;
  readonly edits: Edits;
  readonly fieldsOf: (layerId: string) => readonly LayerField[];
}

/** The edits of a contribution in a list and on a map, and the chosen one before and after. */
export function EditsSection({ contribution, company, edits, fieldsOf }: EditsSectionProps) {
  const t = useTranslations("admin.contributions");
  const tc = useTranslations("common.actions");
  const locale = useLocale();
  const { pages, all, total, overview, edit, kind } = edits;
  const { inserted, updated, deleted } = contribution.edits;
  const count = inserted + updated + deleted;
  if (count === 0) return <p className="text-ink-muted">{t("noEdits")}</p>;
  return (
    <QueryView query={pages}>
      {() => (
        <section aria-labelledby="edits-title" className="flex flex-col gap-3">
          <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
            <h2 id="edits-title" className="text-title">
              {t("editsOf", { count })}
            </h2>
            {count > 1 && <Kinds contribution={contribution} edits={edits} />}
          </div>
          {count > 1 && (
            <div className={clsx("grid items-start gap-3", overview && overview.places.length > 0 && "lg:grid-cols-2")}>
              <div className="flex min-w-0 flex-col gap-2">
                {all.length > 0 ? (
                  <EditList
                    company={company}
                    edits={all}
                    chosen={edit?.id ?? ""}
                    comments={contribution.comments}
                    onChoose={edits.choose}
                  />
                ) : (
                  <p className="text-ink-muted">{t("noneOfKind")}</p>
                )}
                {pages.hasNextPage && (
                  <p className="flex flex-wrap items-center gap-3 text-ink-muted text-small">
                    <Button disabled={pages.isFetchingNextPage} onClick={() => pages.fetchNextPage()}>
                      {tc("showMore")}
                    </Button>
                    <span className="figures">
                      {t("loadedOf", { done: formatNumber(locale, all.length), total: formatNumber(locale, total) })}
                    </span>
                  </p>
                )}
              </div>
              {overview && overview.places.length > 0 && (
                <OverviewMap overview={overview} kind={kind} chosenId={edit?.id ?? null} onPick={edits.choose} className={MAP_HEIGHT} />
              )}
            </div>
          )}
          {edit && <EditDiffCard key={edit.id} edit={edit} fields={fieldsOf(edit.layerId)} contribution={contribution} />}
          {!edit && edits.isFar && <Skeleton className="h-80" />}
        </section>
      )}
    </QueryView>
  );
}

/** Filters the edits by kind. */
function Kinds({ contribution, edits }: Pick<EditsSectionProps, "contribution" | "edits">) {
  const t = useTranslations("admin.contributions.kinds");
  const locale = useLocale();
  const { inserted, updated, deleted } = contribution.edits;
  const counts: readonly (readonly [EditKind, number])[] = [
    ["insert", inserted],
    ["update", updated],
    ["delete", deleted],
    ["conflict", edits.overview?.conflicts ?? 0],
  ];
  const there = counts.filter(([, count]) => count > 0);
  if (there.length < 2) return null;
  return (
    <fieldset className="flex flex-wrap gap-1">
      <legend className="sr-only">{t("label")}</legend>
      {([["all", null], ...there] as const).map(([name, count]) => {
        const asked = name === "all" ? null : name;
        return (
          <button
            key={name}
            type="button"
            aria-pressed={edits.kind === asked}
            onClick={() => edits.show(asked)}
            className="min-h-9 rounded-control border border-transparent px-3 text-ink text-small hover:bg-sunken aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:font-medium aria-pressed:text-accent-ink"
          >
            {t(name)}
            {count !== null && <span className="figures ml-1.5">{formatNumber(locale, count)}</span>}
          </button>
        );
      })}
    </fieldset>
  );
}
