"use client";
import { QrDrawing } from "@archipel/account/second-factor/qr-drawing.tsx";
import type { Portal } from "@archipel/contracts/portals.ts";
import { viewAround } from "@archipel/geo/view-around.ts";
import { encodeView } from "@archipel/map/model/permalink.ts";
import { LinkButton } from "@archipel/ui/button.tsx";
import { CopyButton } from "@archipel/ui/copy-button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextArea, TextInput } from "@archipel/ui/text-input.tsx";
import { useQuery } from "@tanstack/react-query";
import { ExternalLink } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useApi } from "../../../api/api.ts";
import { usePortalLink } from "../../../kit/use-portal-link.ts";

/** What was published on the map of a portal, framed: a link, its code to scan, and the code for the page of another site. */
export function PublishedOn({ portal, datasetId }: { readonly portal: Portal; readonly datasetId: string }) {
  const t = useTranslations("admin.publish.share");
  const common = useTranslations("common.actions");
  const api = useApi();
  const reader = useLocale();
  const linkTo = usePortalLink(portal);
  const dataset = useQuery(api.datasets.get.queryOptions({ communityId: portal.communityId, datasetId }));
  const locale = portal.locales.find((one) => one === reader) ?? portal.locales[0] ?? "fr";
  const bbox = dataset.data?.bbox;
  const view = bbox ? encodeView(viewAround(bbox)) : "";
  const path = `/${locale}/map${view}`;
  const address = `${portal.address}${path}`;
  const frame = `<iframe src="${portal.address}/${locale}/embed${view}" title="${inAttribute(portal.name)}" loading="lazy" sandbox="allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox" style="width:100%;height:30rem;border:0"></iframe>`;
  const open = linkTo(path);
  return (
    <section aria-label={portal.name} className="flex flex-col gap-4 rounded-card border border-line bg-surface px-5 py-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="text-large">{portal.name}</h2>
        {open && (
          <LinkButton href={open} tone="primary" target="_blank" rel="noreferrer">
            {t("open")}
            <ExternalLink aria-hidden className="size-4" />
          </LinkButton>
        )}
      </div>
      {portal.isOnline ? (
        <details>
          <summary className="min-h-6 cursor-pointer font-medium text-accent-ink">{t("title")}</summary>
          <div className="mt-4 grid gap-6 sm:grid-cols-[minmax(0,1fr)_auto]">
            <div className="flex min-w-0 flex-col gap-4">
              <Field label={t("address")}>
                {(control) => <TextInput {...control} readOnly value={address} onFocus={(event) => event.target.select()} />}
              </Field>
              <div className="self-end">
                <CopyButton text={address} label={common("copy")} copiedLabel={common("copied")} />
              </div>
              {portal.embedding.by !== "nobody" && (
                <>
                  <Field label={t("embed")}>
                    {(control) => (
                      <TextArea
                        {...control}
                        readOnly
                        rows={4}
                        value={frame}
                        spellCheck={false}
                        className="figures break-all text-small"
                        onFocus={(event) => event.target.select()}
                      />
                    )}
                  </Field>
                  <div className="self-end">
                    <CopyButton text={frame} label={common("copy")} copiedLabel={common("copied")} />
                  </div>
                </>
              )}
            </div>
            <figure className="flex flex-col gap-2">
              <QrDrawing text={address} label={t("codeOf", { address })} />
              <figcaption className="max-w-52 text-ink-muted text-small">{t("code")}</figcaption>
            </figure>
          </div>
        </details>
      ) : (
        <p className="text-ink-muted">{t("later")}</p>
      )}
    </section>
  );
}

const inAttribute = (text: string) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
