"use client";
import type { EditDiff } from "@archipel/contracts/contributions.ts";
import type { MapView } from "@archipel/contracts/place.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { ConflictCard } from "@archipel/map/conflict/conflict-card.tsx";
import { type Choice, isGone, NO_CHOICE, openChoices, resolutionOf } from "@archipel/map/conflict/resolution.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button, LinkButton } from "@archipel/ui/button.tsx";
import { EmptyState } from "@archipel/ui/empty-state.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApiClient } from "../../api/react.tsx";
import { links } from "../../links.ts";
import type { MapLook } from "../map-kit/look.ts";
import { FailureAlert } from "../site/failure-alert.tsx";
import type { Conflicting } from "./loaders.ts";
import { SettlingCompany } from "./settling-company.tsx";
import { SideValues } from "./side-values.tsx";

const ConflictMap = dynamic(() => import("./conflict-map.tsx"), { ssr: false, loading: () => <Skeleton className="h-80" /> });

interface ConflictsProps extends Conflicting {
  readonly view: MapView;
  readonly look: MapLook;
  readonly basemapStyleUrl: string | null;
  readonly locale: Locale;
}

/** Every conflict with a choice. The result is merged or goes back to review, depending on the person's rights. */
export function Conflicts({ contribution, conflicts, editsVersion, fields, view, look, basemapStyleUrl, locale }: ConflictsProps) {
  const t = useTranslations("conflicts");
  const client = useApiClient();
  const router = useRouter();
  const [choices, setChoices] = useState<Readonly<Record<string, Choice>>>({});
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const [outcome, setOutcome] = useState<"merged" | "sent" | "again" | null>(null);
  const account = (
    <LinkButton tone="primary" href={`${links.account(locale)}#contributions`}>
      {t("account")}
    </LinkButton>
  );
  if (outcome === "merged" || outcome === "sent") {
    return <Alert tone="success" isLive title={t(outcome)} repair={t(outcome === "merged" ? "mergedText" : "sentText")} action={account} />;
  }
  if (conflicts.length === 0 || !contribution.allowed.includes("resolve")) {
    const isNone = conflicts.length === 0;
    return (
      <EmptyState title={isNone ? t("none") : t("notAllowed")} action={account}>
        {isNone && t("noneText")}
      </EmptyState>
    );
  }
  const choiceOf = (diff: EditDiff) => choices[diff.id] ?? NO_CHOICE;
  const left = conflicts.reduce((sum, diff) => sum + openChoices(diff, choiceOf(diff)), 0);
  const named = { communityId: contribution.communityId, contributionId: contribution.id };
  const settle = async () => {
    setBusy(true);
    setFailure(null);
    try {
      const resolutions = conflicts.map((diff) => resolutionOf(diff, choiceOf(diff), fields[diff.layerId] ?? []));
      const settled = await client.contributions.resolve.mutate({ ...named, editsVersion, resolutions });
      const next = { ...named, editsVersion: settled.editsVersion };
      const came = settled.allowed.includes("merge") ? (await client.contributions.merge.mutate(next)).outcome : null;
      // Someone has changed the data again: the choices stay, and the new conflicts are shown.
      setOutcome(settled.status === "conflicting" || came === "conflicting" ? "again" : came === "merged" ? "merged" : "sent");
      if (settled.status === "conflicting" || came === "conflicting") {
        setChoices({});
        router.refresh();
      }
    } catch (error) {
      setFailure(error);
    }
    setBusy(false);
  };
  return (
    <div className="flex flex-col gap-5">
      <SettlingCompany contribution={contribution} editsVersion={editsVersion} />
      {outcome === "again" && <Alert tone="warning" isLive title={t("again")} />}
      {conflicts.map((diff) => (
        <ConflictCard
          key={`${diff.id} ${JSON.stringify(diff.conflict)}`}
          diff={diff}
          fields={fields[diff.layerId] ?? []}
          choice={choiceOf(diff)}
          onChoose={(choice) => setChoices({ ...choices, [diff.id]: choice })}
          canDraw
          map={
            <ConflictMap
              diff={diff}
              choice={choiceOf(diff)}
              onDrawn={(drawn) => setChoices({ ...choices, [diff.id]: { ...choiceOf(diff), decision: "keep", geometry: "drawn", drawn } })}
              view={view}
              look={look}
              basemapStyleUrl={basemapStyleUrl}
              locale={locale}
            />
          }
          values={<SideValues values={(isGone(diff) ? diff.mine : diff.theirs)?.values ?? {}} fields={fields[diff.layerId] ?? []} />}
        />
      ))}
      {failure !== null && <FailureAlert error={failure} />}
      <div className="sticky bottom-0 z-10 flex flex-wrap items-center justify-between gap-3 border-line border-t bg-ground py-3">
        <p role="status" className="figures">
          {left > 0 ? t("left", { count: left }) : t("ready")}
        </p>
        <Button
          tone="primary"
          aria-busy={isBusy}
          onClick={() => !isBusy && settle()}
          {...(left > 0 && { disabledReason: t("left", { count: left }) })}
        >
          {t(isBusy ? "saving" : contribution.allowed.includes("merge") ? "resolveMerge" : "resolve")}
        </Button>
      </div>
    </div>
  );
}
