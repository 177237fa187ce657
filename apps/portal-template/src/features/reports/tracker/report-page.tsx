import type { PortalReporting, PublicReport } from "@archipel/contracts/reports.ts";
import { messagesOf } from "@archipel/i18n/messages.ts";
import { Breadcrumb } from "@archipel/ui/breadcrumb.tsx";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { ApiProvider } from "../../../api/react.tsx";
import { env } from "../../../env.ts";
import { links } from "../../../links.ts";
import { mapLook } from "../../map-kit/map-look.ts";
import type { Site } from "../../site/loaders.ts";
import { PageFrame } from "../../site/page-frame.tsx";
import { ReportView } from "./report-view.tsx";

interface ReportPageProps {
  readonly site: Site;
  readonly reporting: PortalReporting | null;
  readonly number: number;
  readonly follow: string | undefined;
  /** Null: the browser may have the secret that opens the report. */
  readonly report: PublicReport | null;
}

export async function ReportPage({ site, reporting, number, follow, report }: ReportPageProps) {
  const [locale, t, tCommon] = await Promise.all([getLocale(), getTranslations("reports"), getTranslations("common")]);
  return (
    <PageFrame>
      <Breadcrumb
        label={tCommon("breadcrumb")}
        crumbs={[
          { label: site.portal.name, href: links.home(locale) },
          { label: t("tracker.title"), href: links.reports(locale) },
          { label: t("title", { number }) },
        ]}
      />
      <NextIntlClientProvider messages={messagesOf(locale, ["reports", "common", "errors", "map"])}>
        <ApiProvider>
          <ReportView
            portalId={site.portal.id}
            communityName={site.portal.communityName}
            reporting={reporting}
            number={number}
            follow={follow}
            initial={report}
            drawn={{ look: mapLook(site.theme), basemapStyleUrl: env.ARCHIPEL_BASEMAP_STYLE_URL ?? null }}
            locale={locale}
          />
        </ApiProvider>
      </NextIntlClientProvider>
    </PageFrame>
  );
}
