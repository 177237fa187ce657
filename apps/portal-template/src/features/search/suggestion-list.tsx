import type { SearchGroup, SearchKind, SearchResult } from "@archipel/contracts/search.ts";
import {
  BookOpen,
  CircleHelp,
  Crosshair,
  Database,
  FileText,
  Grid2x2,
  House,
  Landmark,
  LandPlot,
  type LucideIcon,
  Map as MapIcon,
  MapPin,
  Newspaper,
  Route,
  Shapes,
} from "lucide-react";
import { useTranslations } from "next-intl";

interface SuggestionListProps {
  readonly id: string;
  readonly label: string;
  readonly groups: readonly SearchGroup[];
  /** Index among the results of all groups. */
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
  map: MapIcon,
  story: BookOpen,
  page: FileText,
  news: Newspaper,
  help: CircleHelp,
};

/** The options of the search field in groups of one kind. The field keeps the focus and handles the keys. */
export function SuggestionList({ id, label, groups, active, onChoose }: SuggestionListProps) {
  const t = useTranslations("search");
  let first = 0;
  return (
    <div id={`${id}-list`} role="listbox" aria-label={label}>
      {groups.map(({ kind, results, count, isMore }) => {
        const Icon = ICONS[kind];
        const start = first;
        first += results.length;
        return (
          // biome-ignore lint/a11y/useSemanticElements: a group of options in a listbox
          <div key={kind} role="group" aria-labelledby={`${id}-${kind}`}>
            <p id={`${id}-${kind}`} className="flex justify-between gap-3 px-3 pt-2 pb-0.5 text-ink-muted text-small">
              <span className="font-medium">{t(`groups.${kind}`)}</span>
              {(isMore || count > results.length) && (
                <span className="figures">{t(isMore ? "shownOfMore" : "shownOf", { shown: results.length, count })}</span>
              )}
            </p>
            {results.map((suggestion, index) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the field
              // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names the active option
              <div
                key={`${suggestion.label}${suggestion.detail}${suggestion.lon}${suggestion.lat}`}
                id={`${id}-${start + index}`}
                role="option"
                aria-selected={start + index === active}
                className="flex min-h-11 cursor-pointer items-center gap-3 px-3 py-1.5 hover:bg-sunken aria-selected:bg-accent-soft aria-selected:text-accent-ink"
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => onChoose(suggestion)}
              >
                <Icon aria-hidden className="size-4 shrink-0 text-ink-muted" />
                <span className="min-w-0">
                  <span lang={suggestion.lang} className="block truncate">
                    {suggestion.label}
                  </span>
                  {suggestion.detail && <span className="block truncate text-ink-muted text-small">{suggestion.detail}</span>}
                </span>
              </div>
            ))}
          </div>
        );
      })}
    </div>
  );
}
