import { siteLegal } from "@archipel/contracts/site-legal.ts";
import { getLocale, getTranslations } from "next-intl/server";
import type { ComponentType } from "react";
import type { LegalPage as Page } from "../../links.ts";
import { readerOf, type Site } from "../site/loaders.ts";
import { PageFrame, PageTitle } from "../site/page-frame.tsx";
import { legalOf } from "../site/pages.ts";
import { Accessibility } from "./accessibility.tsx";
import { Cookies } from "./cookies.tsx";
import type { LegalProps } from "./legal-props.ts";
import { Notices } from "./notices.tsx";
import { Privacy } from "./privacy.tsx";

const PAGES: Readonly<Record<Page, ComponentType<LegalProps>>> = {
  notices: Notices,
  accessibility: Accessibility,
  privacy: Privacy,
  cookies: Cookies,
};

/** A page that the law asks for, from what the community stated. What it has not stated is said to be missing, never made up. */
export async function LegalPage({ site, page }: { readonly site: Site; readonly page: Page }) {
  const [locale, t, found] = await Promise.all([getLocale(), getTranslations("portal.legal"), legalOf(site.portal.id)]);
  const { portal } = site;
  const legal = found?.legal ?? siteLegal.parse({});
  const names = {
    portal: portal.name,
    community: legal.publisher.name || portal.content.legalName || portal.communityName,
    mail: legal.contact.mail || (portal.content.contactEmail ?? ""),
  };
  const Content = PAGES[page];
  return (
    <PageFrame isNarrow>
      <PageTitle intro={t(`${page}.intro`, names)}>{t(`${page}.title`)}</PageTitle>
      <div className="prose">
        <Content legal={legal} rate={found?.rate ?? null} names={names} reader={readerOf(site, locale)} />
      </div>
    </PageFrame>
  );
}
