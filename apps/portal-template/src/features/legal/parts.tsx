import type { Texts } from "@archipel/blocks/texts.ts";
import { markdownHtml } from "@archipel/i18n/markdown.ts";
import { SanitisedHtml } from "@archipel/ui/sanitised-html.tsx";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { type Reader, say } from "../site/said.ts";

export function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section>
      <h2>{title}</h2>
      <div className="mt-2 space-y-2">{children}</div>
    </section>
  );
}

/** What was stated, one thing a line; nothing stated is said. */
export function Facts({ lines }: { readonly lines: readonly ReactNode[] }) {
  const t = useTranslations("portal.legal");
  const stated = lines.filter((line) => line !== "" && line !== null && line !== undefined && line !== false);
  if (stated.length === 0) return <p className="text-ink-muted">{t("missing")}</p>;
  return (
    <>
      {stated.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of a page that is drawn once
        <p key={index} className="whitespace-pre-line break-words">
          {line}
        </p>
      ))}
    </>
  );
}

export function MailLink({ mail }: { readonly mail: string }) {
  return <a href={`mailto:${mail}`}>{mail}</a>;
}

export function WebLink({ address, children }: { readonly address: string; readonly children?: ReactNode }) {
  return (
    <a href={address} rel="noopener" className="break-all">
      {children ?? address.replace(/^https?:\/\//, "")}
    </a>
  );
}

/** A text in Markdown below a heading of the page; nothing when it is not written. */
export function Written({ texts, reader }: { readonly texts: Texts; readonly reader: Reader }) {
  const said = say(reader, texts);
  if (said.text === "") return null;
  return (
    <div {...said.attrs}>
      <SanitisedHtml html={markdownHtml(said.text, 3)} />
    </div>
  );
}
