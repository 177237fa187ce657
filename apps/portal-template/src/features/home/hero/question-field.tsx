import { messagesOf } from "@archipel/i18n/messages.ts";
import { inLocale } from "@archipel/theme/content.ts";
import { getLocale, getTranslations } from "next-intl/server";
import { links } from "../../../links.ts";
import type { Site } from "../../site/loaders.ts";
import { QuestionForm } from "./question-form.tsx";

interface QuestionFieldProps {
  readonly site: Site;
  readonly className?: string;
  /** Suggestions open above the field: it is at the foot of the screen. */
  readonly isAbove?: boolean;
}

/** The portal's question as one large search field that opens the map at the place. It works without JavaScript, then without suggestions. */
export async function QuestionField({ site, className, isAbove = false }: QuestionFieldProps) {
  const [locale, t] = await Promise.all([getLocale(), getTranslations("portal.home")]);
  const { portal, content } = site;
  return (
    <div className={className}>
      <QuestionForm
        portal={{ id: portal.id, locale, messages: messagesOf(locale, ["search", "common"]) }}
        words={{ placeholder: inLocale(content.hero.placeholder, locale), ask: t("ask") }}
        isAbove={isAbove}
      />
      <p className="mt-3">
        <a href={links.map(locale)} className="inline-flex min-h-8 items-center text-accent-ink underline underline-offset-4">
          {t("openMap")}
        </a>
      </p>
    </div>
  );
}
