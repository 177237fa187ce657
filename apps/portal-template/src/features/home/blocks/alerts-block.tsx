import { formatDate } from "@archipel/i18n/format.ts";
import { inLocale } from "@archipel/theme/content.ts";
import { clsx } from "clsx";
import { TriangleAlert } from "lucide-react";
import { getLocale, getTranslations } from "next-intl/server";
import type { BlockProps } from "./block.tsx";

const EDGES = ["border-severity-1", "border-severity-2", "border-severity-3", "border-severity-4"] as const;

/** A band across the page with the current alerts, the most severe first; nothing without alerts. */
export async function AlertsBlock({ block }: BlockProps<"alerts">) {
  const [locale, t] = await Promise.all([getLocale(), getTranslations("portal.home.example.levels")]);
  const items = block.items.toSorted((a, b) => b.level - a.level);
  if (items.length === 0) return null;
  return (
    <section className="border-line border-b bg-surface">
      <div className="mx-auto max-w-7xl px-4 py-5 lg:px-8">
        <h2 className="text-large">{inLocale(block.title, locale)}</h2>
        <ul className="space-y-3">
          {items.map((item) => (
            <li
              key={`${item.date}-${item.title.fr}`}
              className={clsx("mt-3 flex gap-4 rounded-card border border-l-8 bg-ground px-4 py-3", EDGES[item.level - 1])}
            >
              <TriangleAlert aria-hidden className="mt-1 size-5 shrink-0" />
              <div>
                <p className="font-medium">
                  {inLocale(item.title, locale)}{" "}
                  <span className="text-ink-muted text-small">
                    ({t(levelKey(item.level))}, {formatDate(locale, item.date)})
                  </span>
                </p>
                <p>{inLocale(item.text, locale)}</p>
              </div>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

function levelKey(level: number): "1" | "2" | "3" | "4" {
  return level >= 4 ? "4" : level === 3 ? "3" : level === 2 ? "2" : "1";
}
