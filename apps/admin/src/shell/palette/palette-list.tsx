"use client";
import { Command } from "cmdk";
import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

export interface PaletteEntry {
  readonly id: string;
  readonly label: string;
  /** Shown beside the name: the owner or the place. */
  readonly detail?: string;
  /** Language of the name, when it is not that of the page. */
  readonly lang?: string;
  readonly Icon: LucideIcon;
  /** The address to open, or the action to run. */
  readonly href?: string;
  readonly run?: () => void;
  /** Goes on in the palette, which stays open. */
  readonly next?: () => void;
}

export interface PaletteGroup {
  readonly key: string;
  readonly heading: string;
  readonly entries: readonly PaletteEntry[];
}

const GROUP =
  "[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-3 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-ink-muted [&_[cmdk-group-heading]]:text-small";

interface PaletteListProps {
  readonly label: string;
  readonly groups: readonly PaletteGroup[];
  readonly onChoose: (entry: PaletteEntry) => void;
  /** Shown instead when there is no entry. */
  readonly empty: ReactNode;
}

/** The entries in groups. The list keeps its height, so that nothing moves while the person types. */
export function PaletteList({ label, groups, onChoose, empty }: PaletteListProps) {
  return (
    <div className="-mx-2 h-[min(26rem,50dvh)] overflow-y-auto">
      <Command.List label={label}>
        {groups.map(({ key, heading, entries }) => (
          <Command.Group key={key} value={key} heading={heading} className={GROUP}>
            {entries.map((entry) => (
              <Line key={entry.id} entry={entry} onChoose={onChoose} />
            ))}
          </Command.Group>
        ))}
      </Command.List>
      {groups.length === 0 && empty}
    </div>
  );
}

function Line({ entry, onChoose }: { readonly entry: PaletteEntry; readonly onChoose: (entry: PaletteEntry) => void }) {
  const { id, label, detail, lang, Icon } = entry;
  return (
    <Command.Item
      value={id}
      onSelect={() => onChoose(entry)}
      className="group flex min-h-10 cursor-pointer items-center gap-3 rounded-control px-2 py-1 data-[selected=true]:bg-accent-soft data-[selected=true]:text-accent-ink"
    >
      <Icon aria-hidden className="size-4 shrink-0" />
      {/* Side by side, or one under the other on a narrow screen, where both would be truncated. */}
      <span className="flex min-w-0 flex-1 items-baseline gap-x-3 max-sm:flex-col">
        <span {...(lang && { lang })} className="min-w-0 flex-1 truncate max-sm:w-full">
          {label}
        </span>
        {detail && (
          <span className="shrink-0 truncate text-ink-muted text-small group-data-[selected=true]:text-accent-ink max-sm:w-full sm:max-w-[45%]">
            {detail}
          </span>
        )}
      </span>
    </Command.Item>
  );
}
