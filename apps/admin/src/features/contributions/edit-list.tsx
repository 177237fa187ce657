"use client";
import type { Contribution, EditDiff } from "@archipel/contracts/contributions.ts";
import { HereMarks } from "@archipel/map/presence/here-marks.tsx";
import type { Company } from "@archipel/map/presence/people.ts";
import { Badge } from "@archipel/ui/badge.tsx";
import { MessageSquare } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { OperationBadge } from "../edits/operation-badge.tsx";
import { placeOf } from "./use-review-presence.ts";

interface EditListProps {
  /** The other people on this page, with the edit each looks at. */
  readonly company: Company;
  readonly edits: readonly EditDiff[];
  readonly chosen: string;
  readonly comments: Contribution["comments"];
  readonly onChoose: (id: string) => void;
}

/** The edits of a contribution. The chosen one is compared below the list. */
export function EditList({ company, edits, chosen, comments, onChoose }: EditListProps) {
  const t = useTranslations("admin.contributions");
  const list = useRef<HTMLUListElement>(null);
  // Keys can choose a row that is scrolled out of sight.
  useEffect(() => {
    list.current?.querySelector(`[data-edit="${CSS.escape(chosen)}"]`)?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  return (
    <ul ref={list} className="max-h-64 divide-y divide-line overflow-y-auto rounded-card border border-line bg-surface">
      {edits.map((edit) => {
        const said = comments.filter(({ editId }) => editId === edit.id).length;
        return (
          <li key={edit.id}>
            <button
              type="button"
              data-edit={edit.id}
              aria-pressed={edit.id === chosen}
              onClick={() => onChoose(edit.id)}
              className="flex min-h-11 w-full flex-wrap items-center gap-x-3 gap-y-1 border-transparent border-l-4 px-3 py-2 text-left hover:bg-sunken focus-visible:-outline-offset-2 group aria-pressed:border-accent aria-pressed:bg-accent-soft"
            >
              <OperationBadge operation={edit.operation} />
              <span className="min-w-0 flex-1 basis-24 break-words">{edit.label}</span>
              <span className="flex items-center gap-3 text-ink-muted text-small group-aria-pressed:text-ink">
                {edit.operation === "update" && <span>{partsOf(edit, t)}</span>}
                {said > 0 && (
                  <span className="figures inline-flex items-center gap-1">
                    <MessageSquare aria-hidden className="size-3.5" />
                    <span className="sr-only">{t("commented", { count: said })}</span>
                    <span aria-hidden>{said}</span>
                  </span>
                )}
                <HereMarks company={company} place={placeOf(edit)} />
                {edit.conflict && <Badge tone="danger">{t("inConflict")}</Badge>}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function partsOf({ changedColumns, hasGeometry }: EditDiff, t: ReturnType<typeof useTranslations<"admin.contributions">>): string {
  const parts = [
    ...(changedColumns.length > 0 ? [t("attributesChanged", { count: changedColumns.length })] : []),
    ...(hasGeometry ? [t("geometryChanged")] : []),
  ];
  return parts.join(", ");
}
