"use client";
import type { SignInProvider, SignInProviders } from "@archipel/contracts/identity-providers.ts";
import { Badge } from "@archipel/ui/badge.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { type Column, Table } from "@archipel/ui/table.tsx";
import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../../api/api.ts";
import { QueryView } from "../../../kit/query-view.tsx";
import { DeleteProviderDialog } from "./delete-provider-dialog.tsx";
import { ProviderDialog } from "./provider-dialog.tsx";

/** The institutions with which people sign in, for the platform's operators. */
export function ProvidersSection() {
  const t = useTranslations("admin.platform.providers");
  const api = useApi();
  const providers = useQuery(api.identity.providers.queryOptions());
  return (
    <section id="institutions" aria-labelledby="providers-title" className="flex flex-col gap-4">
      <div>
        <h2 id="providers-title" className="text-title">
          {t("title")}
        </h2>
        <p className="max-w-prose text-ink-muted">{t("lead")}</p>
      </div>
      <QueryView query={providers} rows={1}>
        {(data) => <Providers providers={data} />}
      </QueryView>
    </section>
  );
}

function Providers({ providers: { items, next } }: { readonly providers: SignInProviders }) {
  const t = useTranslations("admin.platform.providers");
  const [changed, setChanged] = useState<SignInProvider | "new" | null>(null);
  const [deleted, setDeleted] = useState<SignInProvider | null>(null);
  return (
    <>
      {items.length === 0 ? (
        <p className="text-ink-muted">{t("none")}</p>
      ) : (
        <ProviderTable items={items} onChange={setChanged} onDelete={setDeleted} />
      )}
      <Button className="self-start" onClick={() => setChanged("new")}>
        {t("add")}
      </Button>
      {changed !== null && <ProviderDialog provider={changed === "new" ? null : changed} next={next} onClose={() => setChanged(null)} />}
      <DeleteProviderDialog provider={deleted} onClose={() => setDeleted(null)} />
    </>
  );
}

interface ProviderTableProps {
  readonly items: readonly SignInProvider[];
  readonly onChange: (provider: SignInProvider) => void;
  readonly onDelete: (provider: SignInProvider) => void;
}

function ProviderTable({ items, onChange, onDelete }: ProviderTableProps) {
  const t = useTranslations("admin.platform.providers");
  const locale = useLocale();
  const columns: Column<SignInProvider>[] = [
    {
      key: "name",
      header: t("columns.name"),
      isRowHeader: true,
      cell: ({ name, issuer, isOn }) => (
        <>
          {name[locale]}
          <span className="block break-all font-normal text-ink-muted text-small">{issuer}</span>
          <span className="mt-1 block sm:hidden">
            <State isOn={isOn} />
          </span>
        </>
      ),
    },
    {
      key: "state",
      header: t("columns.state"),
      isWideOnly: true,
      cell: ({ isOn }) => <State isOn={isOn} />,
    },
    { key: "people", header: t("columns.people"), isNumeric: true, isWideOnly: true, cell: ({ people }) => people },
    {
      key: "act",
      header: <span className="sr-only">{t("columns.act")}</span>,
      cell: (provider) => (
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={() => onChange(provider)}>
            {t("edit")}
            <span className="sr-only"> {provider.name[locale]}</span>
          </Button>
          <Button tone="quiet" onClick={() => onDelete(provider)}>
            {t("delete")}
            <span className="sr-only"> {provider.name[locale]}</span>
          </Button>
        </div>
      ),
    },
  ];
  return <Table caption={t("title")} isCaptionHidden columns={columns} rows={items} rowKey={({ id }) => id} />;
}

function State({ isOn }: { readonly isOn: boolean }) {
  const t = useTranslations("admin.platform.providers");
  return <Badge tone={isOn ? "success" : "neutral"}>{t(isOn ? "on" : "off")}</Badge>;
}
