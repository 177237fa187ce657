import { getTranslations } from "next-intl/server";
import { coreFor } from "../../api/core.ts";
import { getAccessToken } from "../../auth.ts";

const SHOWN = 12;

/** The people who corrected these data, most changes first. Empty without corrections, or when core-api does not answer. */
export async function DatasetCredits({ datasetId }: { readonly datasetId: string }) {
  const [t, credits] = await Promise.all([
    getTranslations("portal.dataset.credits"),
    coreFor(await getAccessToken())
      .features.credits.query({ datasetId })
      .catch(() => []),
  ]);
  if (credits.length === 0) return null;
  const others = credits.length - SHOWN;
  return (
    <section aria-labelledby="credits">
      <h2 id="credits" className="mb-3 text-title">
        {t("title")}
      </h2>
      <ul className="flex max-w-prose flex-wrap gap-x-6 gap-y-1">
        {credits.slice(0, SHOWN).map(({ authorName, contributions, latest }) => (
          <li key={`${authorName} ${latest.toISOString()}`}>
            {authorName ?? t("visitors")} <span className="text-ink-muted">({t("count", { count: contributions })})</span>
          </li>
        ))}
        {others > 0 && <li className="text-ink-muted">{t("others", { count: others })}</li>}
      </ul>
    </section>
  );
}
