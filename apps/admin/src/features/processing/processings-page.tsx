"use client";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useCommunity } from "../../kit/current-community.tsx";
import { PageHeader } from "../../kit/page-header.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { links } from "../../links.ts";
import { useCatalogue, useWords } from "./use-catalogue.ts";

/** The catalogue of processings. */
export function ProcessingsPage() {
  const t = useTranslations();
  const community = useCommunity();
  const words = useWords();
  const catalogue = useCatalogue();
  return (
    <>
      <PageHeader title={t("admin.nav.processings")} lead={t("processing.lead")} />
      <QueryView query={catalogue}>
        {(all) => (
          <ul className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
            {all.map(({ id, title, help, results }) => (
              <li key={id}>
                <Link
                  href={links.processing(community.slug, id)}
                  className="flex h-full flex-col gap-2 rounded-card border border-line bg-surface p-5 no-underline hover:border-accent"
                >
                  <span className="font-title text-accent-ink text-title">{words(title)}</span>
                  <span className="text-ink">{words(help)}</span>
                  <span className="mt-auto pt-1 text-ink-muted text-small">
                    {t(results.includes("layer") ? "processing.givesBoth" : "processing.givesFile")}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        )}
      </QueryView>
    </>
  );
}
