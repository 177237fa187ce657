"use client";
import type { Portal } from "@archipel/contracts/portals.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Badge } from "@archipel/ui/badge.tsx";
import { Button, buttonClass, LinkButton } from "@archipel/ui/button.tsx";
import { Menu } from "@archipel/ui/menu.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Archive, Copy, Download, Ellipsis, ExternalLink, LayoutTemplate, ShieldAlert } from "lucide-react";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { ConfirmDialog } from "../../kit/confirm-dialog.tsx";
import { useCommunity, useRoleReason } from "../../kit/current-community.tsx";
import { PageHeader } from "../../kit/page-header.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { usePortalLink } from "../../kit/use-portal-link.ts";
import { links } from "../../links.ts";
import { AnswersOffer } from "../answers/layers/answers-offer.tsx";
import { UnreadNotice } from "../answers/layers/unread-notice.tsx";
import { LegalWarning } from "../site/legal/legal-warning.tsx";
import { CloneDialog } from "./clone-dialog.tsx";
import { MapStyleSection } from "./map-style-section.tsx";
import { PortalForm } from "./portal-form.tsx";
import { picturesOf } from "./portal-pictures.ts";
import { changedPart, valuesOf } from "./portal-values.ts";
import { PrivateLink } from "./start/private-link.tsx";
import { StartPanel } from "./start/start-panel.tsx";
import { SaveTemplateDialog } from "./templates/save-template-dialog.tsx";

export function PortalPage({ portalId }: { readonly portalId: string }) {
  const t = useTranslations("admin");
  const api = useApi();
  const community = useCommunity();
  const portal = useQuery(api.portals.get.queryOptions({ communityId: community.id, portalId }));
  return (
    <QueryView query={portal} rows={6} back={{ label: t("nav.portals"), href: links.portals(community.slug) }}>
      {(data) => (
        <>
          <PortalHeader portal={data} />
          <CreatedNote portal={data} />
          <StartPanel portal={data} otherwise={data.status === "live" && <LegalWarning portalId={data.id} />} />
          {data.status === "preparing" && <PrivateLink portal={data} />}
          {data.status !== "archived" && <AnswersOffer portal={data} />}
          {data.hasAnswers && <UnreadNotice portalId={data.id} />}
          <EditPortal portal={data} />
          <MapStyleSection portal={data} />
        </>
      )}
    </QueryView>
  );
}

function PortalHeader({ portal }: { readonly portal: Portal }) {
  const t = useTranslations("admin");
  const tDomains = useTranslations("domains");
  const api = useApi();
  const community = useCommunity();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const reason = useRoleReason()("manager");
  const visits = useTranslations("visits");
  const [isAsking, setAsking] = useState(false);
  const [isCloning, setCloning] = useState(false);
  const [isSaving, setSaving] = useState(false);
  const isLive = portal.status === "live";
  const isClosed = portal.status === "archived";
  const address = usePortalLink(portal)();
  const setStatus = useMutation(
    api.portals.setStatus.mutationOptions({
      onSuccess: () => {
        setAsking(false);
        return queryClient.invalidateQueries(api.portals.pathFilter());
      },
    }),
  );
  const change = () => setStatus.mutate({ communityId: community.id, portalId: portal.id, status: isLive ? "archived" : "live" });
  return (
    <>
      <PageHeader
        title={portal.name}
        parents={[{ label: t("nav.portals"), href: links.portals(community.slug) }]}
        badges={<Badge tone={isLive ? "success" : isClosed ? "neutral" : "info"}>{t(`portals.status.${portal.status}`)}</Badge>}
        actions={
          <>
            <Link href={links.site(community.slug, portal.id)} className={buttonClass()}>
              {t("portals.site")}
            </Link>
            {/* A whole load: the policy of that page allows frames of the portal. */}
            <a href={links.appearance(community.slug, portal.id)} className={buttonClass()}>
              {t("portals.sections.appearance")}
            </a>
            <Link href={links.answers(community.slug, portal.id)} className={buttonClass()}>
              {t("answers.title")}
            </Link>
            <Link href={links.visits(community.slug, portal.id)} className={buttonClass()}>
              {visits("title")}
            </Link>
            <Link href={links.addresses(community.slug, portal.id)} className={buttonClass()}>
              {tDomains("title")}
            </Link>
            {isClosed && (
              <Button disabled={setStatus.isPending} onClick={change} {...(reason && { disabledReason: reason })}>
                {t("portals.reopen")}
              </Button>
            )}
            <MoreActs
              community={community.slug}
              isLive={isLive}
              reason={reason}
              onClone={() => setCloning(true)}
              onSave={() => setSaving(true)}
              onArchive={() => setAsking(true)}
            />
            {address && (
              <LinkButton tone={isLive ? "primary" : "secondary"} href={address} target="_blank" rel="noreferrer">
                {t(isLive ? "portals.open" : "portals.openPrivate")}
                <ExternalLink aria-hidden className="size-4" />
              </LinkButton>
            )}
          </>
        }
      />
      <CloneDialog portal={portal} open={isCloning} onOpenChange={setCloning} />
      <SaveTemplateDialog portal={portal} open={isSaving} onOpenChange={setSaving} />
      {setStatus.error && !isAsking && <Alert tone="danger" title={errorText(setStatus.error)} isLive />}
      <ConfirmDialog
        title={t("portals.archiveTitle", { name: portal.name })}
        actionLabel={t("portals.archive")}
        open={isAsking}
        onOpenChange={setAsking}
        isPending={setStatus.isPending}
        error={setStatus.error ? errorText(setStatus.error) : undefined}
        onConfirm={change}
      >
        <p>{t("portals.archiveText", { address: portal.address })}</p>
        {isAsking && <AlertsInForce portal={portal} />}
      </ConfirmDialog>
    </>
  );
}

