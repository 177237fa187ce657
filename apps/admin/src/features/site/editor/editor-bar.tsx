"use client";
import { pagePath } from "@archipel/contracts/site-pages.ts";
import { Badge } from "@archipel/ui/badge.tsx";
import { Button, buttonClass } from "@archipel/ui/button.tsx";
import { Menu } from "@archipel/ui/menu.tsx";
import { ArrowLeft, CalendarClock, EllipsisVertical, ExternalLink, EyeOff, History, Link2, Redo2, Undo2 } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useCommunity } from "../../../kit/current-community.tsx";
import { links } from "../../../links.ts";
import { useEditor } from "../draft/editor-context.tsx";
import { useOpenPage } from "../draft/open-page.tsx";
import type { PageDraft } from "../draft/page-draft.ts";
import { StateBadges } from "../pages/state-badges.tsx";
import { PreviewLinks } from "../publish/preview-links.tsx";
import { PublishDialog } from "../publish/publish-dialog.tsx";
import { ScheduleDialog } from "../publish/schedule-dialog.tsx";
import { UnpublishDialog } from "../publish/unpublish-dialog.tsx";
import { useTitle } from "../things/use-title.ts";
import { VersionsPanel } from "../versions/versions-panel.tsx";
import { ProblemList } from "./problem-list.tsx";
import { SaveMark } from "./save-mark.tsx";

type Opened = "publish" | "schedule" | "previews" | "versions" | "unpublish";

interface EditorBarProps {
  readonly isKeepable: boolean;
  readonly onRestored: (draft: PageDraft, revision: number) => void;
}

const UNTITLED = { home: "home", page: "untitled", news: "untitledNews" } as const;

/** The page's name and state, undo, and what leads to visitors: preview links, schedule, publication, versions. */
export function EditorBar({ isKeepable, onRestored }: EditorBarProps) {
  const t = useTranslations("site-editor.bar");
  const titleOf = useTitle();
  const { page, portal } = useOpenPage();
  const { draft, undo, redo, canUndo, canRedo } = useEditor();
  const [opened, setOpened] = useState<Opened | null>(null);
  const close = () => setOpened(null);
  const address = links.portalPage(portal.address, portal.locales[0] ?? "fr", pagePath(page));
  return (
    <header className="flex flex-wrap items-center gap-x-3 gap-y-1 border-line border-b bg-surface px-3 py-2">
      <BackLink isNews={page.kind === "news"} portalId={portal.id} />
      <div className="min-w-0 flex-1 basis-40">
        <p className="truncate text-ink-muted text-small">{portal.name}</p>
        <h1 className="truncate font-medium text-large">{titleOf(draft.title) || t(UNTITLED[page.kind])}</h1>
      </div>
      <span className="flex flex-wrap items-center gap-2 max-lg:hidden">
        <StateBadges page={page} />
        {page.status === "archived" && <Badge tone="warning">{t("archived")}</Badge>}
      </span>
      <SaveMark isKeepable={isKeepable} />
      <div className="flex flex-wrap items-center gap-1">
        <Button
          tone="quiet"
          isSquare
          aria-label={t("undo")}
          aria-keyshortcuts="Control+Z"
          title={t("undoKey")}
          disabled={!canUndo}
          onClick={undo}
        >
          <Undo2 aria-hidden className="size-5" />
        </Button>
        <Button
          tone="quiet"
          isSquare
          aria-label={t("redo")}
          aria-keyshortcuts="Control+Shift+Z"
          title={t("redoKey")}
          disabled={!canRedo}
          onClick={redo}
        >
          <Redo2 aria-hidden className="size-5" />
        </Button>
        <ProblemList />
        <Button onClick={() => setOpened("versions")} className="max-lg:hidden">
          <History aria-hidden className="size-4" />
          {t("versions")}
        </Button>
        <Menu
          trigger={
            <Button isSquare aria-label={t("more")}>
              <EllipsisVertical aria-hidden className="size-5" />
            </Button>
          }
          entries={[
            { kind: "action", label: t("previews"), icon: <Link2 aria-hidden className="size-4" />, onSelect: () => setOpened("previews") },
            {
              kind: "action",
              label: t("schedule"),
              icon: <CalendarClock aria-hidden className="size-4" />,
              onSelect: () => setOpened("schedule"),
            },
            {
              kind: "action",
              label: t("versions"),
              icon: <History aria-hidden className="size-4" />,
              onSelect: () => setOpened("versions"),
            },
            ...(page.status === "published"
              ? ([
                  { kind: "link", label: t("open"), icon: <ExternalLink aria-hidden className="size-4" />, href: address },
                  { kind: "separator" },
                  {
                    kind: "action",
                    label: t("unpublish"),
                    icon: <EyeOff aria-hidden className="size-4" />,
                    isDanger: true,
                    onSelect: () => setOpened("unpublish"),
                  },
                ] as const)
              : []),
          ]}
        />
        <Button tone="primary" onClick={() => setOpened("publish")}>
          {t("publish")}
        </Button>
      </div>
      {opened === "publish" && <PublishDialog onClose={close} />}
      {opened === "schedule" && <ScheduleDialog onClose={close} />}
      {opened === "previews" && <PreviewLinks onClose={close} />}
      {opened === "versions" && <VersionsPanel onClose={close} onRestored={onRestored} />}
      {opened === "unpublish" && <UnpublishDialog onClose={close} />}
    </header>
  );
}

/** Back to the list that the page is in. */
function BackLink({ isNews, portalId }: { readonly isNews: boolean; readonly portalId: string }) {
  const t = useTranslations("site-editor.bar");
  const community = useCommunity();
  return (
    <Link
      href={links.site(community.slug, portalId, isNews ? "news" : "")}
      className={buttonClass({ tone: "quiet", isSquare: true })}
      aria-label={t(isNews ? "backNews" : "back")}
    >
      <ArrowLeft aria-hidden className="size-5" />
    </Link>
  );
}
