"use client";
import type { PortalTemplate } from "@archipel/contracts/portals.ts";
import { wordsIn } from "@archipel/i18n/words-in.ts";
import { Badge } from "@archipel/ui/badge.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useErrorText } from "../../../api/failure.ts";
import { ConfirmDialog } from "../../../kit/confirm-dialog.tsx";
import { useCommunity, useMe, useRoleReason } from "../../../kit/current-community.tsx";
import { PageHeader } from "../../../kit/page-header.tsx";
import { QueryView } from "../../../kit/query-view.tsx";
import { RoleGate } from "../../../kit/role-gate.tsx";
import { links } from "../../../links.ts";
import { DataBeginning } from "./data-beginning.tsx";
import { RenameTemplateDialog } from "./rename-template-dialog.tsx";
import { TemplateCard } from "./template-card.tsx";
import { blank, shippedThemes } from "./templates.ts";

/** What a new portal can begin with: templates of the community, those of the platform, a blank page, published data. */
export function GalleryPage() {
  const t = useTranslations("admin");
  const api = useApi();
  const community = useCommunity();
  const templates = useQuery(api.portals.templates.queryOptions({ communityId: community.id }));
  return (
    <>
      <PageHeader
        title={t("portals.create")}
        lead={t("portals.templates.lead")}
        parents={[{ label: t("nav.portals"), href: links.portals(community.slug) }]}
      />
      <RoleGate needs="manager">
        <QueryView query={templates} rows={3}>
          {(all) => <Gallery own={all.filter(({ isOwn }) => isOwn)} offered={all.filter(({ isOwn }) => !isOwn)} />}
        </QueryView>
      </RoleGate>
    </>
  );
}

function Gallery({ own, offered }: { readonly own: readonly PortalTemplate[]; readonly offered: readonly PortalTemplate[] }) {
  const t = useTranslations("admin.portals.templates");
  const locale = useLocale();
  return (
    <>
      {own.length > 0 && (
        <Group title={t("own")}>
          {own.map((template) => (
            <OwnTemplate key={template.id} template={template} />
          ))}
        </Group>
      )}
      <Group title={t("shipped")} hint={own.length === 0 ? t("ownHint") : undefined}>
        {shippedThemes.map(({ id, tagline, ...look }) => (
          <TemplateCard key={id} start={id} name={t(`themes.${id}`)} description={wordsIn(locale, tagline)} look={look} />
        ))}
        {offered.map((template) => (
          <TemplateCard key={template.id} start={template.id} name={template.name} description={template.description} look={template} />
        ))}
        <TemplateCard start="blank" name={t("blank")} description={t("blankText")} look={blank} />
        <DataBeginning />
      </Group>
    </>
  );
}

interface GroupProps {
  readonly title: string;
  readonly hint?: string | undefined;
  readonly children: ReactNode;
}

function Group({ title, hint, children }: GroupProps) {
  return (
    <section className="flex flex-col gap-4">
      <div>
        <h2 className="text-title">{title}</h2>
        {hint && <p className="text-ink-muted">{hint}</p>}
      </div>
      <ul className="grid gap-5 sm:grid-cols-2 xl:grid-cols-3">{children}</ul>
    </section>
  );
}

/** A template that the community saved: it is renamed and deleted here. */
function OwnTemplate({ template }: { readonly template: PortalTemplate }) {
  const t = useTranslations("admin.portals.templates");
  const api = useApi();
  const me = useMe();
  const reason = useRoleReason()("manager");
  const errorText = useErrorText();
  const queryClient = useQueryClient();
  const { id: communityId } = useCommunity();
  const [asked, setAsked] = useState<"rename" | "delete" | null>(null);
  const remove = useMutation(
    api.portals.deleteTemplate.mutationOptions({
      onSuccess: (templates) => queryClient.setQueryData(api.portals.templates.queryKey({ communityId }), templates),
    }),
  );
  const { id, name, description, pages, pictures, isShared } = template;
  return (
    <TemplateCard
      start={id}
      name={name}
      description={description}
      look={template}
      badges={
        <>
          <Badge>{t("pages", { count: pages })}</Badge>
          {pictures > 0 && <Badge>{t("pictures", { count: pictures })}</Badge>}
          {isShared && <Badge tone="accent">{t("shared")}</Badge>}
        </>
      }
      acts={
        reason
          ? []
          : [
              ...(isShared && !me.isOperator ? [] : [{ label: t("rename"), onSelect: () => setAsked("rename") }]),
              { label: t("delete"), isDanger: true, onSelect: () => setAsked("delete") },
            ]
      }
    >
      <RenameTemplateDialog template={template} open={asked === "rename"} onOpenChange={(open) => setAsked(open ? "rename" : null)} />
      <ConfirmDialog
        title={t("deleteTitle", { name })}
        actionLabel={t("delete")}
        open={asked === "delete"}
        onOpenChange={(open) => setAsked(open ? "delete" : null)}
        isPending={remove.isPending}
        error={remove.error ? errorText(remove.error) : undefined}
        onConfirm={() => remove.mutate({ communityId, templateId: id })}
      >
        <p>{t(isShared ? "deleteSharedText" : "deleteText")}</p>
      </ConfirmDialog>
    </TemplateCard>
  );
}
