import { inLocale } from "@archipel/theme/content.ts";
import { clsx } from "clsx";
import { Factory, Mountain, Waves } from "lucide-react";
import { getLocale, getTranslations } from "next-intl/server";
import type { Site } from "../../site/loaders.ts";
import { QuestionField } from "./question-field.tsx";

const EXAMPLE = [
  { key: "flood", level: 3, Icon: Waves },
  { key: "ground", level: 1, Icon: Mountain },
  { key: "industry", level: 2, Icon: Factory },
] as const;
const BAR = ["bg-severity-1", "bg-severity-2", "bg-severity-3", "bg-severity-4"] as const;

/** The search field on the left; on the right an example of an answer: levels as text, bars and numbers. */
export async function SplitHero({ site }: { readonly site: Site }) {
  const [locale, t] = await Promise.all([getLocale(), getTranslations("portal.home.example")]);
  const { hero, tagline } = site.content;
  return (
    <section className="border-line border-b bg-accent-soft">
      <div className="mx-auto grid max-w-7xl grid-cols-1 items-center gap-10 px-4 py-12 lg:grid-cols-[1.15fr_1fr] lg:px-8 lg:py-20">
        <div>
          <p className="font-medium text-accent-ink">{inLocale(tagline, locale)}</p>
          <h1 className="mt-3 text-hero tracking-tight">{inLocale(hero.question, locale)}</h1>
          {hero.hint && <p className="mt-5 max-w-prose text-ink text-large">{inLocale(hero.hint, locale)}</p>}
          <QuestionField site={site} className="mt-8" />
        </div>
        <figure className="rounded-card border border-line bg-surface p-6 shadow-raised sm:p-8">
          <figcaption className="text-ink-muted text-small">{t("caption")}</figcaption>
          <p className="mt-1 font-title text-title" style={{ fontWeight: "var(--a-title-weight)" }}>
            {t("place")}
          </p>
          <ul className="mt-5 divide-y divide-line">
            {EXAMPLE.map(({ key, level, Icon }) => (
              <li key={key} className="flex items-center gap-4 py-4">
                <Icon aria-hidden className="size-7 shrink-0 text-ink-muted" />
                <div className="min-w-0 flex-1">
                  <div className="flex flex-col justify-between gap-x-4 sm:flex-row">
                    <span>{t(`risks.${key}`)}</span>
                    <span className="font-medium">{t(`levels.${level}`)}</span>
                  </div>
                  <div aria-hidden className="mt-2 grid grid-cols-4 gap-1">
                    {[1, 2, 3, 4].map((step) => (
                      <span
                        key={step}
                        className={clsx("h-2.5 rounded-full", step <= level ? BAR[level - 1] : "bg-sunken outline outline-line")}
                      />
                    ))}
                  </div>
                </div>
              </li>
            ))}
          </ul>
        </figure>
      </div>
    </section>
  );
}
