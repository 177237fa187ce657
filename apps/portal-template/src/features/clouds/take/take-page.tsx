import type { PackedCloud } from "@archipel/contracts/clouds.ts";
import type { Dataset } from "@archipel/contracts/datasets.ts";
import { ZONE } from "@archipel/i18n/days.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { messagesOf } from "@archipel/i18n/messages.ts";
import { Box } from "lucide-react";
import { NextIntlClientProvider } from "next-intl";
import { getTranslations } from "next-intl/server";
import { ApiProvider } from "../../../api/react.tsx";
import { links } from "../../../links.ts";
import type { GroundMap } from "../ground/draw-ground.ts";
import { openedCloud } from "../opened-cloud.ts";
import { TakePageForm } from "./take-page-form.tsx";

interface TakePageProps {
  readonly layer: PackedCloud;
  readonly dataset: Dataset;
  readonly portalId: string;
  readonly locale: Locale;
  readonly map: GroundMap;
}

/** The form of an area without the viewer: it works on any device, and its address finds a preparation again. */
export async function TakePage({ layer, dataset, portalId, locale, map }: TakePageProps) {
  const cloud = openedCloud(layer, { title: dataset.title, titleLang: dataset.titleLang, href: links.dataset(locale, dataset.slug) });
  const { layerId, classes, tiles, srid, isPart } = cloud;
  const t = await getTranslations("cloud-extracts.page");
  return (
    <main id="content" tabIndex={-1} className="mx-auto w-full max-w-prose px-4 py-8 outline-none">
      <p>
        <a href={cloud.href} lang={cloud.lang} className="text-accent-ink underline underline-offset-4">
          {cloud.title}
        </a>
      </p>
      <h1 className="mt-2 text-headline">{t("title")}</h1>
      <p className="mt-3 text-ink-muted">{t("intro")}</p>
      {isPart && <p className="mt-3">{t("part")}</p>}
      <p className="mt-3 mb-8">
        <a href={links.points(locale, layerId)} className="inline-flex items-center gap-2 text-accent-ink underline underline-offset-4">
          <Box aria-hidden className="size-5" />
          {t("draw")}
        </a>
      </p>
      <NextIntlClientProvider
        locale={locale}
        messages={messagesOf(locale, ["cloud-extracts", "clouds", "common", "errors"])}
        timeZone={ZONE}
      >
        <ApiProvider>
          <TakePageForm cloud={{ layerId, classes, tiles, srid }} portalId={portalId} locale={locale} map={map} />
        </ApiProvider>
      </NextIntlClientProvider>
    </main>
  );
}
