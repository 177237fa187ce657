import type { PackedCloud } from "@archipel/contracts/clouds.ts";
import type { Dataset } from "@archipel/contracts/datasets.ts";
import { ZONE } from "@archipel/i18n/days.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { messagesOf } from "@archipel/i18n/messages.ts";
import { NextIntlClientProvider } from "next-intl";
import { ApiProvider } from "../../api/react.tsx";
import { links } from "../../links.ts";
import { CloudDescription } from "./cloud-description.tsx";
import { CloudEntry } from "./cloud-entry.tsx";
import type { GroundMap } from "./ground/draw-ground.ts";
import { openedCloud } from "./opened-cloud.ts";
import type { ReportingPage } from "./report/report-panel.tsx";

interface CloudPageProps {
  readonly layer: PackedCloud;
  readonly dataset: Dataset;
  readonly portalId: string;
  readonly reporting: ReportingPage | null;
  readonly map: GroundMap;
  readonly locale: Locale;
}

/** A page without scripts lists some tiles: the dataset's page has all of them. */
const TILES_WITHOUT_SCRIPTS = 40;

/** The viewer is the page. Without scripts, the page says in words what the viewer would show. */
export async function CloudPage({ layer, dataset, portalId, reporting, map, locale }: CloudPageProps) {
  const record = { title: dataset.title, titleLang: dataset.titleLang, href: links.dataset(locale, dataset.slug) };
  const cloud = openedCloud(layer, record);
  return (
    <main id="content" tabIndex={-1} className="relative flex min-h-[26rem] flex-1 flex-col overflow-hidden outline-none">
      <NextIntlClientProvider
        locale={locale}
        messages={messagesOf(locale, ["cloud-extracts", "clouds", "reports", "common", "errors"])}
        timeZone={ZONE}
      >
        <ApiProvider>
          <CloudEntry packed={layer} record={record} reporting={reporting} map={map} portalId={portalId} locale={locale} />
        </ApiProvider>
        <noscript>
          <div className="mx-auto max-w-prose p-6">
            <h1 lang={cloud.lang} className="mb-4 text-headline">
              {cloud.title}
            </h1>
            <CloudDescription cloud={cloud} most={TILES_WITHOUT_SCRIPTS} locale={locale} />
          </div>
        </noscript>
      </NextIntlClientProvider>
    </main>
  );
}
