"use client";
import type { OrganisationAgreement, OrganisationPage } from "@archipel/contracts/organisations.ts";
import { formatNumber, formatShare } from "@archipel/i18n/format.ts";
import { Badge } from "@archipel/ui/badge.tsx";
import { Button, buttonClass } from "@archipel/ui/button.tsx";
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
        <ul className="divide-y divide-line rounded-card border border-line bg-surface">
          {open.map((agreement) => (
            <CommunityLine key={agreement.id} organisation={organisation} agreement={agreement} onEnd={() => setEnding(agreement)} />
          ))}
        </ul>
      )}
      {ending && <End organisationId={organisation.id} agreement={ending} onClose={() => setEnding(null)} />}
    </section>
  );
}

interface CommunityLineProps {
  readonly organisation: OrganisationPage;
  readonly agreement: OrganisationAgreement;
  readonly onEnd: () => void;
}

function CommunityLine({ organisation, agreement, onEnd }: CommunityLineProps) {
  const t = useTranslations("organisations.page");
  const words = useGivenWords();
  const { state, given, community, message, figures } = agreement;
  const isOpen = community.status === "active";
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 px-5 py-4">
      <div className="min-w-0 flex-1 basis-72">
        <div className="flex flex-wrap items-center gap-2">
          <h3 className="break-words font-medium text-base">{community.name}</h3>
          <Badge tone={STATE_TONES[state]}>{t(`states.${state}`)}</Badge>
          {!isOpen && <Badge tone="warning">{t("suspended")}</Badge>}
        </div>
        {state !== "invited" && <p className="mt-1 max-w-prose">{t(state === "agreed" ? "gives" : "wouldGive", { list: words(given) })}</p>}
        {state === "asked" && message && (
          <p className="mt-1 max-w-prose whitespace-pre-line break-words">{t("message", { words: message })}</p>
        )}
      </div>
      {organisation.role === "manager" && <Acts organisationId={organisation.id} agreement={agreement} onEnd={onEnd} />}
      {figures && <FigureList figures={figures} />}
    </li>
  );
}

function FigureList({ figures }: { readonly figures: NonNullable<OrganisationAgreement["figures"]> }) {
  const t = useTranslations("organisations.page.columns");
  const tp = useTranslations("organisations.page");
  const locale = useLocale();
  const number = (value: number) => formatNumber(locale, value, 0);
  const { visits, datasets, quality, openReports, reports } = figures;
  const shown = [
    { key: "visits", value: visits === null ? "–" : number(visits) },
    { key: "datasets", value: number(datasets) },
    { key: "quality", value: quality === null ? "–" : formatShare(locale, quality) },
    { key: "reports", value: tp("reportsOf", { open: number(openReports), all: number(reports) }) },
  ] as const;
  return (
    <dl className="flex w-full flex-wrap gap-x-8 gap-y-2">
      {shown.map(({ key, value }) => (
        <div key={key}>
          <dt className="text-ink-muted text-small">{t(key)}</dt>
          <dd className="figures">{value}</dd>
        </div>
      ))}
    </dl>
  );
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
