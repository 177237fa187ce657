import type { QualitySheet, ratingsPage } from "@archipel/contracts/quality.ts";
import { formatDate, formatNumber } from "@archipel/i18n/format.ts";
import { buttonClass } from "@archipel/ui/button.tsx";
import { getLocale, getTranslations } from "next-intl/server";
import type { z } from "zod";
import { SignInLink } from "../session/sign-in-link.tsx";
import { RatingForm } from "./rating-form.tsx";

interface RatingsProps {
  readonly datasetId: string;
  readonly sheet: QualitySheet;
  readonly ratings: z.infer<typeof ratingsPage>;
  readonly isSignedIn: boolean;
  readonly returnTo: string;
}

/** The ratings and comments of a dataset, and the person's own rating. */
export async function Ratings({ datasetId, sheet, ratings, isSignedIn, returnTo }: RatingsProps) {
  const [locale, t] = await Promise.all([getLocale(), getTranslations("portal.quality.ratings")]);
  const { rating, ratings: count } = sheet.measures ?? { rating: null, ratings: 0 };
  return (
    <div className="mt-6 rounded-card border border-line bg-surface px-5 py-5">
      <h3 className="text-large">{t("title")}</h3>
      <p className="figures mt-1 text-ink-muted">
        {rating === null ? t("none") : t("average", { average: formatNumber(locale, Math.round(rating * 10) / 10), count })}
      </p>
      {isSignedIn ? (
        <RatingForm datasetId={datasetId} mine={sheet.myRating} />
      ) : (
        <p className="mt-4">
          <SignInLink callbackUrl={returnTo} locale={locale} className={buttonClass()}>
            {t("signIn")}
          </SignInLink>
        </p>
      )}
      {ratings.items.length > 0 && (
        <ul className="mt-5 divide-y divide-line border-line border-t">
          {ratings.items.map(({ id, stars, comment, authorName, updatedAt, isHidden }) => (
            <li key={id} className="py-4 last:pb-0">
              <p className="text-ink-muted text-small">
                {t("by", { name: authorName ?? t("someone"), date: formatDate(locale, updatedAt, "medium") })} ·{" "}
                {t("stars", { count: stars })}
                {isHidden && ` · ${t("hidden")}`}
              </p>
              <p className="whitespace-pre-line break-words">{comment}</p>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
