import type { PortalContent } from "@archipel/theme/content.ts";
import { inLocale } from "@archipel/theme/content.ts";
import { buttonClass } from "@archipel/ui/button.tsx";
import { clsx } from "clsx";
import { Search } from "lucide-react";
import { getLocale, getTranslations } from "next-intl/server";
import { links } from "../../../links.ts";

/** The portal's question as one large search field that opens the map at the place. A plain form, so it works without JavaScript. */
export async function QuestionField({ hero, className }: { readonly hero: PortalContent["hero"]; readonly className?: string }) {
  const [locale, t] = await Promise.all([getLocale(), getTranslations("portal.home")]);
  return (
    <div className={className}>
      <form
        action={links.map(locale)}
        method="get"
        className="flex flex-col items-stretch gap-2 rounded-control border border-line-strong bg-surface p-1.5 shadow-raised focus-within:outline-3 focus-within:outline-focus focus-within:outline-offset-2 sm:flex-row"
      >
        <label htmlFor="question" className="sr-only">
          {inLocale(hero.placeholder, locale)}
        </label>
        <span className="flex min-w-0 flex-1 gap-2">
          <Search aria-hidden className="my-auto ml-2 size-5 shrink-0 text-ink-muted" />
          <input
            id="question"
            name="q"
            type="search"
            required
            maxLength={100}
            autoComplete="off"
            enterKeyHint="search"
            placeholder={inLocale(hero.placeholder, locale)}
            className="min-h-12 min-w-0 flex-1 bg-transparent text-ink outline-none sm:text-large placeholder:text-ink-muted"
          />
        </span>
        <button type="submit" className={clsx(buttonClass({ tone: "primary" }), "px-5")}>
          {t("ask")}
        </button>
      </form>
      <p className="mt-3">
        <a href={links.map(locale)} className="inline-flex min-h-8 items-center text-accent-ink underline underline-offset-4">
          {t("openMap")}
        </a>
      </p>
    </div>
  );
}
