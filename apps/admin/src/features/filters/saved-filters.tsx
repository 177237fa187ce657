"use client";
import type { QueueFilter, SavedFilter } from "@archipel/contracts/filters.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Menu, type MenuEntry } from "@archipel/ui/menu.tsx";
import { useQuery } from "@tanstack/react-query";
import { Bookmark, Check, Plus, Settings2 } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { hasRole } from "../../kit/has-role.ts";
import { FiltersDialog, KeepDialog } from "./filter-dialogs.tsx";
import { isSameFilter } from "./same-filter.ts";

interface SavedFiltersProps {
  /** The kind of queue and its current filter. */
  readonly current: QueueFilter;
  /** Called with a saved filter. */
  readonly onApply: (chosen: QueueFilter) => void;
}

/** The menu of saved filters: apply one, save the current one, delete some. */
export function SavedFilters(props: SavedFiltersProps) {
  return hasRole(useCommunity(), "moderator") ? <FiltersMenu {...props} /> : null;
}

function FiltersMenu({ current, onApply }: SavedFiltersProps) {
  const t = useTranslations("admin.filters");
  const api = useApi();
  const locale = useLocale();
  const { id: communityId } = useCommunity();
  const [opened, setOpened] = useState<"keep" | "tidy" | null>(null);
  const kept = useQuery(api.filters.list.queryOptions({ communityId, kind: current.kind }));
  const names = new Intl.Collator(locale, { numeric: true });
  const filters = (kept.data ?? []).toSorted((a, b) => names.compare(a.name, b.name));
  const applied = filters.find((filter) => isSameFilter(filter.filter, current.filter));
  const close = (isOpen: boolean) => !isOpen && setOpened(null);
  return (
    <>
      <Menu
        align="start"
        trigger={
          <Button>
            <Bookmark aria-hidden className="size-4" />
            <span className="max-w-48 truncate">{applied ? t("applied", { name: applied.name }) : t("menu")}</span>
          </Button>
        }
        entries={[
          ...filters.map((filter) => entryOf(filter, filter === applied, onApply)),
          ...(filters.length > 0 ? [{ kind: "separator" } as const] : []),
          {
            kind: "action",
            label: t("keep"),
            icon: <Plus aria-hidden className="size-4" />,
            disabled: applied !== undefined,
            onSelect: () => setOpened("keep"),
          },
          ...(filters.length > 0
            ? [
                {
                  kind: "action" as const,
                  label: t("tidy"),
                  icon: <Settings2 aria-hidden className="size-4" />,
                  onSelect: () => setOpened("tidy"),
                },
              ]
            : []),
        ]}
      />
      <KeepDialog current={current} taken={filters.map(({ name }) => name)} open={opened === "keep"} onOpenChange={close} />
      <FiltersDialog filters={filters} open={opened === "tidy"} onOpenChange={close} />
    </>
  );
}

function entryOf(filter: SavedFilter, isApplied: boolean, onApply: (chosen: QueueFilter) => void): MenuEntry {
  return {
    kind: "action",
    label: <span className="max-w-72 break-words">{filter.name}</span>,
    icon: isApplied ? <Check aria-hidden className="size-4" /> : <span aria-hidden className="size-4" />,
    onSelect: () => onApply(filter),
  };
}
