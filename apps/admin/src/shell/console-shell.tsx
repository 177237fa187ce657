"use client";
import type { MyCommunity } from "@archipel/contracts/communities.ts";
import { Button, buttonClass } from "@archipel/ui/button.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { Menu as MenuIcon, Search } from "lucide-react";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useState, useSyncExternalStore } from "react";
import { HelpLink } from "../features/help/help-link.tsx";
import { NotificationsBell } from "../features/notifications/notifications-bell.tsx";
import { Brand } from "../kit/brand.tsx";
import { AccountMenu } from "./account-menu.tsx";
import { CommunitySwitcher } from "./community-switcher.tsx";
import { CommandPalette } from "./palette/command-palette.tsx";
import { SideNavigation } from "./side-navigation.tsx";

const neverChanges = () => () => {};
const isApple = () => /Mac|iPhone|iPad/.test(navigator.userAgent);

/** Pages that need the whole screen, and have their own way back: the editor of a page. */
function isFullPage(pathname: string): boolean {
  return /^\/c\/[^/]+\/portals\/[^/]+\/site\/[^/]+$/.test(pathname);
}

/** The frame of every signed-in page: navigation at the left, or a drawer that the top bar opens on a narrow screen. */
export function ConsoleShell({ community, children }: { readonly community: MyCommunity | null; readonly children: ReactNode }) {
  const t = useTranslations();
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  const [isMenuOpen, setMenuOpen] = useState(false);
  const isFull = isFullPage(usePathname());
  const hasCommandKey = useSyncExternalStore(neverChanges, isApple, () => false);
  const search = (
    <button
      type="button"
      onClick={() => {
        setMenuOpen(false);
        setPaletteOpen(true);
      }}
      className="flex min-h-9 w-full items-center gap-3 rounded-control border border-line-strong bg-surface px-3 text-ink-muted hover:bg-sunken"
    >
      <Search aria-hidden className="size-4" />
      <span className="flex-1 text-left">{t("admin.palette.open")}</span>
      <kbd className="figures rounded-control border border-line px-1.5 text-small">{hasCommandKey ? "⌘K" : "Ctrl K"}</kbd>
    </button>
  );
  const top = (
    <>
      <CommunitySwitcher community={community} />
      {search}
    </>
  );
  const foot = (
    <>
      <HelpLink />
      <AccountMenu />
    </>
  );
  if (isFull) {
    return (
      <>
        <main id="content" tabIndex={-1} className="min-h-dvh outline-none">
          {children}
        </main>
        <CommandPalette community={community} open={isPaletteOpen} onOpenChange={setPaletteOpen} />
      </>
    );
  }
  const navigation = <SideNavigation community={community} onNavigate={() => setMenuOpen(false)} />;
  return (
    <div className="lg:grid lg:grid-cols-[16rem_minmax(0,1fr)]">
      <a
        href="#content"
        className={`${buttonClass({ tone: "primary" })} sr-only z-50 focus:not-sr-only focus:fixed focus:top-2 focus:left-2`}
      >
        {t("admin.shell.skip")}
      </a>
      {/* Only the entries scroll: the search and the account stay where they are. */}
      <aside className="sticky top-0 hidden h-dvh flex-col border-line border-r bg-surface lg:flex">
        <div className="flex flex-col gap-4 px-3 pt-4">
          <div className="flex items-center justify-between gap-2">
            <Brand />
            <NotificationsBell />
          </div>
          {top}
        </div>
        <div className="scroll-hint min-h-0 flex-1 overflow-y-auto px-3 py-3">{navigation}</div>
        <div className="flex flex-col border-line border-t px-3 py-2">{foot}</div>
      </aside>
      <header className="sticky top-0 z-30 flex min-h-14 items-center gap-2 border-line border-b bg-surface px-3 lg:hidden">
        <Dialog
          placement="start"
          title={t("admin.shell.brand")}
          closeLabel={t("common.actions.close")}
          open={isMenuOpen}
          onOpenChange={setMenuOpen}
          trigger={
            <Button tone="quiet" isSquare aria-label={t("admin.shell.openNavigation")}>
              <MenuIcon aria-hidden className="size-5" />
            </Button>
          }
        >
          <div className="flex min-h-full flex-col gap-4">
            {top}
            {navigation}
            <div className="mt-auto flex flex-col gap-2 pt-4">{foot}</div>
          </div>
        </Dialog>
        <p className="min-w-0 flex-1 truncate font-medium">{community?.name ?? t("admin.shell.product")}</p>
        <NotificationsBell />
        <Button tone="quiet" isSquare aria-label={t("admin.palette.open")} onClick={() => setPaletteOpen(true)}>
          <Search aria-hidden className="size-5" />
        </Button>
      </header>
      <main id="content" tabIndex={-1} className="min-w-0 px-4 py-6 outline-none sm:px-6 lg:px-10 lg:py-8">
        <div className="mx-auto flex max-w-6xl flex-col gap-6">{children}</div>
      </main>
      <CommandPalette community={community} open={isPaletteOpen} onOpenChange={setPaletteOpen} />
    </div>
  );
}
