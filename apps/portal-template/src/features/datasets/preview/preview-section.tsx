import type { Dataset } from "@archipel/contracts/datasets.ts";
import { formatNumber } from "@archipel/i18n/format.ts";
import { Pagination } from "@archipel/ui/pagination.tsx";
import { clsx } from "clsx";
import { getLocale, getTranslations } from "next-intl/server";
import { links } from "../../../links.ts";
import { previewRows } from "../loaders.ts";
import { PreviewTable } from "./preview-table.tsx";
import { PREVIEW_PAGES, PREVIEW_ROWS, type PreviewQuery, previewParameters } from "./query.ts";

interface PreviewSectionProps {
  readonly dataset: Dataset;
  readonly query: PreviewQuery;
}

/** The first rows of a layer, sortable and page by page. Every state has an address; nothing needs a script. */
export async function PreviewSection({ dataset, query }: PreviewSectionProps) {
  const tables = dataset.layers.filter(
    ({ abilities, fields }) => abilities.includes("features") && fields.some(({ isHidden }) => !isHidden),
  );
  const layer = tables.find(({ id }) => id === query.table) ?? tables[0];
  if (!layer || layer.featureCount === 0) return null;
  const [locale, t] = await Promise.all([getLocale(), getTranslations("datasets.preview")]);
  const sort = layer.fields.find(({ column, isHidden }) => column === query.sort && !isHidden) ? query.sort : undefined;
  const shown: PreviewQuery = { ...query, sort };
  const hrefOf = (change: Partial<PreviewQuery>) =>
    `${links.dataset(locale, dataset.slug, previewParameters({ ...shown, ...change }))}#preview`;
  const rows = await previewRows(layer.id, shown);
  const pages = Math.min(PREVIEW_PAGES, Math.ceil((rows?.total ?? 0) / PREVIEW_ROWS));
  return (
    <section aria-labelledby="preview" className="min-w-0">
      <h2 id="preview" className="scroll-mt-6 text-title">
        {t("title")}
      </h2>
      <p className="mt-1 mb-4 max-w-prose text-ink-muted">
        {t("text", { layer: layer.title, count: layer.featureCount, formatted: formatNumber(locale, layer.featureCount) })}
      </p>
      {tables.length > 1 && (
        <nav aria-label={t("layers")} className="mb-3 flex flex-wrap gap-x-5">
          {tables.map(({ id, title }) => (
            <a
              key={id}
              href={hrefOf({ table: id, sort: undefined, page: 1 })}
              rel="nofollow"
              {...(id === layer.id && { "aria-current": "true" as const })}
              className={clsx(
                "inline-flex min-h-9 items-center underline-offset-4",
                id === layer.id ? "font-medium text-ink no-underline" : "text-accent-ink underline",
              )}
            >
              {title}
            </a>
          ))}
        </nav>
      )}
      {rows === null ? (
        <p className="text-ink-muted">{t("failed")}</p>
      ) : (
        <>
          <PreviewTable
            layer={layer}
            rows={rows.items}
            sort={sort ? { column: sort, isDescending: query.order === "desc" } : null}
            sortHref={(column) => hrefOf({ sort: column, order: sort === column && query.order === "asc" ? "desc" : "asc", page: 1 })}
          />
          <div className="mt-4">
            <Pagination
              label={t("pages")}
              previousLabel={t("previous")}
              nextLabel={t("next")}
              pageLabel={(page) => t("page", { page })}
              page={Math.min(query.page, Math.max(pages, 1))}
              pageCount={pages}
              href={(page) => hrefOf({ page })}
            />
          </div>
          {rows.total > PREVIEW_PAGES * PREVIEW_ROWS && (
            <p className="mt-3 text-center text-ink-muted text-small">{t("limited", { count: PREVIEW_PAGES * PREVIEW_ROWS })}</p>
          )}
        </>
      )}
    </section>
  );
}
