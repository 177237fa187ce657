import type { Dataset } from "@archipel/contracts/datasets.ts";
import { formatDate, formatNumber } from "@archipel/i18n/format.ts";
import { getLocale, getTranslations } from "next-intl/server";
import { links } from "../../links.ts";
import { creditsOf } from "./loaders.ts";

/** Everybody is thanked; a list that says who did most needs no more than this at once. */
const SHOWN = 12;

/** Who made a dataset what it is, by contributions that were merged; and the way to be one of them. */
export async function Credits({ dataset }: { readonly dataset: Dataset }) {
  const [locale, t, credits] = await Promise.all([getLocale(), getTranslations("portal.dataset.credits"), creditsOf(dataset.id)]);
  if (credits.length === 0) return null;
  const row = ({ authorName, contributions, features, latest }: (typeof credits)[number]) => (
    <li key={authorName} className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 px-5 py-3">
      <span className="min-w-0 break-words font-medium">{authorName}</span>
      <span className="figures text-ink-muted text-small">
        {t("figures", { contributions, features, formatted: formatNumber(locale, features) })} ·{" "}
        {t("latest", { date: formatDate(locale, latest, "medium") })}
      </span>
    </li>
  );
  const rest = credits.slice(SHOWN);
  return (
    <section aria-labelledby="credits" className="scroll-mt-6">
      <h2 id="credits" className="text-title">
        {t("title")}
      </h2>
      <p className="mt-1 mb-4 max-w-prose text-ink-muted">
        {t("lead")}{" "}
        <a
          href={links.map(locale, { layers: dataset.layers.map(({ id }) => id), ...(dataset.bbox && { box: dataset.bbox }) })}
          className="text-accent-ink underline underline-offset-4"
        >
          {t("join")}
        </a>
      </p>
      <ul className="divide-y divide-line rounded-card border border-line bg-surface">{credits.slice(0, SHOWN).map(row)}</ul>
      {rest.length > 0 && (
        <details className="mt-2">
          <summary className="min-h-6 cursor-pointer text-accent-ink">{t("more", { count: rest.length })}</summary>
          <ul className="mt-2 divide-y divide-line rounded-card border border-line bg-surface">{rest.map(row)}</ul>
        </details>
      )}
    </section>
  );
}
