"use client";
import type { DnsRecord, PortalDomain } from "@archipel/contracts/domains.ts";
import { CopyButton } from "@archipel/ui/copy-button.tsx";
import { useTranslations } from "next-intl";

/** The records to write at the domain's provider, to copy one by one. Open until the domain is in service. */
export function DnsRecords({ domain }: { readonly domain: PortalDomain }) {
  const t = useTranslations("domains.records");
  const { proofRecord, pointRecords, state, found } = domain;
  return (
    <details open={state !== "proved" || found?.points !== "here"} className="rounded-control border border-line">
      <summary className="min-h-10 cursor-pointer px-4 py-2 font-medium">{t("show")}</summary>
      <div className="flex flex-col gap-4 border-line border-t px-4 py-4">
        <Record title={t("proof")} record={proofRecord} />
        {pointRecords.map((record) => (
          <Record key={`${record.type} ${record.value}`} title={t("point")} record={record} />
        ))}
        {pointRecords.length === 0 && <p className="text-small">{t("noAddress")}</p>}
        <p className="text-ink-muted text-small">{t("hint")}</p>
      </div>
    </details>
  );
}

function Record({ title, record: { type, name, value } }: { readonly title: string; readonly record: DnsRecord }) {
  const t = useTranslations("domains.records");
  return (
    <div>
      <h4 className="font-medium text-small">{title}</h4>
      <dl className="mt-1 flex flex-col gap-1">
        <Line term={t("type")} text={type} />
        <Line term={t("name")} text={name} copy={t("copyName")} />
        <Line term={t("value")} text={value} copy={t("copyValue")} />
      </dl>
    </div>
  );
}

function Line({ term, text, copy }: { readonly term: string; readonly text: string; readonly copy?: string }) {
  const t = useTranslations("domains.records");
  return (
    <div className="grid items-center gap-x-3 sm:grid-cols-[5rem_1fr_auto]">
      <dt className="text-ink-muted text-small">{term}</dt>
      <dd className="figures break-all">{text}</dd>
      {copy && (
        <dd>
          <CopyButton text={text} label={copy} copiedLabel={t("copied")} />
        </dd>
      )}
    </div>
  );
}
