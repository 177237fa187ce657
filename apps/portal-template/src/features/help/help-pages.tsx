import type { HelpTopic } from "@archipel/i18n/help.ts";
import { Breadcrumb } from "@archipel/ui/breadcrumb.tsx";
import { SanitisedHtml } from "@archipel/ui/sanitised-html.tsx";
import { getLocale, getTranslations } from "next-intl/server";
import { links } from "../../links.ts";
import type { Site } from "../site/loaders.ts";
import { PageFrame, PageTitle } from "../site/page-frame.tsx";
import { helpPage, helpTopics } from "./loaders.ts";

export async function HelpIndex({ site }: { readonly site: Site }) {
  const locale = await getLocale();
  const [t, topics] = await Promise.all([getTranslations("portal.help"), helpTopics(locale)]);
  return (
    <PageFrame>
      <PageTitle intro={t("intro", { portal: site.portal.name })}>{t("title")}</PageTitle>
      <ul className="grid gap-4 md:grid-cols-2">
        {topics.map(({ topic, title, intro }) => (
          <li key={topic} className="group relative rounded-card border border-line bg-surface p-6 hover:border-accent">
            <h2 className="text-title">
              <a
                href={links.help(locale, topic)}
                className="text-ink no-underline after:absolute after:inset-0 group-hover:text-accent-ink"
              >
                {title}
              </a>
            </h2>
            <p className="mt-2 text-ink-muted">{intro}</p>
          </li>
        ))}
      </ul>
      {site.portal.content.contactEmail && (
        <p className="mt-10 max-w-prose">
          {t("unanswered")}{" "}
          <a href={`mailto:${site.portal.content.contactEmail}`} className="text-accent-ink underline underline-offset-4">
            {site.portal.content.contactEmail}
          </a>
        </p>
      )}
    </PageFrame>
  );
}

export async function HelpTopicPage({ topic }: { readonly topic: string }) {
  const locale = await getLocale();
  const [t, tCommon, page, topics] = await Promise.all([
    getTranslations("portal.help"),
    getTranslations("common"),
    helpPage(locale, topic),
    helpTopics(locale),
  ]);
  return (
    <PageFrame>
      <Breadcrumb label={tCommon("breadcrumb")} crumbs={[{ label: t("title"), href: links.help(locale) }, { label: page.title }]} />
      <div className="mt-6 grid items-start gap-x-12 gap-y-10 lg:grid-cols-[minmax(0,1fr)_16rem]">
        <article>
          <PageTitle intro={page.intro}>{page.title}</PageTitle>
          <SanitisedHtml html={page.html} />
        </article>
        <OtherTopics
          title={t("others")}
          topics={topics.filter((other) => other.topic !== topic)}
          href={(other) => links.help(locale, other)}
        />
      </div>
    </PageFrame>
  );
}

function OtherTopics({
  title,
  topics,
  href,
}: {
  readonly title: string;
  readonly topics: readonly HelpTopic[];
  readonly href: (topic: string) => string;
}) {
  return (
    <nav aria-label={title} className="border-line border-l pl-6">
      <h2 className="font-medium font-text text-base">{title}</h2>
      <ul className="mt-2">
        {topics.map(({ topic, title: label }) => (
          <li key={topic}>
            <a href={href(topic)} className="flex min-h-9 items-center text-ink-muted hover:text-accent-ink hover:underline">
              {label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
