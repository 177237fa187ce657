"use client";
import type { Job } from "@archipel/contracts/jobs.ts";
import { Badge, type BadgeTone } from "@archipel/ui/badge.tsx";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useCommunity } from "../../kit/current-community.tsx";
import { links } from "../../links.ts";
import { useProcessingTitle } from "../processing/use-catalogue.ts";

export const isOpen = ({ status }: Pick<Job, "status">) => status === "waiting" || status === "progress";

const TONES: Record<Job["status"], BadgeTone> = {
  waiting: "neutral",
  progress: "info",
  success: "success",
  failure: "danger",
  aborted: "warning",
};

export function JobStatusBadge({ status }: Pick<Job, "status">) {
  const t = useTranslations("admin.jobs.status");
  return <Badge tone={TONES[status]}>{t(status)}</Badge>;
}

/** What a job works on, as a link. */
export function JobSubject({ job }: { readonly job: Job }) {
  const t = useTranslations("admin.jobs");
  const community = useCommunity();
  const processingTitle = useProcessingTitle();
  if (job.subject === null) return <span className="text-ink-muted">{t("gone")}</span>;
  const title = job.kind === "run-processing" ? processingTitle(job.subject) : job.subject;
  const href = subjectLink(community.slug, job);
  if (href === null) return <span className="break-words">{title}</span>;
  return (
    <Link href={href} className="break-words text-accent-ink underline-offset-2 hover:underline">
      {title}
    </Link>
  );
}

function subjectLink(community: string, { kind, subjectId, subject, datasetId, uploadId }: Job): string | null {
  switch (kind) {
    case "check-upload":
    case "publish-upload":
      return links.upload(community, subjectId);
    case "check-delivery":
      return uploadId === null ? null : links.check(community, uploadId, subjectId);
    case "compare-update":
    case "apply-update":
      return links.update(community, subjectId);
    case "run-processing":
      return subject === null ? null : links.processing(community, subject);
    default:
      return datasetId === null ? null : links.dataset(community, datasetId);
  }
}
