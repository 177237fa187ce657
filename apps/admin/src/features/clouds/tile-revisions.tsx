"use client";
import { type CloudDifference, type CloudRevision, type UnpackedTile, unpackTiles } from "@archipel/contracts/clouds.ts";
import { formatNumber } from "@archipel/i18n/format.ts";
import { pointClass } from "@archipel/i18n/point-class.ts";
import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { TileChoice } from "../../kit/tile-revisions/tile-choice.tsx";
import { type RevisionKind, TileRevisionList } from "../../kit/tile-revisions/tile-revision-list.tsx";
import { TileChanges } from "./tile-changes.tsx";

/** The revisions of a tile of a point cloud: what each changed, and the way back to it. */
export function TileRevisions({ layerId }: { readonly layerId: string }) {
  const t = useTranslations("clouds.history");
  const tr = useTranslations("admin.tileRevisions");
  const api = useApi();
  const cloud = useQuery(api.clouds.open.queryOptions({ layerId }));
  return (
    <section aria-labelledby="tile-revisions-title" className="flex flex-col gap-4">
      <h2 id="tile-revisions-title" className="text-title">
        {t("title")}
      </h2>
      <p className="max-w-prose text-ink-muted">{tr("lead")}</p>
      <QueryView query={cloud}>
        {(packed) => <TileChoice tiles={replacedFirst(unpackTiles(packed))}>{(tile) => <History key={tile.id} tile={tile} />}</TileChoice>}
      </QueryView>
    </section>
  );
}

const replacedFirst = (tiles: readonly UnpackedTile[]) =>
  tiles.toSorted((a, b) => b.revision - a.revision || a.title.localeCompare(b.title));

function History({ tile }: { readonly tile: UnpackedTile }) {
  const t = useTranslations("clouds.history");
  const api = useApi();
  const community = useCommunity();
  const history = useQuery(api.clouds.history.queryOptions({ communityId: community.id, attachmentId: tile.id }));
  const kind: RevisionKind<CloudRevision> = {
    restore: api.clouds.restore.mutationOptions(),
    forget: api.clouds.forget.mutationOptions(),
    forgetText: (size) => t("forgetText", { size }),
    originOf: ({ reportNumber }) => (reportNumber === null ? null : t("corrected", { number: reportNumber })),
    facts: ({ difference, points }) => <Difference difference={difference} points={points} />,
    changes: ({ difference, revision }) => difference && <TileChanges attachmentId={tile.id} revision={revision} title={tile.title} />,
  };
  return <QueryView query={history}>{(revisions) => <TileRevisionList tile={tile} revisions={revisions} kind={kind} />}</QueryView>;
}

/** The classes whose counts a revision changed, the largest change first. */
const FIRST_CLASSES = 5;

function Difference({ difference, points }: { readonly difference: CloudDifference | null; readonly points: number }) {
  const t = useTranslations("clouds");
  const locale = useLocale();
  const changeOf = ({ before, after }: { before: number; after: number }) => after - before;
  const signed = (value: number) => `${value < 0 ? "−" : "+"}${formatNumber(locale, Math.abs(value))}`;
  const classes = Object.entries(difference?.classes ?? {})
    .map(([code, counts]) => [code, changeOf(counts)] as const)
    .sort(([, a], [, b]) => Math.abs(b) - Math.abs(a));
  const total = difference ? changeOf(difference.points) : 0;
  return (
    <ul>
      <li className="figures">
        {t("pointsCount", { count: points, shown: formatNumber(locale, points) })}
        {total !== 0 && <span className="text-ink-muted"> ({signed(total)})</span>}
      </li>
      {classes.slice(0, FIRST_CLASSES).map(([code, change]) => (
        <li key={code} className="figures text-ink-muted">
          {signed(change)} {pointClass(t, code)}
        </li>
      ))}
      {classes.length > FIRST_CLASSES && (
        <li className="text-ink-muted">{t("history.moreClasses", { count: classes.length - FIRST_CLASSES })}</li>
      )}
      {difference?.bounds && <li className="text-ink-muted">{t("history.bounds")}</li>}
      {difference && total === 0 && classes.length === 0 && !difference.bounds && <li className="text-ink-muted">{t("history.same")}</li>}
    </ul>
  );
}
