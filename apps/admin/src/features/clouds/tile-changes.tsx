"use client";
import type { CloudChanges } from "@archipel/contracts/clouds.ts";
import { formatNumber } from "@archipel/i18n/format.ts";
import { pointClass } from "@archipel/i18n/point-class.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Progress } from "@archipel/ui/progress.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useLocale, useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { JobProgress } from "../jobs/job-progress.tsx";
import { CHANGE_KINDS, type ChangeKind, mostOf } from "./change-cells.ts";
import { COLOURS, HIGHER, LOWER } from "./change-colours.ts";

const ChangeMap = dynamic(() => import("./change-map.tsx"), { ssr: false, loading: () => <Skeleton className="h-full" /> });

const POLL_MS = 2000;

interface TileChangesProps {
  readonly attachmentId: string;
  readonly revision: number;
  readonly title: string;
}

/** What a revision changed against the one before it. The first who asks waits for the comparison of all points. */
export function TileChanges({ attachmentId, revision, title }: TileChangesProps) {
  const t = useTranslations("clouds.changes");
  const api = useApi();
  const community = useCommunity();
  const errorText = useErrorText();
  const queryClient = useQueryClient();
  const about = { communityId: community.id, attachmentId, revision };
  const refresh = () => queryClient.invalidateQueries(api.clouds.changes.queryFilter(about));
  // A short comparison is over before anybody saw it run.
  const compared = useQuery(
    api.clouds.changes.queryOptions(about, { refetchInterval: ({ state }) => (state.data?.changes === null ? POLL_MS : false) }),
  );
  const compare = useMutation(api.clouds.compare.mutationOptions({ onSuccess: refresh }));
  const isMissing = compared.data !== undefined && compared.data.changes === null && compared.data.jobId === null;
  const start = useEffectEvent(() => {
    // Once: the job of a comparison that failed says so.
    if (compare.isIdle) compare.mutate(about);
  });
  useEffect(() => {
    if (isMissing) start();
  }, [isMissing]);
  if (compare.error) return <Alert tone="danger" title={errorText(compare.error)} isLive />;
  return (
    <QueryView query={compared}>
      {({ changes, jobId, against }) => {
        if (changes) return <Changes changes={changes} title={title} against={against ?? 0} revision={revision} />;
        const running = jobId ?? compare.data?.jobId ?? null;
        return running ? <JobProgress jobId={running} onEnd={refresh} /> : <Progress label={t("waiting")} share={null} />;
      }}
    </QueryView>
  );
}

interface ChangesProps {
  readonly changes: CloudChanges;
  readonly title: string;
  readonly against: number;
  readonly revision: number;
}

function Changes({ changes, title, against, revision }: ChangesProps) {
  const t = useTranslations("clouds.changes");
  const locale = useLocale();
  const [kind, setKind] = useState<ChangeKind>("all");
  const number = (value: number) => formatNumber(locale, value);
  const shown = CHANGE_KINDS.filter((one) => one === "all" || mostOf(changes, one) > 0);
  if (changes.cells.length === 0) return <p>{t("none", { against, revision })}</p>;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5 lg:grid-cols-[minmax(0,1fr)_18rem]">
      <figure className="flex min-w-0 flex-col gap-2">
        <figcaption className="flex flex-wrap items-end justify-between gap-3">
          <Field label={t("colourBy")}>
            {(control) => (
              <Select
                {...control}
                value={kind}
                options={shown.map((one) => ({ value: one, label: t(`kind.${one}`) }))}
                onChange={(event) => setKind(CHANGE_KINDS.find((one) => one === event.target.value) ?? "all")}
              />
            )}
          </Field>
          <Legend changes={changes} kind={kind} />
        </figcaption>
        <div className="h-80">
          {changes.footprint ? (
            <ChangeMap label={t("map", { title })} changes={changes} kind={kind} className="h-full" />
          ) : (
            <p className="grid h-full place-items-center rounded-card border border-line border-dashed p-6 text-ink-muted">
              {t("noPlace")}
            </p>
          )}
        </div>
      </figure>
      <div className="flex flex-col gap-4">
        <p className="text-ink-muted text-small">{t("against", { against, revision })}</p>
        <dl className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-1.5">
          {(["gained", "lost", "reclassified"] as const).map((one) => (
            <div key={one} className="contents">
              <dt>{t(`kind.${one}`)}</dt>
              <dd className="figures text-right">{number(changes[one])}</dd>
            </div>
          ))}
          <dt>{t("cells")}</dt>
          <dd className="figures text-right">{number(changes.cells.length)}</dd>
        </dl>
        <Moves changes={changes} />
      </div>
    </div>
  );
}

/** The value of the strongest colour. */
function Legend({ changes, kind }: { readonly changes: CloudChanges; readonly kind: ChangeKind }) {
  const t = useTranslations("clouds.changes");
  const locale = useLocale();
  const most = formatNumber(locale, mostOf(changes, kind));
  const swatches = kind === "ground" ? [LOWER, HIGHER] : [COLOURS[kind]];
  const words = kind === "ground" ? [t("lower", { most }), t("higher", { most })] : [t("most", { most })];
  return (
    <ul className="flex flex-wrap gap-x-4 text-small">
      {swatches.map((colour, index) => (
        <li key={colour} className="flex items-center gap-2">
          <span aria-hidden className="size-4 rounded-sm" style={{ background: colour }} />
          {words[index]}
        </li>
      ))}
    </ul>
  );
}

/** Moves between classes that are listed. */
const FIRST_MOVES = 8;

function Moves({ changes: { moves } }: { readonly changes: CloudChanges }) {
  const t = useTranslations("clouds");
  const locale = useLocale();
  if (moves.length === 0) return null;
  return (
    <div>
      <h3 className="mb-1.5 font-medium text-base">{t("changes.moves")}</h3>
      <dl className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-1">
        {moves.slice(0, FIRST_MOVES).map(({ from, to, points }) => (
          <div key={`${from} ${to}`} className="contents">
            <dt>{t("changes.move", { from: pointClass(t, from), to: pointClass(t, to) })}</dt>
            <dd className="figures text-right">{formatNumber(locale, points)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
