"use client";
import type { SavedMapSummary } from "@archipel/contracts/maps.ts";
import { formatDate } from "@archipel/i18n/format.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { Badge, type BadgeTone } from "@archipel/ui/badge.tsx";
import { Button, LinkButton } from "@archipel/ui/button.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { Menu, type MenuEntry } from "@archipel/ui/menu.tsx";
import { useMutation } from "@tanstack/react-query";
import { Ellipsis } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/react.tsx";
import { links } from "../../links.ts";
import { FailureAlert } from "../site/failure-alert.tsx";
import { DeclineDialog } from "./decline-dialog.tsx";
import { inLanguage, langAttribute } from "./in-language.ts";

interface OwnMapProps {
  readonly map: SavedMapSummary;
  readonly communityId: string;
  readonly mayPublish: boolean;
  readonly locale: Locale;
  /** In the list of a manager: whose map it is. */
  readonly isManaged?: boolean;
}

const TONES: Record<SavedMapSummary["status"] | "proposed", BadgeTone> = {
  draft: "neutral",
  unlisted: "info",
  proposed: "warning",
  published: "success",
};

/** A map in the list of its owner or of a manager, with what the person may do with it. */
export function OwnMap({ map, communityId, mayPublish, locale, isManaged = false }: OwnMapProps) {
  const t = useTranslations("maps");
  const common = useTranslations("common");
  const [asked, setAsked] = useState<"remove" | "decline" | null>(null);
  const { share, publish, remove, isPending, error } = useMapChanges(() => setAsked(null));
  const about = { communityId, mapId: map.id };
  const title = inLanguage(map.title, locale);
  const state = map.isProposed ? "proposed" : map.status;
  const mayEdit = mayPublish || map.status !== "published";
  const author = map.ownerName ? t("mine.by", { name: map.ownerName }) : t("mine.gone");
  const action = (label: string, onSelect: () => void): MenuEntry => ({ kind: "action", label, onSelect });
  const publishing: MenuEntry[] = mayPublish
    ? [
        map.status === "published"
          ? action(t("mine.unpublish"), () => publish.mutate({ ...about, isPublished: false }))
          : action(t("mine.publish"), () => publish.mutate({ ...about, isPublished: true })),
        ...(map.isProposed && !map.isMine ? [action(t("mine.decline"), () => setAsked("decline"))] : []),
      ]
    : map.status === "published"
      ? [action(t("mine.unpublish"), () => share.mutate({ ...about, status: "unlisted" }))]
      : [
          map.isProposed
            ? action(t("mine.withdrawProposal"), () => share.mutate({ ...about, status: "unlisted" }))
            : action(t("mine.propose"), () => share.mutate({ ...about, status: "unlisted", isProposed: true })),
        ];
  const sharing: MenuEntry[] =
    map.isMine && map.status !== "published"
      ? [
          map.status === "draft"
            ? action(t("mine.share"), () => share.mutate({ ...about, status: "unlisted" }))
            : action(t("mine.hide"), () => share.mutate({ ...about, status: "draft" })),
        ]
      : [];
  return (
    <li className="py-4">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-64">
          <h3 className="break-words font-medium font-text text-base" {...langAttribute(title.lang, locale)}>
            <a href={links.savedMap(locale, map.slug)} className="text-accent-ink underline-offset-4 hover:underline">
              {title.text}
            </a>
          </h3>
          <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-ink-muted text-small">
            <Badge tone={TONES[state]}>{t(`statuses.${state}`)}</Badge>
            <span>
              {t(`kinds.${map.kind}`)}
              {isManaged && ` · ${author}`} · {t("list.updatedOn", { date: formatDate(locale, map.updatedAt, "medium") })}
            </span>
          </p>
        </div>
        <div className="flex gap-2">
          {mayEdit && <LinkButton href={links.editMap(locale, map.slug)}>{t("mine.edit")}</LinkButton>}
          <Menu
            trigger={
              <Button isSquare tone="quiet" disabled={isPending} aria-label={t("mine.actions", { title: title.text })}>
                <Ellipsis aria-hidden className="size-5" />
              </Button>
            }
            entries={[
              ...publishing,
              ...sharing,
              { kind: "separator" },
              { kind: "action", label: t("mine.remove"), isDanger: true, onSelect: () => setAsked("remove") },
            ]}
          />
        </div>
      </div>
      {error && (
        <div className="mt-3">
          <FailureAlert error={error} />
        </div>
      )}
      <Dialog
        title={t("mine.removeTitle", { title: title.text })}
        closeLabel={common("actions.close")}
        open={asked === "remove"}
        onOpenChange={(isOpen) => setAsked(isOpen ? "remove" : null)}
        footer={
          <>
            <Button onClick={() => setAsked(null)}>{t("mine.cancel")}</Button>
            <Button tone="danger" disabled={isPending} onClick={() => remove.mutate(about)}>
              {t("mine.remove")}
            </Button>
          </>
        }
      >
        <p>{t("mine.removeText")}</p>
      </Dialog>
      <DeclineDialog
        title={title.text}
        isOpen={asked === "decline"}
        isPending={isPending}
        onClose={() => setAsked(null)}
        onDecline={(said) => publish.mutate({ ...about, isPublished: false, said })}
      />
    </li>
  );
}

/** Changes of who sees a map, and its removal. The page is rendered again after each. */
function useMapChanges(onDone: () => void) {
  const api = useApi().maps;
  const router = useRouter();
  const options = {
    onSuccess: () => {
      onDone();
      router.refresh();
    },
  };
  const share = useMutation(api.share.mutationOptions(options));
  const publish = useMutation(api.publish.mutationOptions(options));
  const remove = useMutation(api.remove.mutationOptions(options));
  const all = [share, publish, remove];
  return {
    share,
    publish,
    remove,
    isPending: all.some(({ isPending }) => isPending),
    // The last call's: an older refusal is not repeated under a new answer.
    error: all.toSorted((one, other) => other.submittedAt - one.submittedAt)[0]?.error ?? null,
  };
}
