import type { CloudLayer } from "@archipel/contracts/clouds.ts";
import type { Dataset } from "@archipel/contracts/datasets.ts";
import { ZONE } from "@archipel/i18n/days.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { messagesOf } from "@archipel/i18n/messages.ts";
import { NextIntlClientProvider } from "next-intl";
import { ApiProvider } from "../../api/react.tsx";
import { links } from "../../links.ts";
import { CloudDescription } from "./cloud-description.tsx";
import { CloudEntry } from "./cloud-entry.tsx";
import { openedCloud } from "./opened-cloud.ts";
import type { ReportingPage } from "./report/report-panel.tsx";

interface CloudPageProps {
  readonly layer: CloudLayer;
  readonly dataset: Dataset;
  readonly portalId: string;
  readonly reporting: ReportingPage | null;
  readonly locale: Locale;
}

/** The viewer is the page. Without scripts, the page says in words what the viewer would show. */
export async function CloudPage({ layer, dataset, portalId, reporting, locale }: CloudPageProps) {
  const cloud = openedCloud(layer, dataset, links.dataset(locale, dataset.slug));
  return (
    <main id="content" tabIndex={-1} className="relative flex min-h-[26rem] flex-1 flex-col overflow-hidden outline-none">
      <NextIntlClientProvider
        locale={locale}
        messages={messagesOf(locale, ["cloud-extracts", "clouds", "reports", "common", "errors"])}
        timeZone={ZONE}
      >
        <ApiProvider>
          <CloudEntry cloud={cloud} reporting={reporting} portalId={portalId} locale={locale} />
        </ApiProvider>
        <noscript>
          <div className="mx-auto max-w-prose p-6">
            <h1 lang={cloud.lang} className="mb-4 text-headline">
              {cloud.title}
            </h1>
            <CloudDescription cloud={cloud} locale={locale} />
          </div>
        </noscript>
      </NextIntlClientProvider>
    </main>
  );
}
