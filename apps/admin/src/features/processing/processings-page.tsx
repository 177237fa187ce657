"use client";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useCommunity } from "../../kit/current-community.tsx";
import { hasRole } from "../../kit/has-role.ts";
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
            {hasRole(community, "manager") && (
              <li>
                <Card
                  href={links.makeModel(community.slug)}
                  title={t("elevation.card.title")}
                  help={t("elevation.card.help")}
                  gives={t("elevation.card.gives")}
                />
              </li>
            )}
            {all.map(({ id, title, help, results }) => (
              <li key={id}>
                <Card
                  href={links.processing(community.slug, id)}
                  title={words(title)}
                  help={words(help)}
                  gives={t(results.includes("layer") ? "processing.givesBoth" : "processing.givesFile")}
                />
              </li>
            ))}
          </ul>
        )}
      </QueryView>
    </>
  );
}

interface CardProps {
  readonly href: string;
  readonly title: string;
  readonly help: string;
  readonly gives: string;
}

function Card({ href, title, help, gives }: CardProps) {
  return (
    <Link
      href={href}
      className="flex h-full flex-col gap-2 rounded-card border border-line bg-surface p-5 no-underline hover:border-accent"
    >
      <span className="font-title text-accent-ink text-title">{title}</span>
      <span className="text-ink">{help}</span>
      <span className="mt-auto pt-1 text-ink-muted text-small">{gives}</span>
    </Link>
  );
}
