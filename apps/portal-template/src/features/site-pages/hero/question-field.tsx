import { messagesOf } from "@archipel/i18n/messages.ts";
import { useTranslations } from "next-intl";
import { links } from "../../../links.ts";
import { otherSites } from "../../search/other-sites.ts";
import type { BlockWorld } from "../world.ts";
import { QuestionForm } from "./question-form.tsx";

interface QuestionFieldProps {
  readonly world: BlockWorld;
  /** The block's: a page may have several fields. */
  readonly id: string;
  readonly placeholder: string;
  /** Where the form leads without scripts; the map by default. */
  readonly action?: string;
  readonly className?: string;
  /** Suggestions open above the field: it is at the foot of the screen. */
  readonly isAbove?: boolean;
  /** Without the link to the map below it. */
  readonly isBare?: boolean;
}

/** A large search field that opens the place that is asked for. It works without JavaScript, then without suggestions. */
export function QuestionField({ world, id, placeholder, action, className, isAbove = false, isBare = false }: QuestionFieldProps) {
  const t = useTranslations("portal.home");
  const { locale, site } = world;
  return (
    <div className={className}>
      <QuestionForm
        id={`question-${id}`}
        action={action ?? links.map(locale)}
        portal={{
          id: site.portal.id,
          locale,
          messages: messagesOf(locale, ["search", "common"]),
          elsewhere: otherSites(site.content.elsewhere, locale),
        }}
        words={{ placeholder, ask: t("ask") }}
        isAbove={isAbove}
      />
      {!isBare && (
        <p className="mt-3">
          <a href={links.map(locale)} className="inline-flex min-h-8 items-center text-accent-ink underline underline-offset-4">
            {t("openMap")}
          </a>
        </p>
      )}
    </div>
  );
}
