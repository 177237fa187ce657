"use client";
import type { Finding, Severity, Upload } from "@archipel/contracts/uploads.ts";
import { fieldNameRule, severity as severities } from "@archipel/contracts/uploads.ts";
import { formatNumber } from "@archipel/i18n/format.ts";
import { Badge } from "@archipel/ui/badge.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { useInfiniteQuery } from "@tanstack/react-query";
import { CircleCheck, MapPin } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useCommunity } from "../../../kit/current-community.tsx";
import { QueryView } from "../../../kit/query-view.tsx";
import { SEVERITY_LOOKS } from "../../../kit/severity.ts";
import { CloudRepair } from "./cloud-repair.tsx";
import { type FindingGroup, groupFindings } from "./group-findings.ts";
import { HeightRepair } from "./height-repair.tsx";
import { RenameFields } from "./rename-fields.tsx";
import { isAtWork } from "./upload-status.tsx";

interface UploadFindingsProps {
  readonly upload: Upload;
  /** Undefined when no map is shown beside the list. */
  readonly onLocate?: (finding: Finding) => void;
}

/** The findings of an upload: what is wrong, where, and how to repair it. */
export function UploadFindings({ upload, onLocate }: UploadFindingsProps) {
  const t = useTranslations("admin.report");
  const tc = useTranslations("common");
  const api = useApi();
  const community = useCommunity();
  const [severity, setSeverity] = useState<Severity | "">("");
  const [layerId, setLayerId] = useState("");
  const findings = useInfiniteQuery(
    api.uploads.findings.infiniteQueryOptions(
      {
        communityId: community.id,
        uploadId: upload.id,
        limit: 100,
        ...(severity && { severity }),
        ...(layerId && { uploadLayerId: layerId }),
      },
      // The list is hidden during a check, and what is remembered may be older than the check's end.
      { getNextPageParam: (page) => page.nextCursor, refetchOnMount: "always" },
    ),
  );
  // The list stays in place during a check of clouds. An upload that is read again after it, also after one that was too quick to be seen,
  // has other findings.
  const seen = useRef(upload);
  const { refetch } = findings;
  useEffect(() => {
    if (upload === seen.current || isAtWork(upload.status)) return;
    seen.current = upload;
    void refetch();
  }, [upload, refetch]);
  return (
    <section aria-labelledby="findings-title" className="flex flex-col gap-4">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <h2 id="findings-title" className="text-title">
          {t("title")}
        </h2>
        <div className="flex flex-wrap gap-3">
          <Field label={t("severityFilter")} isLabelHidden>
            {(control) => (
              <Select
                {...control}
                value={severity}
                options={[
                  { value: "", label: t("anySeverity") },
                  ...severities.options.map((value) => ({ value, label: t(`severity.${value}`) })),
                ]}
                onChange={(event) => setSeverity(severities.safeParse(event.target.value).data ?? "")}
              />
            )}
          </Field>
          {upload.layers.length > 1 && (
            <Field label={t("layerFilter")} isLabelHidden>
              {(control) => (
                <Select
                  {...control}
                  className="max-w-64"
                  value={layerId}
                  options={[{ value: "", label: t("anyLayer") }, ...upload.layers.map(({ id, name }) => ({ value: id, label: name }))]}
                  onChange={(event) => setLayerId(event.target.value)}
                />
              )}
            </Field>
          )}
        </div>
      </div>
      <QueryView query={findings} rows={3}>
        {({ pages }) => {
          const groups = groupFindings(pages.flatMap((page) => page.items));
          if (groups.length === 0) {
            return (
              <p className="flex items-center gap-2">
                <CircleCheck aria-hidden className="size-5 text-success" />
                {t("nothing")}
              </p>
            );
          }
          return (
            <ul className="flex flex-col gap-3">
              {groups.map((group) => (
                <GroupCard key={group.key} group={group} upload={upload} {...(onLocate && { onLocate })} />
              ))}
              {findings.hasNextPage && (
                <li className="self-center">
                  <Button disabled={findings.isFetchingNextPage} onClick={() => findings.fetchNextPage()}>
                    {tc("actions.showMore")}
                  </Button>
                </li>
              )}
            </ul>
          );
        }}
      </QueryView>
    </section>
  );
}

/** Findings of a group that are shown at first. */
const FIRST_LINES = 5;

