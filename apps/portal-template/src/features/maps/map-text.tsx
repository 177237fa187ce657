import type { Locale } from "@archipel/i18n/locales.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button, LinkButton } from "@archipel/ui/button.tsx";
import { SanitisedHtml } from "@archipel/ui/sanitised-html.tsx";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { links } from "../../links.ts";
import { inLanguage, langAttribute } from "./in-language.ts";
import type { OpenedMap } from "./opened-map.ts";

interface MapTextProps {
  readonly saved: OpenedMap;
  readonly locale: Locale;
  readonly onClose: () => void;
}

/** The title and the text of a saved map, beside it. */
export function MapText({ saved: { map, html }, locale, onClose }: MapTextProps) {
  const t = useTranslations("maps.view");
  const title = inLanguage(map.title, locale);
  const text = inLanguage(map.text, locale);
  return (
    <article className="grid gap-3">
      <div className="flex items-start gap-2">
        <h2 className="min-w-0 flex-1 break-words py-1.5 text-title" {...langAttribute(title.lang, locale)}>
          {title.text}
        </h2>
        <Button isSquare tone="quiet" className="-mt-0.5 -mr-2" aria-label={t("close")} onClick={onClose}>
          <X aria-hidden className="size-5" />
        </Button>
      </div>
      {map.status !== "published" && <p className="text-ink-muted text-small">{t(map.status)}</p>}
      {map.missingLayers > 0 && <Alert tone="info" title={t("missing", { count: map.missingLayers })} />}
      {html && (
        <div {...langAttribute(text.lang, locale)}>
          <SanitisedHtml html={html} />
        </div>
      )}
      <div className="flex flex-wrap gap-2">
        {map.may.edit && <LinkButton href={links.editMap(locale, map.slug)}>{t("edit")}</LinkButton>}
        <LinkButton tone="quiet" className={map.may.edit ? "" : "-ml-4"} href={links.maps(locale)}>
          {t("list")}
        </LinkButton>
      </div>
    </article>
  );
}