/** What visitors would no longer read. */
function AlertsInForce({ portal }: { readonly portal: Portal }) {
  const t = useTranslations("admin.portals");
  const api = useApi();
  const community = useCommunity();
  const current = useQuery(api.alerts.current.queryOptions({ portalId: portal.id }, { enabled: portal.status === "live", staleTime: 0 }));
  const [first, ...others] = current.data?.inForce ?? [];
  if (!first) return null;
  const title = first.title.fr ?? first.title.en ?? "";
  return (
    <Alert
      tone="warning"
      title={t("archiveAlert", { count: others.length + 1, title })}
      action={
        <Link href={links.site(community.slug, portal.id, "alerts")} className={buttonClass()}>
          {t("archiveAlertLink")}
        </Link>
      }
    />
  );
}

interface MoreActsProps {
  readonly community: string;
  readonly isLive: boolean;
  /** Why the person can do none of them. */
  readonly reason: string | undefined;
  readonly onClone: () => void;
  readonly onSave: () => void;
  readonly onArchive: () => void;
}

function MoreActs({ community, isLive, reason, onClone, onSave, onArchive }: MoreActsProps) {
  const t = useTranslations("admin.portals");
  const act = { kind: "action", disabled: reason !== undefined } as const;
  return (
    <Menu
      trigger={
        <Button isSquare aria-label={t("more")}>
          <Ellipsis aria-hidden className="size-5" />
        </Button>
      }
      entries={[
        { ...act, label: t("clone"), icon: <Copy aria-hidden className="size-4" />, onSelect: onClone },
        { ...act, label: t("templates.save"), icon: <LayoutTemplate aria-hidden className="size-4" />, onSelect: onSave },
        ...(isLive
          ? [{ ...act, label: t("archive"), icon: <Archive aria-hidden className="size-4" />, isDanger: true, onSelect: onArchive }]
          : []),
        { kind: "separator" },
        {
          kind: "link",
          label: t("lifeLinks"),
          icon: <ShieldAlert aria-hidden className="size-4" />,
          href: `${links.life(community)}#portals-title`,
        },
        { kind: "link", label: t("copyLink"), icon: <Download aria-hidden className="size-4" />, href: links.life(community) },
      ]}
      note={reason}
    />
  );
}

function CreatedNote({ portal }: { readonly portal: Portal }) {
  const t = useTranslations("admin.portals");
  const isCreated = useSearchParams().get("created") !== null;
  if (!isCreated || portal.status !== "preparing") return null;
  return <Alert tone="success" isLive title={t("created")} where={portal.address} />;
}

function EditPortal({ portal }: { readonly portal: Portal }) {
  const t = useTranslations();
  const api = useApi();
  const community = useCommunity();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const reason = useRoleReason()("manager");
  const update = useMutation(api.portals.update.mutationOptions());
  return (
    <PortalForm
      initial={valuesOf(portal)}
      address={portal.address}
      opens={usePortalLink(portal)()}
      pictures={picturesOf(portal)}
      submitLabel={t("common.actions.save")}
      disabledReason={reason}
      onSubmit={async (values, changed) => {
        await update.mutateAsync({ communityId: community.id, portalId: portal.id, ...changedPart(values, changed) });
        toasts.add({ title: t("admin.forms.saved") });
        await queryClient.invalidateQueries(api.portals.pathFilter());
      }}
    />
  );
}