function GroupCard({ group, upload, onLocate }: { readonly group: FindingGroup } & UploadFindingsProps) {
  const t = useTranslations("admin.report");
  const locale = useLocale();
  const words = useRuleWords();
  const [isWhole, setWhole] = useState(false);
  const { tone, Icon } = SEVERITY_LOOKS[group.severity];
  const nameRule = fieldNameRule.safeParse(group.rule).data;
  const shown = isWhole ? group.findings : group.findings.slice(0, FIRST_LINES);
  return (
    <li className="rounded-card border border-line bg-surface px-5 py-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Badge tone={tone} icon={<Icon aria-hidden className="size-4" />}>
          {t(`severity.${group.severity}`)}
        </Badge>
        <h3 className="min-w-0 flex-1 basis-60 break-words font-medium text-base">{words(group.rule, "", group.findings[0])}</h3>
        {group.occurrences > 1 && (
          <span className="figures text-ink-muted text-small">
            {t("occurrences", { count: group.occurrences, shown: formatNumber(locale, group.occurrences) })}
          </span>
        )}
      </div>
      <p className="mt-1.5 max-w-prose text-ink-muted">{words(group.rule, "-repair", group.findings[0])}</p>
      {nameRule && <RenameFields upload={upload} rule={nameRule} count={group.occurrences} />}
      {upload.clouds.length > 0 && <CloudRepair upload={upload} group={group} />}
      {upload.rasters.length > 0 && <HeightRepair upload={upload} group={group} />}
      {group.findings.some((finding) => hasPlace(upload, finding)) && (
        <ul className="mt-3 divide-y divide-line border-line border-t">
          {shown.map((finding) => (
            <FindingLine key={finding.id} finding={finding} upload={upload} {...(onLocate && { onLocate })} />
          ))}
        </ul>
      )}
      {group.findings.length > FIRST_LINES && !isWhole && (
        <Button tone="quiet" className="mt-1" onClick={() => setWhole(true)}>
          {t("allLines", { count: group.findings.length })}
        </Button>
      )}
    </li>
  );
}

function hasPlace(upload: Upload, finding: Finding): boolean {
  return finding.featureIndex !== null || finding.field !== null || finding.point !== null || fileOf(upload, finding) !== null;
}

/** The file of an archive of point clouds that a finding is about. */
function fileOf({ driver, clouds }: Upload, { uploadLayerId, params }: Finding): string | null {
  const isOfFile = driver === "zip" && clouds.length > 0 && uploadLayerId === null;
  return isOfFile && typeof params.subject === "string" ? params.subject : null;
}

/** Geometry faults as GEOS names them, and the message key of each (`checks.fault.*`). */
const FAULTS = {
  "Self-intersection": "fault.self-intersection",
  "Ring Self-intersection": "fault.ring-self-intersection",
  "Interior is disconnected": "fault.disconnected",
  "Hole lies outside shell": "fault.hole-outside",
  "Holes are nested": "fault.nested-holes",
  "Nested shells": "fault.nested-shells",
  "Duplicate Rings": "fault.duplicate-rings",
  "Too few points in geometry component": "fault.too-few-points",
  "Invalid Coordinate": "fault.invalid-coordinate",
  "Ring is not closed": "fault.not-closed",
} as const;

function FindingLine({ finding, upload, onLocate }: { readonly finding: Finding } & UploadFindingsProps) {
  const t = useTranslations("admin.report");
  const tChecks = useTranslations("checks");
  const fieldWords = ({ field, params }: Finding) => {
    if (field === null) return null;
    return typeof params.column === "string" ? t("fieldColumn", { field, column: params.column }) : t("field", { field });
  };
  const reasonWords = (reason: string) => (reason in FAULTS ? tChecks(FAULTS[reason as keyof typeof FAULTS]) : null);
  const layer = upload.layers.find(({ id }) => id === finding.uploadLayerId);
  const place = [
    layer && upload.layers.length > 1 ? layer.name : null,
    layer ? null : fileOf(upload, finding),
    finding.featureIndex === null ? null : t("feature", { index: finding.featureIndex }),
    fieldWords(finding),
    typeof finding.params.reason === "string" ? reasonWords(finding.params.reason) : null,
  ].filter((part) => part !== null);
  return (
    <li className="flex min-h-10 flex-wrap items-center justify-between gap-x-4 py-1.5">
      <span className="min-w-0 break-words text-small">{place.join(" · ")}</span>
      {finding.point && onLocate && (
        <Button tone="quiet" onClick={() => onLocate(finding)}>
          <MapPin aria-hidden className="size-4" />
          {t("locate")}
        </Button>
      )}
    </li>
  );
}

/** The sentence of a rule (`checks.<rule>`) or of its repair. A rule without a sentence is shown by its name. */
function useRuleWords() {
  const t = useTranslations();
  return (rule: string, part: "" | "-repair", finding: Finding | undefined): string => {
    const key = `checks.${rule}${part}`;
    const params = { suggestionTitle: "none", ...finding?.params, field: finding?.field ?? "" };
    return t.has(key as never) ? t(key as never, params as never) : part ? t("admin.report.noRepair") : rule;
  };
}
