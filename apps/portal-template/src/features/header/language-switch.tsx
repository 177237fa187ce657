import type { Locale } from "@archipel/i18n/locales.ts";
import { buttonClass } from "@archipel/ui/button.tsx";
import { clsx } from "clsx";
import { getLocale, getTranslations } from "next-intl/server";
import { links } from "../../links.ts";

/** Links to this very page in the portal's other languages, each named in its own language. */
export async function LanguageSwitch({ locales, rest }: { readonly locales: readonly Locale[]; readonly rest: string }) {
  const [current, t] = await Promise.all([getLocale(), getTranslations("common.language")]);
  return locales
    .filter((locale) => locale !== current)
    .map((locale) => (
      <a
        key={locale}
        href={links.inLanguage(locale, rest)}
        hrefLang={locale}
        lang={locale}
        rel="alternate"
        className={clsx(buttonClass({ tone: "quiet" }), "max-sm:px-2!")}
      >
        <span aria-hidden className="uppercase">
          {locale}
        </span>
        <span className="sr-only">{t(locale)}</span>
      </a>
    ));
}
