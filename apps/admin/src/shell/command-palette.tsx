"use client";
import type { MyCommunity } from "@archipel/contracts/communities.ts";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { controlClass } from "@archipel/ui/text-input.tsx";
import { useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { Globe, Layers, type LucideIcon, Plus, UserPlus, UserRound } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type RefObject, useDeferredValue, useEffect, useRef, useState } from "react";
import { useApi } from "../api/api.ts";
import { hasRole, useMe } from "../kit/current-community.tsx";
import { links } from "../links.ts";
import { CommunityIcon, destinations, platformDestinations } from "./navigation.ts";

interface PaletteProps {
  readonly community: MyCommunity | null;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

const GROUPS =
  "-mx-2 [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-3 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-ink-muted [&_[cmdk-group-heading]]:text-small";

/** ⌘K or Ctrl+K: every page, dataset, portal and common act, by name. */
export function CommandPalette({ community, open, onOpenChange }: PaletteProps) {
  const t = useTranslations("admin");
  const tc = useTranslations("common");
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      onOpenChange(!open);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [open, onOpenChange]);
  return (
    <Dialog title={t("palette.label")} closeLabel={tc("actions.close")} open={open} onOpenChange={onOpenChange} initialFocus={input}>
      <Command label={t("palette.label")} className={GROUPS}>
        <PaletteContent input={input} community={community} onClose={() => onOpenChange(false)} />
      </Command>
    </Dialog>
  );
}

interface PaletteContentProps {
  readonly input: RefObject<HTMLInputElement | null>;
  readonly community: MyCommunity | null;
  readonly onClose: () => void;
}

function PaletteContent({ input, community, onClose }: PaletteContentProps) {
  const t = useTranslations("admin");
  const router = useRouter();
  const me = useMe();
  const [typed, setTyped] = useState("");
  const go = (href: string) => {
    onClose();
    router.push(href);
  };
  return (
    <>
      <Command.Input ref={input} value={typed} onValueChange={setTyped} placeholder={t("palette.placeholder")} className={controlClass} />
      <Command.List label={t("palette.label")} className="h-[min(24rem,50dvh)] overflow-y-auto">
        <Command.Empty className="px-4 py-6 text-center text-ink-muted">{t("palette.empty")}</Command.Empty>
        {community && <CommunityResults community={community} typed={typed} go={go} />}
        <Command.Group heading={t("palette.communities")}>
          {me.communities
            .filter((other) => other.id !== community?.id)
            .map((other) => (
              <Line
                key={other.id}
                value={`${other.name} ${other.slug}`}
                Icon={CommunityIcon}
                onSelect={() => go(links.community(other.slug))}
              >
                {other.name}
              </Line>
            ))}
          {me.isOperator &&
            platformDestinations.map(({ key, Icon, href }) => (
              <Line key={key} value={t(`nav.${key}`)} Icon={Icon} onSelect={() => go(href())}>
                {t(`nav.${key}`)}
              </Line>
            ))}
        </Command.Group>
        <Command.Group heading={t("palette.you")}>
          <Line value={t("shell.profile")} Icon={UserRound} onSelect={() => go(links.account())}>
            {t("shell.profile")}
          </Line>
        </Command.Group>
      </Command.List>
    </>
  );
}

function CommunityResults({
  community,
  typed,
  go,
}: {
  readonly community: MyCommunity;
  readonly typed: string;
  readonly go: (href: string) => void;
}) {
  const t = useTranslations("admin");
  const api = useApi();
  const q = useDeferredValue(typed.trim());
  const datasets = useQuery(api.datasets.list.queryOptions({ communityId: community.id, limit: 8, ...(q && { q }) }));
  const portals = useQuery(api.portals.list.queryOptions({ communityId: community.id }));
  return (
    <>
      <Command.Group heading={t("palette.pages")}>
        {destinations
          .filter(({ needs }) => hasRole(community, needs))
          .map(({ key, Icon, href }) => (
            <Line key={key} value={t(`nav.${key}`)} Icon={Icon} onSelect={() => go(href(community.slug))}>
              {t(`nav.${key}`)}
            </Line>
          ))}
      </Command.Group>
      {hasRole(community, "contributor") && (
        <Command.Group heading={t("palette.acts")}>
          <Line value={t("uploads.add")} Icon={Plus} onSelect={() => go(links.uploads(community.slug))}>
            {t("uploads.add")}
          </Line>
          {hasRole(community, "manager") && (
            <>
              <Line value={t("portals.create")} Icon={Plus} onSelect={() => go(links.newPortal(community.slug))}>
                {t("portals.create")}
              </Line>
              <Line value={t("members.invite")} Icon={UserPlus} onSelect={() => go(`${links.members(community.slug)}?invite=1`)}>
                {t("members.invite")}
              </Line>
            </>
          )}
        </Command.Group>
      )}
      <Command.Group heading={t("nav.datasets")}>
        {datasets.data?.items.map((dataset) => (
          <Line
            key={dataset.id}
            value={`${dataset.title} ${dataset.id}`}
            Icon={Layers}
            onSelect={() => go(links.dataset(community.slug, dataset.id))}
          >
            {dataset.title}
          </Line>
        ))}
      </Command.Group>
      <Command.Group heading={t("nav.portals")}>
        {portals.data?.map((portal) => (
          <Line
            key={portal.id}
            value={`${portal.name} ${portal.slug}`}
            Icon={Globe}
            onSelect={() => go(links.portal(community.slug, portal.id))}
          >
            {portal.name}
          </Line>
        ))}
      </Command.Group>
    </>
  );
}

function Line({
  value,
  Icon,
  onSelect,
  children,
}: {
  readonly value: string;
  readonly Icon: LucideIcon;
  readonly onSelect: () => void;
  readonly children: string;
}) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex min-h-10 cursor-pointer items-center gap-3 rounded-control px-2 data-[selected=true]:bg-accent-soft data-[selected=true]:text-accent-ink"
    >
      <Icon aria-hidden className="size-4 shrink-0" />
      <span className="truncate">{children}</span>
    </Command.Item>
  );
}
