"use client";
import type { AnswerPack } from "@archipel/contracts/answers.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Badge } from "@archipel/ui/badge.tsx";
import { type Column, Table } from "@archipel/ui/table.tsx";
import { useQuery } from "@tanstack/react-query";
import { CircleCheck } from "lucide-react";
import Link from "next/link";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { useApi } from "../../../api/api.ts";
import { useCommunity } from "../../../kit/current-community.tsx";
import { QueryView } from "../../../kit/query-view.tsx";
import { links } from "../../../links.ts";
import type { LayerValues } from "../api-types.ts";
import { useText } from "../words.ts";

/** The values in the portal's layers for which no rule speaks, with a link that begins a rule. */
export function ValuesTab({ portalId }: { readonly portalId: string }) {
  const t = useTranslations("admin.answers.values");
  const api = useApi();
  const { id: communityId } = useCommunity();
  const settings = useQuery(api.answers.settings.queryOptions({ communityId, portalId }));
  return (
    <QueryView query={settings} rows={3}>
      {({ packs }) => (
        <div className="flex flex-col gap-8">
          <p className="max-w-prose text-ink-muted">{t("lead")}</p>
          {packs.length === 0 && <p>{t("noPack")}</p>}
          {packs.map((pack) => (
            <PackValues key={pack} portalId={portalId} pack={pack} />
          ))}
        </div>
      )}
    </QueryView>
  );
}

function PackValues({ portalId, pack }: { readonly portalId: string; readonly pack: AnswerPack }) {
  const t = useTranslations("admin.answers.values");
  const tp = useTranslations("admin.answers.packs.names");
  const locale = useLocale();
  const api = useApi();
  const { id: communityId } = useCommunity();
  const values = useQuery(api.answers.valuesWithoutRule.queryOptions({ communityId, portalId, pack, locale }));
  return (
    <section className="flex flex-col gap-3">
      <h2 className="text-title">{tp(pack)}</h2>
      <QueryView query={values} rows={2}>
        {(layers) =>
          layers.length === 0 ? (
            <p className="flex items-center gap-2">
              <CircleCheck aria-hidden className="size-5 text-success" />
              {t("none")}
            </p>
          ) : (
            layers.map((layer) => (
              <LayerTable key={`${layer.theme} ${layer.source} ${layer.layer.id}`} portalId={portalId} pack={pack} found={layer} />
            ))
          )
        }
      </QueryView>
    </section>
  );
}

interface LayerTableProps {
  readonly portalId: string;
  readonly pack: AnswerPack;
  readonly found: LayerValues;
}

type Value = LayerValues["values"][number];

function LayerTable({ portalId, pack, found }: LayerTableProps) {
  const t = useTranslations("admin.answers.values");
  const format = useFormatter();
  const text = useText();
  const { slug } = useCommunity();
  const { theme, title, source, layer, outcome, isCut, values } = found;
  if (outcome !== "read") return <Alert tone="warning" title={t(outcome, { title: layer.title })} repair={t("retry")} />;
  const caption = t("caption", { title: layer.title, theme: text(title), count: values.reduce((sum, { count }) => sum + count, 0) });
  // What no code list explains is worse: the answer then shows the bare code.
  const rows = [...values].sort((a, b) => Number(a.label !== null) - Number(b.label !== null) || b.count - a.count);
  const columns: Column<Value>[] = [
    { key: "code", header: t("code"), isRowHeader: true, cell: ({ code }) => (code ? <code>{code}</code> : t("empty")) },
    {
      key: "label",
      header: t("label"),
      cell: ({ label }) => (label ? <span lang={label.lang}>{label.text}</span> : <Badge tone="warning">{t("noLabel")}</Badge>),
    },
    { key: "count", header: t("features"), isNumeric: true, cell: ({ count }) => format.number(count) },
    {
      key: "act",
      header: <span className="sr-only">{t("act")}</span>,
      cell: ({ code, when }) => (
        <Link
          className="inline-block min-h-8 content-center underline underline-offset-2"
          href={links.newAnswerRule(slug, portalId, pack, { theme, source, when: JSON.stringify(when) })}
        >
          {t("write")}
          <span className="sr-only"> {code || t("empty")}</span>
        </Link>
      ),
    },
  ];
  return (
    <>
      <Table caption={caption} columns={columns} rows={rows} rowKey={({ code }) => code} />
      {isCut && <Alert tone="info" title={t("cut")} />}
    </>
  );
}
