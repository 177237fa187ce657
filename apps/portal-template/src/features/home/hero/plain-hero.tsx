import { inLocale } from "@archipel/theme/content.ts";
import { getLocale } from "next-intl/server";
import type { Site } from "../../site/loaders.ts";
import { QuestionField } from "./question-field.tsx";

/** The search field alone, centred: a neutral start for a community. */
export async function PlainHero({ site }: { readonly site: Site }) {
  const locale = await getLocale();
  const { hero, tagline } = site.content;
  return (
    <section className="border-line border-b bg-surface">
      <div className="mx-auto flex max-w-3xl flex-col items-center px-4 py-16 text-center lg:py-24">
        <h1 className="text-hero">{inLocale(hero.question, locale)}</h1>
        <p className="mt-4 text-ink-muted text-large">{inLocale(hero.hint ?? tagline, locale)}</p>
        <QuestionField site={site} className="mt-8 w-full" />
      </div>
    </section>
  );
}
