import { getTranslations } from "next-intl/server";
import type { LegalPage as Page } from "../../links.ts";
import type { Site } from "../site/loaders.ts";
import { PageFrame, PageTitle } from "../site/page-frame.tsx";

/** Sections of each page, in order; the texts are messages, so that a missing translation fails a test. */
const SECTIONS = {
  notices: ["publisher", "contact", "hosting", "data", "property"],
  accessibility: ["state", "content", "alternatives", "report", "recourse"],
  privacy: ["controller", "collected", "purposes", "retention", "rights"],
  cookies: ["which", "none", "choice"],
} as const satisfies Record<Page, readonly string[]>;

export async function LegalPage({ site, page }: { readonly site: Site; readonly page: Page }) {
  const t = await getTranslations("portal.legal");
  const { portal } = site;
  const words = {
    portal: portal.name,
    community: portal.content.legalName ?? portal.communityName,
    contact: portal.content.contactEmail ?? t("noContact"),
  };
  return (
    <PageFrame isNarrow>
      <PageTitle intro={t(`${page}.intro`, words)}>{t(`${page}.title`)}</PageTitle>
      <div className="prose">
        {SECTIONS[page].map((section) => {
          const key = `${page}.${section}` as const;
          return (
            <section key={section}>
              <h2>{t(`${key}.title` as Parameters<typeof t>[0])}</h2>
              <p className="mt-2">{t(`${key}.text` as Parameters<typeof t>[0], words)}</p>
            </section>
          );
        })}
      </div>
    </PageFrame>
  );
}
