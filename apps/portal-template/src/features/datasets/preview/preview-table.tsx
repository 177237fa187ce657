import type { FeatureRow } from "@archipel/contracts/features.ts";
import type { LayerSummary } from "@archipel/contracts/layers.ts";
import { clsx } from "clsx";
import { ArrowDown, ArrowUp, MapPin } from "lucide-react";
import { getLocale, getTranslations } from "next-intl/server";
import { links } from "../../../links.ts";
import { valueWords, withLegend } from "./value-words.ts";

interface PreviewTableProps {
  readonly layer: LayerSummary;
  readonly rows: readonly FeatureRow[];
  readonly sort: { readonly column: string; readonly isDescending: boolean } | null;
  /** The address of the rows sorted by a column, or in the other direction. */
  readonly sortHref: (column: string) => string;
}

/** Rows of a layer with values in words. It scrolls sideways inside itself; the name of each row leads to the map. */
export async function PreviewTable({ layer, rows, sort, sortHref }: PreviewTableProps) {
  const [locale, t, tStates] = await Promise.all([getLocale(), getTranslations("datasets.preview"), getTranslations("common.states")]);
  const fields = layer.fields.filter(({ isHidden }) => !isHidden).map((field) => withLegend(field, layer.style));
  const words = { yes: tStates("yes"), no: tStates("no") };
  const isNumeric = (column: string) =>
    fields.some((field) => field.column === column && (field.type === "integer" || field.type === "double"));
  return (
    <section
      className="relative overflow-x-auto rounded-card border border-line bg-surface"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={t("caption", { layer: layer.title })}
    >
      <table className="w-full border-collapse text-left text-small">
        <caption className="sr-only">{t("caption", { layer: layer.title })}</caption>
        <thead className="bg-sunken">
          <tr>
            <th scope="col" className="w-10">
              <span className="sr-only">{t("feature")}</span>
            </th>
            {fields.map(({ column, name, label, lang }) => {
              const isSorted = sort?.column === column;
              const Arrow = isSorted && sort.isDescending ? ArrowDown : ArrowUp;
              return (
                <th
                  key={column}
                  scope="col"
                  aria-sort={isSorted ? (sort.isDescending ? "descending" : "ascending") : "none"}
                  className={clsx("px-3 py-1.5 font-medium", isNumeric(column) && "text-right")}
                >
                  <a
                    href={sortHref(column)}
                    rel="nofollow"
                    title={t("sortBy", { field: label ?? name })}
                    className="inline-flex min-h-8 items-center gap-1 whitespace-nowrap text-ink no-underline hover:text-accent-ink hover:underline"
                  >
                    <span lang={lang}>{label ?? name}</span>
                    <Arrow aria-hidden className={clsx("size-3.5", !isSorted && "invisible")} />
                  </a>
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map((row) => (
            <tr key={row.fid}>
              <th scope="row" className="px-1 py-1 align-top font-normal">
                <a
                  href={links.map(locale, { layers: [layer.id], ...(row.bbox && { box: row.bbox }) })}
                  title={t("onMap", { feature: row.label })}
                  className="inline-flex size-8 items-center justify-center rounded-control text-accent-ink hover:bg-accent-soft"
                >
                  <MapPin aria-hidden className="size-4" />
                  <span className="sr-only">{t("onMap", { feature: row.label })}</span>
                </a>
              </th>
              {fields.map((field) => (
                <td
                  key={field.column}
                  className={clsx(
                    "max-w-72 px-3 py-2 align-top",
                    isNumeric(field.column) ? "figures whitespace-nowrap text-right" : "min-w-32",
                  )}
                >
                  <span className="wrap-anywhere line-clamp-3">{valueWords(locale, field, row.properties[field.column], words)}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
