"use client";
import type { Contribution, EditDiff } from "@archipel/contracts/contributions.ts";
import { unbroken } from "@archipel/i18n/format.ts";
import { ConflictCard } from "@archipel/map/conflict/conflict-card.tsx";
import { type Choice, isGone, NO_CHOICE, openChoices, resolutionOf } from "@archipel/map/conflict/resolution.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button, buttonClass } from "@archipel/ui/button.tsx";
import { EmptyState } from "@archipel/ui/empty-state.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { PageHeader } from "../../kit/page-header.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { links } from "../../links.ts";
import { AttributeTable } from "../edits/attribute-table.tsx";
import { OperationBadge } from "../edits/operation-badge.tsx";
import { useLayerFields } from "../edits/use-layer-fields.ts";
import { MovedNote } from "./moved-note.tsx";
import { OutcomeNote } from "./outcome-note.tsx";
import { useDecisions } from "./use-decisions.ts";
import { useReviewPresence } from "./use-review-presence.ts";

const MAP_HEIGHT = "h-72";
const ConflictMap = dynamic(() => import("./conflict-map.tsx"), { ssr: false, loading: () => <Skeleton className={MAP_HEIGHT} /> });

/** All conflicts: base, proposed and current value of each, and a choice. */
export function ConflictsPage({ contributionId }: { readonly contributionId: string }) {
  const t = useTranslations("admin");
  const tc = useTranslations("conflicts");
  const api = useApi();
  const { id: communityId, slug } = useCommunity();
  const contribution = useQuery(api.contributions.get.queryOptions({ communityId, contributionId }));
  const edits = useInfiniteQuery(
    api.contributions.edits.infiniteQueryOptions(
      { communityId, contributionId, kind: "conflict", limit: 100 },
      // A refetch would reset the person's choices. core-api checks them again when they are sent.
      { getNextPageParam: (page) => page.nextCursor, refetchOnWindowFocus: false },
    ),
  );
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = edits;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const back = { label: t("nav.contributions"), href: links.contributions(slug) };
  return (
    <QueryView query={contribution} rows={6} back={back}>
      {(data) => (
        <>
          <PageHeader
            title={tc("title")}
            lead={tc("lead")}
            parents={[back, { label: unbroken(data.title), href: links.contribution(slug, data.id) }]}
          />
          <QueryView query={edits} rows={6} back={back}>
            {({ pages }) => (
              <Conflicts
                contribution={data}
                conflicts={pages.flatMap(({ items }) => items)}
                editsVersion={Math.min(...pages.map((page) => page.editsVersion))}
              />
            )}
          </QueryView>
        </>
      )}
    </QueryView>
  );
}

interface ConflictsProps {
  readonly contribution: Contribution;
  readonly conflicts: readonly EditDiff[];
  /** The version of the edits from which the conflicts were read. */
  readonly editsVersion: number;
}

function Conflicts({ contribution, conflicts, editsVersion }: ConflictsProps) {
  const t = useTranslations("conflicts");
  const router = useRouter();
  const api = useApi();
  const { id: communityId, slug } = useCommunity();
  const errorText = useErrorText();
  const decisions = useDecisions();
  const fieldsOf = useLayerFields(contribution.datasetId);
  const [choices, setChoices] = useState<Readonly<Record<string, Choice>>>({});
  const presence = useReviewPresence({ contributionId: contribution.id, part: "settles", edit: undefined });
  const resolve = useMutation(api.contributions.resolve.mutationOptions());
  const href = links.contribution(slug, contribution.id);
  const mayResolve = contribution.allowed.includes("resolve");
  if (conflicts.length === 0 || !mayResolve) {
    return (
      <EmptyState
        title={conflicts.length === 0 ? t("none") : t("notAllowed")}
        action={
          <Link href={href} className={buttonClass({ tone: "primary" })}>
            {t("open")}
          </Link>
        }
      >
        {conflicts.length === 0 && t("noneText")}
      </EmptyState>
    );
  }
  const choiceOf = (diff: EditDiff) => choices[diff.id] ?? NO_CHOICE;
  const left = conflicts.reduce((sum, diff) => sum + openChoices(diff, choiceOf(diff)), 0);
  const mayMerge = contribution.allowed.includes("merge");
  const settle = async () => {
    const resolutions = conflicts.map((diff) => resolutionOf(diff, choiceOf(diff), fieldsOf(diff.layerId)));
    const settled = await resolve
      .mutateAsync({ communityId, contributionId: contribution.id, editsVersion, resolutions })
      .catch(() => null);
    // Refused, perhaps because edits were added: load the current conflicts and keep the choices.
    if (!settled) return void decisions.refresh();
    if (settled.allowed.includes("merge")) {
      const { kind } = await decisions.merge(settled);
      if (kind !== "done") return;
    } else await decisions.refresh();
    router.push(href);
  };
  return (
    <>
      <MovedNote contribution={contribution} presence={presence} shownVersion={editsVersion} onShow={() => void decisions.refresh()} />
      {conflicts.map((diff) => (
        <ConflictCard
          key={diff.id}
          diff={diff}
          fields={fieldsOf(diff.layerId)}
          choice={choiceOf(diff)}
          onChoose={(choice) => setChoices({ ...choices, [diff.id]: choice })}
          badge={<OperationBadge operation={diff.operation} />}
          canDraw
          map={
            <ConflictMap
              diff={diff}
              choice={choiceOf(diff)}
              onDrawn={(drawn) => setChoices({ ...choices, [diff.id]: { ...choiceOf(diff), decision: "keep", geometry: "drawn", drawn } })}
              className={MAP_HEIGHT}
            />
          }
          values={
            <AttributeTable
              label={unbroken(diff.label)}
              fields={fieldsOf(diff.layerId)}
              before={diff.base?.values ?? null}
              after={(isGone(diff) ? diff.mine : diff.theirs)?.values ?? null}
              headers={[t("base"), t(isGone(diff) ? "mine" : "theirs")]}
            />
          }
        />
      ))}
      {resolve.error && <Alert tone="danger" title={errorText(resolve.error)} isLive />}
      <OutcomeNote outcome={decisions.outcome} isHere />
      <div
        data-form-foot
        className="sticky bottom-0 z-10 -mx-4 flex flex-wrap items-center justify-between gap-3 border-line border-t bg-ground px-4 py-3"
      >
        <p role="status" className="figures">
          {left > 0 ? t("left", { count: left }) : t("ready")}
        </p>
        <Button
          tone="primary"
          disabled={resolve.isPending || decisions.isBusy}
          onClick={settle}
          {...(left > 0 && { disabledReason: t("left", { count: left }) })}
        >
          {t(mayMerge ? "resolveMerge" : "resolve")}
        </Button>
      </div>
    </>
  );
}
