import { unbroken } from "@archipel/i18n/format.ts";
import { messagesOf } from "@archipel/i18n/messages.ts";
import { signInPath } from "@archipel/session/sign-in-path.ts";
import { Breadcrumb } from "@archipel/ui/breadcrumb.tsx";
import { notFound, redirect } from "next/navigation";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { ApiProvider } from "../../api/react.tsx";
import { getAccessToken } from "../../auth.ts";
import { env } from "../../env.ts";
import { links } from "../../links.ts";
import { mapLook } from "../map-kit/map-look.ts";
import type { Site } from "../site/loaders.ts";
import { PageFrame, PageTitle } from "../site/page-frame.tsx";
import { Conflicts } from "./conflicts.tsx";
import { loadConflicts } from "./loaders.ts";

/** The author of a contribution settles the conflicts with what others changed in the meantime. */
export async function ConflictsPage({ site, contributionId }: { readonly site: Site; readonly contributionId: string }) {
  const [locale, t, tAccount, token] = await Promise.all([
    getLocale(),
    getTranslations("conflicts"),
    getTranslations("portal.account"),
    getAccessToken(),
  ]);
  if (!token) redirect(signInPath(links.conflicts(locale, contributionId), locale));
  const found = await loadConflicts(token, site.portal.id, contributionId);
  if (!found) notFound();
  const account = links.account(locale);
  return (
    <PageFrame>
      <Breadcrumb
        label={tAccount("title")}
        crumbs={[{ label: tAccount("title"), href: account }, { label: unbroken(found.contribution.title) }]}
      />
      <div className="mt-6">
        <PageTitle intro={t("lead")}>{t("title")}</PageTitle>
      </div>
      <NextIntlClientProvider messages={messagesOf(locale, ["conflicts", "common", "contributions", "errors", "presence"])}>
        <ApiProvider>
          <Conflicts
            {...found}
            view={site.portal.view}
            look={mapLook(site.theme)}
            basemapStyleUrl={env.ARCHIPEL_BASEMAP_STYLE_URL ?? null}
            locale={locale}
          />
        </ApiProvider>
      </NextIntlClientProvider>
    </PageFrame>
  );
}
