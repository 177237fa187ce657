import { helpPage, helpTopics } from "@archipel/i18n/help.ts";
import { SanitisedHtml } from "@archipel/ui/sanitised-html.tsx";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { PageHeader } from "../../kit/page-header.tsx";
import { links } from "../../links.ts";

/** All help topics, the same as on the portals. */
export async function HelpIndex() {
  const locale = await getLocale();
  const [t, topics] = await Promise.all([getTranslations("admin.help"), helpTopics(locale)]);
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      <ul className="divide-y divide-line rounded-card border border-line bg-surface">
        {topics.map(({ topic, title, intro }) => (
          <li key={topic} className="px-5 py-4">
            <h2 className="text-base">
              <Link
                href={links.help(topic)}
                className="inline-flex min-h-6 items-center text-accent-ink underline-offset-2 hover:underline"
              >
                {title}
              </Link>
            </h2>
            <p className="max-w-prose text-ink-muted">{intro}</p>
          </li>
        ))}
      </ul>
    </>
  );
}

export async function HelpTopicPage({ topic }: { readonly topic: string }) {
  const locale = await getLocale();
  const [t, page] = await Promise.all([getTranslations("admin.help"), helpPage(locale, topic)]);
  if (!page) notFound();
  return (
    <article className="flex flex-col gap-6">
      <PageHeader title={page.title} lead={page.intro} parents={[{ label: t("title"), href: links.help() }]} />
      <SanitisedHtml html={page.html} className="[&>:first-child]:mt-0" />
    </article>
  );
}
