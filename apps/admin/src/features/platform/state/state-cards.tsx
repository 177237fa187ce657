"use client";
import type { PlatformState } from "@archipel/contracts/usage.ts";
import { formatAgo, formatBytes, formatDuration } from "@archipel/i18n/format.ts";
import { CircleCheck, TriangleAlert } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { type Concern, concerns } from "./concerns.ts";

/** One card per part of the platform: its figures, and where one acts. */
export function StateCards({ state }: { readonly state: PlatformState }) {
  const t = useTranslations("usage");
  const locale = useLocale();
  const { at, versions, database, jobs, disk, mail, eventsRetried, lastBackupAt } = state;
  const found = concerns(state);
  const bytes = (value: number) => formatBytes(locale, value);
  const ago = (date: Date) => formatAgo(locale, date, at);
  return (
    <div className="grid gap-3 sm:grid-cols-2 xl:grid-cols-4">
      <Card of="database" title={t("database.title")} found={found}>
        <p>{t(`database.${database.kind}`, { version: versions.database })}</p>
        <p>{t("database.answers", { ms: Math.max(1, Math.round(database.milliseconds)) })}</p>
        <p>{t("database.size", { size: bytes(database.bytes) })}</p>
        {(database.connections?.waiting ?? 0) > 0 && <p>{t("database.waits", { count: database.connections?.waiting ?? 0 })}</p>}
      </Card>
      <Card of="jobs" title={t("jobs.title")} found={found} action={jobs.failedLastDay > 0 && <a href="#failed-title">{t("jobs.see")}</a>}>
        <p>{t("jobs.running", { running: jobs.running, waiting: jobs.waiting })}</p>
        {jobs.waiting > 0 && <p>{t("jobs.oldest", { duration: formatDuration(locale, jobs.oldestWaitingSeconds) })}</p>}
        <p>{t("jobs.failed", { count: jobs.failedLastDay })}</p>
      </Card>
      <Card of="disk" title={t("disk.title")} found={found}>
        <p>{t("disk.free", { free: bytes(disk.freeBytes), total: bytes(disk.totalBytes) })}</p>
        {disk.reserveBytes > 0 && <p>{t("disk.reserve", { reserve: bytes(disk.reserveBytes) })}</p>}
      </Card>
      <Card of="mail" title={t("mail.title")} found={found} action={mail.boxUrl && <a href={mail.boxUrl}>{t("mail.openBox")}</a>}>
        <p>{t(mail.boxUrl ? "mail.box" : "mail.smtp")}</p>
        <p>{mail.retried > 0 ? t("mail.retried", { count: mail.retried }) : t("mail.due", { count: mail.due })}</p>
        {mail.lastSentAt && <p>{t("mail.last", { ago: ago(mail.lastSentAt) })}</p>}
      </Card>
      <Card of="events" title={t("events.title")} found={found}>
        <p>{eventsRetried === 0 ? t("events.fine") : t("events.retried", { count: eventsRetried })}</p>
      </Card>
      <Card of="backup" title={t("backup.title")} found={lastBackupAt ? found : new Set([...found, "backup" as const])}>
        <p>{lastBackupAt ? t("backup.last", { ago: ago(lastBackupAt) }) : t("backup.unknown")}</p>
        {!lastBackupAt && <p className="text-ink-muted">{t("backup.how")}</p>}
      </Card>
      <Card title={t("hosts.title")} found={found}>
        <p>{t("hosts.count", { count: state.hostCount })}</p>
        <Hosts hosts={state.hosts} />
      </Card>
      <Card title={t("versions.title")} found={found}>
        <p>{t("versions.platform", { version: versions.platform, node: versions.node })}</p>
        <p className="break-all">{t("versions.migration", { migration: versions.migration })}</p>
      </Card>
    </div>
  );
}

interface CardProps {
  /** Null for parts that have no health. */
  readonly of?: Concern;
  readonly title: string;
  readonly found: ReadonlySet<Concern>;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

function Card({ of, title, found, action, children }: CardProps) {
  const isConcern = of !== undefined && found.has(of);
  return (
    <section
      aria-label={title}
      className={`flex flex-col gap-1 rounded-card border bg-surface px-4 py-3 text-small ${isConcern ? "border-warning" : "border-line"}`}
    >
      <h3 className="flex items-center gap-2 text-base">
        {isConcern ? (
          <TriangleAlert aria-hidden className="size-4 shrink-0 text-warning" />
        ) : (
          of && <CircleCheck aria-hidden className="size-4 shrink-0 text-success" />
        )}
        {title}
      </h3>
      {children}
      {action && (
        <p className="mt-auto pt-1 [&_a]:inline-flex [&_a]:min-h-6 [&_a]:items-center [&_a]:text-accent-ink [&_a]:underline">{action}</p>
      )}
    </section>
  );
}

function Hosts({ hosts }: { readonly hosts: PlatformState["hosts"] }) {
  const t = useTranslations("usage.hosts");
  if (hosts.length === 0) return null;
  return (
    <details>
      <summary className="min-h-6 cursor-pointer text-accent-ink underline underline-offset-2">{t("see")}</summary>
      <ul className="mt-1 flex max-h-60 flex-col gap-1 overflow-y-auto">
        {hosts.map(({ host, address, portalName, communityName }) => (
          <li key={host}>
            <a href={address} className="figures inline-flex min-h-6 items-center break-all text-accent-ink underline underline-offset-2">
              {host}
            </a>
            <span className="block text-ink-muted">{t("of", { portal: portalName, community: communityName })}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
