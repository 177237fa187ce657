"use client";
import type { ReportTheme } from "@archipel/contracts/reports.ts";
import { Badge } from "@archipel/ui/badge.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { EmptyState } from "@archipel/ui/empty-state.tsx";
import { Tabs } from "@archipel/ui/tabs.tsx";
import { useQuery } from "@tanstack/react-query";
import { Plus, Tags } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useCommunity, useRoleReason } from "../../kit/current-community.tsx";
import { PageHeader } from "../../kit/page-header.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { links } from "../../links.ts";
import { OrderedList } from "./ordered-list.tsx";
import { ThemeEditor } from "./theme-editor.tsx";
import { useThemeOrder } from "./use-theme-order.ts";
import { useText } from "./words.ts";
import { WorkflowForm } from "./workflow-form.tsx";

/** The themes of reports with their forms, and the workflow. */
export function ThemesPage() {
  const t = useTranslations("moderation.themes");
  const tn = useTranslations("admin.nav");
  const tMore = useTranslations("common.tabs");
  const api = useApi();
  const { id: communityId, slug } = useCommunity();
  const themes = useQuery(api.reports.themes.queryOptions({ communityId }));
  const settings = useQuery(api.reports.settings.queryOptions({ communityId }));
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} parents={[{ label: tn("reports"), href: links.reports(slug) }]} />
      <Tabs
        label={t("title")}
        moreLabel={tMore("more")}
        tabs={[
          {
            value: "themes",
            label: t("tabs.themes"),
            isKept: true,
            content: <QueryView query={themes}>{(data) => <Themes themes={data} />}</QueryView>,
          },
          {
            value: "workflow",
            label: t("tabs.workflow"),
            isKept: true,
            content: <QueryView query={settings}>{(data) => <WorkflowForm settings={data} />}</QueryView>,
          },
        ]}
      />
    </>
  );
}

const NEW = "new";

function Themes({ themes }: { readonly themes: readonly ReportTheme[] }) {
  const t = useTranslations("moderation.themes");
  const text = useText();
  const reason = useRoleReason()("manager");
  const [openId, setOpenId] = useState<string | null>(null);
  const { ordered, order } = useThemeOrder(themes);
  const opened = themes.find(({ id }) => id === openId);
  const add = (
    <Button tone="primary" onClick={() => setOpenId(NEW)} {...(reason && { disabledReason: reason })}>
      <Plus aria-hidden className="size-4" />
      {t("add")}
    </Button>
  );
  if (openId === NEW || opened) {
    return <ThemeEditor key={openId} theme={opened ?? null} onClose={() => setOpenId(null)} />;
  }
  if (themes.length === 0) {
    return (
      <EmptyState icon={<Tags aria-hidden className="size-8" />} title={t("none")} action={add}>
        {t("noneText")}
      </EmptyState>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      <p className="max-w-prose text-ink-muted">{t("orderHint")}</p>
      <OrderedList
        label={t("tabs.themes")}
        items={ordered}
        nameOf={({ name }) => text(name)}
        isFixed={reason !== undefined}
        onOrder={order}
      >
        {(theme) => (
          <button
            type="button"
            onClick={() => setOpenId(theme.id)}
            className="flex min-h-11 min-w-0 flex-1 flex-wrap items-center gap-x-4 gap-y-1 px-2 py-2 text-left hover:bg-sunken focus-visible:-outline-offset-2"
          >
            <span className="min-w-0 flex-1 basis-40 break-words font-medium">{text(theme.name)}</span>
            <span className="text-ink-muted text-small">{t("fieldCount", { count: theme.fields.length })}</span>
            {!theme.isActive && <Badge>{t("inactive")}</Badge>}
          </button>
        )}
      </OrderedList>
      <div>{add}</div>
    </div>
  );
}
