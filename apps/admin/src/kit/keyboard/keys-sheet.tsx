"use client";
import { Button } from "@archipel/ui/button.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { Switch } from "@archipel/ui/switch.tsx";
import { Keyboard } from "lucide-react";
import { useTranslations } from "next-intl";
import { useShortcutsOn } from "./shortcuts.ts";

/** Keyboard shortcuts of a page, with texts of `admin.contributions.keys`. */
export type KeyWords = readonly (readonly [
  key: string,
  word:
    | "next"
    | "previous"
    | "nextEdit"
    | "previousEdit"
    | "enter"
    | "tick"
    | "approve"
    | "merge"
    | "reject"
    | "changes"
    | "queue"
    | "help",
])[];

interface KeysSheetProps {
  /** Each key and what it does, in words. */
  readonly keys: readonly (readonly [key: string, words: string])[];
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

export function KeysButton({ onOpen }: { readonly onOpen: () => void }) {
  const t = useTranslations("admin.contributions.keys");
  return (
    <Button tone="quiet" isSquare aria-label={t("open")} title={t("open")} onClick={onOpen} className="max-sm:hidden">
      <Keyboard aria-hidden className="size-5" />
    </Button>
  );
}

export function KeysSheet({ keys, open, onOpenChange }: KeysSheetProps) {
  const t = useTranslations("admin.contributions.keys");
  const tc = useTranslations("common.actions");
  const [isOn, turn] = useShortcutsOn();
  return (
    <Dialog title={t("title")} closeLabel={tc("close")} open={open} onOpenChange={onOpenChange}>
      <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-5 gap-y-2">
        {keys.map(([key, words]) => (
          <div key={key} className="contents">
            <dt>
              <kbd className="figures inline-block min-w-7 rounded-control border border-line-strong bg-sunken px-1.5 py-0.5 text-center text-small">
                {key === "Enter" ? t("enterKey") : key}
              </kbd>
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <div className="mt-5 border-line border-t pt-3">
        <Switch label={t("on")} checked={isOn} onCheckedChange={turn} />
        <p className="text-ink-muted text-small">{t("off")}</p>
      </div>
    </Dialog>
  );
}
