import type { ClosedDataset } from "@archipel/contracts/grants.ts";
import { unbroken } from "@archipel/i18n/format.ts";
import { messagesOf } from "@archipel/i18n/messages.ts";
import { inLocale } from "@archipel/theme/content.ts";
import { Breadcrumb } from "@archipel/ui/breadcrumb.tsx";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { ApiProvider } from "../../api/react.tsx";
import { links } from "../../links.ts";
import type { Site } from "../site/loaders.ts";
import { PageFrame, PageTitle } from "../site/page-frame.tsx";
import { AccessClosed } from "./access-closed.tsx";

/** In place of a dataset, for a person whose grants on it show nothing now. */
export async function ClosedDatasetPage({ site, closed }: { readonly site: Site; readonly closed: ClosedDataset }) {
  const [locale, t, tCommon] = await Promise.all([getLocale(), getTranslations("grants.closed"), getTranslations("common")]);
  return (
    <PageFrame isNarrow>
      <Breadcrumb
        label={tCommon("breadcrumb")}
        crumbs={[
          { label: site.portal.name, href: links.home(locale) },
          { label: inLocale(site.content.words.catalogue, locale), href: links.catalogue(locale) },
          { label: unbroken(closed.title) },
        ]}
      />
      <div className="mt-6">
        <PageTitle>{unbroken(closed.title)}</PageTitle>
        <NextIntlClientProvider messages={messagesOf(locale, ["grants", "common", "errors"])}>
          <ApiProvider>
            <AccessClosed portalId={site.portal.id} closed={closed} />
          </ApiProvider>
        </NextIntlClientProvider>
        <p className="mt-6">
          <a href={links.catalogue(locale)} className="underline underline-offset-4">
            {t("catalogue")}
          </a>
        </p>
      </div>
    </PageFrame>
  );
}
