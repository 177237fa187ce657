import { getLocale, getTranslations } from "next-intl/server";
import { links } from "../../links.ts";
import type { FoundPlace } from "./loaders.ts";
import { addressOf, type ReadQuery } from "./query.ts";

/** What the visitor should know of the place that they typed: it is unknown, or several have its name. */
export async function PlaceNotes({ query, found }: { readonly query: ReadQuery; readonly found: FoundPlace }) {
  const [locale, t] = await Promise.all([getLocale(), getTranslations("datasets.catalogue")]);
  if (found.isUnknown) return <p className="mb-4 text-ink-muted">{t("placeUnknown", { place: query.place ?? "" })}</p>;
  const { place, others } = found;
  if (!place || others.length === 0) return null;
  return (
    <div className="mb-4 text-ink-muted text-small">
      <p>{t("placeOthers", { label: [place.label, place.detail].filter(Boolean).join(", ") })}</p>
      <ul className="flex flex-wrap gap-x-4">
        {others.map(({ label, detail, box }) => (
          <li key={box.join()}>
            <a
              href={links.catalogue(locale, { ...addressOf(query), box: box.join(",") })}
              className="inline-flex min-h-9 items-center text-accent-ink underline underline-offset-4"
            >
              {[label, detail].filter(Boolean).join(", ")}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
