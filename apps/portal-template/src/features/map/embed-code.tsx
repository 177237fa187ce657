"use client";
import type { Locale } from "@archipel/i18n/locales.ts";
import { RadioGroup } from "@archipel/ui/checkbox.tsx";
import { CopyButton } from "@archipel/ui/copy-button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextArea } from "@archipel/ui/text-input.tsx";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { EMBED_THEMES, type EmbedTheme, embedCode } from "./embed-texts.ts";

interface EmbedCodeProps {
  /** Of the map as it is shown. */
  readonly address: string;
  readonly locale: Locale;
  readonly title: string;
  /** Only the sites of a list may embed the map. */
  readonly isListed: boolean;
}

/** The code that shows the map in a page of another site, and what that page will show. */
export function EmbedCode({ address, locale, title, isListed }: EmbedCodeProps) {
  const t = useTranslations("map.share");
  const [theme, setTheme] = useState<EmbedTheme>("auto");
  const { frame, element, iframe } = embedCode(address, locale, theme, title);
  return (
    <div className="grid gap-4">
      <p className="text-ink-muted">{t("embedHint")}</p>
      {isListed && <p className="text-ink-muted">{t("embedListed")}</p>}
      <RadioGroup
        legend={t("theme")}
        name="embed-theme"
        value={theme}
        isInline
        onValueChange={(value) => setTheme(EMBED_THEMES.find((one) => one === value) ?? "auto")}
        options={EMBED_THEMES.map((value) => ({ value, label: t(`themes.${value}`) }))}
      />
      <Code label={t("element")} copyLabel={t("copyElement")} text={element} />
      <Code label={t("iframe")} copyLabel={t("copyIframe")} text={iframe} />
      <figure>
        <figcaption className="mb-1.5 font-medium">{t("preview")}</figcaption>
        <iframe key={frame} src={frame} title={t("previewTitle")} loading="lazy" className="h-72 w-full rounded-card border border-line" />
      </figure>
    </div>
  );
}

function Code({ label, copyLabel, text }: { readonly label: string; readonly copyLabel: string; readonly text: string }) {
  const common = useTranslations("common.actions");
  return (
    <div className="grid gap-1.5">
      <Field label={label}>
        {(control) => (
          <TextArea
            {...control}
            readOnly
            rows={3}
            value={text}
            spellCheck={false}
            className="figures break-all text-small"
            onFocus={(event) => event.target.select()}
          />
        )}
      </Field>
      <div className="justify-self-end">
        <CopyButton text={text} label={copyLabel} copiedLabel={common("copied")} />
      </div>
    </div>
  );
}
