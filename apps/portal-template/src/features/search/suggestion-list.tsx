import type { SearchKind, SearchResult } from "@archipel/contracts/search.ts";
import {
  CircleHelp,
  Crosshair,
  Database,
  FileText,
  Grid2x2,
  House,
  Landmark,
  LandPlot,
  type LucideIcon,
  MapPin,
  Route,
  Shapes,
} from "lucide-react";
import { useTranslations } from "next-intl";

interface SuggestionListProps {
  readonly id: string;
  readonly label: string;
  readonly suggestions: readonly SearchResult[];
  readonly active: number;
  readonly onChoose: (suggestion: SearchResult) => void;
}

const ICONS: Readonly<Record<SearchKind, LucideIcon>> = {
  commune: Landmark,
  place: MapPin,
  street: Route,
  address: House,
  zone: Shapes,
  parcel: LandPlot,
  tile: Grid2x2,
  coordinates: Crosshair,
  dataset: Database,
  page: FileText,
  help: CircleHelp,
};

/** The options of the search field, which keeps the focus and handles the keys. */
export function SuggestionList({ id, label, suggestions, active, onChoose }: SuggestionListProps) {
  const t = useTranslations("map.search.kinds");
  return (
    <div id={`${id}-list`} role="listbox" aria-label={label}>
      {suggestions.map((suggestion, index) => {
        const Icon = ICONS[suggestion.kind];
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the field
          // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names the active option
          <div
            key={`${suggestion.kind}${suggestion.label}${suggestion.detail}${suggestion.lon}${suggestion.lat}`}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active}
            className="flex min-h-11 cursor-pointer items-center gap-3 px-3 py-1.5 hover:bg-sunken aria-selected:bg-accent-soft aria-selected:text-accent-ink"
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onChoose(suggestion)}
          >
            <Icon aria-hidden className="size-4 shrink-0 text-ink-muted" />
            <span className="min-w-0">
              <span className="block truncate">{suggestion.label}</span>
              <span className="block truncate text-ink-muted text-small">
                {t(suggestion.kind)}
                {suggestion.detail && ` · ${suggestion.detail}`}
              </span>
            </span>
          </div>
        );
      })}
    </div>
  );
}
