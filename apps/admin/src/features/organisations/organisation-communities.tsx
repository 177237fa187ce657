"use client";
import type { OrganisationAgreement, OrganisationPage } from "@archipel/contracts/organisations.ts";
import { formatNumber, formatShare } from "@archipel/i18n/format.ts";
import { Badge } from "@archipel/ui/badge.tsx";
import { Button, buttonClass } from "@archipel/ui/button.tsx";
import { type Column, Table } from "@archipel/ui/table.tsx";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useErrorText } from "../../api/failure.ts";
import { links } from "../../links.ts";
import { STATE_TONES } from "./community-organisations-page.tsx";
import { EndDialog } from "./end-dialog.tsx";
import { useGivenWords } from "./use-given-words.ts";
import { useOrganisationCalls } from "./use-organisation-calls.ts";

/** The communities of an organisation: their state, what each gives, and the figures that it gives. */
export function OrganisationCommunities({ organisation }: { readonly organisation: OrganisationPage }) {
  const t = useTranslations("organisations.page");
  const open = organisation.agreements.filter(({ state }) => state !== "ended");
  const [ending, setEnding] = useState<OrganisationAgreement | null>(null);
  const columns = useColumns(organisation, setEnding);
  return (
    <section aria-labelledby="communities-title" className="flex flex-col gap-4">
      <h2 id="communities-title" className="text-title">
        {t("communities")}
      </h2>
      {open.length === 0 ? (
        <p className="rounded-card border border-line border-dashed px-5 py-6 text-center text-ink-muted">
          {t("none")} {organisation.role === "manager" && t("noneText")}
        </p>
      ) : (
        <Table caption={t("communities")} isCaptionHidden columns={columns} rows={open} rowKey={({ id }) => id} />
      )}
      {ending && <End organisationId={organisation.id} agreement={ending} onClose={() => setEnding(null)} />}
    </section>
  );
}

function useColumns(organisation: OrganisationPage, onEnd: (agreement: OrganisationAgreement) => void): Column<OrganisationAgreement>[] {
  const t = useTranslations("organisations.page");
  const ts = useTranslations("organisations.states");
  const locale = useLocale();
  const words = useGivenWords();
  const figure = (shown: (figures: NonNullable<OrganisationAgreement["figures"]>) => string) => (row: OrganisationAgreement) =>
    row.figures ? shown(row.figures) : <span className="whitespace-nowrap text-ink-muted text-small">{t("notGiven")}</span>;
  const number = (value: number) => formatNumber(locale, value, 0);
  return [
    {
      key: "community",
      header: t("columns.community"),
      isRowHeader: true,
      cell: ({ community }) => <span className="break-words">{community.name}</span>,
    },
    {
      key: "state",
      header: t("columns.state"),
      cell: ({ state, community }) => (
        <>
          <Badge tone={STATE_TONES[state]}>{ts(state)}</Badge>
          {community.status !== "active" && <span className="block text-ink-muted text-small">{t("suspended")}</span>}
        </>
      ),
    },
    {
      key: "given",
      header: t("columns.given"),
      cell: ({ state, given }) => (state === "agreed" ? words(given) : state === "asked" ? t("wouldGive", { list: words(given) }) : "–"),
    },
    { key: "visits", header: t("columns.visits"), isNumeric: true, cell: figure(({ visits }) => (visits === null ? "–" : number(visits))) },
    { key: "datasets", header: t("columns.datasets"), isNumeric: true, cell: figure(({ datasets }) => number(datasets)) },
    {
      key: "quality",
      header: t("columns.quality"),
      isNumeric: true,
      cell: figure(({ quality }) => (quality === null ? "–" : formatShare(locale, quality))),
    },
    {
      key: "reports",
      header: t("columns.reports"),
      isNumeric: true,
      cell: figure(({ openReports, reports }) => t("reportsOf", { open: number(openReports), all: number(reports) })),
    },
    ...(organisation.role === "manager"
      ? [
          {
            key: "act",
            header: t("columns.act"),
            cell: (row: OrganisationAgreement) => <Acts organisationId={organisation.id} agreement={row} onEnd={() => onEnd(row)} />,
          },
        ]
      : []),
  ];
}

interface ActsProps {
  readonly organisationId: string;
  readonly agreement: OrganisationAgreement;
  readonly onEnd: () => void;
}

function Acts({ organisationId, agreement, onEnd }: ActsProps) {
  const t = useTranslations("organisations.page");
  const { id: agreementId, state, given, community } = agreement;
  const { name } = community;
  const { accept } = useOrganisationCalls(() => undefined, t("accepted", { name }));
  const isOpen = state === "agreed" && community.status === "active";
  return (
    <div className="flex flex-wrap gap-2">
      {state === "asked" && (
        <Button
          tone="primary"
          disabled={accept.isPending}
          aria-label={t("acceptOf", { name })}
          onClick={() => accept.mutate({ organisationId, agreementId })}
        >
          {t("accept")}
        </Button>
      )}
      {isOpen && given.membersUpTo !== null && (
        <Link
          href={links.organisationMembers(organisationId, community.id)}
          aria-label={t("membersOf", { name })}
          className={buttonClass()}
        >
          {t("members")}
        </Link>
      )}
      {isOpen && given.grants && (
        <Link href={links.organisationRights(organisationId, community.id)} aria-label={t("rightsOf", { name })} className={buttonClass()}>
          {t("rights")}
        </Link>
      )}
      <Button aria-label={t("endOf", { name })} onClick={onEnd}>
        {t("end")}
      </Button>
    </div>
  );
}

interface EndProps {
  readonly organisationId: string;
  readonly agreement: OrganisationAgreement;
  readonly onClose: () => void;
}

function End({ organisationId, agreement, onClose }: EndProps) {
  const te = useTranslations("organisations.end");
  const errorText = useErrorText();
  const { end } = useOrganisationCalls(onClose, te("done"));
  return (
    <EndDialog
      name={agreement.state === "agreed" ? agreement.community.name : null}
      isPending={end.isPending}
      error={end.error ? errorText(end.error) : undefined}
      onClose={onClose}
      onEnd={(reason) => end.mutate({ organisationId, agreementId: agreement.id, reason })}
    />
  );
}
