"use client";
import type { MyCommunity } from "@archipel/contracts/communities.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { controlClass } from "@archipel/ui/text-input.tsx";
import { Command } from "cmdk";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, type RefObject, useEffect, useRef, useState } from "react";
import { useErrorText } from "../../api/failure.ts";
import { PaletteList } from "./palette-list.tsx";
import { type Grantee, useCommands } from "./use-commands.ts";
import { useFound } from "./use-found.ts";
import { useKnown } from "./use-known.ts";

interface PaletteProps {
  readonly community: MyCommunity | null;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** ⌘K or Ctrl+K: finds pages, actions, datasets, portals, contributions, reports and members by name. */
export function CommandPalette({ community, open, onOpenChange }: PaletteProps) {
  const t = useTranslations("admin.palette");
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
    <Dialog title={t("label")} closeLabel={tc("actions.close")} open={open} onOpenChange={onOpenChange} initialFocus={input}>
      <PaletteContent input={input} community={community} onClose={() => onOpenChange(false)} />
    </Dialog>
  );
}

interface PaletteContentProps {
  readonly input: RefObject<HTMLInputElement | null>;
  readonly community: MyCommunity | null;
  readonly onClose: () => void;
}

function PaletteContent({ input, community, onClose }: PaletteContentProps) {
  const t = useTranslations("admin.palette");
  const router = useRouter();
  const [typed, setTyped] = useState("");
  const known = useKnown(community, typed);
  const found = useFound(community, typed);
  const [grantee, setGrantee] = useState<Grantee | null>(null);
  const commands = useCommands(community, typed, {
    grantee,
    onGrantee: (chosen) => {
      setGrantee(chosen);
      setTyped("");
    },
  });
  const all = grantee ? [commands] : [commands, ...known.before, ...found.groups, ...known.after];
  const groups = all.filter(({ entries }) => entries.length > 0);
  // The first entry stays selected while answers arrive, until the person moves to another one.
  const first = groups[0]?.entries[0]?.id ?? "";
  const [moved, setMoved] = useState<string | null>(null);
  const count = groups.reduce((sum, { entries }) => sum + entries.length, 0);
  const clear = () => {
    setTyped("");
    input.current?.focus();
  };
  return (
    // Not filtered again here: core-api also matches texts that the list does not show, such as an e-mail address.
    <Command
      label={t("label")}
      shouldFilter={false}
      loop
      value={moved ?? first}
      onValueChange={(entry) => setMoved(entry === first ? null : entry)}
    >
      <Command.Input
        ref={input}
        value={typed}
        onValueChange={setTyped}
        placeholder={t(grantee ? "chooseData" : "placeholder")}
        className={controlClass}
      />
      <PaletteList
        label={t("label")}
        groups={groups}
        onChoose={({ href, run, next }) => {
          if (next) return next();
          onClose();
          run?.();
          // A whole load: the policy of that page allows frames of the portal.
          if (href && /\/appearance(#|$)/.test(href)) window.location.assign(href);
          else if (href) router.push(href);
        }}
        empty={!found.isSearching && found.error === undefined && <Empty typed={typed.trim()} onClear={clear} />}
      />
      <div className="-mx-5 -mb-4 flex min-h-11 items-center justify-between gap-4 border-line border-t px-5 py-1.5 text-ink-muted text-small">
        {found.error === undefined ? (
          <p role="status">{found.isSearching ? t("searching") : typed.trim() && t("count", { count })}</p>
        ) : (
          <Failure error={found.error} onRetry={found.retry} />
        )}
        <p aria-hidden className="flex shrink-0 gap-3 max-sm:hidden">
          <Key name="↑ ↓">{t("keys.move")}</Key>
          <Key name="↵">{t("keys.open")}</Key>
          <Key name="Esc">{t("keys.close")}</Key>
        </p>
      </div>
    </Command>
  );
}

function Empty({ typed, onClear }: { readonly typed: string; readonly onClear: () => void }) {
  const t = useTranslations("admin.palette");
  return (
    <div className="flex flex-col items-center gap-3 px-4 py-10 text-center">
      <p className="font-medium break-words">{t("empty", { typed })}</p>
      <p className="max-w-prose text-ink-muted">{t("emptyText")}</p>
      <Button onClick={onClear}>{t("clear")}</Button>
    </div>
  );
}

/** Some lists could not be loaded; the others stay. */
function Failure({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  const t = useTranslations("common.actions");
  const errorText = useErrorText();
  return (
    <p role="alert" className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 text-danger">
      {errorText(error)}
      <Button tone="quiet" onClick={onRetry}>
        {t("retry")}
      </Button>
    </p>
  );
}

function Key({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <span className="flex items-center gap-1.5">
      <kbd className="figures rounded-control border border-line px-1.5">{name}</kbd>
      {children}
    </span>
  );
}
